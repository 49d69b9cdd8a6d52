#include "work.hpp"

#include "synergy/input/reader.hpp"
#include "synergy/measured/kinds.hpp"

#include <algorithm>
#include <numeric>

namespace synergy::calibrate {

using network::Network;
using network::OperatorId;

double Work::all_macs() const { return std::accumulate(macs.begin(), macs.end(), 0.0); }

/// By operators and not by layers: a layer may hold several kinds, each with a rate of its own.
Work work_of(const Network& network, const std::string& layer) {
  Work work;
  for (network::LayerIndex i = 0; i < network.layer_count(); ++i) {
    const network::Layer& one = network.layer(i);
    if (!layer.empty() && one.name != layer) continue;
    for (int at = one.first.value(); at <= one.last.value(); ++at) {
      const OperatorId id(at);
      const auto kind = measured::kind_of(network, id);
      // Views and what is fused take no time of their own, so that no law should be fitted to them.
      if (!kind) continue;
      const auto place = static_cast<std::size_t>(*kind);
      work.operators[place] += 1;
      work.macs[place] += static_cast<double>(network.at(id).macs);
      work.bytes[place] += static_cast<double>(measured::tensor_bytes(network, id).count());
    }
  }
  return work;
}

std::shared_ptr<const Network> network_of(const Point& point, const File& file, scenario::Library& library) {
  input::Problems problems(point.where.file.empty() ? file.name : point.where.file);
  // By the reader of names in files, so that networks are found, and misspelt ones told of, as everywhere
  // else.
  input::Node node;
  node.kind = input::Node::Kind::scalar;
  node.scalar = point.network;
  node.line = point.where.line;
  node.column = point.where.column;
  auto network = library.model(input::Value(node, problems), std::filesystem::path(file.name).parent_path());
  problems.throw_if_any();
  if (point.layer.empty()) return network;
  // In a layer that is not there work_of() would find no work, and nothing would be said.
  std::vector<std::string_view> names;
  for (network::LayerIndex i = 0; i < network->layer_count(); ++i) names.push_back(network->layer(i).name);
  if (std::find(names.begin(), names.end(), point.layer) == names.end())
    throw InputError(point.where, unknown_name("layer of " + point.network, point.layer, names));
  return network;
}

}  // namespace synergy::calibrate
