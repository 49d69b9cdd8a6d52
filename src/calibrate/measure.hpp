#pragma once

#include "synergy/calibrate/calibration.hpp"

namespace synergy::calibrate {

/// Adds the points of all recordings and rows, with what was dropped, checked and found on the way. Points
/// that measure the same thing are one, with low and high over all of them.
void measure(const File& file, Calibration& to);

/// "mean of networks" sources and messages: how a point is called, "kws infer", "load of 278528 B", "idle".
[[nodiscard]] std::string name_of(const Point& point);

}  // namespace synergy::calibrate
