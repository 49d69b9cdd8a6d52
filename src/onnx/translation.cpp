#include "translation.hpp"

#include "synergy/input/error.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace synergy::importer::onnx {

std::string to_text(const Dims& dims) { return fmt::format("[{}]", fmt::join(dims, ", ")); }

// ------------------------------------------------------------------------------------ what nodes read

const Value& Translation::value(std::size_t i) const {
  if (!node().has_input(i)) fail(fmt::format("has no input {}", i));
  return values_.find(node().inputs[i])->second;  // translate() has seen to it
}

network::TensorId Translation::map(std::size_t i) {
  network::Padding padding;
  const network::TensorId tensor = map(i, padding);
  if (padding != network::Padding{})
    fail(
        fmt::format("reads zeros that '{}' puts around a map: they can only be part of a convolution or an "
                    "average pooling",
                    graph_.nodes[value(i).padded_by].name));
  return tensor;
}

network::TensorId Translation::map(std::size_t i, network::Padding& padding) {
  const Value& read = value(i);
  if (read.kind != Value::Kind::map)
    fail(fmt::format("'{}' is constant: a tensor that is computed is expected here", node().inputs[i]));
  if (!read.order.empty())
    fail(fmt::format(
        "reads '{}', whose elements were transposed: nothing here moves elements, except in front "
        "of fully connected operators and at the end; export the model channels first",
        node().inputs[i]));
  padding = read.padding;
  const network::Shape shape =
      padding == network::Padding{} ? shape_of(read.dims) : shapes_[read.tensor.index()];
  if (shapes_[read.tensor.index()] == shape) return read.tensor;
  return view(i, shape);
}

network::TensorId Translation::flat(std::size_t i) {
  const Value& read = value(i);
  if (read.kind != Value::Kind::map)
    fail(fmt::format("'{}' is constant: a tensor that is computed is expected here", node().inputs[i]));
  if (read.padding != network::Padding{}) return map(i);  // which fails
  std::int64_t elements = 1;
  for (const std::int64_t dim : read.dims) elements *= dim;
  const network::Shape pixel{whole(elements / batch_, "elements of its input", 1, 65536), 1, 1};
  return shapes_[read.tensor.index()] == pixel ? read.tensor : view(i, pixel);
}

/// Later readers find the view, so that it is made once.
network::TensorId Translation::view(std::size_t i, network::Shape shape) {
  Value& read = values_.find(node().inputs[i])->second;
  if (shapes_[read.tensor.index()].elements() != shape.elements())
    fail(fmt::format("'{}' has {} elements, not {}", node().inputs[i],
                     shapes_[read.tensor.index()].elements(), network::to_text(shape)));
  network::Operator op;
  op.name = node().name + "/view";
  op.inputs = {read.tensor};
  if (shape.pixels() == 1)
    op.operation = network::Flatten{};
  else
    op.operation = network::Reshape{shape};
  read.tensor = append(std::move(op), shape);
  return read.tensor;
}

const Value& Translation::constant(std::size_t i) const {
  const Value& read = value(i);
  if (read.kind != Value::Kind::constant)
    fail(fmt::format(
        "'{}' is computed at inference, or an input with data: only what is known before can stand here "
        "(weights, shapes, limits)",
        node().inputs[i]));
  return read;
}

const std::vector<double>& Translation::numbers(std::size_t i) const {
  const Value& read = constant(i);
  if (!read.numbers) fail(fmt::format("the values of '{}' are not in the file", node().inputs[i]));
  return *read.numbers;
}

bool Translation::has_numbers(const std::string& name) const {
  const auto found = values_.find(name);
  return found != values_.end() && found->second.numbers.has_value();
}

Dims Translation::integers(std::size_t i) const {
  Dims result;
  for (const double number : numbers(i)) {
    // Slices to the end have the largest number of their type, which a double cannot hold.
    constexpr double kMost = 1e15;
    result.push_back(static_cast<std::int64_t>(std::isnan(number) ? 0.0 : std::clamp(number, -kMost, kMost)));
  }
  return result;
}

// ------------------------------------------------------------------------------------ what becomes of it

