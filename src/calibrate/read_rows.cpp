#include "synergy/input/csv.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "read_parts.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

/// Largest that anything measured may be: what is above has another unit than was said.
constexpr double kMost = 1e6;

/// A word that is no phase or no state: of a misspelt one the numbers would be read and not used.
std::string unknown_word(const Row& row) {
  if (!row.phase.empty() && !is_phase(row.phase)) return unknown_name("phase", row.phase, phases());
  if (!row.state.empty() && std::find(states().begin(), states().end(), row.state) == states().end())
    return unknown_name("state", row.state, states());
  return {};
}

/// A rule between the numbers of a row; nothing if all is well.
std::string problem_with(const Row& row) {
  // First of all: a number without a document is one that nobody can check.
  if (row.source.empty()) return "has no source: document and page";
  if (std::string unknown = unknown_word(row); !unknown.empty()) return unknown;
  if (row.phase.empty() == row.state.empty()) return "needs either a phase or a state";
  if (!row.phase.empty() && row.phase == "infer" && row.network.empty()) return "'network' is missing";
  if (moves_bytes(row.phase) && !row.bytes) return "'bytes' is missing: how many are moved?";
  if (!row.time && !row.energy && !row.power) return "has no number: time, energy or power";
  // A state lasts as long as it likes: time and energy say nothing of it.
  if (!row.state.empty() && !row.power) return "a state has a power";
  if (!row.phase.empty() && !row.time && !(row.energy && row.power))
    return "has no time (nor energy and power, whose quotient it is)";
  return {};
}

/// What may stand in a column of rows beside numbers.
struct TextColumn {
  std::string_view key;
  std::string Row::*member;
};
/// One list for rows in the file and for columns of tables, so that both know the same keys.
const std::vector<TextColumn>& text_columns() {
  static const std::vector<TextColumn> columns{{"network", &Row::network},
                                               {"layer", &Row::layer},
                                               {"phase", &Row::phase},
                                               {"state", &Row::state},
                                               {"source", &Row::source}};
  return columns;
}

/// Reads one number of a row; empty cells are numbers that were not measured.
std::optional<double> number_at(const input::Csv& csv, std::size_t row, std::size_t column, double factor) {
  const std::string_view cell = csv.cell(row, column);
  if (cell.empty()) return {};
  const auto number = input::to_number(cell);
  if (!number || !(*number > 0) || *number * factor > kMost)
    throw InputError(csv.where(row),
                     fmt::format("column '{}': '{}' is no number above 0", csv.columns()[column], cell));
  return *number * factor;
}

std::size_t column_of(const input::Csv& csv, const std::string& name) {
  const auto found = csv.find(name);
  if (!found) {
    throw InputError({csv.name(), 1, 1},
                     unknown_name("column", name, {csv.columns().begin(), csv.columns().end()}));
  }
  return *found;
}

/// The columns of a CSV file of rows, by name, and which rows of it count.
struct RowMap {
  std::string file;
  std::vector<std::pair<std::string Row::*, std::string>> texts;
  std::vector<std::pair<ColumnKind, MappedColumn>> numbers;
  std::string bytes;
  std::vector<std::pair<std::string, std::string>> where;  // column, what it must say
};

void read_row_columns(const input::Value& value, RowMap& map) {
  input::Mapping mapping = value.mapping();
  for (const TextColumn& column : text_columns()) {
    if (const auto name = mapping.optional(column.key)) map.texts.emplace_back(column.member, name->text());
  }
  const std::pair<std::string_view, ColumnKind> kinds[] = {
      {"time", ColumnKind::time}, {"energy", ColumnKind::energy}, {"power", ColumnKind::power}};
  for (const auto& [key, kind] : kinds) {
    if (const auto column = mapping.optional(key)) map.numbers.emplace_back(kind, read_column(*column, kind));
  }
  if (const auto bytes = mapping.optional("bytes")) map.bytes = bytes->text();
  mapping.finish();
}

