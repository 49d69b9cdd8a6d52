#include "synergy/model/model.hpp"

#include <algorithm>

#include "derive.hpp"
#include <fmt/format.h>

namespace synergy::model {
namespace {

std::string all_lines(const std::string& model, const std::vector<Layer>& layers,
                      const std::vector<LayerProblem>& problems) {
  std::string text;
  for (const LayerProblem& problem : problems) {
    if (!text.empty()) text += '\n';
    text += fmt::format("model '{}'", model);
    if (problem.layer != kNetworkInput) {
      text += fmt::format(", layer '{}'", layers.at(static_cast<std::size_t>(problem.layer)).name);
    }
    text += ": " + problem.message;
  }
  return text;
}

/// What a model file cannot even say, but a caller can: inputs that do not exist yet.
std::vector<LayerProblem> misplaced_inputs(const std::vector<Layer>& layers, const ModelEnds& ends) {
  const LayerIndex lowest = host_input_tensor(static_cast<int>(ends.host_inputs.size()) - 1);
  std::vector<LayerProblem> problems;
  for (LayerIndex i = 0; i < static_cast<LayerIndex>(layers.size()); ++i) {
    for (const LayerIndex tensor : layers[static_cast<std::size_t>(i)].inputs) {
      if (tensor < std::min(lowest, kNetworkInput) || tensor >= i) {
        problems.push_back({i, fmt::format("reads layer {}, which is not an earlier one", tensor)});
      }
    }
    const LayerIndex shared = layers[static_cast<std::size_t>(i)].weights_of;
    if (shared < -1 || shared >= i) {
      problems.push_back(
          {i, fmt::format("uses the weights of layer {}, which is not an earlier one", shared)});
    }
  }
  for (const LayerIndex output : ends.outputs) {
    if (output < 0 || output >= static_cast<LayerIndex>(layers.size())) {
      problems.push_back({kNetworkInput, fmt::format("output {} is not a layer", output)});
    }
  }
  return problems;
}

}  // namespace

ModelError::ModelError(const std::string& model, const std::vector<Layer>& layers,
                       std::vector<LayerProblem> problems)
    : std::invalid_argument(all_lines(model, layers, problems)), problems_(std::move(problems)) {}

Model::Model(std::string name, Shape input, std::vector<Layer> layers, ModelEnds ends)
    : name_(std::move(name)), input_(input), ends_(std::move(ends)), layers_(std::move(layers)) {
  // Each check relies on the ones before: indices exist, layers fit, all are read.
  std::vector<LayerProblem> problems = misplaced_inputs(layers_, ends_);
  if (problems.empty()) problems = derive(input_, ends_, layers_, {});
  if (problems.empty()) problems = unread_layers(layers_, ends_.outputs);
  if (!problems.empty()) throw ModelError(name_, layers_, std::move(problems));
  std::vector<LayerIndex>& outputs = ends_.outputs;
  if (outputs.empty()) outputs = {layer_count() - 1};
  std::sort(outputs.begin(), outputs.end());
  outputs.erase(std::unique(outputs.begin(), outputs.end()), outputs.end());
  // Asked for all through planning, so computed once.
  Flow flow = flow_of(input_bytes(), layers_, outputs);
  cuts_ = std::move(flow.cuts);
  originals_ = std::move(flow.originals);
  last_readers_ = std::move(flow.last_readers);
}

bool Model::is_output(LayerIndex i) const {
  return std::binary_search(outputs().begin(), outputs().end(), i);
}

LayerIndex Model::original(LayerIndex tensor) const {
  const LayerIndex at = tensor + 1;
  return is_host_input(tensor) ? tensor : originals_.at(static_cast<std::size_t>(at));
}

bool Model::is_read_from(LayerIndex tensor, LayerIndex first) const {
  const LayerIndex at = original(tensor) + 1;
  // A copy's readers count from behind the copy: what an earlier layer has read of the original is done.
  return last_readers_.at(static_cast<std::size_t>(at)) >= std::max(first, tensor + 1);
}

Words Model::words(LayerIndex tensor, DataFormat input_format) const {
  if (is_host_input(tensor)) return words_of_pixels(ends_.host_inputs.at(host_input_index(tensor)).shape);
  if (tensor != kNetworkInput) {
    const Layer& from = layer(tensor);
    // One value fills a word, and none is left over for other channels.
    return from.output_bits == 32 ? Words(from.out.elements()) : words_of_pixels(from.out);
  }
  if (input_format == DataFormat::hwc) return words_of_pixels(input_);
  return Words(input_.channels * ((std::int64_t{input_.height} * input_.width + 3) / 4));
}

/// In a segment that begins behind the storing layer, the first that shares them stores them.
LayerIndex Model::weights_owner(LayerIndex i, LayerIndex first) const {
  const LayerIndex root = layer(i).weights_of;
  if (root < 0) return i;
  if (root >= first) return root;
  LayerIndex owner = first;
  while (layer(owner).weights_of != root) ++owner;
  return owner;
}

Bytes Model::weight_bytes(LayerRange range) const {
  Bytes sum;
  for (LayerIndex i = range.first; i <= range.last; ++i) {
    if (weights_owner(i, range.first) == i) sum += layer(i).weight_bytes();
  }
  return sum;
}

Bytes Model::stored_weight_bytes(LayerRange range) const {
  Bytes sum;
  for (LayerIndex i = range.first; i <= range.last; ++i) {
    if (weights_owner(i, range.first) == i) sum += layer(i).stored_weight_bytes();
  }
  return sum;
}

Bytes Model::bias_bytes(LayerRange range) const {
  Bytes sum;
  for (LayerIndex i = range.first; i <= range.last; ++i) sum += layer(i).bias_bytes();
  return sum;
}

Bytes Model::data_intensity() const {
  Bytes sum = input_bytes();
  for (const HostInput& input : host_inputs()) sum += Bytes(input.shape.elements());
  for (const Layer& layer : layers_) sum += layer.output_bytes();
  return sum;
}

}  // namespace synergy::model
