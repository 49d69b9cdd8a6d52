#include "lowered.hpp"

#include "synergy/quantities/checked.hpp"
#include "synergy/quantities/parse.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace synergy::ne16 {
namespace {

using device::LayerRange;
using device::Problem;
using network::OperatorId;
using network::TensorId;

constexpr int kTransfersOfPart = 3;  // input, weights, output

/// The others are done on the way or not at all: they have neither parts nor cycles.
bool computes(Unit unit) { return unit != Unit::fused && unit != Unit::none; }

/// The tensors that lie in memory while a layer runs: what crosses its two ends, and what its own operators
/// read and write. Views are their tensor.
std::int64_t live_while(const network::Network& network, device::LayerIndex index) {
  const auto sum = [&](const std::set<TensorId>& tensors) {
    std::int64_t bytes = 0;
    for (const TensorId t : tensors) bytes += network.bytes(t).count();
    return bytes;
  };
  const network::Layer& layer = network.layer(index);
  std::set<TensorId> around;
  // Also what crosses an end for the sake of a later layer: it is kept though nothing here reads it.
  for (const network::LayerIndex end : {index - 1, index})
    around.insert(network.cut(end).tensors.begin(), network.cut(end).tensors.end());
  if (index + 1 == network.layer_count()) around.insert(network.outputs().begin(), network.outputs().end());
  std::int64_t most = sum(around);
  for (OperatorId id = layer.first; id <= layer.last; ++id) {
    const network::Operator& op = network.at(id);
    // These make no tensor of their own: their result lies where their input lay.
    if (op.is_view() || op.is_in_place()) continue;
    std::set<TensorId> now(op.inputs.begin(), op.inputs.end());
    now.insert(network.output_of(id));
    most = std::max(most, sum(now));
  }
  return most;
}

}  // namespace

LoweredNetwork::LoweredNetwork(std::shared_ptr<const device::Accelerator> accelerator, const Chip& chip,
                               std::shared_ptr<const device::Network> of)
    : Lowered(std::move(accelerator), std::move(of)), chip_(chip), steps_(steps_of(network())) {
  for (const OperatorId id : operators()) placed_.push_back(place(steps_[id]));
  for (device::LayerIndex i = 0; i < network().layer_count(); ++i) {
    live_.push_back(live_while(network(), i));
    std::vector<Problem>& problems = refused_.emplace_back();
    const network::Layer& layer = network().layer(i);
    for (OperatorId id = layer.first; id <= layer.last; ++id) {
      const std::string name = fmt::format("operator '{}' of '{}'", network().at(id).name, network().name());
      const Step& step = steps_[id];
      if (!step.refusal.empty())
        problems.push_back(
            {Problem::Kind::unsupported, network().name(), i, 0, 0, name + " " + step.refusal});
      if (placed_[id].parts.count > 0) continue;
      const std::int64_t l1 = chip_.profile.l1.count();
      problems.push_back({Problem::Kind::memory, network().name(), i, 2 * placed_[id].parts.smallest, l1,
                          fmt::format("{} needs {} bytes of L1 for two of its smallest parts; there are {}",
                                      name, 2 * placed_[id].parts.smallest, l1)});
    }
  }
}

LoweredNetwork::Placed LoweredNetwork::place(const Step& step) const {
  if (!computes(step.unit)) return {};
  const Profile& p = chip_.profile;
  Placed placed{parts_of(step, p.l1.count()), {}};
  double compute = 0;
  if (step.unit == Unit::accelerator) compute = static_cast<double>(job_cycles(step.job));
  const auto macs = static_cast<double>(step.macs);
  if (step.unit == Unit::cluster) compute = macs / p.cluster_macs_per_cycle.value.si();
  if (step.unit == Unit::cluster_depthwise) compute = macs / p.cluster_depthwise_macs_per_cycle.value.si();
  if (step.unit == Unit::cluster_elements)
    compute = static_cast<double>(step.elements) / p.cluster_elements_per_cycle.value.si();
  // The overhead of a layer holds the first part's transfers; the others begin theirs while something runs.
  const double begin = kTransfersOfPart * p.dma_transfer.value.si() * std::max(placed.parts.count - 1, 0);
  const double move = static_cast<double>(placed.parts.bytes) / p.dma_bytes_per_cycle.value.si() + begin;
  // Two parts lie in L1, so that one moves while the other is computed: the slower of the two sets the pace.
  // What goes element by element has no weights to fetch and nothing to configure but a loop.
  const double overhead = step.unit == Unit::cluster_elements ? 0 : p.layer_overhead.value.si();
  placed.time = {std::max(compute, move), overhead};
  return placed;
}

bool LoweredNetwork::can_stop_after(device::LayerIndex layer) const {
  if (layer + 1 >= network().layer_count()) return true;
  // What follows would be done in the layer that ends here.
  return steps_[network().layer(layer + 1).first].unit != Unit::fused;
}