network::TensorId Translation::append(network::Operator op, network::Shape shape) {
  // Of a hostile file there might be as many as it has bytes, and what follows is slower than linear.
  constexpr std::size_t kMaxOperators = 4096;
  if (parts_.operators.size() >= kMaxOperators) fail(fmt::format("more than {} operators", kMaxOperators));
  // Inputs share the operators' space of names.
  const std::string base = op.name;
  for (int n = 2; !operator_names_.insert(op.name).second; ++n) op.name = fmt::format("{}_{}", base, n);
  parts_.operators.push_back(std::move(op));
  shapes_.push_back(shape);
  return network::TensorId(shapes_.size() - 1);
}

network::OperatorId Translation::add(network::Operation operation, std::vector<network::TensorId> inputs,
                                     Dims dims, std::string reason) {
  network::Operator op;
  op.name = node().name;
  op.inputs = std::move(inputs);
  op.operation = std::move(operation);
  Value made;
  // Of one pixel, whatever the file's matrix looks like; whoever reads it as something else gets a view.
  const auto* linear = std::get_if<network::Linear>(&op.operation);
  const network::Shape shape =
      linear != nullptr ? network::Shape{linear->weights.out_channels, 1, 1} : shape_of(dims);
  made.tensor = append(std::move(op), shape);
  made.dims = std::move(dims);
  define(std::move(made));
  const network::OperatorId id(parts_.operators.size() - 1);
  report(Fate::mapped, {id}, std::move(reason));
  return id;
}

void Translation::define(Value value, std::size_t output) {
  if (node().has_output(output)) values_[node().outputs[output]] = std::move(value);
}

void Translation::report(Fate fate, std::vector<network::OperatorId> operators, std::string reason) {
  SourceOperator& entry = report_[current_];
  entry.fate = fate;
  entry.operators = std::move(operators);
  entry.reason = std::move(reason);
}

void Translation::report_padding(std::size_t i, network::OperatorId into) {
  const Value& read = value(i);
  if (read.padding != network::Padding{}) report_[read.padded_by].operators = {into};
}

void Translation::pad(Value value) {
  value.padded_by = current_;
  define(std::move(value));
  report(Fate::folded, {}, "zeros around the map are part of the operator that reads it");
}

network::TensorId Translation::output_tensor() const { return network::TensorId(shapes_.size() - 1); }

void Translation::drop(Value value, std::string reason) {
  define(std::move(value));
  report(Fate::dropped, {}, std::move(reason));
}

void Translation::fold(network::OperatorId into, Value value, std::string reason) {
  define(std::move(value));
  report(Fate::folded, {into}, std::move(reason));
}

void Translation::fail(const std::string& message) const {
  throw InputError({source_.file}, fmt::format("operator '{}' ({}): {}", node().name, node().kind, message));
}

void Translation::infer(std::string what, std::string value, std::string rule) {
  inferred_.push_back({std::move(what), std::move(value), std::move(rule)});
}

void Translation::note(std::string text) {
  if (std::find(notes_.begin(), notes_.end(), text) == notes_.end()) notes_.push_back(std::move(text));
}

// ------------------------------------------------------------------------------------ what is there already

bool Translation::is_input(network::TensorId tensor) const { return tensor.index() < parts_.inputs.size(); }

/// By tensor and not by name: dropout and the like give one tensor several names.
bool Translation::read_by_current_alone(network::TensorId tensor) const {
  if (leaving_.contains(tensor)) return false;
  for (const auto& [name, value] : values_) {
    if (value.kind != Value::Kind::map || value.tensor != tensor) continue;
    if (outputs_.contains(name)) return false;
    const auto readers = readers_.find(name);
    if (readers == readers_.end()) continue;
    // Those in front of this one only made other names, or an operator reads the tensor.
    if (std::any_of(readers->second.begin(), readers->second.end(),
                    [&](std::size_t i) { return i > current_; }))
      return false;
  }
  return std::none_of(parts_.operators.begin(), parts_.operators.end(), [&](const network::Operator& op) {
    return std::find(op.inputs.begin(), op.inputs.end(), tensor) != op.inputs.end();
  });
}

std::optional<network::OperatorId> Translation::sole_producer(std::size_t i) const {
  const Value& read = value(i);
  if (!read.plain_map() || is_input(read.tensor) || !read_by_current_alone(read.tensor)) return {};
  return network::OperatorId(read.tensor.index() - parts_.inputs.size());
}

std::optional<network::OperatorId> Translation::sole_weighted(std::size_t i) const {
  const std::optional<network::OperatorId> id = sole_producer(i);
  if (!id || parts_.operators[id->index()].weights() == nullptr) return {};
  return id;
}

