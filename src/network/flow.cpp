#include "flow.hpp"

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

/// By tensors and not by boundaries: most tensors live for a layer or two, so that this takes about as long
/// as the cuts are large.
std::vector<Cut> cuts_of(const NetworkParts& parts, const Readers& readers, std::vector<Layer>& layers) {
  const IdVector<TensorId, TensorId> originals = originals_of(parts);
  std::vector<std::vector<TensorId>> crossing(layers.size() + 1);
  std::vector<std::size_t> layer_of;  // of each operator
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    // Grows by the operators of this layer alone, since layers are consecutive.
    layer_of.resize(layers[layer].last.index() + 1, layer);
  }
  // A tensor crosses the boundaries from the one behind its layer to the one in front of its last reader's;
  // an output those up to the last layer.
  for (const TensorId tensor : readers.ids()) {
    if (!crosses_cuts(parts, tensor)) continue;
    const bool is_input = tensor.index() < parts.inputs.size();
    const std::size_t begin = is_input ? 0 : layer_of[tensor.index() - parts.inputs.size()] + 1;
    std::size_t end = readers[tensor].empty() ? begin : layer_of[readers[tensor].back().index()] + 1;
    const bool leaves = std::find(parts.outputs.begin(), parts.outputs.end(), tensor) != parts.outputs.end();
    if (!is_input && (leaves || end > begin)) layers[begin - 1].output_bytes += bytes_of(parts, tensor);
    if (leaves) end = layers.size();  // behind the last layer it has left
    for (std::size_t boundary = begin; boundary < end; ++boundary)
      crossing[boundary].push_back(originals[tensor]);
  }
  std::vector<Cut> cuts;
  for (std::vector<TensorId>& tensors : crossing) {
    // A tensor and its copies are one: it travels once.
    std::sort(tensors.begin(), tensors.end());
    tensors.erase(std::unique(tensors.begin(), tensors.end()), tensors.end());
    Cut cut{std::move(tensors), {}};
    for (const TensorId tensor : cut.tensors) cut.bytes += bytes_of(parts, tensor);
    cuts.push_back(std::move(cut));
  }
  return cuts;
}

}  // namespace synergy::network
