#pragma once

// The joint planning problem as an integer program, solved by COIN-OR CBC: columns are execution plans, one
// is chosen per app. For residency `reload`, so that memory is no constraint, and three devices, where a body
// needs as many slots as it has links.
#include <array>
#include <cmath>
#include <coin/Cbc_C_Interface.h>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../../src/planner/engine/score.hpp"
#include "../support/plans.hpp"
#include "random_problems.hpp"

namespace synergy::test {

/// Rows of a linear program as they are added; solved with all columns of `integers` whole.
class IntegerProgram {
 public:
  int column(double low, double high, bool integer, double objective) {
    low_.push_back(low);
    high_.push_back(high);
    objective_.push_back(objective);
    integer_.push_back(integer);
    entries_.emplace_back();
    return static_cast<int>(low_.size()) - 1;
  }
  int row(double low, double high) {
    row_low_.push_back(low);
    row_high_.push_back(high);
    return static_cast<int>(row_low_.size()) - 1;
  }
  void add(int row, int column, double value) {
    entries_[static_cast<std::size_t>(column)].emplace_back(row, value);
  }

  struct Solution {
    std::optional<double> objective;  ///< the smallest; nothing if there is no solution
    std::int64_t nodes = 0;           ///< of CBC's branch and bound; 0: settled before it
  };
  [[nodiscard]] int columns() const { return static_cast<int>(low_.size()); }
  [[nodiscard]] Solution solve() const {
    std::vector<CoinBigIndex> start{0};
    std::vector<int> index;
    std::vector<double> value;
    for (const auto& column : entries_) {
      for (const auto& [row, entry] : column) {
        index.push_back(row);
        value.push_back(entry);
      }
      start.push_back(static_cast<CoinBigIndex>(index.size()));
    }
    const std::unique_ptr<Cbc_Model, decltype(&Cbc_deleteModel)> model(Cbc_newModel(), &Cbc_deleteModel);
    Cbc_setParameter(model.get(), "logLevel", "0");
    Cbc_setParameter(model.get(), "ratioGap", "0");
    Cbc_loadProblem(model.get(), static_cast<int>(low_.size()), static_cast<int>(row_low_.size()),
                    start.data(), index.data(), value.data(), low_.data(), high_.data(), objective_.data(),
                    row_low_.data(), row_high_.data());
    for (std::size_t c = 0; c < integer_.size(); ++c) {
      if (integer_[c]) Cbc_setInteger(model.get(), static_cast<int>(c));
    }
    Cbc_solve(model.get());
    const std::int64_t nodes = Cbc_getNodeCount(model.get());
    if (Cbc_isProvenOptimal(model.get()) == 0) return {{}, nodes};
    return {Cbc_getObjValue(model.get()), nodes};
  }