void take_number(Row& row, ColumnKind kind, std::optional<double> si) {
  if (!si) return;
  if (kind == ColumnKind::time) row.time = seconds(*si);
  if (kind == ColumnKind::energy) row.energy = Energy::from_si(*si);
  if (kind == ColumnKind::power) row.power = Power::from_si(*si);
}

/// `standard` has what stands beside the map, for all rows. Throws InputError with the CSV file's own places.
void rows_of_csv(const RowMap& map, const Row& standard, File& file) {
  const input::Csv csv = input::Csv::load(map.file);
  const std::size_t before = file.rows.size();
  for (std::size_t i = 0; i < csv.row_count(); ++i) {
    const bool counts = std::all_of(map.where.begin(), map.where.end(), [&](const auto& rule) {
      return csv.cell(i, column_of(csv, rule.first)) == rule.second;
    });
    if (!counts) continue;
    Row row = standard;
    row.where = csv.where(i);
    for (const auto& [member, name] : map.texts) row.*member = csv.cell(i, column_of(csv, name));
    for (const auto& [kind, column] : map.numbers)
      take_number(row, kind, number_at(csv, i, column_of(csv, column.name), column.factor));
    if (!map.bytes.empty()) {
      if (const auto bytes = number_at(csv, i, column_of(csv, map.bytes), 1))
        row.bytes = Bytes(static_cast<std::int64_t>(std::llround(*bytes)));
    }
    // A table has rows of other things, too: those without any number are passed over.
    if (!row.time && !row.energy && !row.power) continue;
    if (const std::string problem = problem_with(row); !problem.empty()) throw InputError(row.where, problem);
    file.rows.push_back(std::move(row));
  }
  // A misspelt condition would otherwise leave a whole table out, and nobody would notice.
  if (file.rows.size() == before) throw InputError({map.file}, "no row has a number that is asked for");
}

void read_texts(input::Mapping& mapping, Row& row) {
  for (const TextColumn& column : text_columns()) {
    if (const auto text = mapping.optional(column.key)) row.*column.member = text->text();
  }
}

}  // namespace

void read_row_entry(const input::Value& value, const FileContext& context, File& file) {
  const std::size_t before = value.problems().count();
  input::Mapping mapping = value.mapping();
  Row row;
  row.where = value.where();
  RowMap map;
  std::string path;
  const auto csv = mapping.optional("file");
  if (csv) {
    read_path(*csv, context, path, map.file);
    if (const auto columns = mapping.required("columns")) read_row_columns(*columns, map);
    if (const auto where = mapping.optional("where")) {
      for (const auto& [column, text] : where->mapping().entries())
        map.where.emplace_back(column, text.text());
    }
  }
  read_texts(mapping, row);
  check_rail(mapping, context);
  if (!csv) {
    if (const auto time = mapping.optional("time"))
      row.time = time->quantity<Duration>(nanoseconds(1), seconds(kMost));
    if (const auto energy = mapping.optional("energy"))
      row.energy = energy->quantity<Energy>(Energy::from_si(1e-12), Energy::from_si(kMost));
    if (const auto power = mapping.optional("power"))
      row.power = power->quantity<Power>(Power::from_si(1e-9), Power::from_si(kMost));
    if (const auto bytes = mapping.optional("bytes"))
      row.bytes = Bytes(bytes->integer(1, std::int64_t{1} << 40));
  }
  mapping.finish();
  if (const std::string unknown = unknown_word(row); !unknown.empty()) value.fail(unknown);
  if (value.problems().count() != before) return;
  if (csv) {
    file.inputs.push_back(map.file);
    rows_of_csv(map, row, file);
    return;
  }
  if (const std::string problem = problem_with(row); !problem.empty())
    value.fail(problem);
  else
    file.rows.push_back(std::move(row));
}

}  // namespace synergy::calibrate
