#include "synergy/results/cost_table.hpp"

#include "synergy/families/families.hpp"

#include <algorithm>

#include "columns.hpp"

namespace synergy::results {
namespace {

/// A layer as the accelerator's compiler lowers it. What a family says about layers is its own affair: its
/// columns are taken as they come, between two lists that all families share.
struct CostRow {
  const device::Lowered* lowered;
  const device::LayerFacts* facts;
  const std::vector<device::Problem>* problems;
  [[nodiscard]] const device::Network& network() const { return lowered->network(); }
  [[nodiscard]] device::LayerIndex index() const { return facts->layer; }
};

/// Whether something may go on behind the row's layer.
bool can_be_cut(const CostRow& r) {
  return r.index() + 1 < r.network().layer_count() && r.lowered->can_stop_after(r.index());
}

/// Of the layer, among those of the segment.
std::string problems_of(const CostRow& r) {
  std::string text;
  for (const device::Problem& problem : *r.problems) {
    if (problem.layer == r.index()) text += (text.empty() ? "" : "; ") + problem.message;
  }
  return text;
}

/// Before and after what the accelerator's family says about the layer.
const ColumnOf<CostRow> kFirst[] = {
    {{"index", "", "position in the model, from 0", Type::integer, Role::key},
     [](const CostRow& r) { return count(r.index()); }},
    {{"name", "", "name of the layer"}, [](const CostRow& r) { return text(r.facts->name); }},
};
const ColumnOf<CostRow> kLast[] = {
    // Empty also where the accelerator cannot stop after the layer: there is nothing to cut.
    {{"cut_bytes", "B",
      "what crosses to another device if the model is cut after this layer; empty for the last",
      Type::integer},
     [](const CostRow& r) -> Cell {
       if (!can_be_cut(r)) return {};
       return r.network().cut(r.index()).bytes.count();
     }},
    {{"cut_single_tensor", "", "y if one tensor crosses, n if several; empty for the last"},
     [](const CostRow& r) -> Cell {
       if (!can_be_cut(r)) return {};
       return std::string(r.network().cut(r.index()).single() ? "y" : "n");
     }},
    // Of the segment, so the same in all rows: layers of a segment share the memories.
    {{"fits", "",
      "y if the layers asked for fit one empty accelerator together, else n; the same in all rows"},
     [](const CostRow& r) { return text(r.problems->empty() ? "y" : "n"); }},
    {{"problem", "", "why they do not, where it is about this layer; empty otherwise"},
     [](const CostRow& r) -> Cell {
       std::string problems = problems_of(r);
       if (problems.empty()) return {};
       return problems;
     }},
};

Column column_of(const device::FactColumn& fact) {
  return {fact.name, fact.unit, fact.definition, static_cast<Type>(fact.type),
          fact.smaller_is_better ? Role::smaller_is_better : Role::value};
}

Table with_columns(const std::vector<device::FactColumn>& facts) {
  Table table{"cost", {}, {}};
  for (const ColumnOf<CostRow>& c : kFirst) table.columns.push_back(c.column);
  for (const device::FactColumn& fact : facts) table.columns.push_back(column_of(fact));
  for (const ColumnOf<CostRow>& c : kLast) table.columns.push_back(c.column);
  return table;
}

}  // namespace

Table cost_table(const device::Lowered& network, device::LayerRange layers) {
  Table table = with_columns(network.accelerator().family().layer_columns);
  const std::vector<device::Problem> problems = network.problems_alone(layers);
  for (const device::LayerFacts& layer : network.layer_facts(layers)) {
    const CostRow row{&network, &layer, &problems};
    auto& cells = table.rows.emplace_back();
    for (const ColumnOf<CostRow>& c : kFirst) cells.push_back(c.value(row));
    for (const device::Fact& fact : layer.facts) cells.push_back(fact);
    for (const ColumnOf<CostRow>& c : kLast) cells.push_back(c.value(row));
  }
  return table;
}

Table cost_table() {
  std::vector<device::FactColumn> all;
  for (const device::Family* family : families::built_in().rows()) {
    for (const device::FactColumn& fact : family->layer_columns) {
      const bool known = std::any_of(
          all.begin(), all.end(), [&](const device::FactColumn& other) { return other.name == fact.name; });
      // Families may share columns; the dictionary says each once.
      if (!known) all.push_back(fact);
    }
  }
  return with_columns(all);
}

}  // namespace synergy::results
