#include "synergy/plan/costs.hpp"

#include "synergy/quantities/checked.hpp"

namespace synergy::plan {
namespace {

///
/// The first, so that the order of a body file decides which of two parts of one type is used, not a rule
/// here.
template <class Parts>
std::size_t part_of_type(const Parts& parts, const std::string& type) {
  const auto found =
      std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part->type == type; });
  return static_cast<std::size_t>(found - parts.begin());
}

/// `size`: what is worked on.
///
/// A time is as written on every CPU; cycles go by the clock of the one that does the work. What a model asks
/// for goes by measured or estimated speeds of that chip, since no instruction count would tell them.
Duration cpu_time(const scenario::CpuWork& work, Bytes size, const device::Network& model,
                  const device::Accelerator& chip) {
  using Kind = scenario::CpuWork::Kind;
  switch (work.kind) {
    case Kind::none:
      break;
    case Kind::time:
      return work.time;
    case Kind::cycles_per_byte:
      return whole_ns(work.cycles_per_byte * static_cast<double>(size.count()) / chip.cpu().clock.si() * 1e9);
    case Kind::by_model: {
      // Of several outputs the last decides, whose bytes postprocess_time() counts too.
      const network::Shape& out = model.shape(model.outputs().back());
      return (out.pixels() == 1 ? chip.cpu().softmax : chip.cpu().argmax) * size;
    }
  }
  return {};
}

link::LinkContext transfer_context(const PlanningProblem& problem, DeviceId from, DeviceId to, int slots) {
  return problem.link_context(problem.ends_between(from, to), slots);
}

}  // namespace

std::size_t sensor_of(const scenario::App& app, const scenario::Device& device) {
  return part_of_type(device.sensors, app.sensor);
}

std::size_t actuator_of(const scenario::App& app, const scenario::Device& device) {
  return part_of_type(device.actuators, app.interaction);
}

SenseCost sense_cost(const scenario::App& app, const device::SensorProfile& sensor) {
  SenseCost cost;
  // Only what the model reads is read out, whatever the sensor could deliver.
  cost.readout = app.model->input_bytes() / sensor.interface_rate.value;
  cost.energy = sensor.readout.value * cost.readout;
  cost.period = sensor.sample_period.value;
  if (app.hop)
    cost.period = std::max(cost.period, *app.hop);
  else if (app.window)
    cost.period = std::max(cost.period, *app.window / 2);
  cost.length = app.window.value_or(cost.period);
  cost.unlimited = app.sensing == scenario::Sensing::latest;
  // The request comes at any phase: half a period on average to the next begin, then the sample itself.
  if (app.sensing == scenario::Sensing::fresh) cost.wait = cost.length + cost.period / 2;
  return cost;
}

Duration preprocess_time(const scenario::App& app, const device::Accelerator& chip) {
  return cpu_time(app.preprocess, app.model->input_bytes(), *app.model, chip);
}

Duration postprocess_time(const scenario::App& app, const device::Accelerator& chip) {
  return cpu_time(app.postprocess, app.model->bytes(app.model->outputs().back()), *app.model, chip);
}

Power cpu_idle(scenario::CpuSleep policy, const device::Accelerator& chip) {
  // A CPU that stays awake draws the same whether it works or waits.
  return policy == scenario::CpuSleep::sleep ? chip.cpu().asleep : chip.cpu().active;
}

Power cpu_above_idle(scenario::CpuSleep policy, const device::Accelerator& chip) {
  return chip.cpu().active - cpu_idle(policy, chip);
}

Power cpu_above_idle(const scenario::Scenario& scenario, const device::Accelerator& chip) {
  return cpu_above_idle(scenario.cpu_sleep, chip);
}

PhaseCost process_cost(const scenario::Scenario& scenario, const device::Accelerator& chip, Duration time) {
  return {time, Energy(), time, cpu_above_idle(scenario, chip) * time};
}

