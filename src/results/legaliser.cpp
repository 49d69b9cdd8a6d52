#include "synergy/results/legaliser.hpp"

#include "synergy/device/accelerator.hpp"
#include "synergy/network/names.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "columns.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

using importer::ImportedNetwork;
using importer::SourceOperator;
using nlohmann::ordered_json;

struct SourceRow {
  const ImportedNetwork* imported;
  const SourceOperator* op;
};

std::string names_of(const SourceRow& row) {
  std::string names;
  for (const network::OperatorId id : row.op->operators)
    names += (names.empty() ? "" : " ") + row.imported->network.at(id).name;
  return names;
}

const ColumnOf<SourceRow> kSourceColumns[] = {
    {{"source", "", "the source's name for the operator", Type::text, Role::key},
     [](const SourceRow& r) { return text(r.op->name); }},
    {{"kind", "", "the source's word for what it does"}, [](const SourceRow& r) { return text(r.op->kind); }},
    {{"fate", "", "mapped, folded or dropped"},
     [](const SourceRow& r) { return text(importer::to_text(r.op->fate)); }},
    {{"operators", "", "those of the network that compute it, or that it is folded into"},
     [](const SourceRow& r) { return text(names_of(r)); }},
    {{"reason", "", "why, unless it is mapped one to one"},
     [](const SourceRow& r) { return text(r.op->reason); }},
};

struct FateRow {
  const device::Lowered* lowered;
  network::OperatorId id;
  const device::OperatorFate* fate;
  [[nodiscard]] const network::Operator& op() const { return lowered->network().at(id); }
};

/// What does it: of a folded operator the one that it is done with.
std::string done_by(const FateRow& row) {
  return row.fate->into ? row.lowered->network().at(*row.fate->into).name : row.fate->by;
}

const ColumnOf<FateRow> kFateColumns[] = {
    {{"operator", "", "name in the network", Type::text, Role::key},
     [](const FateRow& r) { return text(r.op().name); }},
    {{"operation", "", "what it does"},
     [](const FateRow& r) { return text(network::to_text(r.op().operation)); }},
    {{"macs", "", "multiply-accumulates", Type::integer},
     [](const FateRow& r) { return count(r.op().macs); }},
    {{"weight_bytes", "B", "packed weights", Type::integer},
     [](const FateRow& r) { return count(r.op().weight_bytes().count()); }},
    {{"fate", "", "mapped, folded, dropped, on the host CPU, or unsupported"},
     [](const FateRow& r) { return text(device::to_text(r.fate->kind)); }},
    {{"by", "", "what of the device does it, or the operator that it is folded into"},
     [](const FateRow& r) { return text(done_by(r)); }},
    {{"reason", "", "why, unless it is mapped"}, [](const FateRow& r) { return text(r.fate->reason); }},
    {{"nearest", "", "of what is unsupported: what the device has instead, where one thing comes to mind"},
     [](const FateRow& r) { return text(r.fate->nearest); }},
};

ordered_json json_of(const Table& table) { return ordered_json::parse(to_json(table)); }

ordered_json json_of(const std::vector<network::Rewrite>& rewrites) {
  ordered_json list = ordered_json::array();
  for (const network::Rewrite& r : rewrites) {
    list.push_back({{"operator", r.name},
                    {"rule", r.rule},
                    {"what", r.what},
                    {"macs_before", r.macs_before},
                    {"macs_after", r.macs_after}});
  }
  return list;
}

ordered_json json_of(const ImportTarget& on) {
  const device::Lowered& lowered = *on.lowered;
  const device::LayerRange all = lowered.network().all();
  ordered_json target{{"device", lowered.accelerator().name()},
                      {"operators", json_of(legaliser_table(lowered))}};
  target["problems"] = why_it_does_not_fit(lowered);
  target["fits"] = target["problems"].empty();
  target["doubts"] = lowered.doubts(all);
  target["rewritten"] = on.rewritten;
  target["rewrites"] = json_of(on.rewrites);
  target["cost"] = nullptr;
  if (const auto cost = lowered.cost_alone(all)) {
    target["cost"] = {
        {"load_us", static_cast<double>(cost->load.ns()) / 1e3},
        {"infer_us", static_cast<double>(cost->infer.ns()) / 1e3},
        {"unload_us", static_cast<double>(cost->unload.ns()) / 1e3},
        {"energy_uj", (cost->load_energy + cost->infer_energy + cost->unload_energy).si() * 1e6},
        {"macs", cost->macs}};
  }
  return target;
}

