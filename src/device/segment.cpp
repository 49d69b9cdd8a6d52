#include "synergy/device/segment.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/device/cycles.hpp"

#include <cmath>

namespace synergy::device {
namespace {

Cycles segment_cycles(const AcceleratorProfile& accelerator, const model::Model& model,
                      model::LayerRange layers, const MemoryLedger::Placement& placement) {
  Cycles sum = kStartUpCycles;
  for (model::LayerIndex i = layers.first; i <= layers.last; ++i) {
    const int start = placement.start_words[static_cast<std::size_t>(i - layers.first)];
    sum += layer_cycles(hardware_layer(accelerator, model, i, start));
  }
  const double factor = accelerator.pipeline_factor.value.si();
  return Cycles(static_cast<std::int64_t>(std::ceil(static_cast<double>(sum.count()) * factor)));
}

std::int64_t macs_of(const model::Model& model, model::LayerRange layers) {
  std::int64_t sum = 0;
  for (model::LayerIndex i = layers.first; i <= layers.last; ++i) sum += model.layer(i).macs;
  return sum;
}

/// On the core rail, above idle.
Energy infer_energy(const AcceleratorProfile& accelerator, const MeasuredPower* measured,
                    const SegmentCost& cost) {
  // Where a whole network was measured, its segments differ less from it than networks from each other.
  if (measured != nullptr) return measured->power.value * cost.infer;
  return accelerator.energy_per_mac.value * static_cast<double>(cost.macs) +
         accelerator.energy_per_cycle.value * static_cast<double>(cost.cycles.count());
}

}  // namespace

SegmentCost segment_cost(const AcceleratorProfile& accelerator, const model::Model& model,
                         model::LayerRange layers, const MemoryLedger::Placement* placement) {
  ensure(0 <= layers.first && layers.first <= layers.last && layers.last < model.layer_count(),
         "a segment is a range of the model's layers");
  MemoryLedger::Placement alone;
  if (placement == nullptr) {
    MemoryLedger ledger(accelerator);
    ensure(ledger.try_place(ModelNeeds(model), layers, &alone),
           "a segment that is costed fits its accelerator");
    placement = &alone;
  }
  const double efficiency = accelerator.supply_efficiency.value.si();
  const bool is_last = layers.last == model.layer_count() - 1;

  SegmentCost cost;
  cost.cycles = segment_cycles(accelerator, model, layers, *placement);
  cost.input_bytes = model.cut(layers.first - 1).bytes;
  cost.output_bytes = is_last ? model.layer(layers.last).output_bytes() : model.cut(layers.last).bytes;
  cost.weight_bytes = model.weight_bytes(layers);
  cost.bias_bytes = model.bias_bytes(layers);
  const Bytes kernels = cost.weight_bytes + cost.bias_bytes;

  cost.load = accelerator.input_load.value * cost.input_bytes;
  cost.infer = cost.cycles / accelerator.clock.value + accelerator.inference_overhead.value;
  cost.unload = accelerator.unload.value * cost.output_bytes;
  cost.deployment = accelerator.kernel_load.value * kernels;
  cost.switch_retained = accelerator.segment_switch.value;
  cost.switch_reload = cost.deployment + cost.switch_retained;

  cost.load_energy = accelerator.input_load_energy.value * cost.input_bytes / efficiency;
  const MeasuredPower* measured = accelerator.measured(model.name());
  cost.power_is_measured = measured != nullptr;
  cost.macs = macs_of(model, layers);
  cost.infer_energy = infer_energy(accelerator, measured, cost) / efficiency;
  cost.unload_energy = accelerator.unload_energy.value * cost.output_bytes / efficiency;
  cost.deployment_energy = accelerator.kernel_load_energy.value * kernels / efficiency;
  cost.switch_retained_energy = accelerator.segment_switch_energy.value / efficiency;
  cost.switch_reload_energy = cost.deployment_energy + cost.switch_retained_energy;
  return cost;
}

}  // namespace synergy::device
