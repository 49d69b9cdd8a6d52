#include "synergy/network/load.hpp"

#include "synergy/input/reader.hpp"
#include "synergy/network/names.hpp"

#include <algorithm>
#include <map>

#include "derive.hpp"
#include "read_operation.hpp"
#include <fmt/format.h>

namespace synergy::network {
namespace {

using input::Mapping;
using input::Problems;
using input::Value;

/// What tells these files from those of a family's own layers, which state no form.
constexpr std::string_view kForm = "network";

/// Neither family nor key is checked: whoever lowers the network knows which there are.
std::vector<Hint> read_hints(Mapping& from) {
  std::vector<Hint> hints;
  const auto value = from.optional("hints");
  if (!value) return hints;
  for (const auto& [family, wishes] : value->mapping().entries()) {
    for (const auto& [key, wish] : wishes.mapping().entries()) hints.push_back({family, key, wish.text()});
  }
  return hints;
}

/// Reads inputs first, then operators, each of which may name what stands in front of it.
class NetworkReader {
 public:
  NetworkReader(NetworkParts& parts, Problems& problems) : parts_(parts), problems_(problems) {}

  void inputs(const Value& list) {
    for (const Value& item : first_items(list, kMaxInputs, "inputs")) {
      Mapping from = item.mapping();
      Input& input = parts_.inputs.emplace_back();
      if (const auto name = from.required("name"))
        input.name = new_name(*name, TensorId(parts_.inputs.size() - 1));
      read_shape(from, input.shape);
      if (const auto bits = from.optional("bits")) input.bits = static_cast<int>(bits->integer(1, 32));
      if (const auto by = from.optional("by_host")) input.by_host = by->boolean();
      from.finish();
    }
  }

  void operators(const Value& list) {
    for (const Value& item : first_items(list, kMaxOperators, "operators")) {
      const std::size_t before = problems_.count();
      places.push_back(item.where());
      read_operator(item.mapping(), parts_.operators.emplace_back());
      faulty.push_back(problems_.count() != before);
    }
  }

  void outputs(const Value& list) {
    const std::vector<Value> items = list.items();
    if (items.empty()) list.fail("at least one operator's output leaves the network");
    for (const Value& item : items) {
      const auto tensor = find(item, "operator", parts_.operators.size(), true);
      if (!tensor) continue;
      if (std::find(parts_.outputs.begin(), parts_.outputs.end(), *tensor) != parts_.outputs.end()) {
        item.fail(fmt::format("'{}' is named twice", item.text()));
      } else {
        parts_.outputs.push_back(*tensor);
      }
    }
  }

  std::vector<bool> faulty;
  std::vector<Location> places;

 private:
  /// The items of a list, a problem and none of them if they are too many or there is none.
  static std::vector<Value> first_items(const Value& list, std::size_t limit, std::string_view what) {
    std::vector<Value> items = list.items();
    if (list.is_sequence() && items.empty()) list.fail(fmt::format("at least one of the {} is needed", what));
    if (items.size() > limit) {
      list.fail(fmt::format("more than {} {}", limit, what));
      items.clear();
    }
    return items;
  }

  /// Goes on after a problem, so that the rest of the operator and of the file is judged too.
  void read_operator(Mapping from, Operator& op) {
    const OperatorId self(parts_.operators.size() - 1);
    if (const auto name = from.required("name")) op.name = new_name(*name, output_of(self));
    read_inputs(from, op, self);
    const auto value = from.required("operator");
    if (!value) return;
    const std::size_t before = problems_.count();
    op.operation = operation_of(value->choice("operator", operation_names()));
    if (problems_.count() != before) return;  // which keys belong here depends on the operator
    read_parameters(from, op.operation);
    // After the parameters, which make the operation that is to have the weights.
    if (op.weights() != nullptr) read_weights_of(from, op, self);
    // A view has the bits of what it renames: the key would be unknown to it.
    if (!op.is_view()) {
      if (const auto bits = from.optional("output_bits"))
        op.output_bits = static_cast<int>(bits->integer(1, 32));
    }
    if (const auto layer = from.optional("layer")) op.layer = layer->text();
    op.hints = read_hints(from);
    from.finish();
  }

