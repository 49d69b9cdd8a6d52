#include "deployment.hpp"

namespace synergy::simulation {
namespace {

using StageKind = plan::Stage::Kind;
using Phase = PhaseResult::Kind;

void add_phases(AppId a, int s, const plan::Stage& stage, std::vector<PhaseResult>& phases) {
  PhaseResult phase;
  phase.app = a;
  phase.stage = s;
  phase.kind = first_phase(stage.kind);
  phase.unit = stage.unit;
  phases.push_back(phase);
  if (stage.kind != StageKind::compute) return;
  for (const auto kind : {Phase::load, Phase::infer, Phase::unload}) {
    phase.kind = kind;
    phases.push_back(phase);
  }
}

}  // namespace

PhaseResult::Kind first_phase(plan::Stage::Kind kind) {
  using Stage = plan::Stage::Kind;
  switch (kind) {
    case Stage::sense:
      return Phase::sense;
    case Stage::preprocess:
      return Phase::preprocess;
    case Stage::postprocess:
      return Phase::postprocess;
    case Stage::transfer:
      return Phase::transfer;
    case Stage::compute:
      return Phase::switch_segment;
    case Stage::interact:
      break;
  }
  return Phase::interact;
}

Deployment::Deployment(const plan::CompiledPlan& compiled, RunResult& result)
    : compiled_(compiled), result_(result) {
  std::size_t stages = 0;
  std::size_t transfers = 0;
  for (const AppId a : compiled.apps.ids()) {
    int s = 0;
    for (const plan::Stage& stage : compiled.apps[a].stages) {
      add_phases(a, s++, stage, result.phases);
      transfers += stage.kind == StageKind::transfer ? 1 : 0;
      ++stages;
    }
  }
  counts_.resize(stages);
  sent_.resize(transfers);
  // Steps point into the accounts, which are complete from here on.
  PhaseResult* phases = result.phases.data();
  StageCounts* counts = counts_.data();
  SentCounts* sent = sent_.data();
  for (const plan::CompiledApp& app : compiled.apps) {
    first_step_.push_back(steps_.size());
    for (const plan::Stage& stage : app.stages) {
      steps_.push_back({&stage, phases, &result.devices[compiled.units[stage.unit].device], counts++,
                        stage.kind == StageKind::transfer ? sent++ : nullptr});
      phases += stage.kind == StageKind::compute ? 4 : 1;
    }
    steps_.emplace_back();
  }
}

}  // namespace synergy::simulation
