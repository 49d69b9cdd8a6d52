#include "synergy/results/explain.hpp"

#include "synergy/results/reasons.hpp"

#include <algorithm>
#include <deque>

#include "columns.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

using plan::Stage;

/// Without units and definitions: these tables are printed and never written, so no dictionary has them.
const std::vector<Column> kPhaseColumns{
    {"phase", "", ""}, {"unit", "", ""}, {"bytes", "", ""}, {"time_ms", "", ""}, {"energy_uj", "", ""}};

Table phases_of(const plan::CompiledPlan& compiled, const plan::CompiledApp& app) {
  Table table{"phases", kPhaseColumns, {}};
  const auto add = [&](std::string phase, const Stage& stage, Cell bytes, Duration time, Energy energy) {
    std::string unit = compiled.units[stage.unit].name;
    // Of a shared medium the name says nothing about who sends.
    if (stage.kind == Stage::Kind::transfer && compiled.link_names[stage.link] != unit)
      unit = fmt::format("{} on {}", compiled.link_names[stage.link], unit);
    table.rows.push_back({std::move(phase), std::move(unit), std::move(bytes), ms(time), uj(energy)});
  };
  for (const Stage& stage : app.stages) {
    switch (stage.kind) {
      case Stage::Kind::sense:
        // The mean wait for a sample is part of the estimated latency, so it is shown where it passes.
        add("sense", stage, {}, stage.sense.wait + stage.work.time, stage.work.energy);
        break;
      case Stage::Kind::preprocess:
      case Stage::Kind::postprocess:
        add(stage.kind == Stage::Kind::preprocess ? "preprocess" : "postprocess", stage, {}, stage.work.time,
            stage.work.cpu_energy);
        break;
      case Stage::Kind::transfer:
        add("transfer", stage, count(stage.size.count()), stage.transfer.latency,
            stage.transfer.sender + stage.transfer.receiver);
        break;
      case Stage::Kind::compute: {
        const plan::VisitCost& visit = stage.visit;
        // As one row: phases are stated without the CPU, which draws the same power in all of them.
        const bool cpu_draws = stage.work.cpu_energy.si() > 0;
        // A lone segment is never switched to: what it has loaded stays.
        if (compiled.segments_on[stage.segment.device] > 1) {
          add("switch", stage, {}, visit.switching.time, visit.switching.total());
        }
        add("load", stage, count(stage.cost.input_bytes.count()), visit.load.time, visit.load.energy);
        add(fmt::format("infer {}-{}", stage.segment.layers.first, stage.segment.layers.last), stage, {},
            visit.infer.time, visit.infer.energy);
        add("unload", stage, count(stage.cost.output_bytes.count()), visit.unload.time, visit.unload.energy);
        if (cpu_draws) add("cpu while loading", stage, {}, stage.work.cpu_time, stage.work.cpu_energy);
        if (cpu_draws) table.rows.back()[3] = Cell{};  // it passes beside the phases above
        break;
      }
      case Stage::Kind::interact:
        add("interact", stage, {}, stage.work.time, stage.work.energy);
        break;
    }
  }
  return table;
}

/// How long each unit in use is busy in a round, and for which app.
Table units_of(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
               const plan::Estimate& e) {
  Table table{"units", {{"unit", "", ""}, {"busy_ms", "", ""}, {"busy_ratio", "", ""}}, {}};
  for (const scenario::App& app : problem.scenario().apps) table.columns.push_back({app.name, "", ""});
  table.columns.push_back({"note", "", ""});
  for (std::size_t u = 0; u < compiled.units.size(); ++u) {
    // Units that the plan does not use would hide those that it does.
    if (e.busy[u] == Duration()) continue;
    auto& row = table.rows.emplace_back();
    // The time is that of rounds, the share that of the policy: inter_run switches once a turn and not in
    // every round.
    row = {compiled.units[plan::UnitId(u)].name, ms(e.busy[u]), ratio(e.busy_under_policy[u], e.round)};
    for (const Duration of_app : e.demand[u]) row.push_back(of_app == Duration() ? Cell{} : ms(of_app));
    row.emplace_back(std::string(static_cast<plan::UnitId>(u) == e.bottleneck ? "bottleneck" : ""));
  }
  return table;
}

