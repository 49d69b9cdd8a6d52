#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SYNERGY_TRIES_ONE_IN 8
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SYNERGY_TRIES_ONE_IN 8
#endif
#endif
#ifndef SYNERGY_TRIES_ONE_IN
#define SYNERGY_TRIES_ONE_IN 1
#endif

namespace synergy::test {

/// Of `whole` random cases those that a build tries: all; under a sanitizer one in eight, since it is ten
/// times slower and soon has seen every path, which is what it looks for. What comes of them is the business
/// of the other builds.
template <typename Count>
constexpr Count tries(Count whole) {
  return whole / SYNERGY_TRIES_ONE_IN;
}

}  // namespace synergy::test

#undef SYNERGY_TRIES_ONE_IN