 private:
  std::vector<double> low_, high_, objective_, row_low_, row_high_;
  std::vector<bool> integer_;
  std::vector<std::vector<std::pair<int, double>>> entries_;  // [column]: row, value
};

inline constexpr double kInfinity = 1e30;
inline constexpr double kMuch = 1e5;  // ms: more than all segments of a test take to load

/// The program for links with `slots` slots, objective in ms: the smallest round, or with `limit` the
/// smallest sum of latencies among rounds of at most that.
inline IntegerProgram integer_program(const plan::PlanningProblem& problem, int slots,
                                      std::optional<double> limit, planner::LinkCosts& costs) {
  IntegerProgram p;
  const int devices = problem.device_count();
  const bool by_latency = limit.has_value();
  const int round = p.column(0, limit.value_or(kInfinity), false, by_latency ? 0 : 1);
  // Per device: its busy time, what its switches take if there are several segments, and whether there are.
  std::vector<int> busy, switching, several, paid;
  for (int d = 0; d < devices; ++d) {
    busy.push_back(p.row(-kInfinity, 0));
    p.add(busy.back(), round, -1);
    paid.push_back(p.column(0, kInfinity, false, by_latency ? 1 : 0));
    p.add(busy.back(), paid.back(), 1);
    switching.push_back(p.row(-kInfinity, kMuch));  // switches - paid + much * several <= much
    p.add(switching.back(), paid.back(), -1);
    const int z = p.column(0, 1, true, 0);
    p.add(switching.back(), z, kMuch);
    several.push_back(p.row(-kInfinity, 1));  // segments - apps * several <= 1
    p.add(several.back(), z, -problem.app_count());
  }
  std::map<std::array<int, 2>, int> part_rows;     // sensors and actuators
  std::map<link::Ends, std::array<int, 3>> links;  // busy row, column "in use", row that says "unused"
  const int links_used = p.row(slots, slots);
  for (int x = 0; x < devices; ++x) {
    for (int y = x + 1; y < devices; ++y) {
      const int in_use = p.column(0, 1, true, 0);
      p.add(links_used, in_use, 1);
      const int link_busy = p.row(-kInfinity, 0);
      p.add(link_busy, round, -1);
      const int unused = p.row(-kInfinity, 0);  // in use only if some chosen plan uses it
      p.add(unused, in_use, 1);
      links[ends(x, y)] = {link_busy, in_use, unused};
    }
  }
  for (int a = 0; a < problem.app_count(); ++a) {
    const int one = p.row(1, 1);
    for_each_plan(problem, a, plan::BodyMemory(problem), [&](const plan::ExecutionPlan& app) {
      planner::BodyLoad load(problem, false);
      load.add(plan::AppId(a), app);
      const auto own_links = load.links();
      if (static_cast<int>(own_links.size()) > slots || (slots > 0 && !costs.feasible(slots))) return;
      const planner::Score score = load.score(slots, costs);
      const int x = p.column(0, 1, true, by_latency ? score.latency.ms() : 0);
      p.add(one, x, 1);
      for (const auto& ends : own_links) {
        const auto& [link_busy, in_use, unused] = links[ends];
        Duration occupancy;
        for (const planner::Transfer& t : load.transfers()) {
          if (planner::ends_of(t.from, t.to) == ends)
            occupancy += costs.cost(t.size, slots, t.from, t.to).occupancy;
        }
        p.add(link_busy, x, occupancy.ms());
        p.add(unused, x, -1);
        const int implied = p.row(-kInfinity, 0);
        p.add(implied, x, 1);
        p.add(implied, in_use, -1);
      }
      int from = 0;
      for (const plan::Segment& segment : app.segments) {
        const plan::SegmentTable& table = problem.table(plan::AppId(a), segment.device);
        const int to = *table.boundary_after(segment.layers.last);
        const device::SegmentCost& cost = *table.cost(from, to);
        const auto d = segment.device.index();
        p.add(busy[d], x, (cost.load + cost.infer + cost.unload).ms());
        p.add(switching[d], x, cost.switch_reload.ms());
        p.add(several[d], x, 1);
        from = to;
      }
      const planner::BodyLoad nothing(problem, false);
      const auto part = [&](int kind, plan::DeviceId device, const std::string& type, Duration time) {
        const int id = device.value() * 100 + static_cast<int>(type.front());
        const auto [place, is_new] = part_rows.try_emplace({kind, id}, 0);
        if (is_new) {
          place->second = p.row(-kInfinity, 0);
          p.add(place->second, round, -1);
        }
        p.add(place->second, x, time.ms());
      };
      part(0, app.source, problem.app(plan::AppId(a)).sensor,
           nothing.with_source(plan::AppId(a), app.source).busy);
      part(1, app.target, problem.app(plan::AppId(a)).interaction,
           nothing.with_target(plan::AppId(a), app.target).busy);
    });
  }
  return p;
}

/// The smallest round, and among plans that keep it the smallest sum of latencies, in ms, over all numbers of
/// slots.
struct IntegerOptimum {
  double round_ms = kInfinity;
  double latency_ms = kInfinity;
  std::int64_t nodes = 0;
  int columns = 0;  ///< of the largest program
};
inline IntegerOptimum integer_optimum(const plan::PlanningProblem& problem, planner::LinkCosts& costs) {
  IntegerOptimum found;
  const auto least = [&](double& objective, std::optional<double> limit) {
    for (int slots = 0; slots <= 3; ++slots) {
      const IntegerProgram program = integer_program(problem, slots, limit, costs);
      const IntegerProgram::Solution solution = program.solve();
      objective = std::min(objective, solution.objective.value_or(kInfinity));
      found.nodes += solution.nodes;
      found.columns = std::max(found.columns, program.columns());
    }
  };
  least(found.round_ms, {});
  least(found.latency_ms, found.round_ms + 1e-7);
  return found;
}

/// Three devices, two to `most_apps` apps with the small models, residency `reload`.
inline std::string integer_instance(RandomStream& random, int most_apps) {
  std::string yaml = random_body(random, 3) + "residency: reload\napps:\n";
  const int apps = static_cast<int>(random.integer(2, most_apps));
  for (int a = 0; a < apps; ++a) {
    yaml += "  - {name: a" + std::to_string(a) + ", model: " + pick(random, {"convnet5", "kws"}) +
            ", sensor: " + pick(random, {"camera", "microphone"}) +
            ", interaction: " + pick(random, {"display", "haptic"}) + "}\n";
  }
  return yaml;
}

}  // namespace synergy::test
