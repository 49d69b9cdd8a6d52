#include "work.hpp"

#include "synergy/input/reader.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <variant>

namespace synergy::calibrate {
namespace {

using network::Network;
using network::Operator;
using network::OperatorId;

constexpr std::array<std::string_view, kKinds> kOperatorKinds{
    "conv", "pointwise", "depthwise", "transposed", "linear", "pool", "elementwise", "activation", "copy"};

std::size_t place_of_kind(std::string_view name) {
  return static_cast<std::size_t>(std::find(kOperatorKinds.begin(), kOperatorKinds.end(), name) -
                                  kOperatorKinds.begin());
}

/// None: takes no time of its own, being a view or fused into what computes in front of it.
std::optional<std::size_t> kind_of_operator(const Network& network, const Operator& op) {
  if (const auto* conv = std::get_if<network::Conv>(&op.operation)) {
    const int in = network.shape(op.inputs.front()).channels;
    if (conv->groups > 1 && conv->groups == in) return place_of_kind("depthwise");
    const network::Extent one;
    return place_of_kind(conv->groups == 1 && conv->window.size == one ? "pointwise" : "conv");
  }
  if (std::holds_alternative<network::ConvTranspose>(op.operation)) return place_of_kind("transposed");
  if (std::holds_alternative<network::Linear>(op.operation)) return place_of_kind("linear");
  if (std::holds_alternative<network::Pool>(op.operation)) return place_of_kind("pool");
  if (std::holds_alternative<network::Elementwise>(op.operation)) return place_of_kind("elementwise");
  if (op.is_view()) return {};
  if (op.is_copy() || std::holds_alternative<network::Concat>(op.operation)) return place_of_kind("copy");
  return {};
}

}  // namespace

const std::array<std::string_view, kKinds>& kind_names() { return kOperatorKinds; }

double Work::all_macs() const { return std::accumulate(macs.begin(), macs.end(), 0.0); }

Work work_of(const Network& network, const std::string& layer) {
  Work work;
  for (network::LayerIndex i = 0; i < network.layer_count(); ++i) {
    const network::Layer& one = network.layer(i);
    if (!layer.empty() && one.name != layer) continue;
    for (int at = one.first.value(); at <= one.last.value(); ++at) {
      const Operator& op = network.at(OperatorId(at));
      const auto kind = kind_of_operator(network, op);
      if (!kind) continue;
      work.operators[*kind] += 1;
      work.macs[*kind] += static_cast<double>(op.macs);
      double bytes = static_cast<double>(op.output_bytes().count());
      for (auto input = op.inputs.begin(); input != op.inputs.end(); ++input) {
        if (std::find(op.inputs.begin(), input, *input) == input)
          bytes += static_cast<double>(network.bytes(*input).count());
      }
      work.bytes[*kind] += bytes;
    }
  }
  return work;
}

std::shared_ptr<const Network> network_of(const Point& point, const File& file, scenario::Library& library) {
  input::Problems problems(file.name);
  input::Node node;
  node.kind = input::Node::Kind::scalar;
  node.scalar = point.network;
  const auto network =
      library.model(input::Value(node, problems), std::filesystem::path(file.name).parent_path());
  problems.throw_if_any();
  if (point.layer.empty()) return network;
  std::vector<std::string_view> names;
  for (network::LayerIndex i = 0; i < network->layer_count(); ++i) names.push_back(network->layer(i).name);
  if (std::find(names.begin(), names.end(), point.layer) == names.end())
    throw InputError({file.name}, unknown_name("layer of " + point.network, point.layer, names));
  return network;
}

}  // namespace synergy::calibrate
