#pragma once

#include "synergy/input/document.hpp"
#include "synergy/quantities/quantities.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::scenario {

/// What is around the fixed loss: the received level of a link fades as F = offset + slope x log10(V) in dB,
/// where V = (x^2 + y^2) / 2 with two independent, standard normal, first-order autoregressions x and y. So V
/// is exponential with mean 1, F is Weibull fading (its amplitude has the shape 20 / slope), and deep fades
/// are short while shallow ones last, as of a phasor that passes near zero.
struct Fading {
  double offset_db = 0;
  double slope_db = 10;
  /// After which the correlation of V has fallen to 1/e; that of x and y after twice as long.
  Duration correlation_time = milliseconds(100);
  /// The level holds so long.
  Duration sample = milliseconds(10);

  /// Mean of F: E[log10 V] is -Euler's constant / ln 10.
  [[nodiscard]] double mean_db() const { return offset_db - slope_db * 0.25068124; }
};

/// The radio channel around a body: device_profiles/body_channels.
struct BodyChannel {
  /// A number, who says so, and how good that is (classes of device_profiles/README.md).
  struct Pair {
    std::vector<std::string> between;  ///< two positions, whichever first
    double db = 0;
    std::string source, quality;
  };
  std::string name;
  std::vector<Pair> mean_path_loss;
  Fading fading;
  std::string fading_source, fading_quality;
  /// What a posture adds to the loss of a pair that has an end there, in dB, by state and position; of two
  /// positions the larger counts.
  std::map<std::string, std::map<std::string, double>> postures;
  std::string postures_source, postures_quality;

  /// Mean path loss in dB; none: the profile has no such pair.
  [[nodiscard]] std::optional<double> path_loss(const std::vector<std::string>& between) const;
  /// In dB; 0 where the profile says nothing of the state or the positions.
  [[nodiscard]] double added(std::string_view state, const std::vector<std::string>& between) const;
};

/// Reads a profile. Throws InputError with all problems.
[[nodiscard]] BodyChannel read_body_channel(const input::Document& document);

}  // namespace synergy::scenario
