#pragma once

#include "synergy/planner/registry.hpp"
#include "synergy/results/trace.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "records.hpp"

namespace synergy::test {

using nlohmann::json;

/// Whole nanoseconds of a time in microseconds.
inline std::int64_t ns(const json& us) { return std::llround(us.get<double>() * 1e3); }

/// A short run with its trace, parsed.
struct Traced {
  explicit Traced(const std::string& name, const std::vector<scenario::Override>& overrides = {},
                  const results::TraceOptions& options = {})
      : scenario(
            shipped(name,
                    [&] {
                      std::vector<scenario::Override> all{{"measurement", "{warm_up: 0.3 s, window: 1 s}"}};
                      all.insert(all.end(), overrides.begin(), overrides.end());
                      return all;
                    }())),
        problem(scenario, cache),
        record(test::run_planner(problem, planner::Registry::builtin().at("synergy"), {}, 0)),
        text(results::trace(problem, record, options).json),
        trace(json::parse(text)) {}
  Traced(const Traced&) = delete;
  Traced& operator=(const Traced&) = delete;

  [[nodiscard]] std::vector<json> events(const std::string& phase) const {
    std::vector<json> found;
    for (const json& event : trace["traceEvents"]) {
      if (event["ph"] == phase) found.push_back(event);
    }
    return found;
  }
  /// Complete events of the thread of a unit, in order; tid 1001: of a device's CPU.
  [[nodiscard]] std::vector<json> slices(int pid, int tid) const {
    std::vector<json> found;
    for (const json& event : events("X")) {
      if (event["pid"] == pid && event["tid"] == tid) found.push_back(event);
    }
    return found;
  }
  [[nodiscard]] std::int64_t begin_ns() const { return scenario.measurement.warm_up.ns(); }
  [[nodiscard]] std::int64_t end_ns() const { return begin_ns() + scenario.measurement.window.ns(); }
  /// The part of an event that lies in the window.
  [[nodiscard]] std::int64_t inside(const json& slice) const {
    const std::int64_t begin = std::max(ns(slice["ts"]), begin_ns());
    const std::int64_t end = std::min(ns(slice["ts"]) + ns(slice["dur"]), end_ns());
    return std::max<std::int64_t>(0, end - begin);
  }

  scenario::Scenario scenario;
  plan::TableCache cache;
  plan::PlanningProblem problem;
  run::RunRecord record;
  std::string text;
  json trace;
};

inline const Traced& w1() {
  static const Traced traced("w1", {{"sensing", "latest"}});
  return traced;
}
/// Segments on several devices, several on one, weights loaded again, samples waited for.
inline const Traced& reloading() {
  static const Traced traced(
      "w2", {{"residency", "reload"}, {"apps.kws.sensing", "fresh"}, {"load", "{regime: saturated}"}});
  return traced;
}

}  // namespace synergy::test
