// What the operator at hand becomes: the half of Translation that adds to the network.
#include <algorithm>

#include "translation.hpp"
#include <fmt/format.h>

namespace synergy::importer::tflite {

using network::OperatorId;
using network::TensorId;

TensorId Translation::add(std::string_view word, network::Operation operation, std::vector<TensorId> inputs,
                          int bits) {
  const OperatorId id(parts_.operators.size());
  network::Operator made;
  made.name = word_name(word);
  made.inputs = std::move(inputs);
  made.operation = std::move(operation);
  made.output_bits = bits;
  parts_.operators.push_back(std::move(made));
  record().operators.push_back(id);
  return TensorId(parts_.inputs.size() + id.index());
}

TensorId Translation::reshaped(std::string_view word, TensorId tensor, const network::Shape& from,
                               const network::Shape& to) {
  if (from == to) return tensor;
  if (to.pixels() == 1) return add(word, network::Flatten{}, {tensor});
  return add(word, network::Reshape{to}, {tensor});
}

TensorId Translation::activate(TensorId tensor, Fused fused) {
  // In no stated layer with the operator: families join them anyway, and can then join what is in front too.
  const auto behind = [&](std::string_view word, network::Activation activation) {
    return add(word, activation, {tensor}, output_bits());
  };
  switch (fused) {
    case Fused::none:
      return tensor;
    case Fused::relu:
      return behind("relu", network::Activation::relu);
    case Fused::relu6:
      return behind("relu", network::Activation::relu6);
    case Fused::tanh:
      return behind("tanh", network::Activation::tanh);
    case Fused::relu_n1_to_1:
    case Fused::sign_bit:
      break;
  }
  refuse(
      fmt::format("has activation {} in it ({}), which no network here has; train with relu, relu6 or tanh",
                  static_cast<int>(fused),
                  fused == Fused::relu_n1_to_1 ? "limits to -1 and 1" : "the sign, or a newer one"));
}

void Translation::result(TensorId tensor, const network::Shape& made, const Dims& dims) {
  const StatedTensor& output = stated();
  Dims sides = dims;
  // Elsewhere than at open sides the file is a second opinion, and an error of this reader would show.
  if (!open_ && !output.open && output.dims.rank() > 0 && !(output.dims == dims)) {
    const Map stated_map = map(output.dims);
    if (output.dims.elements() != dims.elements() || stated_map.shape != map(dims).shape)
      refuse(
          fmt::format("states an output of {}, but its input and parameters give {}; the file is damaged, "
                      "or means something else than this reader",
                      to_text(output.dims), to_text(dims)));
    sides = output.dims;
  }
  const network::Shape shape = map(sides).shape;
  Value value;
  value.kind = Value::Kind::data;
  value.dims = sides;
  value.tensor = reshaped("shape", tensor, made, shape);
  values_[static_cast<std::size_t>(op().outputs.int32(0))] = value;
}

void Translation::becomes(Value value, Fate fate, std::string reason) {
  (void)stated();  // there is an output
  const auto output = static_cast<std::size_t>(op().outputs.int32(0));
  value.only_input = value.only_input && readers_[output] == 1;
  values_[output] = value;
  record().fate = fate;
  record().reason = std::move(reason);
}

void Translation::leave_to_host() {
  for (std::size_t i = 0; i < op().inputs.size(); ++i) {
    if (!has_input(i)) continue;
    const Value& read = value(i);
    if (read.kind != Value::Kind::data) continue;
    const Value& map = data(i);
    if (map.tensor.index() < parts_.inputs.size())
      refuse("reads an input as it came, but is the host's work behind the network");
    parts_.outputs.push_back(map.tensor);
  }
  outputs_are(Value::Kind::host);
  record().fate = Fate::dropped;
  record().reason = "the host's work behind the network: the app's postprocess";
}

/// The name and place of an input stay; who makes it is told its new form by the file that is written.
void Translation::change_input(const Value& input, const Dims& dims) {
  network::Input& changed = parts_.inputs[input.tensor.index()];
  changed.shape = map(dims).shape;
  inferred_.push_back({changed.name + ".shape", network::to_text(changed.shape),
                       fmt::format("as {} makes it, which alone reads it", place())});
}

void Translation::change_input_bits(const Value& input, int bits) {
  network::Input& changed = parts_.inputs[input.tensor.index()];
  if (changed.bits == bits) return;
  changed.bits = bits;
  inferred_.push_back({changed.name + ".bits", std::to_string(bits),
                       fmt::format("as {} makes it, which alone reads it", place())});
}

void Translation::take_zeros(const Value& map, TensorId by) {
  if (!map.padded()) return;
  std::vector<OperatorId>& takers = records_[map.pad].operators;
  const OperatorId taker(by.index() - parts_.inputs.size());
  if (takers.empty() || takers.back() != taker) takers.push_back(taker);
}

std::optional<OperatorId> Translation::share(const Value& weights, const network::Operation& operation) {
  const std::uint32_t buffer = graph_.tensors[weights.holder].buffer;
  const OperatorId id(parts_.operators.size());
  const auto [there, is_new] = owners_.try_emplace(buffer, id, weights.dims);
  if (is_new || buffer == 0) return {};
  const auto& [owner, dims] = there->second;
  const network::Operation& theirs = parts_.operators[owner.index()].operation;
  // Networks share between operators of one kind alone: a kernel serves only where everything is equal.
  const bool same = std::visit(
      [&](const auto& mine) {
        using Kind = std::decay_t<decltype(mine)>;
        const auto* other = std::get_if<Kind>(&theirs);
        if constexpr (requires { mine.groups; })
          return other != nullptr && other->groups == mine.groups && other->window.size == mine.window.size;
        else
          return other != nullptr;
      },
      operation);
  if (same && dims == weights.dims) return owner;
  note(fmt::format("{} has the weights of '{}' in another form; they are counted twice", place(),
                   parts_.operators[owner.index()].name));
  return {};
}

}  // namespace synergy::importer::tflite
