// What is fitted to points: the power of inferring, times of operators, laws in bytes.
#include "synergy/calibrate/least_squares.hpp"
#include "synergy/input/error.hpp"
#include "synergy/measured/kinds.hpp"

#include <algorithm>
#include <cmath>

#include "measure.hpp"
#include "profile.hpp"
#include "work.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

using input::Yaml;

/// Errors over the points that another fit predicted; none if no point was.
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

namespace {

/// How times of networks may follow from what their operators ask for.
struct Form {
  std::string_view name;
  bool weighted;  ///< one rate for all operators, times a weight of their kind
  bool bytes;     ///< and one for the bytes of tensors
  bool offset;    ///< and one for each inference
};
constexpr Form kForms[] = {
    {"one rate", true, false, false},        {"a rate for each kind", false, false, false},
    {"one rate, bytes", true, true, false},  {"a rate for each kind, bytes", false, true, false},
    {"one rate, offset", true, false, true}, {"a rate for each kind, offset", false, false, true}};

/// Time of a MAC by kind, over that of a convolution: fitted to 54 microcontroller systems of MLPerf Tiny,
/// four networks each, where it leaves 15 % of mean error, and equal weights 24 %.
constexpr double kWeights[kMultiplying] = {1, 1.45, 1.27, 1, 1.45};

/// What was measured of one network or layer, ready to be fitted.
struct Timed {
  Point point;
  Work work;
};

std::vector<std::size_t> kinds_in(const std::vector<Timed>& all) {
  std::vector<std::size_t> kinds;
  for (std::size_t kind = 0; kind < kMultiplying; ++kind) {
    if (std::any_of(all.begin(), all.end(), [&](const Timed& t) { return t.work.macs[kind] > 0; }))
      kinds.push_back(kind);
  }
  return kinds;
}

std::vector<double> features_of(const Form& form, const std::vector<std::size_t>& kinds, const Timed& timed) {
  std::vector<double> features;
  if (form.weighted) {
    double sum = 0;
    for (const std::size_t kind : kinds) sum += kWeights[kind] * timed.work.macs[kind];
    features.push_back(sum);
  } else {
    for (const std::size_t kind : kinds) features.push_back(timed.work.macs[kind]);
  }
  if (form.bytes) {
    double bytes = 0;
    for (const double each : timed.work.bytes) bytes += each;
    features.push_back(bytes);
  }
  if (form.offset) features.push_back(timed.point.layer.empty() ? 1 : 0);
  return features;
}

std::vector<LawPoint> law_points(const Form& form, const std::vector<std::size_t>& kinds,
                                 const std::vector<Timed>& all) {
  std::vector<LawPoint> points;
  for (const Timed& timed : all)
    points.push_back({timed.point.network, features_of(form, kinds, timed), timed.point.time->value});
  return points;
}

struct Chosen {
  Form form;
  std::vector<std::size_t> kinds;
  std::vector<LawPoint> points;
  std::vector<std::optional<double>> predicted;
  std::optional<Errors> left_out;
};

/// The form that predicts networks best that it did not see; with one network alone, the first that may be.
Chosen choose(const std::vector<Timed>& all, bool one_rate_allowed) {
  std::optional<Chosen> best;
  for (const Form& form : kForms) {
    if (form.weighted && !one_rate_allowed) continue;
    if (form.offset && all.size() < 3) continue;
    Chosen next{form, kinds_in(all), {}, {}, {}};
    next.points = law_points(form, next.kinds, all);
    const std::size_t coefficients = next.points.front().features.size();
    if (best && coefficients > all.size()) continue;
    next.predicted = leave_one_out(next.points);
    std::vector<double> measured;
    for (const LawPoint& point : next.points) measured.push_back(point.measured);
    next.left_out = errors_left_out(next.predicted, measured);
    if (!best || (next.left_out && best->left_out && next.left_out->rmspe < best->left_out->rmspe))
      best = std::move(next);
  }
  return *best;
}

Estimate coefficient(const Law& law, std::size_t i, double factor = 1) {
  return {law.coefficients[i] * factor, law.low[i] * factor, law.high[i] * factor};
}

}  // namespace

