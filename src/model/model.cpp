#include "synergy/model/model.hpp"

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
std::vector<LayerProblem> misplaced_inputs(const std::vector<Layer>& layers) {
  std::vector<LayerProblem> problems;
  for (LayerIndex i = 0; i < static_cast<LayerIndex>(layers.size()); ++i) {
    for (const LayerIndex tensor : layers[static_cast<std::size_t>(i)].inputs) {
      if (tensor < kNetworkInput || tensor >= i) {
        problems.push_back({i, fmt::format("reads layer {}, which is not an earlier one", tensor)});
      }
    }
  }
  return problems;
}

}  // namespace

ModelError::ModelError(const std::string& model, const std::vector<Layer>& layers,
                       std::vector<LayerProblem> problems)
    : std::invalid_argument(all_lines(model, layers, problems)), problems_(std::move(problems)) {}

Model::Model(std::string name, Shape input, std::vector<Layer> layers)
    : name_(std::move(name)), input_(input), layers_(std::move(layers)) {
  std::vector<LayerProblem> problems = misplaced_inputs(layers_);
  if (problems.empty()) problems = derive(input_, layers_, {});
  if (problems.empty()) problems = unread_layers(layers_);
  if (!problems.empty()) throw ModelError(name_, layers_, std::move(problems));
  cuts_ = all_cuts(input_bytes(), layers_);
}

Bytes Model::weight_bytes(LayerRange range) const {
  Bytes sum;
  for (LayerIndex i = range.first; i <= range.last; ++i) sum += layer(i).weight_bytes();
  return sum;
}

Bytes Model::bias_bytes(LayerRange range) const {
  Bytes sum;
  for (LayerIndex i = range.first; i <= range.last; ++i) sum += layer(i).bias_bytes();
  return sum;
}

Bytes Model::data_intensity() const {
  Bytes sum = input_bytes();
  for (const Layer& layer : layers_) sum += layer.output_bytes();
  return sum;
}

}  // namespace synergy::model
