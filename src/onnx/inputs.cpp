#include "synergy/input/error.hpp"

#include <algorithm>
#include <array>

#include "translation.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace synergy::importer::onnx {
namespace {

/// Where kinds read what training made: inputs first..last of a node.
struct WeightPlace {
  std::string_view kind;
  std::size_t first;
  std::size_t last;
};
constexpr std::array kWeightPlaces = {
    WeightPlace{"Conv", 1, 2},           WeightPlace{"ConvTranspose", 1, 2},
    WeightPlace{"Gemm", 1, 2},           WeightPlace{"MatMul", 1, 1},
    WeightPlace{"ConvInteger", 1, 3},    WeightPlace{"MatMulInteger", 1, 3},
    WeightPlace{"QLinearConv", 1, 8},    WeightPlace{"QLinearMatMul", 1, 7},
    WeightPlace{"QuantizeLinear", 1, 2}, WeightPlace{"DequantizeLinear", 1, 2},
    WeightPlace{"PRelu", 1, 1},          WeightPlace{"BatchNormalization", 1, 4},
};

bool is_weight_place(std::string_view kind, std::size_t input) {
  return std::any_of(kWeightPlaces.begin(), kWeightPlaces.end(), [&](const WeightPlace& place) {
    return place.kind == kind && input >= place.first && input <= place.last;
  });
}

/// What weights go through before they are used.
bool passes_weights(std::string_view kind) {
  constexpr std::array<std::string_view, 5> kKinds = {"DequantizeLinear", "QuantizeLinear", "Transpose",
                                                      "Identity", "Cast"};
  return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

std::string text_of(const Stated& stated) {
  if (!stated.sides) return "without a shape";
  std::vector<std::string> sides;
  for (const Side& side : *stated.sides)
    sides.push_back(side.size ? fmt::format("{}", *side.size) : side.symbol.empty() ? "?" : side.symbol);
  return fmt::format("[{}]", fmt::join(sides, ", "));
}

bool is_open(const Side& side) { return !side.size || *side.size == -1; }

}  // namespace

void Translation::add_constants() {
  for (const Tensor& tensor : graph_.initialisers) {
    Value value;
    value.kind = Value::Kind::constant;
    value.dims = tensor.dims;
    for (const std::int64_t dim : tensor.dims) {
      if (dim < 0)
        throw InputError({source_.file}, fmt::format("initialiser '{}' has a side of {}", tensor.name, dim));
    }
    value.element = tensor.element;
    value.numbers = tensor.numbers;
    value.weights = tensor.name;
    values_[tensor.name] = std::move(value);
  }
}

/// Of all that read a name. Deeper than a few operators there is nothing that exporters write.
bool Translation::is_read_as_weights(const std::string& name, bool batched,
                                     int depth) const {  // NOLINT(misc-no-recursion)
  const auto readers = readers_.find(name);
  if (readers == readers_.end() || outputs_.contains(name) || depth > 4) return false;
  for (const std::size_t reader : readers->second) {
    const Node& node = graph_.nodes[reader];
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (node.inputs[i] != name || (is_weight_place(node.kind, i) && !(batched && node.kind == "MatMul")))
        continue;
      if (i != 0 || !passes_weights(node.kind) || node.outputs.size() != 1 ||
          !is_read_as_weights(node.outputs[0], batched, depth + 1))
        return false;
    }
  }
  return true;
}

/// A model that was exported without its parameters has them as inputs: known by who reads them. Two tensors
/// of data are not multiplied, so that a matrix behind one is weights, unless it has a batch.
bool Translation::is_parameter(const Stated& stated) const {
  return stated.sides && std::none_of(stated.sides->begin(), stated.sides->end(), is_open) &&
         is_read_as_weights(stated.name, stated.sides->size() > 2, 0);
}

void Translation::add_inputs() {
  bool first = true;
  for (const Stated& stated : graph_.inputs) {
    if (!used_.contains(stated.name) && !outputs_.contains(stated.name)) {
      note(fmt::format("Input '{}' was left out: no operator reads it", plain_name(stated.name)));
      continue;
    }
    if (is_parameter(stated)) {
      Value value;
      value.kind = Value::Kind::constant;
      for (const Side& side : *stated.sides) {
        if (*side.size < 0)
          throw InputError({source_.file}, fmt::format("input '{}' is {}", stated.name, text_of(stated)));
        value.dims.push_back(*side.size);
      }
      value.element = stated.element;
      value.weights = stated.name;
      values_[stated.name] = std::move(value);
      infer(stated.name, "weights", "an input of the model that is read as weights alone");
      continue;
    }
    add_input(stated, first);
    first = false;
  }
  if (options_.input && first) throw InputError({"--input"}, "the model has no input");
}

