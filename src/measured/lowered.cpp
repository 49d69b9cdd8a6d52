#include "lowered.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/measured/kinds.hpp"
#include "synergy/quantities/checked.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace synergy::measured {
namespace {

using device::LayerIndex;
using device::LayerRange;
using device::Problem;

/// Biases are added to sums of products, which have 32 bits.
constexpr std::int64_t kBiasBytes = 4;

/// What a profile leaves out takes no time.
template <class Q>
double si_of(const Optional<Q>& number) {
  return number ? device::to_si(number->value) : 0;
}

const Law* law_of(const Profile& profile, Kind kind) {
  for (const Law& law : profile.laws) {
    if (law.kind == kind) return &law;
  }
  return nullptr;
}

void add_once(std::vector<Kind>& kinds, Kind kind) {
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
}

}  // namespace

LoweredNetwork::LoweredNetwork(std::shared_ptr<const device::Accelerator> of, const Profile& profile,
                               const State& state, std::shared_ptr<const device::Network> network)
    : Lowered(std::move(of), std::move(network)), profile_(profile), state_(state) {
  for (LayerIndex i = 0; i < this->network().layer_count(); ++i) layers_.push_back(work_of(i));
  const std::vector<std::int64_t> live = live_bytes(this->network());
  for (LayerIndex i = 0; i < this->network().layer_count(); ++i) {
    const network::Layer& layer = this->network().layer(i);
    // A layer needs as much as its operator that needs most; tensors around it are alive there as well.
    const auto first = live.begin() + static_cast<std::ptrdiff_t>(layer.first.index());
    const auto last = live.begin() + static_cast<std::ptrdiff_t>(layer.last.index());
    layers_[static_cast<std::size_t>(i)].activations = *std::max_element(first, last + 1);
  }
  take_rows();
}

/// Its operators one by one; those that are fused or only show elements take no time.
LoweredNetwork::LayerWork LoweredNetwork::work_of(LayerIndex index) const {
  LayerWork work;
  const network::Layer& layer = network().layer(index);
  for (network::OperatorId id = layer.first; id.value() <= layer.last.value(); ++id) {
    const network::Operator& op = network().at(id);
    const network::Weights* weights = op.weights();
    if (weights != nullptr) {
      // Whoever shares weights may run beside their owner, so that they bound nothing.
      if (!weights->shared_with) work.least_bytes += op.weight_bytes().count();
      if (weights->bias) work.least_bytes += kBiasBytes * op.out.channels;
    }
    const auto kind = kind_of(network(), id);
    if (!kind) continue;
    ++work.operators;
    add_once(work.of_kind, *kind);
    const std::int64_t bytes = tensor_bytes(network(), id).count();
    work.tensor_bytes += bytes;
    work.kinds += fmt::format("{}{}", work.kinds.empty() ? "" : "+", to_text(*kind));
    if (profile_.times == Times::rate) work.seconds += si_of(profile_.rate) * static_cast<double>(op.macs);
    if (profile_.times != Times::laws) continue;
    const Law* law = law_of(profile_, *kind);
    if (law == nullptr) {
      add_once(work.without_law, *kind);
      continue;
    }
    work.seconds += si_of(law->fixed) + si_of(law->per_mac) * static_cast<double>(op.macs) +
                    si_of(law->per_byte) * static_cast<double>(bytes);
  }
  return work;
}

/// Rows of layers count if they leave none out: else a range could be without a problem in a longer one and
/// not by itself.
void LoweredNetwork::take_rows() {
  for (const Row& row : profile_.table) {
    if (row.network != network().name()) continue;
    ++rows_stated_;
    if (row.layers)
      rows_.push_back(&row);
    else
      whole_ = &row;
  }
  std::sort(rows_.begin(), rows_.end(),
            [](const Row* x, const Row* y) { return x->layers->first < y->layers->first; });
  LayerIndex next = 0;
  // After a gap no row can begin at -1, so that it stays until the end and the rows are dropped.
  for (const Row* row : rows_) next = row->layers->first == next ? row->layers->last + 1 : -1;
  if (next != network().layer_count()) rows_.clear();
}

std::optional<LoweredNetwork::Inference> LoweredNetwork::from_rows(LayerRange layers) const {
  std::vector<const Row*> made_of;
  // Better than a sum of its parts: nothing was stopped and started in between.
  if (whole_ != nullptr && layers == network().all()) {
    made_of.push_back(whole_);
  } else {
    LayerIndex next = layers.first;
    for (const Row* row : rows_) {
      if (row->layers->first != next || row->layers->last > layers.last) continue;
      made_of.push_back(row);
      next = row->layers->last + 1;
    }
    if (next != layers.last + 1) return {};
  }
  const double idle = profile_.points.front().idle->value.si();
  Inference sum;
  sum.energy_is_measured = true;
  for (const Row* row : made_of) {
    const double seconds = device::to_si(row->time.value);
    sum.seconds += seconds;
    if (row->energy) {
      // Rows have what the rail took in all; idle power runs on and is accounted for over the whole time.
      sum.joules += std::max(0.0, row->energy->value.si() - idle * seconds);
    } else {
      // Only a time was measured: energy = power x time, with the mean power of inferring.
      sum.at_state_power += seconds;
      sum.energy_is_measured = false;
    }
  }
  return sum;
}