ordered_json json_of(const std::optional<std::int64_t>& number) {
  return number ? ordered_json(*number) : ordered_json(nullptr);
}

ordered_json json_of(const importer::Totals& totals) {
  return {{"macs", json_of(totals.macs)},
          {"weight_bytes", json_of(totals.weight_bytes)},
          {"biases", json_of(totals.biases)}};
}

}  // namespace

Table source_table(const ImportedNetwork& imported) {
  std::vector<SourceRow> rows;
  for (const SourceOperator& op : imported.operators) rows.push_back({&imported, &op});
  return make_table<SourceRow>("source", kSourceColumns, rows);
}

Table legaliser_table(const device::Lowered& on_device) {
  const auto fates = on_device.operator_fates();
  std::vector<FateRow> rows;
  for (const network::OperatorId id : fates.ids()) rows.push_back({&on_device, id, &fates[id]});
  return make_table<FateRow>("legaliser", kFateColumns, rows);
}

std::string fate_counts(const device::Lowered& on_device) {
  std::map<device::OperatorFate::Kind, int> counts;
  for (const device::OperatorFate& fate : on_device.operator_fates()) ++counts[fate.kind];
  std::string line;
  for (const auto& [kind, number] : counts)
    line += fmt::format("{}{} {}", line.empty() ? "" : ", ", number, device::to_text(kind));
  return line;
}

std::vector<std::string> why_it_does_not_fit(const device::Lowered& on_device) {
  const network::Network& network = on_device.network();
  const auto problems = on_device.problems_alone(network.all());
  std::vector<std::string> reasons;
  if (problems.empty()) return reasons;
  const auto fates = on_device.operator_fates();
  for (const network::OperatorId id : fates.ids()) {
    if (fates[id].kind == device::OperatorFate::Kind::unsupported)
      reasons.push_back(
          fmt::format("operator '{}' of '{}' {}", network.at(id).name, network.name(), fates[id].reason));
  }
  // Families stop at an operator that they do not have: their word counts only where there is none.
  const bool known = !reasons.empty();
  for (const device::Problem& problem : problems) {
    if (!known || problem.kind != device::Problem::Kind::unsupported) reasons.push_back(problem.message);
  }
  return reasons;
}

std::string totals_line(const ImportedNetwork& imported) {
  const importer::Totals ours = importer::totals_of(imported.network);
  const auto beside = [](const std::optional<std::int64_t>& counted, std::string_view what,
                         const std::optional<std::int64_t>& stated) {
    std::string text = fmt::format("{} {}", *counted, what);
    if (!stated) return text + " (not stated)";
    return text + (*stated == *counted ? " (as the source states)"
                                       : fmt::format(" (the source states {})", *stated));
  };
  return fmt::format("{}, {}, {}", beside(ours.macs, "MACs", imported.stated.macs),
                     beside(ours.weight_bytes, "B of weights", imported.stated.weight_bytes),
                     beside(ours.biases, "biases", imported.stated.biases));
}

std::string import_json(const ImportedNetwork& imported, const std::vector<ImportTarget>& targets) {
  const importer::Provenance& from = imported.provenance;
  ordered_json report{{"source", {{"file", from.file}, {"format", from.format}, {"hash", from.hash}}},
                      {"network", imported.network.name()},
                      {"operators", json_of(source_table(imported))}};
  report["inferred"] = ordered_json::array();
  for (const importer::InferredNumber& n : from.inferred)
    report["inferred"].push_back({{"what", n.what}, {"value", n.value}, {"rule", n.rule}});
  report["notes"] = imported.notes;
  report["totals"] = {{"network", json_of(importer::totals_of(imported.network))},
                      {"stated", json_of(imported.stated)}};
  report["targets"] = ordered_json::array();
  for (const ImportTarget& target : targets) report["targets"].push_back(json_of(target));
  // Names of a source may be no UTF-8, which must not end the program.
  return report.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace synergy::results
