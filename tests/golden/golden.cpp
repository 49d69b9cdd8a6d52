// The golden predictions: w1 to w5 under synergy and the seven baselines, each with its paired policy.
//
//   golden_runs FILE           compares: says row by row what differs from FILE, and fails if anything does
//   golden_runs --write FILE   says the same and replaces FILE
#include "synergy/input/error.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/results/tables.hpp"
#include "synergy/results/write.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "../csv.hpp"
#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <fmt/format.h>

namespace {

using namespace synergy;

constexpr const char* kWorkloads[] = {"w1", "w2", "w3", "w4", "w5"};
constexpr const char* kPlanners[] = {"synergy",     "min_dev",   "max_dev", "pri_min_dev",
                                     "pri_max_dev", "ind_model", "ind_e2e", "joint_model"};

/// What the program predicts, without what only says how it got there.
const std::vector<std::string_view> kColumns{"run_id",
                                             "status",
                                             "throughput_inf_per_s",
                                             "latency_mean_ms",
                                             "latency_p95_ms",
                                             "power_mean_mw",
                                             "energy_per_inference_uj",
                                             "predicted_throughput_inf_per_s",
                                             "plan"};

std::string predictions() {
  std::deque<scenario::Scenario> scenarios;
  std::vector<run::RunRecord> records;
  plan::TableCache cache;
  for (const char* workload : kWorkloads) {
    const scenario::Scenario& s = scenarios.emplace_back(synergy::test::shipped(workload));
    const plan::PlanningProblem problem(s, cache);
    for (const char* planner : kPlanners)
      records.push_back(synergy::test::run_planner(problem, planner::Registry::builtin().at(planner), {}, 0));
  }
  return results::to_csv(results::select(results::runs_table(records), kColumns));
}

/// Rows by their first cell, and those cells in order.
struct Rows {
  explicit Rows(const std::string& csv) {
    std::istringstream lines(csv);
    std::string line;
    std::getline(lines, line);
    header = synergy::test::split_csv_line(line);
    while (std::getline(lines, line)) {
      std::vector<std::string> cells = synergy::test::split_csv_line(line);
      order.push_back(cells.front());
      by_id[order.back()] = std::move(cells);
    }
  }
  std::vector<std::string> header;
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::string>> by_id;
};

std::string relative_change(const std::string& before, const std::string& after) {
  char* end = nullptr;
  const double from = std::strtod(before.c_str(), &end);
  if (before.empty() || *end != '\0' || from == 0) return "";
  const double to = std::strtod(after.c_str(), &end);
  if (after.empty() || *end != '\0') return "";
  return fmt::format("  ({:+.3g} %)", (to / from - 1) * 100);
}

/// Says what differs, cell by cell.
void print_differences(const Rows& golden, const Rows& now) {
  if (golden.header != now.header) {
    fmt::print("columns: {}\n    now: {}\n", fmt::join(golden.header, ","), fmt::join(now.header, ","));
    return;
  }
  for (const std::string& id : golden.order) {
    if (now.by_id.count(id) == 0) fmt::print("{}: is gone\n", id);
  }
  for (const std::string& id : now.order) {
    const auto before = golden.by_id.find(id);
    if (before == golden.by_id.end()) {
      fmt::print("{}: is new\n", id);
      continue;
    }
    const auto& after = now.by_id.at(id);
    if (before->second == after) continue;
    fmt::print("{}\n", id);
    for (std::size_t c = 0; c < after.size(); ++c) {
      const std::string& was = before->second.at(c);
      if (was == after[c]) continue;
      fmt::print("  {}: {}\n  {:>{}}: {}{}\n", golden.header[c], was, "now", golden.header[c].size(),
                 after[c], relative_change(was, after[c]));
    }
  }
}

int compare(const std::filesystem::path& file, bool write) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream golden;
  golden << stream.rdbuf();
  if (!stream && !write) {
    fmt::print(stderr, "{}: cannot be read\n", file.string());
    return 1;
  }
  const std::string now = predictions();
  if (now == golden.str()) {
    fmt::print("all predictions are as approved\n");
    return 0;
  }
  if (stream) print_differences(Rows(golden.str()), Rows(now));
  if (write) {
    results::write_file(file, now);
    return 0;
  }
  fmt::print(
      "\nPredictions changed. If that is meant: scripts/approve-golden, and say why in the commit message "
      "(tests/golden/README.md).\n");
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const bool write = arguments.size() == 2 && arguments.front() == "--write";
  if (arguments.size() != (write ? 2U : 1U)) {
    fmt::print(stderr, "usage: golden_runs [--write] FILE\n");
    return 2;
  }
  try {
    return compare(arguments.back(), write);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
