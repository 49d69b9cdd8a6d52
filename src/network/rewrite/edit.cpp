#include "edit.hpp"

#include <utility>

namespace synergy::network {
namespace {

/// As a file states it: what Network computes, it computes anew. Bits that follow from those of the input
/// stay as they are, which is what they would be.
Operator as_stated(const Operator& op) {
  Operator copy = op;
  if (copy.is_view()) copy.output_bits = 0;
  return copy;
}

Operator added(const Operator& beside, std::string_view suffix, Operation operation) {
  Operator op;
  op.name = beside.name + "/" + std::string(suffix);
  op.operation = std::move(operation);
  op.layer = beside.layer;
  return op;
}

std::optional<OperatorId>* shared_with(Operator& op) {
  return std::visit(
      [](auto& kind) -> std::optional<OperatorId>* {
        if constexpr (requires { kind.weights.shared_with; })
          return &kind.weights.shared_with;
        else
          return nullptr;
      },
      op.operation);
}

}  // namespace

Edit::Edit(const Network& network) {
  parts_.name = network.name();
  parts_.inputs = network.inputs();
  for (const Operator& op : network.operators()) parts_.operators.push_back(as_stated(op));
  parts_.outputs = network.outputs();
  parts_.hints = network.hints();
}

/// `change` maps the index of an operator as it was to the one that it has now.
template <class Change>
void Edit::renumber(const Change& change) {
  const int inputs = static_cast<int>(parts_.inputs.size());
  const auto tensor = [&](TensorId id) {
    return id.value() < inputs ? id : TensorId(inputs + change(id.value() - inputs));
  };
  for (Operator& op : parts_.operators) {
    for (TensorId& input : op.inputs) input = tensor(input);
    std::optional<OperatorId>* owner = shared_with(op);
    if (owner != nullptr && *owner) owner->emplace(change((*owner)->value()));
  }
  for (TensorId& output : parts_.outputs) output = tensor(output);
}

void Edit::insert(OperatorId place, Operator op) {
  renumber([&](int id) { return id < place.value() ? id : id + 1; });
  parts_.operators.insert(parts_.operators.begin() + place.value(), std::move(op));
}

void Edit::insert_behind(OperatorId front, OperatorId owner, std::string_view suffix, Operation operation) {
  const OperatorId place(front.value() + 1);
  Operator made = added(at(owner), suffix, std::move(operation));
  made.layer = at(front).layer;
  insert(place, std::move(made));
  const TensorId from = output_of(front);
  for (Operator& op : parts_.operators) {
    for (TensorId& input : op.inputs) input = input == from ? output_of(place) : input;
  }
  for (TensorId& output : parts_.outputs) output = output == from ? output_of(place) : output;
  at(place).inputs = {from};
}

void Edit::insert_before(OperatorId behind, std::string_view suffix, Operation operation) {
  const TensorId from = at(behind).inputs.front();
  Operator op = added(at(behind), suffix, std::move(operation));
  op.inputs = {from};
  insert(behind, std::move(op));
  at(OperatorId(behind.value() + 1)).inputs.front() = output_of(behind);
}

void Edit::remove(OperatorId id) {
  const TensorId from = at(id).inputs.front();
  const TensorId gone = output_of(id);
  for (Operator& op : parts_.operators) {
    for (TensorId& input : op.inputs) input = input == gone ? from : input;
  }
  for (TensorId& output : parts_.outputs) output = output == gone ? from : output;
  parts_.operators.erase(parts_.operators.begin() + id.value());
  renumber([&](int other) { return other < id.value() ? other : other - 1; });
}

std::optional<Network> Edit::network() const {
  try {
    return Network(parts_);
  } catch (const NetworkError&) {  // such as a size beyond the limits, or weights that no longer are alike
    return {};
  }
}

}  // namespace synergy::network
