#pragma once

#include "synergy/model/layer.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace synergy::model {

/// Consecutive layers first..last of one model, both included. A range within one model has 0 <= first <=
/// last < layer_count(); functions that take one rely on it.
struct LayerRange {
  LayerIndex first = 0;
  LayerIndex last = 0;
  auto operator<=>(const LayerRange&) const = default;
  [[nodiscard]] int size() const { return last - first + 1; }
};

/// How the model's input lies in data memory. Everything else is hwc.
enum class DataFormat : std::uint8_t {
  hwc,  ///< a 32-bit word has one pixel of up to 4 channels
  chw   ///< a word has 4 pixels of one channel, each channel in a bank of its own
};

/// A further input that the host writes before each inference, such as a buffer of earlier ones. It takes no
/// part in cuts; its words are loaded, or fed, for the segment that reads it first.
struct HostInput {
  /// Distinct from the layers' names.
  std::string name;
  /// Of 8-bit samples.
  Shape shape;
};

/// What enters and leaves a model beside its input; the defaults are those of an ordinary classifier.
struct ModelEnds {
  /// None: what the chip's data memory needs decides (max7800x::input_format).
  std::optional<DataFormat> data_format;
  /// At most 16 in files; layers name them by host_input_tensor(i).
  std::vector<HostInput> host_inputs;
  /// Layers whose outputs leave the network, in any order; empty: the last layer. A layer that nobody reads
  /// must be among them.
  std::vector<LayerIndex> outputs;
};

/// What must travel if another device continues after a layer. Outputs of the network that are there already
/// travel too, because all must reach the end of the pipeline. Host inputs do not: the CPU beside the layer
/// that reads one writes it.
struct Cut {
  /// Ascending, each once; a plain copy counts as the tensor it copies.
  std::vector<LayerIndex> tensors;
  /// Of those tensors, as they travel: without the padding of data memory's words.
  Bytes bytes;
  /// The vendor's tool can cut nowhere else; a scenario may allow more (`multi_tensor_cuts`).
  [[nodiscard]] bool single() const { return tensors.size() == 1; }
};

/// What is wrong with one layer; `layer == kNetworkInput` means the model as a whole.
/// Something that a file's author can mend.
struct LayerProblem {
  LayerIndex layer = kNetworkInput;
  std::string message;  ///< without the layer's name
};

/// Layers that do not form a network: every problem found, in layer order. A layer that reads the output of a
/// faulty one is not looked at. `what()` has one line for each, naming the layer.
///
/// Thrown for models that programs build; readers of files report the same problems as InputError.
class ModelError : public std::invalid_argument {
 public:
  /// Pre: at least one problem, each of a layer in `layers` or of the whole.
  ModelError(const std::string& model, const std::vector<Layer>& layers, std::vector<LayerProblem> problems);
  [[nodiscard]] const std::vector<LayerProblem>& problems() const { return problems_; }

 private:
  std::vector<LayerProblem> problems_;
};

/// A neural network as hardware layers in execution order: immutable, shapes computed and consistent.
///
/// The layers form a directed acyclic graph (an edge for each tensor read); inputs always come earlier. Safe
/// to share between threads. Copies are deep: share a model rather than copying it.
class Model {
 public:
  /// Computes shapes, operands, processor maps, weights, multiply-accumulates and cuts. Throws ModelError (a
  /// std::invalid_argument) when the layers do not fit together or no chip of the family has such an
  /// operator; load_model turns that into an InputError with the layers' lines.
  Model(std::string name, Shape input, std::vector<Layer> layers, ModelEnds ends = {});

  /// Measured powers are found by it (max7800x::Profile::measured).
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Shape& input() const { return input_; }
  [[nodiscard]] Bytes input_bytes() const { return Bytes(input_.elements()); }  // 8-bit samples
  [[nodiscard]] std::optional<DataFormat> data_format() const { return ends_.data_format; }
  [[nodiscard]] const std::vector<HostInput>& host_inputs() const { return ends_.host_inputs; }
  /// Layers whose outputs leave the network, ascending; at least one.
  [[nodiscard]] const std::vector<LayerIndex>& outputs() const { return ends_.outputs; }
  /// Whether the output of layer `i` leaves the network. Logarithmic in the outputs.
  [[nodiscard]] bool is_output(LayerIndex i) const;
  [[nodiscard]] const std::vector<Layer>& layers() const { return layers_; }
  /// Throws std::out_of_range.
  [[nodiscard]] const Layer& layer(LayerIndex i) const { return layers_.at(static_cast<std::size_t>(i)); }
  [[nodiscard]] int layer_count() const { return static_cast<int>(layers_.size()); }
  [[nodiscard]] LayerRange all() const { return {0, layer_count() - 1}; }

  /// What crosses after layer `after` (from graph analysis). `after == kNetworkInput` is the model's input;
  /// after the last layer nothing crosses. Computed once; throws std::out_of_range elsewhere.
  [[nodiscard]] const Cut& cut(LayerIndex after) const {
    const LayerIndex boundary = after + 1;
    return cuts_.at(static_cast<std::size_t>(boundary));
  }

  /// The tensor that this one is a plain copy of, through any number of copies; itself if it is none.
  [[nodiscard]] LayerIndex original(LayerIndex tensor) const;
  /// Whether layer `first` or a later one reads the tensor or a copy of it. Host inputs are not asked for:
  /// each segment has its own. Pre: `tensor` is the model's input or a layer.
  [[nodiscard]] bool is_read_from(LayerIndex tensor, LayerIndex first) const;
  /// 32-bit words that hold a tensor in data memory: in `input_format` for the model's input; for all others
  /// a word has one pixel of up to 4 channels, or one 32-bit value.
  [[nodiscard]] Words words(LayerIndex tensor, DataFormat input_format) const;
  /// The layer of first..i that stores the weights of layer i: an earlier one if they are shared.
  [[nodiscard]] LayerIndex weights_owner(LayerIndex i, LayerIndex first) const;

  /// Sums over a range (whole model: all()); shared weights count once. If the owner lies outside the range,
  /// its first user in it counts: each accelerator stores its own.
  [[nodiscard]] Bytes weight_bytes(LayerRange range) const;
  [[nodiscard]] Bytes stored_weight_bytes(LayerRange range) const;  ///< see Layer::stored_weight_bytes()
  /// Biases are never shared.
  [[nodiscard]] Bytes bias_bytes(LayerRange range) const;
  /// Bytes of the inputs + all layers' output bytes: Synergy's ordering of the apps.
  [[nodiscard]] Bytes data_intensity() const;

 private:
  std::string name_;
  Shape input_;
  ModelEnds ends_;
  std::vector<Layer> layers_;
  std::vector<Cut> cuts_;
  std::vector<LayerIndex> originals_;     // of tensor i - 1
  std::vector<LayerIndex> last_readers_;  // of tensor i - 1 or its copies; its own index if none
};

}  // namespace synergy::model
