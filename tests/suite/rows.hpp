#pragma once

#include "synergy/results/suite_tables.hpp"

#include <string>
#include <utility>

namespace synergy::test {

using results::Answer;

/// A row of a planner on an instance of family `f`, with what counts for scores.
inline results::SuiteRow row(const std::string& planner, const std::string& instance,
                             results::SuiteValue value, results::SuiteValue best) {
  results::SuiteRow made;
  made.instance = "f/" + instance;
  made.family = "f";
  made.planner = planner;
  made.value = value;
  made.best.instance = made.instance;
  made.best.best = best;
  made.candidates_considered = 10;
  return made;
}

/// With what its simulation gave.
inline results::SuiteRow simulated(results::SuiteRow row, double throughput, double latency, double power) {
  row.throughput_inf_per_s = throughput;
  row.latency_mean_ms = latency;
  row.power_mean_mw = power;
  return row;
}

}  // namespace synergy::test
