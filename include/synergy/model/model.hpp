#pragma once

#include "synergy/model/layer.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace synergy::model {

/// Consecutive layers first..last of one model, both included.
struct LayerRange {
  LayerIndex first = 0;
  LayerIndex last = 0;
  auto operator<=>(const LayerRange&) const = default;
  [[nodiscard]] int size() const { return last - first + 1; }
};

/// What must travel if another device continues after a layer.
struct Cut {
  std::vector<LayerIndex> tensors;  ///< ascending; a plain copy counts as the tensor it copies
  Bytes bytes;                      ///< of those tensors
  [[nodiscard]] bool single() const { return tensors.size() == 1; }
};

/// What is wrong with one layer; `layer == kNetworkInput` means the model as a whole.
struct LayerProblem {
  LayerIndex layer = kNetworkInput;
  std::string message;  ///< without the layer's name
};

/// Layers that do not form a network: every problem found, in layer order. A layer that reads the output of a
/// faulty one is not looked at. `what()` has one line for each, naming the layer.
class ModelError : public std::invalid_argument {
 public:
  ModelError(const std::string& model, const std::vector<Layer>& layers, std::vector<LayerProblem> problems);
  [[nodiscard]] const std::vector<LayerProblem>& problems() const { return problems_; }

 private:
  std::vector<LayerProblem> problems_;
};

/// A neural network as hardware layers in execution order: immutable, shapes computed and consistent.
///
/// The layers form a directed acyclic graph (an edge for each tensor read); inputs always come earlier.
class Model {
 public:
  /// Computes shapes, operands, processor maps, weights, multiply-accumulates and cuts. Throws ModelError (a
  /// std::invalid_argument) when the layers do not fit together or no chip of the family has such an
  /// operator; load_model turns that into an InputError with the layers' lines.
  Model(std::string name, Shape input, std::vector<Layer> layers);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Shape& input() const { return input_; }
  [[nodiscard]] Bytes input_bytes() const { return Bytes(input_.elements()); }  // 8-bit samples
  [[nodiscard]] const std::vector<Layer>& layers() const { return layers_; }
  [[nodiscard]] const Layer& layer(LayerIndex i) const { return layers_.at(static_cast<std::size_t>(i)); }
  [[nodiscard]] int layer_count() const { return static_cast<int>(layers_.size()); }
  [[nodiscard]] LayerRange all() const { return {0, layer_count() - 1}; }

  /// What crosses after layer `after` (from graph analysis). `after == kNetworkInput` is the model's input;
  /// after the last layer nothing crosses.
  [[nodiscard]] const Cut& cut(LayerIndex after) const {
    const LayerIndex boundary = after + 1;
    return cuts_.at(static_cast<std::size_t>(boundary));
  }

  /// Sums over a range (whole model: all()).
  [[nodiscard]] Bytes weight_bytes(LayerRange range) const;
  [[nodiscard]] Bytes bias_bytes(LayerRange range) const;
  /// Input bytes + all layers' output bytes: Synergy's ordering of the apps.
  [[nodiscard]] Bytes data_intensity() const;

 private:
  std::string name_;
  Shape input_;
  std::vector<Layer> layers_;
  std::vector<Cut> cuts_;
};

}  // namespace synergy::model
