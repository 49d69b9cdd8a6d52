#include "fit.hpp"

namespace synergy::calibrate {

std::optional<Errors> errors_left_out(const std::vector<std::optional<double>>& predicted,
                                      const std::vector<double>& measured) {
  std::vector<double> said;
  std::vector<double> seen;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    if (!predicted[i]) continue;
    said.push_back(*predicted[i]);
    seen.push_back(measured[i]);
  }
  if (said.empty()) return {};
  return errors_of(said, seen);
}

std::vector<const Point*> kept_out(const Making& making) {
  std::vector<const Point*> points;
  for (const Point& point : making.to->points) {
    if (is_kept_out(making, point) && point.phase == "infer") points.push_back(&point);
  }
  return points;
}

Estimate coefficient(const Law& law, std::size_t i, double factor) {
  return {law.coefficients[i] * factor, law.low[i] * factor, law.high[i] * factor};
}

}  // namespace synergy::calibrate
