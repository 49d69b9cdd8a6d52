#include "lowered.hpp"

#include "synergy/quantities/parse.hpp"

#include <bit>

#include <fmt/format.h>

namespace synergy::max7800x {
namespace {

using device::Problem;
using model::LayerIndex;
using model::LayerRange;

/// What a layer takes for good of each processor it is on. Ordinary layers take whole groups of four words; a
/// layer with gaps in its output map takes single words, and others may stand in the rest of their groups.
int words_taken(const WeightNeed& need) {
  if (!need.scattered.empty()) return static_cast<int>(need.scattered.size());
  return (need.words + 3) / 4 * 4;
}

/// Which of the profile's numbers the energy of inferring is from.
std::string inferring_from(const Profile& chip, const model::Model& model, const device::SegmentCost& cost) {
  if (cost.power_is_measured) return fmt::format("as measured for {}", model.name());
  return fmt::format("from {} per multiply-accumulate and {} per cycle", to_text(chip.energy_per_mac.value),
                     to_text(chip.energy_per_cycle.value));
}

std::string sums_of(const model::Model& model, LayerRange layers) {
  std::int64_t macs = 0;
  for (LayerIndex i = layers.first; i <= layers.last; ++i) macs += model.layer(i).macs;
  const Bytes weights = model.weight_bytes(layers);
  const Bytes stored = model.stored_weight_bytes(layers);
  return fmt::format("{} layers {}-{}: {} MACs, {} B of weights{}, {} B of biases\n", model.name(),
                     layers.first, layers.last, macs, weights.count(),
                     stored == weights ? "" : fmt::format(" ({} B as stored)", stored.count()),
                     model.bias_bytes(layers).count());
}

}  // namespace

std::vector<Problem> LoweredNetwork::problems(LayerRange layers) const {
  return check_segment(profile_, network(), layers);
}

device::SegmentCost LoweredNetwork::cost(LayerRange layers, const Placement& placement) const {
  return segment_cost(profile_, network(), layers, &placement);
}

std::vector<std::int64_t> LoweredNetwork::least_need(LayerRange layers) const {
  std::vector<std::int64_t> sums(kProcessors + 1);
  for (LayerIndex i = layers.first; i <= layers.last; ++i) {
    const ModelNeeds::LayerNeed& need = needs_.layer(i);
    // Whoever shares another layer's weights may be in a range with it, and then takes no words of its own.
    for (std::size_t p = 0; need.weights_of < 0 && p < kProcessors; ++p) {
      if ((need.weights.processors >> p & 1) != 0) sums[p] += words_taken(need.weights);
    }
    sums[kProcessors] += need.bias_bytes * (need.bias_everywhere ? std::popcount(need.quadrants) : 1);
  }
  return sums;
}

std::string LoweredNetwork::summary(LayerRange layers) const {
  std::string text = sums_of(network(), layers);
  MemoryLedger ledger(profile_);
  Placement placement;
  if (!ledger.try_place(needs_, layers, &placement) || !problems(layers).empty()) return text;
  const SegmentCost cost = segment_cost(profile_, network(), layers, &placement);
  text += fmt::format(
      "one inference on {}: load {:.4g} ms ({} words), infer {:.4g} ms ({} cycles{}{}), unload {:.4g} ms ({} "
      "words); {:.4g} uJ above idle\n",
      profile_.name, cost.load.ms(), cost.loaded_words.count(), cost.infer.ms(), cost.cycles.count(),
      profile_.cycles_are_estimates || cost.fed_words.count() > 0 ? ", an estimate" : "",
      cost.fed_words.count() > 0
          ? fmt::format("; feeding {} words takes {:.4g} ms of it", cost.fed_words.count(), cost.feed.ms())
          : "",
      cost.unload.ms(), cost.unloaded_words.count(),
      (cost.load_energy + cost.infer_energy + cost.unload_energy).si() * 1e6);
  text += fmt::format("power while inferring: {:.4g} mW above idle on the core rail, {}\n",
                      cost.infer_energy.si() * profile_.supply_efficiency.value.si() / cost.infer.s() * 1e3,
                      inferring_from(profile_, network(), cost));
  text += fmt::format(
      "memory: {} of {} words on the fullest processor, {} of {} B of bias in the fullest quadrant\n",
      ledger.words_used(), profile_.words_per_processor, ledger.bias_bytes_used(),
      profile_.bias_bytes_per_quadrant);
  return text;
}

}  // namespace synergy::max7800x