/// How busy the rates keep each unit in use.
Table offered_of(const plan::CompiledPlan& compiled, const plan::RateEstimate& rates) {
  Table table{"offered", {{"unit", "", ""}, {"offered_ratio", "", ""}, {"note", "", ""}}, {}};
  for (std::size_t u = 0; u < compiled.units.size(); ++u) {
    const double offered = rates.offered_ratio[u];
    if (offered <= 0) continue;
    table.rows.push_back(
        {compiled.units[plan::UnitId(u)].name, offered, std::string(offered > 1 ? "cannot keep up" : "")});
  }
  return table;
}

/// One column pair for each memory that any accelerator of the body has, in the order of the first that has
/// it. Names of columns live in `names`.
Table memory_of(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
                std::deque<std::string>& names) {
  Table table{"memory", {{"device", "", ""}, {"segments", "", ""}}, {}};
  std::vector<std::string_view> memories;
  for (const plan::DeviceId d : problem.accelerators()) {
    for (const device::MemoryUse& use : compiled.memory.of(d).uses()) {
      if (std::find(memories.begin(), memories.end(), use.name) != memories.end()) continue;
      memories.push_back(use.name);
      for (const char* part : {"_used", "_left"})
        table.columns.push_back({names.emplace_back(std::string(use.name) + part), "", ""});
    }
  }
  for (const plan::DeviceId d : problem.accelerators()) {
    auto& row = table.rows.emplace_back();
    row = {problem.device(d).name, count(compiled.segments_on[d])};
    row.resize(table.columns.size());
    for (const device::MemoryUse& use : compiled.memory.of(d).uses()) {
      const auto at = std::find(memories.begin(), memories.end(), use.name) - memories.begin();
      const std::size_t column = 2 + 2 * static_cast<std::size_t>(at);
      row[column] = count(use.used);
      row[column + 1] = count(use.available - use.used);
    }
  }
  return table;
}

/// What the memories of a body's accelerators are, each once.
std::string memories_in_words(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled) {
  std::vector<std::string_view> known;
  for (const plan::DeviceId d : problem.accelerators()) {
    for (const device::MemoryUse& use : compiled.memory.of(d).uses()) {
      if (std::find(known.begin(), known.end(), use.what) == known.end()) known.push_back(use.what);
    }
  }
  return fmt::format("{}", fmt::join(known, ", "));
}

}  // namespace

std::string explain(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
                    scenario::Policy policy) {
  const plan::Estimate e = plan::estimate(problem, compiled, policy);
  const auto windows = plan::windows(problem, compiled, e, policy);
  std::string text;
  for (const plan::AppId a : problem.app_ids()) {
    const auto i = a.index();
    text += fmt::format("{}: {:.4g} ms without contention, {} in flight\n", problem.app(a).name,
                        e.latency[i].ms(), windows[i]);
    text += to_aligned(phases_of(compiled, compiled.apps[a])) + "\n";
  }
  text += fmt::format(
      "One round (every app once) under policy {}: {:.4g} ms; bottleneck {} (columns of apps: their "
      "part of busy_ms)\n",
      to_text(policy), e.round.ms(), compiled.units[e.bottleneck].name);
  text += to_aligned(units_of(problem, compiled, e)) + "\n";
  // A deque: columns keep views of names, which must not move when another is added.
  std::deque<std::string> names;
  text += fmt::format("Memory ({}):\n{}\n", memories_in_words(problem, compiled),
                      to_aligned(memory_of(problem, compiled, names)));
  text += fmt::format("Predicted: {:.4g} inferences/s, {:.4g} mW ({:.4g} mW static), {} links in {} slots\n",
                      e.throughput_inf_per_s, e.mean_power.si() * 1e3, e.static_power.si() * 1e3,
                      compiled.links.size(), compiled.slots.slots);
  // In rounds and saturated apps have no rates that a plan could fail to sustain.
  if (!e.rates) return text;
  text += "At the apps' rates, before anything is dropped:\n" + to_aligned(offered_of(compiled, *e.rates));
  const std::string unsustained = plan::unsustained_text(problem.scenario(), compiled, e);
  return text + (unsustained.empty() ? "The rates are sustained.\n" : unsustained + "\n");
}

std::string explain_infeasible(const plan::Infeasible& infeasible, const scenario::Scenario& scenario) {
  std::string text = "infeasible:\n";
  for (const std::string& line : reason_lines(infeasible.reasons, scenario))
    text += fmt::format("  {}\n", line);
  return text;
}

}  // namespace synergy::results
