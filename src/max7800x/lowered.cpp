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

std::string sums_of(const model::Model& model, model::LayerRange layers) {
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

LoweredNetwork::LoweredNetwork(std::shared_ptr<const device::Accelerator> chip, const Profile& profile,
                               std::shared_ptr<const device::Network> network)
    : Lowered(std::move(chip), std::move(network)), profile_(profile) {
  // Once for each network and chip; every question that follows reads it.
  model::LoweringResult result = model::lower(this->network());
  if (auto* form = std::get_if<std::shared_ptr<const model::Lowered>>(&result)) {
    form_ = std::move(*form);
    needs_.emplace(form_->model());
    return;
  }
  const std::string& name = this->network().name();
  for (const auto& [at, message] : std::get<std::vector<model::LoweringProblem>>(result)) {
    // Of an operator: the layer that it is in. Of the network as a whole: the first.
    device::LayerIndex layer = 0;
    while (at && this->network().layer(layer).last < *at) ++layer;
    refused_.push_back(
        {Problem::Kind::unsupported, name, layer, 0, 0,
         at ? fmt::format("operator '{}' of '{}' {}", this->network().at(*at).name, name, message)
            : fmt::format("'{}': {}", name, message)});
  }
}

/// Those of the range; of a range without any, that another layer keeps the network from being lowered.
std::vector<Problem> LoweredNetwork::refusals(device::LayerRange layers) const {
  std::vector<Problem> found;
  for (const Problem& problem : refused_) {
    if (layers.first <= problem.layer && problem.layer <= layers.last) found.push_back(problem);
  }
  if (!found.empty()) return found;
  found.push_back(refused_.front());
  found.front().layer = layers.first;
  return found;
}

std::vector<Problem> LoweredNetwork::in_network(std::vector<Problem> found) const {
  for (Problem& problem : found) problem.layer = form_->layer_of(problem.layer);
  return found;
}

std::vector<Problem> LoweredNetwork::problems(device::LayerRange layers) const {
  if (!form_) return refusals(layers);
  if (const auto range = hardware(layers)) return in_network(check_segment(profile_, model(), *range));
  // The end that is at fault: where a range begins within a hardware layer, the layer in front of it.
  const bool starts_within = layers.first > 0 && !can_stop_after(layers.first - 1);
  const device::LayerIndex layer = starts_within ? layers.first - 1 : layers.last;
  return {{Problem::Kind::unsupported, network().name(), starts_within ? layers.first : layer, 0, 0,
           fmt::format("after layer '{}' of '{}' the {} is within a hardware layer, and cannot stop",
                       network().layer(layer).name, network().name(), profile_.name)}};
}

device::SegmentCost LoweredNetwork::cost(device::LayerRange layers, const Placement& placement) const {
  // The words moved are the family's own and stay behind.
  return segment_cost(profile_, model(), *hardware(layers), &placement);  // NOLINT(cppcoreguidelines-slicing)
}

Bytes LoweredNetwork::parameter_bytes(device::LayerRange layers) const {
  const auto range = hardware(layers);
  return range ? model().stored_weight_bytes(*range) + model().bias_bytes(*range)
               : Lowered::parameter_bytes(layers);
}

/// A hardware layer counts where it is complete, so that the amounts add up wherever the network is split.
std::vector<std::int64_t> LoweredNetwork::least_need(device::LayerRange layers) const {
  std::vector<std::int64_t> sums(kProcessors + 1);
  for (LayerIndex i = 0; form_ && i < needs_->layer_count(); ++i) {
    const device::LayerIndex layer = form_->layer_of(i);
    if (layer < layers.first || layer > layers.last) continue;
    const ModelNeeds::LayerNeed& need = needs_->layer(i);
    // Whoever shares another layer's weights may be in a range with it, and then takes no words of its own.
    for (std::size_t p = 0; need.weights_of < 0 && p < kProcessors; ++p) {
      if ((need.weights.processors >> p & 1) != 0) sums[p] += words_taken(need.weights);
    }
    sums[kProcessors] +=
        std::int64_t{need.bias_bytes} * (need.bias_everywhere ? std::popcount(need.quadrants) : 1);
  }
  return sums;
}

std::string LoweredNetwork::summary(device::LayerRange layers) const {
  const auto range = hardware(layers);
  if (!range) return "";
  std::string text = sums_of(model(), *range);
  MemoryLedger ledger(profile_);
  Placement placement;
  if (!ledger.try_place(needs(), *range, &placement) || !problems(layers).empty()) return text;
  const SegmentCost cost = segment_cost(profile_, model(), *range, &placement);
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
                      inferring_from(profile_, model(), cost));
  text += fmt::format(
      "memory: {} of {} words on the fullest processor, {} of {} B of bias in the fullest quadrant\n",
      ledger.words_used(), profile_.words_per_processor, ledger.bias_bytes_used(),
      profile_.bias_bytes_per_quadrant);
  return text;
}

}  // namespace synergy::max7800x