void Translation::set_bias(network::OperatorId id) {
  std::visit(
      [](auto& operation) {
        if constexpr (requires { operation.weights; }) operation.weights.bias = true;
      },
      at(id).operation);
}

int Translation::weight_bits(const Value& weights) {
  if (!weights.element.floating) {
    if (weights.element.bits < 1 || weights.element.bits > 32)
      fail(fmt::format("weights of {} bits: 1 to 32 are possible", weights.element.bits));
    return weights.element.bits;
  }
  if (!counted_as_bytes_)
    infer("weight_bits", "8",
          "floating point in the source: counted as after quantisation, as are activations");
  counted_as_bytes_ = true;
  return 8;
}

void Translation::set_bits(network::TensorId tensor, int bits) {
  // Views have the bits of what they rename.
  while (!is_input(tensor) && parts_.operators[tensor.index() - parts_.inputs.size()].is_view())
    tensor = parts_.operators[tensor.index() - parts_.inputs.size()].inputs.front();
  if (bits > 32) fail(fmt::format("elements of {} bits: 1 to 32 are possible", bits));
  if (bits == 0) {
    // Was the width of sums, before somebody scaled them.
    const auto stated = stated_bits_.find(tensor);
    if (stated == stated_bits_.end() || stated->second != 32 || is_input(tensor)) return;
    stated_bits_.erase(stated);
    parts_.operators[tensor.index() - parts_.inputs.size()].output_bits = 0;
    return;
  }
  const auto [stated, is_new] = stated_bits_.emplace(tensor, bits);
  if (!is_new && stated->second != bits)
    fail(fmt::format("quantises to {} bits what another operator quantises to {}", bits, stated->second));
  if (is_input(tensor))
    parts_.inputs[tensor.index()].bits = bits;
  else
    parts_.operators[tensor.index() - parts_.inputs.size()].output_bits = bits;
}

std::optional<network::OperatorId> Translation::earlier_user(const Value& weights, const std::string& form) {
  if (weights.weights.empty()) return {};
  const network::OperatorId next(parts_.operators.size());
  const auto [first, is_new] = first_user_.emplace(weights.weights + "\n" + form, next);
  if (is_new) return {};
  return first->second;
}

network::Shape Translation::shape_of(const Dims& dims) const {
  const auto side = [&](std::size_t i) {
    return i < dims.size() ? whole(dims[i], "sides of " + to_text(dims), 1, 65536) : 1;
  };
  if (dims.size() <= 1 && batch_ == 1) return {side(0), 1, 1};
  if (dims.size() < 2 || dims.size() > 4)
    fail(fmt::format("a tensor of {} dimensions, {}: 2 to 4 are possible (batch, channels, rows, columns)",
                     dims.size(), to_text(dims)));
  if (dims[0] != batch_)
    fail(fmt::format("a tensor {} whose first side is not the batch of {}", to_text(dims), batch_));
  return {side(1), side(2), side(3)};
}

bool Translation::has_shape(const Dims& dims) const {
  if (dims.size() > 4 || (dims.size() < 2 && batch_ != 1)) return false;
  for (std::size_t i = dims.size() < 2 ? 0 : 1; i < dims.size(); ++i) {
    if (dims[i] < 1 || dims[i] > 65536) return false;
  }
  return dims.size() < 2 || dims[0] == batch_;
}

bool Translation::is_read(const std::string& name) const {
  return outputs_.contains(name) || readers_.contains(name);
}

bool Translation::reorder_input(const Dims& dims) {
  const Value& read = value(0);
  if (!is_input(read.tensor) || outputs_.contains(node().inputs[0]) || !has_shape(dims) ||
      !has_shape(read.dims) || shapes_[read.tensor.index()] != shape_of(read.dims) ||
      !read_by_current_alone(read.tensor))
    return false;
  network::Input& input = parts_.inputs[read.tensor.index()];
  input.shape = shapes_[read.tensor.index()] = shape_of(dims);
  infer(input.name + ".shape", network::to_text(input.shape),
        fmt::format("transposed by '{}' before anything else", node().name));
  Value moved = read;
  moved.dims = dims;
  drop(std::move(moved), "the input arrives in this order: whoever samples it writes it so");
  return true;
}

int Translation::whole(std::int64_t number, std::string_view what, std::int64_t low,
                       std::int64_t high) const {
  if (number < low || number > high)
    fail(fmt::format("{}: {} is out of range: {} to {}", what, number, low, high));
  return static_cast<int>(number);
}

}  // namespace synergy::importer::onnx