void Translation::add_input(const Stated& stated, bool first) {
  const auto refuse = [&](const std::string& why) {
    throw InputError({source_.file}, fmt::format("input '{}' {}", stated.name, why));
  };
  if (stated.element.bits == 0) refuse("is no tensor of numbers");
  const Dims dims = sides_of(stated, first);
  for (const std::int64_t dim : dims) {
    if (dim < 1 || dim > 65536) refuse(fmt::format("is {}: sides of 1 to 65536 are possible", to_text(dims)));
  }
  if (first && dims.size() > 1) {
    batch_ = dims[0];
    if (batch_ > 1)
      infer("batch", "1",
            fmt::format("'{}' has {} of a kind: the network is of one inference", stated.name, batch_));
  }
  if (dims.size() > 4)
    refuse(fmt::format("is {}: 4 dimensions at most (batch, channels, rows, columns)", to_text(dims)));
  if (dims.size() > 1 && dims[0] != batch_)
    refuse(fmt::format("is {}, but the batch is {}", to_text(dims), batch_));
  if (dims.size() < 2 && batch_ != 1)
    refuse(fmt::format("is {}, without the batch of {}", to_text(dims), batch_));
  network::Input input;
  input.name = plain_name(stated.name);
  const auto side = [&](std::size_t i) { return i < dims.size() ? static_cast<int>(dims[i]) : 1; };
  input.shape = dims.size() < 2 ? network::Shape{side(0), 1, 1} : network::Shape{side(1), side(2), side(3)};
  if (!stated.element.floating) {
    if (stated.element.bits > 32) refuse("has elements of 64 bits: 1 to 32 are possible");
    input.bits = stated.element.bits;
  }
  const std::string base = input.name;
  for (int n = 2; !operator_names_.insert(input.name).second; ++n) input.name = fmt::format("{}_{}", base, n);
  parts_.inputs.push_back(std::move(input));
  shapes_.push_back(parts_.inputs.back().shape);
  Value value;
  value.dims = dims;
  value.tensor = network::TensorId(shapes_.size() - 1);
  values_[stated.name] = std::move(value);
}

/// The user's word fills in what is open; it does not change what is stated.
Dims Translation::sides_of(const Stated& stated, bool first) {
  std::vector<Side> sides;
  Dims given;
  if (first && options_.input)
    given = {1, options_.input->channels, options_.input->height, options_.input->width};
  if (stated.sides)
    sides = *stated.sides;
  else if (!given.empty())
    sides.resize(4);
  else
    throw InputError({source_.file}, fmt::format("input '{}' has no shape: give --input CxHxW", stated.name));
  Dims dims;
  bool differs = false;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    Side& side = sides[i];
    const auto known = symbols_.find(side.symbol);
    if (!is_open(side)) {
      dims.push_back(*side.size);
      differs |= i > 0 && i < given.size() && given[i] != *side.size;
      continue;
    }
    if (i == 0 && sides.size() > 1 && first) {
      infer("batch", "1", fmt::format("open in the source ('{}'): one inference", side.symbol));
      dims.push_back(1);
    } else if (i == 0 && sides.size() > 1) {
      dims.push_back(batch_);
    } else if (i > 0 && i < given.size()) {
      infer(fmt::format("{}.{}", stated.name, side.symbol.empty() ? std::to_string(i) : side.symbol),
            std::to_string(given[i]), "--input");
      dims.push_back(given[i]);
    } else if (!side.symbol.empty() && known != symbols_.end()) {
      infer(fmt::format("{}.{}", stated.name, side.symbol), std::to_string(known->second),
            "as in another input");
      dims.push_back(known->second);
    } else {
      throw InputError({source_.file},
                       fmt::format("input '{}' is {}, open: {}", stated.name, text_of(stated),
                                   first ? "give --input CxHxW" : "export the model with its sizes"));
    }
    if (!side.symbol.empty()) symbols_.emplace(side.symbol, dims.back());
  }
  for (std::size_t i = sides.size(); i < given.size(); ++i) differs |= given[i] != 1;
  if (differs)
    throw InputError({"--input"},
                     fmt::format("{} is not what the source states: input '{}' is {}",
                                 network::to_text(*options_.input), stated.name, text_of(stated)));
  return dims;
}

}  // namespace synergy::importer::onnx