std::optional<LoweredNetwork::Inference> LoweredNetwork::inference(LayerRange layers) const {
  if (profile_.times == Times::table) return from_rows(layers);
  Inference sum;
  // Once for each call and not for each layer: a network that is cut in two pays it twice.
  sum.seconds = si_of(profile_.inference_overhead);
  for (LayerIndex i = layers.first; i <= layers.last; ++i)
    sum.seconds += layers_[static_cast<std::size_t>(i)].seconds;
  sum.at_state_power = sum.seconds;
  return sum;
}

/// Where a row ends, time was taken. Within one nobody knows how its time is shared.
bool LoweredNetwork::can_stop_after(LayerIndex layer) const {
  if (profile_.times != Times::table || layer + 1 == network().layer_count()) return true;
  return std::any_of(rows_.begin(), rows_.end(), [layer](const Row* r) { return r->layers->last == layer; });
}

std::int64_t LoweredNetwork::stored_bytes(LayerRange layers) const {
  return network().weight_bytes(layers).count() + kBiasBytes * network().bias_count(layers);
}

/// The most and not the sum: layers run one after another in the same memory.
std::int64_t LoweredNetwork::activation_bytes(LayerRange layers) const {
  std::int64_t most = 0;
  for (LayerIndex i = layers.first; i <= layers.last; ++i)
    most = std::max(most, layers_[static_cast<std::size_t>(i)].activations);
  return most;
}

std::int64_t LoweredNetwork::code_bytes(LayerRange layers) const {
  std::int64_t operators = 0;
  for (LayerIndex i = layers.first; i <= layers.last; ++i)
    operators += layers_[static_cast<std::size_t>(i)].operators;
  return profile_.code_per_operator ? profile_.code_per_operator->count() * operators : 0;
}

std::vector<std::int64_t> LoweredNetwork::least_need(LayerRange layers) const {
  std::int64_t sum = 0;
  for (LayerIndex i = layers.first; i <= layers.last; ++i)
    sum += layers_[static_cast<std::size_t>(i)].least_bytes;
  return {sum};
}

device::SegmentCost LoweredNetwork::cost(LayerRange layers, const device::Placement& /*placement*/) const {
  const auto inferring = inference(layers);
  ensure(inferring.has_value(), "a range that is costed has no problems");
  const double scale = state_.time_scale;
  const auto moving = [scale](const Optional<Duration>& fixed, const Optional<TimePerByte>& per_byte,
                              Bytes bytes) {
    return whole_ns(1e9 * scale * (si_of(fixed) + si_of(per_byte) * static_cast<double>(bytes.count())));
  };
  // The CPU moves the data, and whoever accounts for it adds what it draws.
  const auto beyond_cpu = [this](Power power, Duration time) {
    return std::max(Power(), power - state_.cpu_active) * time;
  };
  const bool last = layers.last + 1 == network().layer_count();

  device::SegmentCost cost;
  cost.input_bytes = network().cut(layers.first - 1).bytes;
  cost.output_bytes = last ? network().output_bytes() : network().cut(layers.last).bytes;
  cost.weight_bytes = network().weight_bytes(layers);
  cost.bias_bytes = Bytes(kBiasBytes * network().bias_count(layers));
  cost.macs = network().macs(layers);
  cost.load = moving(profile_.load_fixed, profile_.load_per_byte, cost.input_bytes);
  cost.infer = whole_ns(1e9 * scale * inferring->seconds);
  cost.unload = moving(profile_.unload_fixed, profile_.unload_per_byte, cost.output_bytes);
  cost.switch_retained = moving(profile_.switch_fixed, {}, Bytes());
  cost.deployment =
      moving(profile_.deploy_fixed, profile_.deploy_per_byte, cost.weight_bytes + cost.bias_bytes);
  cost.switch_reload = cost.deployment + cost.switch_retained;
  // Of the unscaled time, so that an accelerator at another speed does as many.
  const double cycles = inferring->seconds * profile_.points.front().clock.value.si();
  cost.cycles = Cycles(whole(cycles, "cycles"));

  cost.power_is_measured = inferring->energy_is_measured;
  // Energy = power x time, so that both parts follow the scale of times. Measured energies are those of the
  // first point, and the ratio of powers carries them here; other time counts with this point's power.
  const double above_idle = scale * (state_.power_scale * inferring->joules +
                                     (state_.infer - state_.idle).si() * inferring->at_state_power);
  if (profile_.infers_on_cpu) {
    // The CPU is busy all the time: what it draws by working is accounted for by whoever asks.
    cost.feed = cost.infer;
    const double by_cpu = (state_.cpu_active - state_.idle).si() * scale * inferring->seconds;
    cost.infer_energy = Energy::from_si(std::max(0.0, above_idle - by_cpu));
  } else {
    cost.infer_energy = Energy::from_si(std::max(0.0, above_idle));
  }
  cost.load_energy = beyond_cpu(state_.load, cost.load);
  cost.unload_energy = beyond_cpu(state_.unload, cost.unload);
  cost.switch_retained_energy = beyond_cpu(state_.switching, cost.switch_retained);
  cost.deployment_energy = beyond_cpu(state_.deploy, cost.deployment);
  cost.switch_reload_energy = cost.deployment_energy + cost.switch_retained_energy;
  return cost;
}

}  // namespace synergy::measured
