#include "synergy/input/csv.hpp"

#include <cmath>

#include "read_parts.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

constexpr std::int64_t kMostBytes = std::int64_t{1} << 40;

/// Columns of a CSV file with measured transfers: bytes_column, and time or rate.
struct LinkMap {
  std::string bytes;
  std::optional<MappedColumn> time;
  std::optional<MappedColumn> rate;
};

LinkMap read_link_columns(const input::Value& value) {
  LinkMap map;
  input::Mapping mapping = value.mapping();
  if (const auto bytes = mapping.required("bytes")) map.bytes = bytes->text();
  if (const auto time = mapping.optional("time")) map.time = read_column(*time, ColumnKind::time);
  if (const auto rate = mapping.optional("rate")) {
    MappedColumn column;
    input::Mapping two = rate->mapping();
    if (const auto name = two.required("name")) column.name = name->text();
    if (const auto unit = two.required("unit")) {
      const std::vector<std::string_view> units{"B/s", "kB/s", "kbit/s", "Mbit/s"};
      constexpr double kFactors[] = {1, 1e3, 125, 125e3};
      column.factor = kFactors[unit->choice("unit of rate", units)];
    }
    two.finish();
    map.rate = column;
  }
  mapping.finish();
  if (map.time.has_value() == map.rate.has_value()) value.fail("expected either time or rate");
  return map;
}

double transfer_number(const input::Csv& csv, std::size_t row, const std::string& name) {
  const auto column = csv.find(name);
  if (!column)
    throw InputError({csv.name(), 1, 1},
                     unknown_name("column", name, {csv.columns().begin(), csv.columns().end()}));
  const auto number = input::to_number(csv.cell(row, *column));
  if (!number || !(*number > 0) || *number > 1e15)
    throw InputError(csv.where(row),
                     fmt::format("column '{}': '{}' is no number above 0", name, csv.cell(row, *column)));
  return *number;
}

void transfers_of_csv(const std::string& file, const LinkMap& map, const std::string& source, LinkRows& to) {
  const input::Csv csv = input::Csv::load(file);
  for (std::size_t i = 0; i < csv.row_count(); ++i) {
    LinkRow row;
    row.where = csv.where(i);
    row.bytes = Bytes(std::llround(std::min(transfer_number(csv, i, map.bytes), 1e12)));
    if (map.time)
      row.time = seconds(std::min(transfer_number(csv, i, map.time->name) * map.time->factor, 1e6));
    if (map.rate) row.rate = DataRate::from_si(transfer_number(csv, i, map.rate->name) * map.rate->factor);
    row.source = source;
    to.rows.push_back(row);
  }
  if (to.rows.empty()) throw InputError({file}, "has no rows");
}

LinkRow read_transfer(const input::Value& value) {
  LinkRow row;
  row.where = value.where();
  input::Mapping mapping = value.mapping();
  if (const auto bytes = mapping.required("bytes")) row.bytes = Bytes(bytes->integer(1, kMostBytes));
  if (const auto time = mapping.optional("time"))
    row.time = time->quantity<Duration>(nanoseconds(1), seconds(1e6));
  if (const auto rate = mapping.optional("rate"))
    row.rate = rate->quantity<DataRate>(DataRate::from_si(1e-3), DataRate::from_si(1e12));
  if (const auto source = mapping.required("source")) row.source = source->text();
  mapping.finish();
  if (row.time.has_value() == row.rate.has_value()) value.fail("expected either time or rate");
  return row;
}

}  // namespace

void read_link_entry(const input::Value& value, const FileContext& context, File& file) {
  const std::size_t before = value.problems().count();
  LinkRows link;
  link.where = value.where();
  std::string as_written;
  std::string path;
  std::string source;
  LinkMap map;
  input::Mapping mapping = value.mapping();
  if (const auto name = mapping.required("name")) link.name = name->text();
  if (const auto section = mapping.optional("link")) link.section = section->node();
  const auto csv = mapping.optional("file");
  if (csv) {
    read_path(*csv, context, as_written, path);
    if (const auto columns = mapping.required("columns")) map = read_link_columns(*columns);
    if (const auto text = mapping.required("source")) source = text->text();
  } else if (const auto rows = mapping.required("rows")) {
    for (const input::Value& row : rows->items()) link.rows.push_back(read_transfer(row));
    if (link.rows.empty()) rows->fail("no rows");
  }
  mapping.finish();
  if (value.problems().count() != before) return;
  if (csv) {
    file.inputs.push_back(path);
    transfers_of_csv(path, map, source, link);
  }
  file.links.push_back(std::move(link));
}

}  // namespace synergy::calibrate
