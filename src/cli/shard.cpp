#include "shard.hpp"

#include "synergy/input/usage_error.hpp"

#include <charconv>
#include <system_error>

#include <fmt/format.h>

namespace synergy::cli {

/// The limit on N is ours: more shares than points do no work.
sweep::Shard read_shard(const std::string& text) {
  sweep::Shard shard;
  const char* end = text.data() + text.size();
  const auto [slash, error] = std::from_chars(text.data(), end, shard.index);
  if (error == std::errc() && slash != end && *slash == '/') {
    const auto [stop, count_error] = std::from_chars(slash + 1, end, shard.count);
    const bool in_range = shard.index >= 1 && shard.index <= shard.count && shard.count <= 1'000'000;
    if (count_error == std::errc() && stop == end && in_range) return shard;
  }
  throw UsageError(fmt::format("--shard {}: expected K/N with 1 <= K <= N, such as 2/4", text));
}

}  // namespace synergy::cli