  /// Default: the operator before; the network's first input for the first.
  void read_inputs(Mapping& from, Operator& op, OperatorId self) const {
    const auto value = from.optional("inputs");
    if (!value) {
      op.inputs = {self.value() == 0 ? TensorId(0) : TensorId(output_of(self).value() - 1)};
      return;
    }
    const std::vector<Value> items = value->items();
    if (items.empty() || items.size() > kMaxInputs)
      return value->fail(fmt::format("1 to {} inputs are possible", kMaxInputs));
    for (const Value& item : items) {
      if (const auto tensor = find(item, "input or earlier operator", self.index(), false))
        op.inputs.push_back(*tensor);
    }
  }

  void read_weights_of(Mapping& from, Operator& op, OperatorId self) const {
    const auto value = from.optional("weights_of");
    if (!value) return;
    const auto tensor = find(*value, "earlier operator", self.index(), true);
    if (!tensor) return;
    const OperatorId shared(tensor->value() - static_cast<int>(parts_.inputs.size()));
    std::visit(
        [shared](auto& kind) {
          if constexpr (requires { kind.weights; }) kind.weights.shared_with = shared;
        },
        op.operation);
  }

  [[nodiscard]] TensorId output_of(OperatorId id) const {
    return TensorId(parts_.inputs.size() + id.index());
  }

  /// A name that is taken keeps meaning the first that has it.
  std::string new_name(const Value& value, TensorId tensor) {
    std::string name = value.text();
    if (name.empty()) return name;
    const auto [there, is_new] = named_.emplace(name, std::pair(tensor, value.where().line));
    if (!is_new) value.fail(fmt::format("the name '{}' is taken in line {}", name, there->second.second));
    return name;
  }

  /// A tensor by name: an input, or the output of one of the first `operator_count` operators.
  [[nodiscard]] std::optional<TensorId> find(const Value& item, std::string_view what,
                                             std::size_t operator_count, bool operators_only) const {
    const std::string name = item.text();
    if (name.empty()) return {};
    const auto found = named_.find(name);
    const std::size_t inputs = parts_.inputs.size();
    if (found != named_.end()) {
      const TensorId tensor = found->second.first;
      if (tensor.index() < inputs + operator_count && (!operators_only || tensor.index() >= inputs))
        return tensor;
    }
    // The nearest ones only: a hostile file can ask for many names.
    constexpr std::size_t kNearest = 64;
    std::vector<std::string_view> known;
    for (std::size_t i = 0; !operators_only && i < inputs; ++i) known.push_back(parts_.inputs[i].name);
    for (std::size_t i = operator_count - std::min(operator_count, kNearest); i < operator_count; ++i)
      known.push_back(parts_.operators[i].name);
    item.fail(unknown_name(what, name, known));
    return {};
  }

  NetworkParts& parts_;
  Problems& problems_;
  // Inputs and operators share one space of names: what an operator reads is named without saying which it
  // is.
  std::map<std::string, std::pair<TensorId, int>> named_;  // with the line
};

}  // namespace

bool is_network_file(const input::Document& document) {
  return std::any_of(document.root.entries.begin(), document.root.entries.end(),
                     [](const input::Node::Entry& entry) { return entry.key == "form"; });
}

Network read_network(const input::Document& document) {
  Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  input::read_schema_version(root);
  if (const auto form = root.required("form")) (void)form->choice("form", {kForm});
  NetworkParts parts;
  if (const auto name = root.required("name")) parts.name = name->text();
  NetworkReader reader(parts, problems);
  if (const auto list = root.required("inputs")) reader.inputs(*list);
  const bool inputs_known = problems.empty();  // else every shape behind them would be wrong too
  const auto list = root.required("operators");
  if (list) reader.operators(*list);
  if (const auto value = root.optional("outputs"); value && list) reader.outputs(*value);
  parts.hints = read_hints(root);
  root.finish();
  if (list && inputs_known && !parts.operators.empty()) {
    std::vector<OperatorProblem> found = derive(parts, reader.faulty);
    // A faulty operator would make others look unread.
    if (found.empty() && problems.empty()) {
      found = unread(parts);
      (void)layers_of(parts.operators, found);
    }
    for (const OperatorProblem& problem : found) {
      const Location& place = problem.at ? reader.places[problem.at->index()] : list->where();
      const std::string prefix =
          problem.at ? fmt::format("operator '{}' ", parts.operators[problem.at->index()].name) : "";
      problems.add(place.line, place.column, prefix + problem.message);
    }
  }
  problems.throw_if_any();
  return Network(std::move(parts));
}

Network load_network(const std::filesystem::path& file) { return read_network(input::load(file)); }

}  // namespace synergy::network
