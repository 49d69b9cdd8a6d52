#include "derive.hpp"

#include <algorithm>
#include <map>

#include "infer.hpp"
#include <fmt/format.h>

namespace synergy::network {
namespace {

/// Checks operators one after the other, each against those in front of it.
class Derivation {
 public:
  explicit Derivation(NetworkParts& parts)
      : parts_(parts), input_count_(static_cast<int>(parts.inputs.size())) {}

  void operator()(OperatorId id, std::vector<std::string>& problems) const {
    Operator& op = parts_.operators[id.index()];
    if (op.inputs.empty() || op.inputs.size() > kMaxInputs) {
      problems.push_back(fmt::format("reads {} inputs: 1 to {} are possible", op.inputs.size(), kMaxInputs));
      return;
    }
    std::vector<Operand> operands;
    for (const TensorId tensor : op.inputs) operands.push_back(operand(tensor));
    Inferred found = infer(op.operation, operands);
    // Filled in although something may be wrong, so that readers can be judged by what was meant.
    if (op.output_bits == 0) op.output_bits = default_bits(op, operands.front().bits);
    if (op.output_bits < 1 || op.output_bits > 32)
      found.problems.emplace_back("output_bits is out of range: 1 to 32");
    if (op.is_view() && op.output_bits != operands.front().bits)
      found.problems.emplace_back("renames the elements of its input, and so has the bits of that");
    problems = std::move(found.problems);
    if (!problems.empty()) return;
    op.out = found.out;
    op.weight_count = found.weight_count;
    count(op, problems);
    if (problems.empty()) share_weights(op, problems);
  }

 private:
  [[nodiscard]] Operand operand(TensorId tensor) const {
    if (tensor.value() < input_count_) {
      const Input& input = parts_.inputs[tensor.index()];
      return {input.name, true, input.shape, input.bits};
    }
    const Operator& from = parts_.operators[tensor.index() - parts_.inputs.size()];
    return {from.name, false, from.out, from.output_bits};
  }

  /// Divides instead of multiplying: the product may be above 2^63.
  static void count(Operator& op, std::vector<std::string>& problems) {
    if (op.weight_count > kMaxWeights) {
      problems.emplace_back("has more weights than 2^40");
    } else if (op.weight_count > kMaxMacs / op.out.pixels()) {
      problems.emplace_back("needs more multiply-accumulates than 2^50");
    } else {
      op.macs = op.weight_count * op.out.pixels();
    }
  }

  /// Chains lead to their first operator, whose weights they all are.
  void share_weights(Operator& op, std::vector<std::string>& problems) const {
    const Weights* weights = op.weights();
    if (weights == nullptr || !weights->shared_with) return;
    const Operator* from = &parts_.operators[weights->shared_with->index()];
    if (const Weights* theirs = from->weights(); theirs != nullptr && theirs->shared_with) {
      const OperatorId root = *theirs->shared_with;
      std::visit(
          [root](auto& operation) {
            if constexpr (requires { operation.weights; }) operation.weights.shared_with = root;
          },
          op.operation);
      from = &parts_.operators[root.index()];
    }
    // Same kind, numbers and kernel: the stored weights of one must serve the other bit by bit.
    const bool same = from->operation.index() == op.operation.index() &&
                      from->weight_count == op.weight_count && from->weights()->bits == weights->bits &&
                      from->weights()->out_channels == weights->out_channels &&
                      kernel_of(*from) == kernel_of(op) && groups_of(*from) == groups_of(op);
    if (same) return;
    problems.push_back(fmt::format(
        "cannot use the weights of '{}': operator, kernel, channels, groups and weight_bits must be the same",
        from->name));
  }

  /// Equal numbers of weights do not make equal kernels: 9x1 has as many as 3x3.
  static Extent kernel_of(const Operator& op) {
    if (const auto* conv = std::get_if<Conv>(&op.operation)) return conv->window.size;
    if (const auto* conv = std::get_if<ConvTranspose>(&op.operation)) return conv->window.size;
    return {};
  }

  /// With equal groups, equal numbers of weights mean equal numbers of input channels as well.
  static int groups_of(const Operator& op) {
    if (const auto* conv = std::get_if<Conv>(&op.operation)) return conv->groups;
    if (const auto* conv = std::get_if<ConvTranspose>(&op.operation)) return conv->groups;
    return 1;
  }

