#pragma once

#include "synergy/link/link.hpp"

#include <optional>
#include <vector>

namespace synergy::link {

/// The largest body that colour_exactly() takes: its sets of devices and of colours are words of bits.
inline constexpr int kExactDevices = 16;

/// A proper edge colouring of the link graph with `colours` colours, by link; nothing if there is none (or,
/// for graphs that no test has met, if the search gives up). Deterministic in the order of `links`.
///
/// Boost's edge_coloring cannot take its place: it promises one colour more than the largest degree, and a
/// slot more is a connection event shorter for every link of the body. Nor does this one take Boost's: with
/// one colour more it would lay most bodies' links in other slots than Boost does.
/// Pre: device_count <= kExactDevices; `colours` is the largest degree; links are distinct.
[[nodiscard]] std::optional<std::vector<int>> colour_exactly(int device_count, const std::vector<Ends>& links,
                                                             int colours);

}  // namespace synergy::link
