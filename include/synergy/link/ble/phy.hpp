#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace synergy::link {

/// Physical layers of Bluetooth LE: uncoded at 1 and 2 Mbit/s, coded at 500 kbit/s (S = 2) and 125 (S = 8).
/// Coding repeats bits, for range, and costs air time: packets take several times as long as on 1M.
enum class Phy : std::uint8_t { le_1m, le_2m, coded_s2, coded_s8 };

/// Names as in YAML and on the command line: 1M, 2M, S2, S8.
[[nodiscard]] const std::vector<std::string_view>& phy_names();
/// The word of one of them.
[[nodiscard]] std::string_view to_text(Phy phy);

}  // namespace synergy::link
