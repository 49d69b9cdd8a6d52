#include "flow.hpp"

#include "synergy/network/geometry.hpp"

#include <algorithm>

#include "derive.hpp"

namespace synergy::network {
namespace {

using Readers = IdVector<TensorId, std::vector<OperatorId>>;

/// The tensor that each one is a copy of, through any number of copies; itself if it is none. A copy of what
/// the host wrote is a tensor of its own: from there on it lies in the accelerator.
IdVector<TensorId, TensorId> originals_of(const NetworkParts& parts) {
  IdVector<TensorId, TensorId> originals;
  for (std::size_t i = 0; i < parts.inputs.size(); ++i) originals.push_back(TensorId(i));
  for (const Operator& op : parts.operators) {
    // Copies and views have one input; of others the first is looked at in vain.
    const TensorId from = op.inputs.front();
    const bool written_by_host = from.index() < parts.inputs.size() && parts.inputs[from.index()].by_host;
    originals.push_back(op.is_copy() && !written_by_host ? originals[from] : originals.end_id());
  }
  return originals;
}

/// What the host writes is at hand on every device, whose CPU writes it.
bool crosses_cuts(const NetworkParts& parts, TensorId tensor) {
  return tensor.index() >= parts.inputs.size() || !parts.inputs[tensor.index()].by_host;
}

/// As Network::bytes(), before there is a network to ask.
Bytes bytes_of(const NetworkParts& parts, TensorId tensor) {
  return tensor.index() < parts.inputs.size()
             ? parts.inputs[tensor.index()].bytes()
             : parts.operators[tensor.index() - parts.inputs.size()].output_bytes();
}

}  // namespace

Readers readers_of(const NetworkParts& parts) {
  Readers readers(parts.inputs.size() + parts.operators.size());
  for (std::size_t i = 0; i < parts.operators.size(); ++i) {
    for (const TensorId tensor : parts.operators[i].inputs) {
      std::vector<OperatorId>& all = readers[tensor];
      if (all.empty() || all.back() != OperatorId(i)) all.emplace_back(i);
    }
  }
  return readers;
}

std::vector<OperatorProblem> unread(const NetworkParts& parts) {
  const Readers readers = readers_of(parts);
  std::vector<OperatorProblem> problems;
  for (std::size_t i = 0; i < parts.operators.size(); ++i) {
    const TensorId tensor(i + parts.inputs.size());
    const bool leaves = parts.outputs.empty() ? i + 1 == parts.operators.size()
                                              : std::find(parts.outputs.begin(), parts.outputs.end(),
                                                          tensor) != parts.outputs.end();
    if (leaves || !readers[tensor].empty()) continue;
    problems.push_back({OperatorId(i), parts.outputs.empty()
                                           ? "no later operator reads its output; only the last one's output "
                                             "leaves the network unless 'outputs' names more"
                                           : "no later operator reads its output, and 'outputs' does not "
                                             "name it"});
  }
  return problems;
}

std::vector<Cut> cuts_of(const NetworkParts& parts, const Readers& readers, std::vector<Layer>& layers) {
  const IdVector<TensorId, TensorId> originals = originals_of(parts);
  std::vector<std::size_t> layer_of;  // of each operator
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    // Grows by the operators of this layer alone, since layers are consecutive.
    layer_of.resize(layers[layer].last.index() + 1, layer);
  }
  std::vector<Travel> tensors;
  for (const TensorId tensor : readers.ids()) {
    const bool is_input = tensor.index() < parts.inputs.size();
    Travel& travel = tensors.emplace_back();
    travel.original = originals[tensor].index();
    travel.written = is_input ? 0 : layer_of[tensor.index() - parts.inputs.size()] + 1;
    travel.read = travel.written;
    if (!crosses_cuts(parts, tensor)) continue;
    if (!readers[tensor].empty()) travel.read = layer_of[readers[tensor].back().index()] + 1;
    travel.leaves = std::find(parts.outputs.begin(), parts.outputs.end(), tensor) != parts.outputs.end();
    if (!is_input && (travel.leaves || travel.read > travel.written))
      layers[travel.written - 1].output_bytes += bytes_of(parts, tensor);
  }
  std::vector<Cut> cuts;
  for (const std::vector<std::size_t>& there : crossing(tensors, layers.size())) {
    Cut& cut = cuts.emplace_back();
    for (const std::size_t tensor : there) {
      cut.tensors.emplace_back(tensor);
      cut.bytes += bytes_of(parts, TensorId(tensor));
    }
  }
  return cuts;
}

}  // namespace synergy::network
