// Times of operators: the law that predicts networks best which it has not seen.
#include "synergy/input/error.hpp"
#include "synergy/measured/kinds.hpp"

#include <algorithm>
#include <cmath>

#include "fit.hpp"
#include "kind_weights.hpp"
#include "measure.hpp"
#include "work.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

using input::Yaml;

/// Further off a network that was fitted to is named.
constexpr double kToldMisfit = 0.05;

/// How times of networks may follow from what their operators ask for.
struct Form {
  std::string_view name;
  bool weighted;  ///< one rate for all operators, times a weight of their kind
  bool bytes;     ///< and one for the bytes of tensors
  bool offset;    ///< and one for each inference
};
// An earlier form stays unless a later one predicts unseen networks better. Bytes and an offset are never
// fitted together: a handful of networks cannot tell them apart.
constexpr Form kForms[] = {
    {"one rate", true, false, false},        {"a rate for each kind", false, false, false},
    {"one rate, bytes", true, true, false},  {"a rate for each kind, bytes", false, true, false},
    {"one rate, offset", true, false, true}, {"a rate for each kind, offset", false, false, true}};

/// What was measured of one network or layer, ready to be fitted.
struct Timed {
  Point point;
  Work work;
};

/// Kinds without a MAC in any measured network would have a column of zeros, to which no rate can be fitted.
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
    for (const std::size_t kind : kinds) sum += kKindWeights[kind] * timed.work.macs[kind];
    features.push_back(sum);
  } else {
    for (const std::size_t kind : kinds) features.push_back(timed.work.macs[kind]);
  }
  if (form.bytes) {
    double bytes = 0;
    for (const double each : timed.work.bytes) bytes += each;
    features.push_back(bytes);
  }
  // An inference is begun and ended once; a layer that was measured by itself does not hold that time.
  if (form.offset) features.push_back(timed.point.layer.empty() ? 1 : 0);
  return features;
}

/// Grouped by network: when it is left out, its layers go with it, or they would give its time away.
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
    // The weights of kinds come from CPUs. Accelerators have hardware for some kinds and not for others, so
    // that there one rate is taken only where the user accepts an estimate.
    if (form.weighted && !one_rate_allowed) continue;
    // Two points are met exactly by many splits into rate and offset; the one found would be chance.
    if (form.offset && all.size() < 3) continue;
    Chosen next{form, kinds_in(all), {}, {}, {}};
    next.points = law_points(form, next.kinds, all);
    const std::size_t coefficients = next.points.front().features.size();
    // With more unknowns than measurements a fit has neither error nor meaning. The first form stands all the
    // same, so that there always is a law.
    if (best && coefficients > all.size()) continue;
    next.predicted = leave_one_out(next.points);
    std::vector<double> measured;
    for (const LawPoint& point : next.points) measured.push_back(point.measured);
    next.left_out = errors_left_out(next.predicted, measured);
    // By the root of the mean square: one network that is far off counts for more than several that are a
    // little off, since users do not know which of them theirs is like.
    if (!best || (next.left_out && best->left_out && next.left_out->rmspe < best->left_out->rmspe))
      best = std::move(next);
  }
  return *best;
}

/// A law may be worse on what it was fitted to than its intervals suggest, which are about the fit alone.
void tell_misfit(const Point& point, double modelled, Calibration& to) {
  const double off = modelled / point.time->value - 1;
  const bool inside = point.time->low <= modelled && modelled <= point.time->high;
  if (inside || std::abs(off) <= kToldMisfit) return;
  to.notes.push_back(fmt::format("{}: modelled {:+.0f} % against its own measurement ({} for {})",
                                 name_of(point), off * 100, shown(Unit::time, modelled),
                                 shown(Unit::time, point.time->value)));
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
    // A kind that no measured network has gets no law, and the profile refuses networks with it: better no
    // time than a made-up one.
    if (!there) continue;
    Yaml entry = Yaml::mapping();
    entry.put("operator", Yaml::plain(measured::kind_names()[kind]));
    const auto place = std::find(chosen.kinds.begin(), chosen.kinds.end(), kind);
    if (place != chosen.kinds.end()) {
      const Estimate rate = chosen.form.weighted
                                ? coefficient(law, 0, kKindWeights[kind])
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
    const double modelled = predict(law, chosen.points[i].features);
    to.residuals.push_back({"time", all[i].point.network, "infer", measured, modelled, "fit"});
    tell_misfit(all[i].point, modelled, to);
    if (chosen.predicted[i])
      to.residuals.push_back(
          {"time", all[i].point.network, "infer", measured, *chosen.predicted[i], "left_out"});
  }
  std::vector<double> said;
  std::vector<double> seen;
  for (const Point* point : kept_out(making)) {
    // Not even the choice of the form has seen these, which leaving out one by one does not prevent.
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

}  // namespace synergy::calibrate