std::vector<Problem> LoweredNetwork::problems(LayerRange layers) const {
  std::vector<Problem> found;
  const auto within = [&](device::LayerIndex end, device::LayerIndex at) {
    if (end < 0 || can_stop_after(end)) return;
    found.push_back({Problem::Kind::unsupported, network().name(), at, 0, 0,
                     fmt::format("after layer '{}' of '{}' the {} does the next one too, and cannot stop",
                                 network().layer(end).name, network().name(), accelerator().name())});
  };
  within(layers.first - 1, layers.first);
  for (device::LayerIndex i = layers.first; i <= layers.last; ++i) {
    const auto& of_layer = refused_[static_cast<std::size_t>(i)];
    found.insert(found.end(), of_layer.begin(), of_layer.end());
  }
  within(layers.last, layers.last);
  return found;
}

/// A segment has all weights that it reads, since the owner of shared ones may run on another device.
bool LoweredNetwork::stores(OperatorId id, OperatorId first) const {
  const auto& owner = steps_[id].shared_with;
  if (!owner) return true;
  if (*owner >= first) return false;
  // The owner is not here: the first that shares stores.
  for (OperatorId other = first; other < id; ++other) {
    if (steps_[other].shared_with == owner) return false;
  }
  return true;
}

std::int64_t LoweredNetwork::stored_bytes(LayerRange layers) const {
  const OperatorId first = network().layer(layers.first).first;
  std::int64_t sum = 0;
  for (OperatorId id = first; id <= network().layer(layers.last).last; ++id)
    sum += (stores(id, first) ? steps_[id].weight_bytes : 0) + steps_[id].bias_bytes;
  return sum;
}

/// Layers run one after another, so that the one that needs most decides.
std::int64_t LoweredNetwork::live_bytes(LayerRange layers) const {
  return *std::max_element(live_.begin() + layers.first, live_.begin() + layers.last + 1);
}

/// Without the weights that are another's: whether that one is in the range decides, and sums must add up.
std::vector<std::int64_t> LoweredNetwork::least_need(LayerRange layers) const {
  std::int64_t sum = 0;
  for (OperatorId id = network().layer(layers.first).first; id <= network().layer(layers.last).last; ++id)
    sum += (steps_[id].shared_with ? 0 : steps_[id].weight_bytes) + steps_[id].bias_bytes;
  return {sum, sum};
}

device::SegmentCost LoweredNetwork::cost(LayerRange layers, const device::Placement& /*placement*/) const {
  const Profile& p = chip_.profile;
  StepTime time;
  device::SegmentCost cost;
  std::int64_t biases = 0;
  for (OperatorId id = network().layer(layers.first).first; id <= network().layer(layers.last).last; ++id) {
    time.computing += placed_[id].time.computing;
    time.overhead += placed_[id].time.overhead;
    biases += steps_[id].bias_bytes;
  }
  const auto last = [&](double cycles) {
    return whole_ns(cycles / (p.clock.value.si() * chip_.speed) * 1e9);
  };
  const auto copy = [&](Bytes bytes) {
    return last(static_cast<double>(bytes.count()) * p.copy_per_byte.value.si());
  };
  cost.cycles = Cycles(whole(std::ceil(time.cycles()), "cycles"));
  cost.macs = network().macs(layers);
  cost.input_bytes = network().cut(layers.first - 1).bytes;
  cost.output_bytes =
      layers.last + 1 < network().layer_count() ? network().cut(layers.last).bytes : network().output_bytes();
  cost.weight_bytes = network().weight_bytes(layers);
  cost.bias_bytes = Bytes(biases);
  cost.load = copy(cost.input_bytes);
  cost.infer = last(time.cycles());
  cost.unload = copy(cost.output_bytes);
  // While a layer is set up nothing computes, and the chip draws what it draws waiting. Where a whole network
  // was measured, that is in its mean.
  const MeasuredPower* measured = p.measured(network().name());
  cost.power_is_measured = measured != nullptr;
  const double scale = p.dynamic_scale();
  cost.infer_energy = measured != nullptr ? measured->power.value * scale * cost.infer
                                          : p.computing.value * scale * last(time.computing);
  cost.switch_retained = last(p.segment_switch.value.si());
  const Bytes stored(stored_bytes(layers));
  cost.deployment = p.weight_load.value / chip_.speed * stored;
  cost.deployment_energy = p.weight_load_power.value * scale * cost.deployment;
  // Weights that are loaded again come on top of what a switch takes in any case.
  cost.switch_reload = cost.deployment + cost.switch_retained;
  cost.switch_reload_energy = cost.deployment_energy;
  return cost;
}

}  // namespace synergy::ne16
