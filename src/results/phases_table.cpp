#include "part.hpp"
#include "phase_names.hpp"

namespace synergy::results {
namespace {

const simulation::PhaseResult& phase(const Part& p) { return p.result().phases[p.i]; }

const ColumnOf<Part> kPhases[] = {
    {kRunId, run_id},
    {{"app", "", "name of the app", Type::text, Role::key},
     [](const Part& p) { return text(p.record->scenario->apps[phase(p).app].name); }},
    // A stage is what has one event in the simulation; its phases share the queue and differ in cost.
    {{"stage", "", "position in the inference, from 0; a visit to an accelerator is one stage", Type::integer,
      Role::key},
     [](const Part& p) { return count(phase(p).stage); }},
    {{"phase", "", "sense, preprocess, transfer, switch, load, infer, unload, postprocess, interact",
      Type::text, Role::key},
     [](const Part& p) { return text(phase_name(phase(p).kind)); }},
    {{"unit", "", "unit that serves it"},
     [](const Part& p) { return text(p.compiled().units[phase(p).unit].name); }},
    // The weight of the means beside it, for whoever averages over apps or stages.
    {{"count", "", "times it ended in the window", Type::integer},
     [](const Part& p) { return count(phase(p).count); }},
    // Of a visit the wait stands at its first phase; only the unload may wait once more, for the CPU.
    {{"queueing_mean_ms", "ms", "mean wait for the unit", Type::number, Role::smaller_is_better},
     [](const Part& p) { return mean_ms(phase(p).waited, phase(p).count); }},
    // The acknowledgement occupies the link, not the inference, so that a transfer ends with its delivery.
    {{"service_mean_ms", "ms", "mean time served; transfers: begin to delivery", Type::number,
      Role::smaller_is_better},
     [](const Part& p) { return mean_ms(phase(p).served, phase(p).count); }},
    // A sum and not a mean: sums over phases are the dynamic energy of the apps, which checks rely on.
    {{"energy_uj", "uJ", "energy above idle states in the window, CPU and radios included", Type::number},
     [](const Part& p) { return uj(phase(p).energy); }},
};

}  // namespace

Table phases_table(const std::vector<RunRecord>& records) {
  return make_table<Part>("phases", kPhases, parts(records, &simulation::RunResult::phases));
}

}  // namespace synergy::results