std::vector<std::pair<std::string, Yaml>> time_laws(const Making& making, bool on_cpu) {
  Calibration& to = *making.to;
  std::vector<Timed> all;
  for (const Point& point : points_of(making, "infer"))
    all.push_back({point, work_of(*network_of(point, *making.file, *making.library), point.layer)});
  if (all.empty())
    throw InputError({making.file->name}, "no inference was measured, so there is no law of times");
  const Chosen chosen = choose(all, on_cpu || making.options->allow_rate);
  const Law law = fit_law(chosen.points);
  const bool estimate = chosen.form.weighted && !on_cpu;
  const std::string_view value_class = estimate ? "estimate" : "derived";
  std::string source =
      fmt::format("fit: non-negative least squares of the relative error{} over {} measurements, {}",
                  law.robust ? " with Huber weights" : "", all.size(), chosen.form.name);
  source +=
      chosen.left_out
          ? fmt::format(
                "; {:.1f} % off in the mean on networks left out of it; low, high: fits without one network",
                chosen.left_out->mape * 100)
          : "; of one network alone, so nothing was left out";
  if (all.size() < 3) to.notes.emplace_back("times: fewer than 3 measurements, so no offset is fitted");
  LawReport report;
  report.of = "time";
  report.text = fmt::format("time of an inference = {} of its operators", chosen.form.name);
  report.robust = law.robust;
  report.left_out = chosen.left_out;
  const std::size_t rates = chosen.form.weighted ? 1 : chosen.kinds.size();
  const std::optional<Estimate> per_byte =
      chosen.form.bytes ? std::optional(coefficient(law, rates)) : std::nullopt;
  Yaml laws = Yaml::sequence();
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    const bool there =
        std::any_of(all.begin(), all.end(), [&](const Timed& t) { return t.work.operators[kind] > 0; });
    if (!there) continue;
    Yaml entry = Yaml::mapping();
    entry.put("operator", Yaml::plain(measured::kind_names()[kind]));
    const auto place = std::find(chosen.kinds.begin(), chosen.kinds.end(), kind);
    if (place != chosen.kinds.end()) {
      const Estimate rate = chosen.form.weighted
                                ? coefficient(law, 0, kWeights[kind])
                                : coefficient(law, static_cast<std::size_t>(place - chosen.kinds.begin()));
      entry.put("per_mac", sourced(Unit::time_per_mac, rate, source, value_class));
      report.coefficients.emplace_back(fmt::format("{}_s_per_mac", measured::kind_names()[kind]), rate);
    }
    if (per_byte) entry.put("per_byte", sourced(Unit::time_per_byte, *per_byte, source, value_class));
    // Operators that do not multiply need a law, or networks with them are refused.
    else if (place == chosen.kinds.end())
      entry.put("per_byte",
                sourced(Unit::time_per_byte, {},
                        "not told apart from the other laws, which have its time in them", "derived"));
    laws.add(std::move(entry));
  }
  if (per_byte) report.coefficients.emplace_back("s_per_byte", *per_byte);
  std::vector<std::pair<std::string, Yaml>> keys;
  keys.emplace_back("laws", std::move(laws));
  if (chosen.form.offset) {
    const Estimate offset = coefficient(law, law.coefficients.size() - 1);
    keys.emplace_back("inference_overhead", sourced(Unit::time, offset, source, value_class));
    report.coefficients.emplace_back("offset_s", offset);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double measured = chosen.points[i].measured;
    to.residuals.push_back(
        {"time", all[i].point.network, "infer", measured, predict(law, chosen.points[i].features), "fit"});
    if (chosen.predicted[i])
      to.residuals.push_back(
          {"time", all[i].point.network, "infer", measured, *chosen.predicted[i], "left_out"});
  }
  std::vector<double> said;
  std::vector<double> seen;
  for (const Point* point : kept_out(making)) {
    const Timed timed{*point, work_of(*network_of(*point, *making.file, *making.library), point->layer)};
    said.push_back(predict(law, features_of(chosen.form, chosen.kinds, timed)));
    seen.push_back(point->time->value);
    to.residuals.push_back({"time", point->network, "infer", seen.back(), said.back(), "holdout"});
  }
  if (!seen.empty()) report.holdout = errors_of(said, seen);
  to.laws.push_back(std::move(report));
  return keys;
}

Yaml mac_rate(const Making& making, bool on_cpu) {
  Calibration& to = *making.to;
  std::vector<LawPoint> points;
  for (const Point& point : points_of(making, "infer")) {
    const Work work = work_of(*network_of(point, *making.file, *making.library), point.layer);
    if (work.all_macs() > 0) points.push_back({point.network, {work.all_macs()}, point.time->value});
  }
  if (points.empty()) throw InputError({making.file->name}, "no inference was measured, so there is no rate");
  const Law law = fit_law(points);
  const auto predicted = leave_one_out(points);
  std::vector<double> measured;
  for (std::size_t i = 0; i < points.size(); ++i) {
    measured.push_back(points[i].measured);
    to.residuals.push_back(
        {"time", points[i].group, "infer", measured.back(), predict(law, points[i].features), "fit"});
    if (predicted[i])
      to.residuals.push_back({"time", points[i].group, "infer", measured.back(), *predicted[i], "left_out"});
  }
  LawReport report;
  report.of = "time";
  report.text = "time of an inference = MACs x one rate";
  report.robust = law.robust;
  report.coefficients.emplace_back("s_per_mac", coefficient(law, 0));
  report.left_out = errors_left_out(predicted, measured);
  std::string source = fmt::format("fit: one rate over {} measurements", points.size());
  if (report.left_out)
    source +=
        fmt::format("; {:.1f} % off in the mean on networks left out of it", report.left_out->mape * 100);
  to.laws.push_back(std::move(report));
  return sourced(Unit::time_per_mac, coefficient(law, 0), source, on_cpu ? "derived" : "estimate");
}

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

std::optional<Estimate> energy_per_byte(const Making& making, std::string_view phase, double idle_w) {
  std::vector<double> values;
  Estimate all{0, 1e300, 0};
  for (const Point& point : points_of(making, phase)) {
    if (point.bytes == 0 || !point.energy) continue;
    const auto bytes = static_cast<double>(point.bytes);
    const double idle = idle_w * point.time->value;
    values.push_back(std::max(0.0, point.energy->value - idle) / bytes);
    all.low = std::min(all.low, std::max(0.0, point.energy->low - idle) / bytes);
    all.high = std::max(all.high, std::max(0.0, point.energy->high - idle) / bytes);
  }
  if (values.empty()) return {};
  all.value = median(std::move(values));
  return all;
}

}  // namespace synergy::calibrate
