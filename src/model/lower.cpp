#include "synergy/model/lower.hpp"

#include "synergy/model/save.hpp"

#include <algorithm>

#include "lower_convert.hpp"
#include "lowering.hpp"
#include <fmt/format.h>

namespace synergy::model {

using network::OperatorId;
using network::TensorId;

/// A range begins behind the hardware layer with which the network's layer in front of it ends.
std::optional<LayerRange> Lowered::hardware(network::LayerRange layers) const {
  const std::optional<LayerIndex> before =
      layers.first == 0 ? std::optional<LayerIndex>(kNetworkInput) : end(layers.first - 1);
  const std::optional<LayerIndex> last = end(layers.last);
  if (!before || !last) return {};
  return LayerRange{*before + 1, *last};
}

std::string Lowered::to_yaml() const { return model::to_yaml(model_); }

Lowering::Lowering(const network::Network& network, Behind refused)
    : network_(network),
      behind_(refused),
      values_(network.inputs().size() + network.operators().size()),
      layer_of_(network.operators().size()) {
  read_inputs();
  walk();
}

/// One input comes with the app's data; the CPU writes the others.
void Lowering::read_inputs() {
  bool is_first = true;
  for (std::size_t i = 0; i < network_.inputs().size(); ++i) {
    const network::Input& input = network_.inputs()[i];
    if (input.bits != 8) {
      problems_.push_back(
          {{}, fmt::format("input '{}' has {} bits; the family reads 8", input.name, input.bits)});
    }
    if (input.by_host) {
      values_[TensorId(i)].tensors = {host_input_tensor(static_cast<int>(ends_.host_inputs.size()))};
      ends_.host_inputs.push_back({input.name, input.shape});
      continue;
    }
    if (!is_first) {
      problems_.push_back(
          {{},
           fmt::format("input '{}' is a second one with data of the app; the family reads one, "
                       "and what the host writes (by_host)",
                       input.name)});
    }
    is_first = false;
    values_[TensorId(i)].tensors = {kNetworkInput};
  }
  if (is_first) problems_.push_back({{}, "has no input with data of the app: all are written by the host"});
  for (std::string& message : read_network_hints(network_.hints(), ends_.data_format))
    problems_.push_back({{}, std::move(message)});
}

/// Pre: there is one.
const network::Input& Lowering::app_input() const {
  const auto& inputs = network_.inputs();
  return *std::find_if(inputs.begin(), inputs.end(),
                       [](const network::Input& input) { return !input.by_host; });
}

void Lowering::walk() {
  for (LayerIndex n = 0; n < network_.layer_count(); ++n) {
    const network::Layer& layer = network_.layer(n);
    for (id_ = layer.first; id_ <= layer.last; ++id_) {
      const bool readable = std::none_of(op().inputs.begin(), op().inputs.end(),
                                         [this](TensorId tensor) { return values_[tensor].faulty; });
      const network::Weights* weights = op().weights();
      // The owner of the weights could not be made; its own problem says why.
      const bool shares_nothing =
          weights != nullptr && weights->shared_with && !layer_of_[*weights->shared_with];
      // Whatever reads a faulty tensor is faulty without a word: users see the cause alone.
      out().faulty = !readable || shares_nothing || !std::visit(*this, op().operation);
      if (out().faulty && behind_ == Behind::look_at) take_for_lowered();
    }
    // Nothing of a stated layer waits for a reader in another.
    for (id_ = layer.first; layer.stated && id_ <= layer.last; ++id_) {
      const TensorId tensor = network_.output_of(id_);
      const auto& readers = network_.readers(tensor);
      const bool read_outside = !readers.empty() && readers.back() > layer.last;
      if (!out().faulty && read_outside && out().must_be_made()) out().faulty = !make(tensor);
    }
  }
}

/// A layer that stands for the operator, so that those behind it find what they are part of, and those in
/// front, such as a pooling, whom they wait for.
void Lowering::take_for_lowered() {
  Front waiting;
  for (const TensorId tensor : op().inputs) {
    const auto& operators = values_[tensor].operators;
    waiting.operators.insert(waiting.operators.end(), operators.begin(), operators.end());
  }
  Layer layer;
  layer.op = op().weights() != nullptr ? Operator::conv2d : Operator::passthrough;
  Front made;
  made.tensors = {push(std::move(layer), waiting, id_)};
  out() = std::move(made);
}

/// Operators that still wait behind an output, such as a softmax, belong to the layer that makes it.
std::vector<LayerIndex> Lowering::outputs() {
  std::vector<LayerIndex> layers;
  for (const TensorId tensor : network_.outputs()) {
    const Front& front = values_[tensor];
    if (front.faulty) continue;
    // What only renames elements leaves as the tensor that it renames.
    if (front.must_be_made() || front.tensors[0] <= kNetworkInput) {
      problems_.push_back({network_.producer(tensor), "leaves the network as it came, through no layer"});
      continue;
    }
    layers.push_back(front.tensors[0]);
    for (const OperatorId id : front.operators) assign(id, front.tensors[0]);
  }
  return layers;
}

/// Layer n of the network ends with hardware layer k if everything up to n is in layers up to k, and all that
/// follows in later ones.
std::vector<std::optional<LayerIndex>> Lowering::ends() const {
  const auto count = static_cast<std::size_t>(network_.layer_count());
  // From behind: the lowest hardware layer that what follows is part of.
  std::vector<LayerIndex> lowest_behind(count, static_cast<LayerIndex>(layers_.size()));
  for (std::size_t n = count; n-- > 1;) {
    const network::Layer& layer = network_.layer(static_cast<LayerIndex>(n));
    LayerIndex lowest = lowest_behind[n];
    for (OperatorId id = layer.first; id <= layer.last; ++id)
      lowest = std::min(lowest, layer_of_[id].value_or(lowest));
    lowest_behind[n - 1] = lowest;
  }
  std::vector<std::optional<LayerIndex>> ends(count);
  LayerIndex highest = kNetworkInput;
  for (std::size_t n = 0; n < count; ++n) {
    const network::Layer& layer = network_.layer(static_cast<LayerIndex>(n));
    // What is in no hardware layer, such as a name for a tensor, ends none.
    bool does_nothing = true;
    for (OperatorId id = layer.first; id <= layer.last; ++id) {
      does_nothing = does_nothing && !layer_of_[id];
      highest = std::max(highest, layer_of_[id].value_or(highest));
    }
    if (!does_nothing && highest < lowest_behind[n]) ends[n] = highest;
  }
  return ends;
}

/// Ascending over the network, so the last layer that has a part of a hardware layer remains.
std::vector<network::LayerIndex> Lowering::completing_layers() const {
  std::vector<network::LayerIndex> layer_of(layers_.size());
  for (network::LayerIndex n = 0; n < network_.layer_count(); ++n) {
    const network::Layer& layer = network_.layer(n);
    for (OperatorId id = layer.first; id <= layer.last; ++id) {
      if (layer_of_[id]) layer_of[static_cast<std::size_t>(*layer_of_[id])] = n;
    }
  }
  return layer_of;
}

/// Model looks at what is left: its problems say no less than those found on the way, but only of layers that
/// could be written at all.
LoweringResult Lowering::result() {
  ends_.outputs = outputs();
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    // Only now: operators join a layer, with their hints, until the walk is over.
    layers_[i].processors = hints_[i].processors;
    layers_[i].output_processors = hints_[i].output_processors;
    layers_[i].streaming = hints_[i].streaming;
    layers_[i].binary = hints_[i].binary;
    layers_[i].flatten = layers_[i].flatten || hints_[i].flatten;
  }
  if (problems_.empty()) {
    try {
      Model model(network_.name(), app_input().shape, layers_, ends_);
      return std::make_shared<const Lowered>(std::move(model), ends(), completing_layers());
    } catch (const ModelError& error) {
      for (const LayerProblem& problem : error.problems()) {
        std::optional<OperatorId> at;
        if (problem.layer != kNetworkInput) at = mains_[static_cast<std::size_t>(problem.layer)];
        problems_.push_back({at, problem.message});
      }
    }
  }
  std::stable_sort(problems_.begin(), problems_.end(),
                   [](const LoweringProblem& a, const LoweringProblem& b) {
                     return a.at.value_or(OperatorId(-1)) < b.at.value_or(OperatorId(-1));
                   });
  return std::move(problems_);
}

