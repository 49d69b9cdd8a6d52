// Laws in bytes: what loads, unloads and deployments take.
#include <algorithm>

#include "fit.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

/// y over bytes; the offset only with three sizes or more.
std::optional<std::pair<Law, bool>> law_in_bytes(const std::vector<LawPoint>& points) {
  if (points.empty()) return {};
  std::vector<double> sizes;
  for (const LawPoint& point : points) sizes.push_back(point.features[0]);
  std::sort(sizes.begin(), sizes.end());
  const bool offset = std::unique(sizes.begin(), sizes.end()) - sizes.begin() >= 3;
  std::vector<LawPoint> used = points;
  if (!offset) {
    for (LawPoint& point : used) point.features.resize(1);
  }
  return std::pair(fit_law(used), offset);
}

}  // namespace

std::optional<TransferLaw> transfer_law(const Making& making, std::string_view phase) {
  std::vector<LawPoint> points;
  std::string sources;
  for (const Point& point : points_of(making, phase)) {
    if (point.bytes == 0) continue;
    points.push_back({fmt::format("{}/{}", point.network, point.bytes),
                      {static_cast<double>(point.bytes), 1},
                      point.time->value});
    sources += (sources.empty() ? "" : " | ") + point.source;
  }
  const auto law = law_in_bytes(points);
  if (!law) return {};
  Calibration& to = *making.to;
  TransferLaw made;
  made.per_byte = coefficient(law->first, 0);
  if (law->second) made.fixed = coefficient(law->first, 1);
  if (points.size() == 1) {
    // One size: what its windows leave open is what the rate leaves open.
    const Point point = points_of(making, phase).front();
    const auto bytes = static_cast<double>(point.bytes);
    made.per_byte = Estimate{point.time->value / bytes, point.time->low / bytes, point.time->high / bytes};
  }
  if (!law->second) to.notes.push_back(fmt::format("{}: fewer than 3 sizes, so no offset is fitted", phase));
  made.source = fmt::format("{}{}", points.size() > 1 ? "fit over sizes: " : "time / bytes: ", sources);
  LawReport report;
  report.of = phase;
  report.text = fmt::format("time of a {} = {}bytes x time per byte", phase, law->second ? "fixed + " : "");
  report.robust = law->first.robust;
  report.coefficients.emplace_back("s_per_byte", *made.per_byte);
  if (made.fixed) report.coefficients.emplace_back("fixed_s", *made.fixed);
  for (LawPoint& point : points) {
    if (!law->second) point.features.resize(1);
    to.residuals.push_back({"time", point.group, std::string(phase), point.measured,
                            predict(law->first, point.features), "fit"});
  }
  std::vector<double> measured;
  for (const LawPoint& point : points) measured.push_back(point.measured);
  if (points.size() > points.front().features.size())
    report.left_out = errors_left_out(leave_one_out(points), measured);
  to.laws.push_back(std::move(report));
  return made;
}

}  // namespace synergy::calibrate
