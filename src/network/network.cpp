#include "synergy/network/network.hpp"

#include <algorithm>
#include <set>

#include "derive.hpp"
#include "flow.hpp"
#include <fmt/format.h>

namespace synergy::network {
namespace {

std::string all_lines(const NetworkParts& parts, const std::vector<OperatorProblem>& problems) {
  std::string text;
  for (const OperatorProblem& problem : problems) {
    if (!text.empty()) text += '\n';
    text += fmt::format("network '{}'", parts.name);
    if (problem.at) text += fmt::format(", operator '{}'", parts.operators.at(problem.at->index()).name);
    text += ": " + problem.message;
  }
  return text;
}

}  // namespace

NetworkError::NetworkError(const NetworkParts& parts, std::vector<OperatorProblem> problems)
    : std::invalid_argument(all_lines(parts, problems)), problems_(std::move(problems)) {}

/// In the order in which each step can rely on the ones before: tensors exist, operators fit, all are read,
/// layers are ranges.
Network::Network(NetworkParts parts) : parts_(std::move(parts)) {
  std::vector<OperatorProblem> problems = misplaced(parts_);
  if (problems.empty()) problems = derive(parts_, {});
  if (problems.empty()) problems = unread(parts_);
  if (problems.empty()) layers_ = layers_of(parts_.operators, problems);
  if (!problems.empty()) throw NetworkError(parts_, std::move(problems));
  std::vector<TensorId>& outputs = parts_.outputs;
  if (outputs.empty()) outputs = {TensorId(parts_.inputs.size() + parts_.operators.size() - 1)};
  // Ascending, for is_output() and so that two orders of a file make one network.
  std::sort(outputs.begin(), outputs.end());
  outputs.erase(std::unique(outputs.begin(), outputs.end()), outputs.end());
  // Where tensors travel is asked for all through planning, and computed once.
  readers_ = readers_of(parts_);
  cuts_ = cuts_of(parts_, readers_, layers_);
  operators_ = IdVector<OperatorId, Operator>(std::move(parts_.operators));
  parts_.operators.clear();
}

Bytes Network::input_bytes() const {
  Bytes sum;
  for (const Input& input : inputs()) {
    if (!input.by_host) sum += input.bytes();
  }
  return sum;
}

Bytes Network::output_bytes() const {
  Bytes sum;
  for (const TensorId output : outputs()) sum += bytes(output);
  return sum;
}

std::shared_ptr<const LoweredForm> Network::lowered(std::string_view family) const {
  return parts_.lowered != nullptr && parts_.lowered->family() == family ? parts_.lowered : nullptr;
}

const Shape& Network::shape(TensorId tensor) const {
  return is_input(tensor) ? inputs()[tensor.index()].shape : at(producer(tensor)).out;
}

Bytes Network::bytes(TensorId tensor) const {
  return is_input(tensor) ? inputs()[tensor.index()].bytes() : at(producer(tensor)).output_bytes();
}

bool Network::is_output(TensorId tensor) const {
  return std::binary_search(outputs().begin(), outputs().end(), tensor);
}

/// Owners are roots after derive(), so one step leads from any user to what is counted.
Bytes Network::weight_bytes(LayerRange range) const {
  Bytes sum;
  std::set<OperatorId> counted;  // first owners: one that lies in front of the range counts at its first user
  for (OperatorId id = layer(range.first).first; id <= layer(range.last).last; ++id) {
    const Weights* weights = at(id).weights();
    if (weights != nullptr && counted.insert(weights->shared_with.value_or(id)).second)
      sum += at(id).weight_bytes();
  }
  return sum;
}

std::int64_t Network::macs(LayerRange range) const {
  std::int64_t sum = 0;
  for (OperatorId id = layer(range.first).first; id <= layer(range.last).last; ++id) sum += at(id).macs;
  return sum;
}

std::int64_t Network::bias_count(LayerRange range) const {
  std::int64_t sum = 0;
  for (OperatorId id = layer(range.first).first; id <= layer(range.last).last; ++id) {
    const Weights* weights = at(id).weights();
    if (weights != nullptr && weights->bias) sum += weights->out_channels;
  }
  return sum;
}

/// Activations and the like, alone in a layer, would count a tensor twice: accelerators do them in place.
Bytes Network::data_intensity() const {
  Bytes sum;
  for (const Input& input : inputs()) sum += input.bytes();
  for (const Layer& layer : layers_) {
    bool makes_a_tensor = false;
    for (OperatorId id = layer.first; id <= layer.last; ++id) makes_a_tensor |= !at(id).is_in_place();
    if (makes_a_tensor) sum += layer.output_bytes;
  }
  return sum;
}

}  // namespace synergy::network
