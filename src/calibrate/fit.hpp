#pragma once

#include "synergy/calibrate/least_squares.hpp"

#include <optional>
#include <vector>

#include "profile.hpp"

// What the fits of powers, times and transfers have in common.
namespace synergy::calibrate {

/// Errors over the points that another fit predicted; none if no point was.
[[nodiscard]] std::optional<Errors> errors_left_out(const std::vector<std::optional<double>>& predicted,
                                                    const std::vector<double>& measured);

/// Inferences that were kept out of every fit, to be judged by.
[[nodiscard]] std::vector<const Point*> kept_out(const Making& making);

/// A coefficient of a law with its ends, times a factor.
[[nodiscard]] Estimate coefficient(const Law& law, std::size_t i, double factor = 1);

}  // namespace synergy::calibrate