  NetworkParts& parts_;
  int input_count_;
};

/// What follows from another operator's fault is no problem of its own: users see the cause alone.
bool reads_faulty(const Operator& op, std::size_t input_count, const std::vector<bool>& faulty) {
  const Weights* weights = op.weights();
  if (weights != nullptr && weights->shared_with && faulty[weights->shared_with->index()]) return true;
  return std::any_of(op.inputs.begin(), op.inputs.end(), [&](TensorId tensor) {
    return tensor.index() >= input_count && faulty[tensor.index() - input_count];
  });
}

/// Without sound inputs nothing else can be judged.
std::vector<OperatorProblem> check_whole(const NetworkParts& parts) {
  std::vector<OperatorProblem> problems;
  const auto count = [&problems](std::size_t n, std::size_t limit, std::string_view what) {
    if (n < 1 || n > limit)
      problems.push_back({{}, fmt::format("{} {}: 1 to {} are possible", n, what, limit)});
  };
  count(parts.inputs.size(), kMaxInputs, "inputs");
  count(parts.operators.size(), kMaxOperators, "operators");
  for (const Input& input : parts.inputs) {
    const Shape& s = input.shape;
    if (s.channels < 1 || s.channels > kMaxSide || s.height < 1 || s.height > kMaxSide || s.width < 1 ||
        s.width > kMaxSide || s.elements() > kMaxElements) {
      problems.push_back({{}, fmt::format("input '{}' of {}: empty or too large", input.name, to_text(s))});
    }
    if (input.bits < 1 || input.bits > 32)
      problems.push_back(
          {{}, fmt::format("input '{}' has {} bits: 1 to 32 are possible", input.name, input.bits)});
  }
  return problems;
}

}  // namespace

/// What is computed has 8 bits unless the file says otherwise; what only moves elements keeps their size.
int default_bits(const Operator& op, int input_bits) {
  const bool computes = op.weights() != nullptr || std::holds_alternative<Elementwise>(op.operation);
  return computes ? 8 : input_bits;
}

std::vector<OperatorProblem> derive(NetworkParts& parts, std::vector<bool> faulty) {
  std::vector<OperatorProblem> problems = check_whole(parts);
  if (!problems.empty()) return problems;
  faulty.resize(parts.operators.size());
  const Derivation derivation(parts);
  for (std::size_t i = 0; i < parts.operators.size(); ++i) {
    if (faulty[i]) continue;
    faulty[i] = true;  // until it turns out sound
    if (reads_faulty(parts.operators[i], parts.inputs.size(), faulty)) continue;
    std::vector<std::string> found;
    derivation(OperatorId(i), found);
    faulty[i] = !found.empty();
    for (std::string& message : found) problems.push_back({OperatorId(i), std::move(message)});
  }
  return problems;
}

/// Indices alone, before anything follows them into a vector.
std::vector<OperatorProblem> misplaced(const NetworkParts& parts) {
  std::vector<OperatorProblem> problems;
  const auto inputs = static_cast<int>(parts.inputs.size());
  for (std::size_t i = 0; i < parts.operators.size(); ++i) {
    const OperatorId id(i);
    const Operator& op = parts.operators[i];
    for (const TensorId tensor : op.inputs) {
      if (tensor.value() >= 0 && tensor.value() < inputs + id.value()) continue;
      problems.push_back({id, fmt::format("reads tensor {}, which does not come earlier", tensor.value())});
    }
    const Weights* weights = op.weights();
    if (weights == nullptr || !weights->shared_with) continue;
    const int shared = weights->shared_with->value();
    if (shared < 0 || shared >= id.value())
      problems.push_back(
          {id, fmt::format("uses the weights of operator {}, which is not an earlier one", shared)});
  }
  for (const TensorId output : parts.outputs) {
    if (output.value() < inputs || output.index() >= parts.inputs.size() + parts.operators.size())
      problems.push_back({{}, fmt::format("output {} is not that of an operator", output.value())});
  }
  return problems;
}

/// Names are compared too: tables and plans call layers by them.
std::vector<Layer> layers_of(const std::vector<Operator>& operators, std::vector<OperatorProblem>& problems) {
  std::vector<Layer> layers;
  std::map<std::string_view, OperatorId> first_of;
  for (std::size_t i = 0; i < operators.size(); ++i) {
    const OperatorId id(i);
    // Only neighbours join: a layer is a range of operators, or no plan could be written as ranges of layers.
    const bool stated = !operators[i].layer.empty();
    if (stated && !layers.empty() && layers.back().stated && layers.back().name == operators[i].layer) {
      layers.back().last = id;
      continue;
    }
    const std::string& name = stated ? operators[i].layer : operators[i].name;
    const auto [there, is_new] = first_of.emplace(name, id);
    if (!is_new) {
      problems.push_back({id, fmt::format("begins a layer '{}', but '{}' is in one of that name already; a "
                                          "layer's operators follow each other",
                                          name, operators[there->second.index()].name)});
    }
    layers.push_back({name, id, id, stated, {}});
  }
  return layers;
}

}  // namespace synergy::network