IdVector<OperatorId, OperatorRole> Lowering::roles() {
  (void)outputs();  // gives a layer to what waits behind the last one
  IdVector<OperatorId, OperatorRole> roles(network_.operators().size());
  for (const OperatorId id : network_.operators().ids()) {
    roles[id].layer = layer_of_[id];
    if (layer_of_[id]) roles[id].main = mains_[static_cast<std::size_t>(*layer_of_[id])];
  }
  for (const LoweringProblem& problem : problems_) {
    OperatorRole& role = roles[problem.at.value_or(OperatorId(0))];
    role.refusal += (role.refusal.empty() ? "" : "; ") + problem.message;
  }
  return roles;
}

IdVector<OperatorId, OperatorRole> roles_of(const network::Network& network) {
  auto roles = Lowering(network, Lowering::Behind::look_at).roles();
  const bool refuses =
      std::any_of(roles.begin(), roles.end(), [](const OperatorRole& role) { return !role.refusal.empty(); });
  if (refuses) return roles;
  // What the layers are refused for once all of them are there: each as the operator it is called after.
  const LoweringResult result = lower_operators(network);
  if (const auto* problems = std::get_if<std::vector<LoweringProblem>>(&result)) {
    for (const LoweringProblem& problem : *problems) {
      OperatorRole& role = roles[problem.at.value_or(OperatorId(0))];
      role.refusal += (role.refusal.empty() ? "" : "; ") + problem.message;
    }
  }
  return roles;
}

LoweringResult lower_operators(const network::Network& network) { return Lowering(network).result(); }

LoweringResult lower(const network::Network& network) {
  // What a file states is kept as it is: lowering anew would lose nothing, but the file has the last word.
  if (auto ready = std::dynamic_pointer_cast<const Lowered>(network.lowered(kFamily))) return ready;
  return lower_operators(network);
}

}  // namespace synergy::model
