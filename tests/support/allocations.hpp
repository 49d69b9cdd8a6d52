#pragma once

#include <cstddef>

// The thread sanitizer's own operator new cannot be replaced.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SYNERGY_THREAD_SANITIZER
#endif
#endif

/// Whether this executable counts; if not, the numbers below stay 0.
#ifdef SYNERGY_THREAD_SANITIZER
inline constexpr bool kCountsAllocations = false;
#else
inline constexpr bool kCountsAllocations = true;
#endif

/// Number of calls of operator new in this executable so far (see allocations.cpp, which replaces it).
std::size_t allocations();
/// Bytes obtained with operator new and not yet given back.
std::size_t allocated_bytes();
