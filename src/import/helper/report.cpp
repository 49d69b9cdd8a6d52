#include "report.hpp"

#include "synergy/input/reader.hpp"
#include "synergy/network/load.hpp"

namespace synergy::importer {
namespace {

/// JSON is YAML: it is read by what reads all files, with its limits and its messages.
std::string text_at(input::Mapping& mapping, std::string_view key) {
  const auto value = mapping.required(key);
  return value ? value->node().scalar : "";
}

std::vector<network::OperatorId> operators_at(input::Mapping& mapping, const network::Network& network) {
  std::vector<network::OperatorId> ids;
  const auto list = mapping.required("operators");
  if (!list) return ids;
  const auto last = static_cast<std::int64_t>(network.operators().size()) - 1;
  for (const input::Value& item : list->items()) ids.emplace_back(item.integer(0, last));
  return ids;
}

SourceOperator operator_of(const input::Value& value, const network::Network& network) {
  input::Mapping mapping = value.mapping();
  SourceOperator op;
  op.name = text_at(mapping, "name");
  op.kind = text_at(mapping, "kind");
  const std::string fate = text_at(mapping, "fate");
  for (const Fate each : {Fate::mapped, Fate::folded, Fate::dropped}) {
    if (to_text(each) == fate) op.fate = each;
  }
  op.operators = operators_at(mapping, network);
  op.reason = text_at(mapping, "reason");
  return op;
}

InferredNumber number_of(const input::Value& value) {
  input::Mapping mapping = value.mapping();
  InferredNumber number;
  number.what = text_at(mapping, "what");
  number.value = text_at(mapping, "value");
  number.rule = text_at(mapping, "rule");
  return number;
}

}  // namespace

ImportedNetwork imported_from(const std::string& report, const std::string& network_file,
                              const std::string& program) {
  ImportedNetwork imported{network::read_network(input::parse(network_file, program)), {}, {}, {}, {}};
  const input::Document document = input::parse(report, program);
  input::Problems problems(program);
  input::Mapping mapping = input::Value(document.root, problems).mapping();
  if (const auto from = mapping.required("provenance")) {
    input::Mapping provenance = from->mapping();
    imported.provenance.file = text_at(provenance, "file");
    imported.provenance.hash = text_at(provenance, "hash");
    imported.provenance.format = text_at(provenance, "format");
  }
  if (const auto list = mapping.required("operators")) {
    for (const input::Value& item : list->items())
      imported.operators.push_back(operator_of(item, imported.network));
  }
  if (const auto list = mapping.required("notes")) {
    for (const input::Value& item : list->items()) imported.notes.push_back(item.node().scalar);
  }
  if (const auto list = mapping.required("inferred")) {
    for (const input::Value& item : list->items()) imported.provenance.inferred.push_back(number_of(item));
  }
  // Other keys are those of a later version, and say no less of these.
  problems.throw_if_any();
  return imported;
}

}  // namespace synergy::importer
