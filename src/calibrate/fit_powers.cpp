// Powers and energies of points: of inferring, and of moving bytes.
#include <algorithm>

#include "fit.hpp"

namespace synergy::calibrate {
namespace {

/// As users meet it whose network nobody measured: the power of the others. A median, since one network with
/// an unusual mix of operators must not move the power of all.
double median_power_without(const std::vector<Point>& points, const std::string& network, bool& any) {
  std::vector<double> powers;
  for (const Point& point : points) {
    if (point.network != network && point.power) powers.push_back(point.power->value);
  }
  any = !powers.empty();
  return any ? median(std::move(powers)) : 0;
}

}  // namespace

std::optional<Estimate> infer_power(const Making& making) {
  Calibration& to = *making.to;
  std::vector<Point> points;
  for (const Point& point : points_of(making, "infer")) {
    // A layer's power says nothing of the mean over a whole inference, which is what the profile's number
    // stands for.
    if (point.power && point.layer.empty()) points.push_back(point);
  }
  if (points.empty()) return {};
  Estimate power{0, 1e300, 0};
  std::vector<double> values;
  std::vector<std::optional<double>> predicted;
  std::vector<double> measured;
  for (const Point& point : points) {
    values.push_back(point.power->value);
    power.low = std::min(power.low, point.power->low);
    power.high = std::max(power.high, point.power->high);
    bool any = false;
    const double others = median_power_without(points, point.network, any);
    // The time is the measured one, so that the error is that of the power alone and not of a law of times.
    measured.push_back(point.energy->value);
    predicted.push_back(any ? std::optional<double>(others * point.time->value) : std::nullopt);
    if (any)
      to.residuals.push_back(
          {"energy", point.network, "infer", point.energy->value, others * point.time->value, "left_out"});
  }
  power.value = median(std::move(values));
  LawReport law;
  law.of = "energy";
  law.text = "energy of an inference = power while inferring x its measured time";
  law.coefficients.emplace_back("power_w", power);
  law.left_out = errors_left_out(predicted, measured);
  std::vector<double> said;
  std::vector<double> seen;
  for (const Point* point : kept_out(making)) {
    if (!point->energy || !point->time || !point->layer.empty()) continue;
    said.push_back(power.value * point->time->value);
    seen.push_back(point->energy->value);
    to.residuals.push_back({"energy", point->network, "infer", seen.back(), said.back(), "holdout"});
  }
  if (!seen.empty()) law.holdout = errors_of(said, seen);
  to.laws.push_back(std::move(law));
  return power;
}

std::optional<Estimate> energy_per_byte(const Making& making, std::string_view phase, double idle_w) {
  std::vector<double> values;
  Estimate all{0, 1e300, 0};
  for (const Point& point : points_of(making, phase)) {
    if (point.bytes == 0 || !point.energy) continue;
    const auto bytes = static_cast<double>(point.bytes);
    // Idle power runs on whatever is moved, and whoever uses the number counts it on its own.
    const double idle = idle_w * point.time->value;
    // Not below 0: within the meter's error a short transfer may seem to take less than idling does.
    values.push_back(std::max(0.0, point.energy->value - idle) / bytes);
    all.low = std::min(all.low, std::max(0.0, point.energy->low - idle) / bytes);
    all.high = std::max(all.high, std::max(0.0, point.energy->high - idle) / bytes);
  }
  if (values.empty()) return {};
  all.value = median(std::move(values));
  return all;
}

}  // namespace synergy::calibrate
