// Imported networks on devices, rewritten where that helps.
#include "synergy/results/legaliser.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::results {
namespace {

using importer::ImportedNetwork;
using importer::SourceOperator;
using network::OperatorId;

std::set<std::string> unsupported_by(const device::Accelerator& device, const network::Network& network) {
  std::set<std::string> names;
  const auto fates = device.lower(std::make_shared<const device::Network>(network))->operator_fates();
  for (const OperatorId id : fates.ids()) {
    if (fates[id].kind == device::OperatorFate::Kind::unsupported) names.insert(network.at(id).name);
  }
  return names;
}

/// Where a source's operator has gone: operators keep their names, and what is new is called after them.
std::vector<OperatorId> new_places(const std::vector<OperatorId>& places, const network::Network& before,
                                   const network::Network& after) {
  std::vector<OperatorId> found;
  for (const OperatorId id : after.operators().ids()) {
    const std::string& name = after.at(id).name;
    if (std::any_of(places.begin(), places.end(), [&](OperatorId place) {
          return name == before.at(place).name || name.starts_with(before.at(place).name + "/");
        }))
      found.push_back(id);
  }
  return found;
}

/// The import as it would be had the source been written so.
ImportedNetwork with(const network::Rewritten& rewritten, const ImportedNetwork& imported,
                     const device::Accelerator& device) {
  ImportedNetwork result{rewritten.network, imported.provenance, imported.operators, imported.notes,
                         imported.stated};
  for (SourceOperator& op : result.operators) {
    op.operators = new_places(op.operators, imported.network, rewritten.network);
    if (!op.operators.empty() || op.fate != importer::Fate::mapped) continue;
    op.fate = importer::Fate::folded;
    op.reason = "into the operator in front";
  }
  for (const network::Rewrite& rewrite : rewritten.done)
    result.notes.push_back(fmt::format("Rewritten for {}: {}", device.name(), to_text(rewrite)));
  return result;
}

}  // namespace

std::string to_text(const network::Rewrite& rewrite) {
  const std::int64_t more = rewrite.macs_after - rewrite.macs_before;
  const std::string cost =
      more == 0 ? "as many MACs"
      : rewrite.macs_before == 0
          ? fmt::format("{} more MACs", more)
          : fmt::format("{:.3g} times the MACs",
                        static_cast<double>(rewrite.macs_after) / static_cast<double>(rewrite.macs_before));
  return fmt::format("{}: {} ({})", rewrite.name, rewrite.what, cost);
}

ImportTarget target_for(const ImportedNetwork& imported, const device::Accelerator& device,
                        bool allow_rewrite) {
  const network::Rewritten rewritten = network::rewrite(
      imported.network, [&](const network::Network& network) { return unsupported_by(device, network); });
  ImportTarget target{imported, nullptr, rewritten.done, allow_rewrite && !rewritten.done.empty()};
  if (target.rewritten) target.imported = with(rewritten, imported, device);
  target.lowered = device.lower(std::make_shared<const device::Network>(target.imported.network));
  return target;
}

}  // namespace synergy::results
