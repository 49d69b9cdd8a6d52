#include "synergy/base/hash.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/sweep/sweep.hpp"

#include <algorithm>
#include <set>

#include "derive.hpp"
#include "folder_pieces.hpp"
#include "keys.hpp"
#include "part.hpp"
#include <fmt/format.h>

namespace synergy::sweep {
namespace {

using input::Mapping;
using input::Value;

std::vector<std::string> read_tables(const Value& list) {
  // Always and first: runs.csv has the factors, and the summary is made of it.
  std::vector<std::string> tables{"runs"};
  for (const Value& item : list.items()) {
    const std::string_view name = table_names()[item.choice("table", table_names())];
    if (std::find(tables.begin(), tables.end(), name) == tables.end()) tables.emplace_back(name);
  }
  return tables;
}

/// Axes that are not zipped are a dimension of their own; dimensions follow the order of the axes.
void complete_dimensions(Part& part) {
  std::set<int> zipped;
  for (const auto& dimension : part.dimensions) zipped.insert(dimension.begin(), dimension.end());
  for (int axis = 0; axis < static_cast<int>(part.axes.size()); ++axis) {
    if (!zipped.contains(axis)) part.dimensions.push_back({axis});
  }
  // A zip stands where the axis stands that it names first, so that the order of rows follows the file.
  std::sort(part.dimensions.begin(), part.dimensions.end());
}

/// Paths to files in the settings start where the sweep file lies.
void start_paths_at(const std::filesystem::path& base, Part& part) {
  for (scenario::Override& setting : part.settings) setting.base = base;
  for (Axis& axis : part.axes) {
    for (Level& level : axis.levels) {
      for (scenario::Override& setting : level.settings) setting.base = base;
    }
  }
}

/// Rows are told apart by the scenario's name.
void require_distinct_names(const Sweep& sweep, const Mapping& root) {
  std::set<std::string> names;
  for (const input::Document& document : sweep.scenarios) {
    if (!names.insert(scenario_name(document)).second)
      root.fail(fmt::format("two scenarios are named '{}'; names must differ", scenario_name(document)));
  }
}

/// Records a problem if only some parts have folders, or one would leave the place of the results.
void check_folder(const Sweep& sweep, const Part& part, input::Problems& problems) {
  const auto fail = [&](const std::string& message) {
    problems.add(part.folder_where.line, part.folder_where.column, message);
  };
  // A file is a study or a sweep as a whole, since the two have different results and different commands.
  if (part.folder.empty() != sweep.parts.front().folder.empty())
    fail("either all parts have a `folder`, or none has");
  if (part.folder.empty()) {
    if (part.compare) fail("`compare` needs a `folder` for its tables");
    return;
  }
  const std::filesystem::path path(part.folder);
  if (path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end())
    fail("expected a path that stays below the folder of the results");
  std::vector<std::string_view> known{"scenario"};
  for (const Axis& axis : part.axes) known.push_back(axis.name);
  for (const FolderPiece& piece : pieces_of(part.folder)) {
    if (piece.is_name && std::find(known.begin(), known.end(), piece.text) == known.end())
      fail(unknown_name("axis", piece.text, known));
  }
}

}  // namespace

Sweep with_parts(Sweep sweep, const std::vector<std::string>& names) {
  if (names.empty()) return sweep;
  std::vector<Part> chosen;
  for (const std::string& name : names) {
    std::vector<std::string_view> known;
    for (const Part& part : sweep.parts) {
      if (part.name == name) chosen.push_back(part);
      if (!part.name.empty()) known.push_back(part.name);
    }
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw InputError({sweep.file.first}, unknown_name("part", name, known));
  }
  sweep.parts = std::move(chosen);
  return sweep;
}

const std::vector<std::string_view>& table_names() {
  static const std::vector<std::string_view> names{"runs",     "apps",   "devices",  "units",  "links",
                                                   "segments", "phases", "dynamics", "epochs", "changes"};
  return names;
}

Sweep read_sweep(const input::Document& document, scenario::Library& library,
                 const planner::Registry& planners) {
  input::Problems problems(document.name);
  const std::filesystem::path base = std::filesystem::path(document.name).parent_path();
  Mapping root = Value(document.root, problems).mapping();
  Sweep sweep;
  sweep.planners = &planners;
  // For the manifest alone: comments of the file are in this hash, and in no point's id.
  sweep.file = {document.name, hex_hash(document.text)};
  SweepKeys keys;
  input::Loader loader(root);
  fields(loader, keys);
  sweep.name = keys.common.name;
  AxisGroups groups;
  if (keys.groups) groups = read_groups(*keys.groups, planners);
  Part common;
  // Keys beside `parts` hold for every part, which starts from a copy of them.
  read_part(keys.common, groups, base, library, sweep, common);
  sweep.tables = {"runs"};
  if (keys.tables) sweep.tables = read_tables(*keys.tables);
  if (const Raw& parts = keys.parts) {
    if (parts->is_sequence() && parts->items().empty()) parts->fail("expected at least one part");
    for (const Value& item : parts->items()) {
      Mapping mapping = item.mapping();
      Part& part = sweep.parts.emplace_back(common);
      PartKeys own;
      input::Loader reads(mapping);
      fields(reads, own);
      mapping.finish();
      part.name = own.name;
      read_part(own, groups, base, library, sweep, part);
      if (part.scenarios.empty())
        mapping.fail("no scenario to run: expected 'scenarios', here or for all parts");
    }
  } else {
    if (common.scenarios.empty()) root.fail("no scenario to run: expected 'scenarios' with at least one");
    sweep.parts.push_back(std::move(common));
  }
  root.finish();
  require_distinct_names(sweep, root);
  for (const Part& part : sweep.parts) check_folder(sweep, part, problems);
  problems.throw_if_any();
  for (Part& part : sweep.parts) {
    complete_dimensions(part);
    start_paths_at(base, part);
    // Tried out now, on a few points: a path that leads nowhere would fail at every point, hours later.
    check_paths(sweep, part, library, problems);
  }
  // What follows relies on axes with levels and on names that exist.
  problems.throw_if_any();
  return sweep;
}

Sweep load_sweep(const std::string& file, scenario::Library& library, const planner::Registry& planners) {
  const std::filesystem::path path = library.shipped_or_path("sweep", file, "scenarios/sweeps");
  return read_sweep(input::load(path), library, planners);
}

}  // namespace synergy::sweep
