// What becomes of each operator of a network, for people who bring one.
#include <map>

#include "lowered.hpp"
#include "nearest.hpp"
#include <fmt/format.h>

namespace synergy::max7800x {
namespace {

using device::OperatorFate;
using model::OperatorRole;
using network::OperatorId;
using FateKind = OperatorFate::Kind;

/// A network of the operator alone, which reads one tensor.
network::Network network_of_one(const network::Network& network, OperatorId id) {
  network::Operator op = network.at(id);
  const network::Shape in = network.shape(op.inputs.front());
  op.inputs = {network::TensorId(0)};
  op.layer.clear();
  op.hints.clear();
  std::visit(
      [](auto& kind) {
        if constexpr (requires { kind.weights.shared_with; }) kind.weights.shared_with.reset();
      },
      op.operation);
  network::NetworkParts parts;
  parts.name = network.name();
  parts.inputs.push_back({op.name == "input" ? "map" : "input", in, 8, false});
  parts.operators.push_back(std::move(op));
  return network::Network(std::move(parts));
}

std::string without_name(const device::Problem& problem, const model::Layer& layer) {
  const std::string name = fmt::format("layer '{}' of '{}' ", layer.name, problem.network);
  return problem.message.starts_with(name) ? problem.message.substr(name.size()) : problem.message;
}

/// Limits of the chip that hardware layers break, whatever else there is: of each layer that does.
std::map<model::LayerIndex, std::string> limits_broken(const Profile& chip, const model::Model& model) {
  std::map<model::LayerIndex, std::string> broken;
  for (const device::Problem& problem : check_segment(chip, model, model.all())) {
    if (problem.kind != device::Problem::Kind::unsupported) continue;
    std::string& text = broken[problem.layer];
    text += (text.empty() ? "" : "; ") + without_name(problem, model.layer(problem.layer));
  }
  return broken;
}

/// What is wrong with an operator with weights wherever it stands; empty: nothing.
std::string wrong_alone(const Profile& chip, const network::Network& network, OperatorId id) {
  const model::LoweringResult result = model::lower_operators(network_of_one(network, id));
  if (const auto* form = std::get_if<std::shared_ptr<const model::Lowered>>(&result)) {
    const auto broken = limits_broken(chip, (*form)->model());
    return broken.empty() ? "" : broken.begin()->second;
  }
  return std::get<std::vector<model::LoweringProblem>>(result).front().message;
}

/// Of an operator that is lowered.
OperatorFate fate_of(const network::Operator& op, OperatorId id, const OperatorRole& role,
                     const std::string& main) {
  if (std::holds_alternative<network::Softmax>(op.operation))
    return {FateKind::host, {}, "", "the app's postprocessing; its time is stated there", ""};
  if (!role.main) return {FateKind::dropped, {}, "", "another name for the same elements; costs nothing", ""};
  OperatorFate in_front{FateKind::mapped, {}, fmt::format("hardware layer '{}'", main), "", ""};
  if (*role.main == id) return in_front;
  if (std::holds_alternative<network::Activation>(op.operation))
    return {FateKind::folded, role.main, "", "done to sums on their way out", ""};
  if (std::holds_alternative<network::BatchNorm>(op.operation))
    return {FateKind::folded, role.main, "", "scales go into its weights, shifts into its bias", ""};
  if (op.is_view() || std::holds_alternative<network::Concat>(op.operation))
    return {FateKind::folded, role.main, "", "a way of reading its input", ""};
  return in_front;
}

}  // namespace

IdVector<OperatorId, OperatorFate> LoweredNetwork::operator_fates() const {
  auto roles = model::roles_of(network());
  // Limits of the chip hold for whole layers, which there are only where nothing is refused.
  std::map<model::LayerIndex, std::string> broken;
  if (form_ != nullptr) broken = limits_broken(profile_, model());
  for (const OperatorId id : roles.ids()) {
    if (!roles[id].refusal.empty()) continue;
    if (roles[id].main == id) roles[id].refusal = broken[*roles[id].layer];
    if (form_ == nullptr && network().at(id).weights() != nullptr)
      roles[id].refusal = wrong_alone(profile_, network(), id);
  }
  IdVector<OperatorId, OperatorFate> fates;
  for (const OperatorId id : roles.ids()) {
    const OperatorRole& role = roles[id];
    const network::Operator& op = network().at(id);
    if (role.refusal.empty()) {
      fates.push_back(fate_of(op, id, role, role.main ? network().at(*role.main).name : ""));
    } else {
      fates.push_back({FateKind::unsupported, {}, "", role.refusal, nearest_to(profile_, network(), id)});
    }
  }
  return fates;
}

}  // namespace synergy::max7800x
