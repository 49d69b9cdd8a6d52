// Inputs and outputs of the graph: the half of Translation that stands around the operators.
#include "translation.hpp"
#include <fmt/format.h>

namespace synergy::importer::tflite {

void Translation::read_inputs() {
  const auto count_readers = [this](std::int32_t tensor) {
    if (tensor >= 0 && static_cast<std::size_t>(tensor) < readers_.size())
      ++readers_[static_cast<std::size_t>(tensor)];
  };
  for (const StatedOperator& op : graph_.operators) {
    for (std::size_t i = 0; i < op.inputs.size(); ++i) count_readers(op.inputs.int32(i));
  }
  for (const std::int32_t tensor : graph_.outputs) count_readers(tensor);
  for (std::size_t i = 0; i < graph_.inputs.size(); ++i) {
    const auto index = static_cast<std::size_t>(graph_.inputs[i]);
    const StatedTensor& tensor = graph_.tensors[index];
    const std::string called = printable(tensor.name);
    const std::string at = fmt::format("input {} '{}'", i, called);
    const auto check = [&](bool holds, const std::string& problem) {
      if (!holds) throw InputError({source_.file}, fmt::format("{}: {}", at, problem));
    };
    const ElementType type = type_of(tensor.type);
    check(values_[index].kind == Value::Kind::unwritten, "is a constant, or an input twice");
    check(type.bits >= 1 && type.bits <= 32,
          fmt::format("has elements of {}; networks here have numbers of 32 bits at most", type.name));
    Value& value = values_[index];
    value.kind = Value::Kind::data;
    value.dims = input_dims(tensor, i == 0);
    open_ = open_ || !(value.dims == tensor.dims);
    value.tensor = network::TensorId(i);
    value.only_input = readers_[index] == 1;
    check(value.dims.sound(), fmt::format("has sides of {}: each must be 1 or more, and there are 2^30 "
                                          "elements at most",
                                          to_text(value.dims)));
    std::string problem;
    const Map map = map_of(value.dims, problem);
    // Steps without a batch would be a batch of several as well: here only the file's author knows.
    if (value.dims.rank() == 2 && value.dims[0] != 1)
      problem = fmt::format("has a batch of {}; convert the model with a batch of 1", value.dims[0]);
    check(problem.empty(), problem);
    const std::string name = graph_.inputs.size() == 1 ? "input" : fmt::format("input{}", i);
    if (graph_.inputs.size() > 1) note(fmt::format("'{}' is the file's '{}'", name, called));
    if (tensor.open_batch)
      inferred_.push_back({name + ".batch", "1", "the file leaves it open; one inference at a time"});
    if (map.turned)
      inferred_.push_back({name + ".height", std::to_string(map.shape.height),
                           "the columns of its single row: 1-D data are one column here"});
    parts_.inputs.push_back({.name = name, .shape = map.shape, .bits = type.bits, .by_host = false});
  }
  if (options_.input && graph_.inputs.empty()) throw InputError({"--input"}, "the model has no input");
}

/// The user's word fills in what is open; it does not change what is stated.
void Translation::check_against_option(const StatedTensor& tensor) const {
  if (!options_.input || !tensor.dims.sound()) return;
  const network::Shape& said = *options_.input;
  std::string problem;
  const Map map = map_of(tensor.dims, problem);
  const bool same =
      said == map.shape || (map.turned && said == network::Shape{map.shape.channels, 1, map.shape.height});
  if (problem.empty() && !same)
    throw InputError({"--input"},
                     fmt::format("{} is not what the file states: input '{}' is {}", network::to_text(said),
                                 printable(tensor.name), network::to_text(map.shape)));
}

/// Open sides of the first input are those of --input.
Dims Translation::input_dims(const StatedTensor& tensor, bool first) const {
  if (!tensor.open && tensor.dims.rank() > 0) {
    if (first) check_against_option(tensor);
    return tensor.dims;
  }
  const auto refuse_sides = [&](const std::string& problem) {
    throw InputError({source_.file}, fmt::format("input '{}': the file leaves its sides open ({}){}",
                                                 printable(tensor.name), to_text(tensor.dims), problem));
  };
  if (!first || !options_.input)
    refuse_sides(first ? "; say what they are with --input CHANNELSxHEIGHTxWIDTH"
                       : "; convert the model with fixed ones");
  const network::Shape& said = *options_.input;
  const std::size_t rank = tensor.dims.rank() == 0 ? 4 : tensor.dims.rank();
  Dims dims;
  if (rank != 1) dims.push(1);
  if (rank >= 4) {
    for (std::size_t i = 4; i < rank; ++i) dims.push(1);
    dims.push(said.height);
    dims.push(said.width);
  } else if (rank == 3) {
    dims.push(said.height);
  }
  dims.push(said.channels);
  if (dims.elements() != said.elements())
    refuse_sides(fmt::format(", but has no place for all of --input {}", network::to_text(said)));
  return dims;
}

void Translation::read_outputs() {
  for (const std::int32_t tensor : graph_.outputs) {
    const Value& value = values_[static_cast<std::size_t>(tensor)];
    const std::string called = printable(graph_.tensors[static_cast<std::size_t>(tensor)].name);
    const auto check = [&](bool holds, std::string_view problem) {
      if (!holds) problems_.push_back({{source_.file}, fmt::format("output '{}' {}", called, problem)});
    };
    check(value.kind != Value::Kind::unwritten, "is written by no operator");
    if (value.kind == Value::Kind::constant)
      note(fmt::format("Output '{}' is a constant, which nothing computes; it is left out", called));
    if (value.kind != Value::Kind::data) continue;
    check(!value.padded(), "is a map with zeros around it, which only a convolution or pooling can add");
    check(!value.permuted, "is a transposed map; let the app reorder it");
    check(value.tensor.index() >= parts_.inputs.size(), "is an input as it came: nothing is computed");
    parts_.outputs.push_back(value.tensor);
  }
  if (parts_.outputs.empty() && problems_.empty())
    problems_.push_back({{source_.file}, "the network has no output that an operator computes"});
}

}  // namespace synergy::importer::tflite