VisitCost visit_cost(const scenario::Scenario& scenario, const device::Accelerator& chip,
                     const device::SegmentCost& segment) {
  const Power cpu = cpu_above_idle(scenario, chip);
  const auto phase = [cpu](Duration time, Energy energy, Duration on_cpu) {
    return PhaseCost{time, energy, on_cpu, cpu * on_cpu};
  };
  // Which of the two it is, is the scenario's question; what each costs, the family's.
  const bool reload = scenario.residency == scenario::Residency::reload;
  const Duration switching = reload ? segment.switch_reload : segment.switch_retained;
  // The CPU is busy for all of switch, load and unload, since it copies word by word; while the accelerator
  // infers it only feeds a streamed input (device_profiles/max7800x.md, "Phases").
  return {phase(switching, reload ? segment.switch_reload_energy : segment.switch_retained_energy, switching),
          phase(segment.load, segment.load_energy, segment.load),
          phase(segment.infer, segment.infer_energy, segment.feed),
          phase(segment.unload, segment.unload_energy, segment.unload), cpu};
}

link::TransferEstimate transfer_cost(const PlanningProblem& problem, Bytes size, DeviceId from, DeviceId to,
                                     int slots) {
  return transfer_cost(problem, *problem.scenario().link_kind, size, from, to, slots);
}

link::TransferEstimate transfer_cost(const PlanningProblem& problem, const link::LinkKind& kind, Bytes size,
                                     DeviceId from, DeviceId to, int slots) {
  const auto [sender, receiver] = problem.carriers(from, to);
  return kind.estimate(size, sender < receiver, transfer_context(problem, from, to, slots));
}

Duration least_transfer_time(const PlanningProblem& problem, Bytes size, DeviceId from, DeviceId to,
                             int slots) {
  return least_transfer_time(problem, *problem.scenario().link_kind, size, from, to, slots);
}

Duration least_transfer_time(const PlanningProblem& problem, const link::LinkKind& kind, Bytes size,
                             DeviceId from, DeviceId to, int slots) {
  const auto [sender, receiver] = problem.carriers(from, to);
  return kind.least_occupancy(size, sender < receiver, transfer_context(problem, from, to, slots));
}

PhaseCost interact_cost(const device::ActuatorProfile& actuator) {
  return {actuator.dispatch.value, actuator.dispatch_energy.value, Duration(), Energy()};
}

Power streaming_power(const device::SensorProfile& sensor) { return sensor.streaming.value; }

IdlePower idle_power(const scenario::Scenario& scenario, DeviceId d, std::span<const std::size_t> used) {
  const scenario::Device& device = scenario.devices[d];
  IdlePower power;
  // Sleep current alone: what a radio draws to keep its links up is the links' (link_idle_power).
  // A further accelerator has none of its own.
  if (!device.part_of) power.radio = device.radio->sleep.value * device.radio->supply.value;
  if (device.accelerator) {
    const device::Accelerator& chip = *device.accelerator;
    power.accelerator = chip.idle_power();
    power.cpu = cpu_idle(scenario.cpu_sleep, chip);
  }
  for (const std::size_t part : used) power.sensors += streaming_power(*device.sensors[part]);
  for (const auto& actuator : device.actuators) power.actuators += actuator->idle.value;
  return power;
}

std::pair<Power, Power> link_idle_power(const PlanningProblem& problem, link::Ends ends,
                                        const std::vector<link::Ends>& links, int slots) {
  return link_idle_power(problem, *problem.scenario().link_kind, ends, links, slots);
}

std::pair<Power, Power> link_idle_power(const PlanningProblem& problem, const link::LinkKind& kind,
                                        link::Ends ends, const std::vector<link::Ends>& links, int slots) {
  return kind.idle_power(problem.link_context(kind, ends, slots, links));
}

Power link_idle_power(const PlanningProblem& problem, link::Ends ends, int links_at_each, int slots) {
  link::LinkContext context = problem.link_context(ends, slots);
  context.first_links = context.second_links = links_at_each;
  const auto [first, second] = problem.scenario().link_kind->idle_power(context);
  return first + second;
}

}  // namespace synergy::plan
