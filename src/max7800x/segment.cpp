#include "synergy/max7800x/segment.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/max7800x/cycles.hpp"
#include "synergy/quantities/checked.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace synergy::max7800x {
namespace {

/// Three sums in one go over the layers. Only `vendor` is stated (SegmentCost::cycles); times come from the
/// two others.
struct SegmentCycles {
  Cycles vendor;     // streaming layers half as much again
  Cycles working;    // without that
  Cycles streaming;  // of `working` what may overlap with the feed
};

SegmentCycles segment_cycles(const Profile& accelerator, const model::Model& model, model::LayerRange layers,
                             const MemoryLedger::Placement& placement) {
  SegmentCycles sum{kStartUpCycles, kStartUpCycles, kStartUpCycles};
  for (model::LayerIndex i = layers.first; i <= layers.last; ++i) {
    const int start = placement.starts[static_cast<std::size_t>(i - layers.first)];
    HardwareLayer layer = hardware_layer(accelerator, model, i, start);
    sum.vendor += layer_cycles(layer);
    const bool streams = std::exchange(layer.streaming, false);
    sum.working += layer_cycles(layer);
    if (streams) sum.streaming += layer_cycles(layer);
  }
  // Rounded up once for each sum, not for each layer.
  const double factor = accelerator.pipeline_factor.value.si();
  for (Cycles* cycles : {&sum.vendor, &sum.working, &sum.streaming})
    *cycles = Cycles(whole(std::ceil(static_cast<double>(cycles->count()) * factor), "cycles"));
  return sum;
}

struct Transfer {
  model::Words loaded, fed, unloaded;
};

Transfer words_of(const model::Model& model, model::LayerRange layers, model::DataFormat input_format) {
  Transfer words;
  const model::Layer& first = model.layer(layers.first);
  const auto reads = [&](const model::Layer& layer, model::LayerIndex tensor) {
    return std::any_of(layer.inputs.begin(), layer.inputs.end(),
                       [&](model::LayerIndex input) { return model.original(input) == tensor; });
  };
  const auto move_in = [&](model::LayerIndex tensor) {
    (first.streaming && reads(first, tensor) ? words.fed : words.loaded) += model.words(tensor, input_format);
  };
  // Of what crosses in, only what somebody from here on reads goes into data memory; outputs of the network
  // pass by.
  for (const model::LayerIndex tensor : model.cut(layers.first - 1).tensors) {
    if (model.is_read_from(tensor, layers.first)) move_in(tensor);
  }
  // Host inputs are in no cut. The CPU writes one once, for the first layer of the segment that reads it.
  for (std::size_t h = 0; h < model.host_inputs().size(); ++h) {
    const model::LayerIndex tensor = model::host_input_tensor(static_cast<int>(h));
    model::LayerIndex reader = layers.first;
    while (reader <= layers.last && !reads(model.layer(reader), tensor)) ++reader;
    if (reader <= layers.last) move_in(tensor);
  }
  const bool is_last = layers.last == model.layer_count() - 1;
  for (const model::LayerIndex tensor : is_last ? model.outputs() : model.cut(layers.last).tensors) {
    const bool passes_by = tensor < layers.first && !model.is_read_from(tensor, layers.last + 1);
    if (!passes_by) words.unloaded += model.words(tensor, input_format);
  }
  return words;
}

Bytes output_bytes(const model::Model& model, model::LayerRange layers) {
  if (layers.last < model.layer_count() - 1) return model.cut(layers.last).bytes;
  Bytes sum;
  for (const model::LayerIndex output : model.outputs()) sum += model.layer(output).output_bytes();
  return sum;
}

std::int64_t macs_of(const model::Model& model, model::LayerRange layers) {
  std::int64_t sum = 0;
  for (model::LayerIndex i = layers.first; i <= layers.last; ++i) sum += model.layer(i).macs;
  return sum;
}

/// On the core rail, above idle.
Energy infer_energy(const Profile& accelerator, const MeasuredPower* measured, std::int64_t macs,
                    Cycles cycles, Duration busy) {
  // Where a whole network was measured, its segments differ less from it than networks from each other.
  if (measured != nullptr) return measured->power.value * busy;
  return accelerator.energy_per_mac.value * static_cast<double>(macs) +
         accelerator.energy_per_cycle.value * static_cast<double>(cycles.count());
}

}  // namespace

SegmentCost segment_cost(const Profile& accelerator, const model::Model& model, model::LayerRange layers,
                         const MemoryLedger::Placement* placement) {
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
  const Transfer words = words_of(model, layers, input_format(accelerator, model));
  const SegmentCycles cycles = segment_cycles(accelerator, model, layers, *placement);

  SegmentCost cost;
  cost.cycles = cycles.vendor;
  cost.input_bytes = model.cut(layers.first - 1).bytes;
  cost.output_bytes = output_bytes(model, layers);
  cost.weight_bytes = model.weight_bytes(layers);
  cost.bias_bytes = model.bias_bytes(layers);
  cost.loaded_words = words.loaded;
  cost.fed_words = words.fed;
  cost.unloaded_words = words.unloaded;
  const Bytes kernels = model.stored_weight_bytes(layers) + cost.bias_bytes;
  const Duration busy = cycles.working / accelerator.clock.value + accelerator.inference_overhead.value;

  cost.load = accelerator.input_load_per_word.value * words.loaded.count();
  cost.feed = accelerator.stream_feed_per_word.value * words.fed.count();
  // The tool's factor 1.5 is not in here: the feed says how long streaming layers really wait.
  const Duration waiting =
      words.fed.count() > 0 ? cost.feed - cycles.streaming / accelerator.clock.value : Duration();
  cost.infer = busy + std::max(Duration(), waiting);
  cost.unload = accelerator.unload_per_word.value * words.unloaded.count();
  cost.deployment = accelerator.kernel_load.value * kernels;
  cost.switch_retained = accelerator.segment_switch.value;
  cost.switch_reload = cost.deployment + cost.switch_retained;

  const auto energy = [efficiency](Energy per_word, model::Words moved) {
    return per_word * static_cast<double>(moved.count()) / efficiency;
  };
  cost.load_energy = energy(accelerator.input_load_energy_per_word.value, words.loaded);
  const MeasuredPower* measured = accelerator.measured(model.name());
  cost.power_is_measured = measured != nullptr;
  cost.macs = macs_of(model, layers);
  cost.infer_energy = infer_energy(accelerator, measured, cost.macs, cycles.working, busy) / efficiency +
                      energy(accelerator.input_load_energy_per_word.value, words.fed);
  cost.unload_energy = energy(accelerator.unload_energy_per_word.value, words.unloaded);
  cost.deployment_energy = accelerator.kernel_load_energy.value * kernels / efficiency;
  cost.switch_retained_energy = accelerator.segment_switch_energy.value / efficiency;
  cost.switch_reload_energy = cost.deployment_energy + cost.switch_retained_energy;
  return cost;
}

}  // namespace synergy::max7800x
