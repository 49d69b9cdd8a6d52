#include "synergy/results/summary.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace synergy::results {
namespace {

using Rows = std::vector<const std::vector<Cell>*>;

std::size_t place_of(const Table& table, std::string_view name) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const Column& column) { return column.name == name; });
  return static_cast<std::size_t>(found - table.columns.begin());
}

/// The rows of each scenario, planner and policy, in the order in which they come first.
/// Found by looking through the groups there are: a table for people has few.
std::vector<Rows> groups_of(const Table& runs) {
  const std::size_t keys[] = {place_of(runs, "scenario"), place_of(runs, "planner"),
                              place_of(runs, "policy")};
  std::vector<Rows> groups;
  for (const auto& row : runs.rows) {
    const auto same = [&](const Rows& group) {
      return std::all_of(std::begin(keys), std::end(keys),
                         [&](std::size_t key) { return (*group.front())[key] == row[key]; });
    };
    const auto known = std::find_if(groups.begin(), groups.end(), same);
    (known == groups.end() ? groups.emplace_back() : *known).push_back(&row);
  }
  return groups;
}

/// Four digits, and whole numbers from 1000 on, as to_aligned() writes numbers.
std::string short_text(double value) {
  return std::abs(value) >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:#.4g}", value);
}

/// Rows of one run in different replications made one cell: texts counted, numbers as mean and half width.
Cell folded(const Rows& rows, std::size_t column, Type type) {
  // As it is: without replications nothing is folded, and types stay.
  if (rows.size() == 1) return (*rows.front())[column];
  if (type == Type::text) {
    std::vector<std::string> texts;
    for (const auto* row : rows) {
      if (const auto* text = std::get_if<std::string>(&(*row)[column])) texts.push_back(*text);
    }
    if (texts.empty()) return {};
    const auto differs = [&](const std::string& text) { return text != texts.front(); };
    // All rows say it, and the same: counts would only repeat the number of replications.
    if (texts.size() == rows.size() && std::none_of(texts.begin(), texts.end(), differs))
      return texts.front();
    std::string all;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (std::find(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(i), texts[i]) !=
          texts.begin() + static_cast<std::ptrdiff_t>(i))
        continue;
      all += fmt::format("{}{} {}", all.empty() ? "" : ", ", texts[i],
                         std::count(texts.begin(), texts.end(), texts[i]));
    }
    return all;
  }
  std::vector<double> values;
  for (const auto* row : rows) {
    if (const auto* number = std::get_if<double>(&(*row)[column])) values.push_back(*number);
    if (const auto* whole = std::get_if<std::int64_t>(&(*row)[column]))
      values.push_back(static_cast<double>(*whole));
  }
  // Replications without a value (nothing completed) are left out, as in summary.csv.
  if (values.empty()) return {};
  const auto half_width = ci95_half_width(values);
  if (!half_width) return mean(values);
  return short_text(mean(values)) + " +- " + (*half_width == 0 ? "0" : fmt::format("{:.2g}", *half_width));
}

/// An empty cell and a count of 0 say that nothing happened, which a table for people can leave out.
bool says_something(const Cell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return *whole != 0;
  if (const auto* number = std::get_if<double>(&cell)) return *number != 0;
  const auto* text = std::get_if<std::string>(&cell);
  return text != nullptr && !text->empty();
}

}  // namespace

Table fold_replications(const Table& runs, const std::vector<std::string_view>& columns) {
  const std::vector<Rows> groups = groups_of(runs);
  Table table{runs.name, {}, std::vector<std::vector<Cell>>(groups.size())};
  const bool any =
      std::any_of(groups.begin(), groups.end(), [](const Rows& rows) { return rows.size() > 1; });
  for (const std::string_view name : columns) {
    const std::size_t column = place_of(runs, name);
    table.columns.push_back(runs.columns[column]);
    for (std::size_t g = 0; g < groups.size(); ++g)
      table.rows[g].push_back(folded(groups[g], column, runs.columns[column].type));
    // Behind the last key; a column of ones would say nothing.
    if (!any || name != "policy") continue;
    table.columns.push_back({"replication_count", "", "replications", Type::integer});
    for (std::size_t g = 0; g < groups.size(); ++g)
      table.rows[g].emplace_back(static_cast<std::int64_t>(groups[g].size()));
  }
  return table;
}

std::vector<std::string_view> telling_columns(const Table& table, const std::vector<std::string_view>& always,
                                              const std::vector<std::string_view>& if_any) {
  std::vector<std::string_view> names;
  const auto is_in = [](const std::vector<std::string_view>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const std::string_view name = table.columns[c].name;
    const bool tells =
        is_in(if_any, name) && std::any_of(table.rows.begin(), table.rows.end(),
                                           [&](const auto& row) { return says_something(row[c]); });
    if (tells || is_in(always, name)) names.push_back(name);
  }
  return names;
}

}  // namespace synergy::results
