#include "deployment.hpp"

namespace synergy::simulation {
namespace {

using StageKind = plan::Stage::Kind;

/// Books so many phases, all alike, to the three accounts of energy: phase, app, device.
class Totals {
 public:
  Totals(const Step& step, RunResult& result)
      : step_(step), app_(result.apps[step.phases->app]), counts_(*step.counts) {}

  void process() {
    const plan::PhaseCost& cost = step_.stage->work;
    device().cpu_active += cost.cpu_energy * times(counts_.visits);
    phase(0, counts_.visits, counts_.waited, cost.time, cost.cpu_energy);
  }

  /// A sample that was held still costs nothing and takes no time.
  void sense() {
    const plan::PhaseCost& cost = step_.stage->work;
    const std::int64_t paid = counts_.visits - counts_.special;
    device().sensors_active += cost.energy * times(paid);
    phase(0, paid, counts_.waited, cost.time, cost.energy);
    step_.phases->count += counts_.special;
  }

  void interact() {
    const plan::PhaseCost& cost = step_.stage->work;
    device().actuators_active += cost.energy * times(counts_.visits);
    phase(0, counts_.visits, counts_.waited, cost.time, cost.energy);
  }

  void compute() {
    const plan::VisitCost& costs = step_.stage->visit;
    visit_phase(0, counts_.special, counts_.waited_special, costs.switching);
    visit_phase(1, counts_.visits, counts_.waited, costs.load);
    visit_phase(2, counts_.visits, {}, costs.infer);
    visit_phase(3, counts_.visits, counts_.waited_unload, costs.unload);
  }

  void transfer(const link::Ends& ends, RunResult& result) {
    const plan::Stage& stage = *step_.stage;
    LinkResult& link = result.links[stage.link];
    UnitResult& unit = result.units[stage.unit];
    DeviceResult& sender = result.devices[stage.forward ? ends.first : ends.second];
    DeviceResult& receiver = result.devices[stage.forward ? ends.second : ends.first];
    for (const SentAlike& sent : *step_.sent) {
      sender.radio_transfers += sent.sender * times(sent.count);
      receiver.radio_transfers += sent.receiver * times(sent.count);
      phase(0, sent.count, {}, {}, sent.sender + sent.receiver);
      link.transfers += sent.count;
      link.bytes += stage.size.count() * sent.count;
      link.packets += sent.packets * sent.count;
      link.events_used += sent.events_used * sent.count;
      link.busy += sent.busy * sent.count;
      unit.busy += sent.busy * sent.count;
      unit.served += sent.count;
    }
    link.waited += counts_.waited;
    step_.phases->waited += counts_.waited;
    step_.phases->served += counts_.served;
  }

 private:
  static double times(std::int64_t count) { return static_cast<double>(count); }
  [[nodiscard]] DeviceResult& device() const { return *step_.device; }

  void visit_phase(std::size_t number, std::int64_t count, Duration waited, const plan::PhaseCost& cost) {
    device().accelerator_active += cost.energy * times(count);
    device().cpu_active += cost.cpu_energy * times(count);
    phase(number, count, waited, cost.time, cost.total());
  }

  void phase(std::size_t number, std::int64_t count, Duration waited, Duration each, Energy energy) {
    PhaseResult& result = step_.phases[number];
    result.count += count;
    result.waited += waited;
    result.served += each * count;
    result.energy += energy * times(count);
    app_.dynamic_energy += energy * times(count);
  }

  const Step& step_;
  AppResult& app_;
  const StageCounts& counts_;
};

}  // namespace

void Deployment::close() const {
  for (const Step& step : steps_) {
    if (step.stage == nullptr) continue;
    Totals totals(step, result_);
    switch (step.stage->kind) {
      case StageKind::sense:
        totals.sense();
        break;
      case StageKind::compute:
        totals.compute();
        break;
      case StageKind::transfer:
        totals.transfer(compiled_.links[step.stage->link], result_);
        break;
      case StageKind::preprocess:
      case StageKind::postprocess:
        totals.process();
        break;
      case StageKind::interact:
        totals.interact();
        break;
    }
  }
}

}  // namespace synergy::simulation
