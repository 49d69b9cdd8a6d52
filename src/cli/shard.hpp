#pragma once

#include "synergy/sweep/journal.hpp"

#include <string>

namespace synergy::cli {

/// "2/4". Throws UsageError for anything else, and for more shares than a million.
[[nodiscard]] sweep::Shard read_shard(const std::string& text);

}  // namespace synergy::cli
