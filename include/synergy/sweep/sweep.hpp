#pragma once

#include "synergy/input/document.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/results/table.hpp"
#include "synergy/scenario/library.hpp"
#include "synergy/scenario/load.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace synergy::sweep {

/// One value of an axis: what a point there sets, and what its rows say.
struct Level {
  std::string label;                         ///< as written in the sweep file: "7.5 ms"
  results::Cell cell;                        ///< in the axis's column
  std::vector<scenario::Override> settings;  ///< paths of the scenario file and YAML values
};

/// One factor of the sweep. Its column is `x_` + its name, with the unit as the last token where every value
/// has one of the same dimension ("x_connection_interval_ms"); such values are written in that unit.
struct Axis {
  std::string name;
  /// "x_" and the name in lower case, other characters as _, with the unit where there is one.
  std::string column;
  std::string unit;  ///< of the column; empty for text and plain numbers
  /// Of the column: the first of integer, number, quantity, y or n, text that all levels have in common.
  results::Type type = results::Type::text;
  /// In the order of the file; at least one.
  std::vector<Level> levels;
  Location where;  ///< in the sweep file, for messages
};

/// Points to leave out: those at one of the marked levels of every axis named, with one of the planners and
/// so on. An empty list means "whatever it is".
struct Exclusion {
  std::vector<std::vector<bool>> levels;  ///< [axis of the part][level]
  /// Names as in the tables; never "paired".
  std::vector<std::string> scenarios, planners, policies;
};

/// A full factorial: scenarios x axes x planners x policies x replications, without the exclusions. Axes that
/// are zipped advance together and count as one.
struct Part {
  std::string name;  ///< to choose it by; empty: it has none
  /// Of a study: the result directory of a point, "{variant}/{scenario}": a relative path in which names of
  /// axes, and `scenario`, stand in braces for their values. Empty in other sweeps.
  std::string folder;
  Location folder_where;
  bool compare = false;  ///< of a study: also ratios.csv and claims.csv, synergy against the baselines
  /// Indices into Sweep::scenarios, in the order of the file.
  std::vector<int> scenarios;
  std::vector<scenario::Override> settings;  ///< the same at every point
  Location settings_where;
  std::vector<Axis> axes;  ///< in the order of the file
  /// Indices of axes that advance together; the last dimension runs fastest. Every axis is in exactly one.
  std::vector<std::vector<int>> dimensions;
  std::vector<Exclusion> exclusions;
  Location exclusions_where;
  std::vector<std::string> planners;  ///< empty: the scenario's own
  std::vector<std::string> policies;  ///< "paired" among them; empty: the scenario's own
  /// 1 to 100'000; none: as many as the scenario says.
  std::optional<int> replications;
};

/// A sweep file (scenarios/sweeps/README.md), read and checked, with its scenario files. A value; `planners`
/// is not owned. One whose parts name folders is a study: its results are those of many calls of `run` (or
/// `reproduce --only-paired`), each in a result directory of its own, in place of one table of points.
struct Sweep {
  std::string name;
  std::pair<std::string, std::string> file;  ///< name and content hash of the sweep file
  std::vector<input::Document> scenarios;    ///< parsed once, shared by all points
  /// At least one; a file without `parts` is one part without a name.
  std::vector<Part> parts;
  std::vector<std::string> tables;  ///< to be written, "runs" first; of a study all are

  [[nodiscard]] bool is_study() const { return !parts.front().folder.empty(); }
  const planner::Registry* planners = &planner::Registry::builtin();  ///< that its names refer to
};

/// The sweep with the named parts alone, in the order of `names`; with none, the sweep as it is. Throws
/// InputError if one is not there, with those that are. Ids of the points that stay are the same.
[[nodiscard]] Sweep with_parts(Sweep sweep, const std::vector<std::string>& names);

/// `file` is a path, or the name of a shipped sweep (scenarios/sweeps/NAME.yaml). Throws InputError with
/// every problem of the file: unknown keys, planners, tables; paths that lead nowhere in a scenario; ranges
/// that do not end; zipped axes of different lengths; exclusions of values that no axis has.
[[nodiscard]] Sweep load_sweep(const std::string& file, scenario::Library& library,
                               const planner::Registry& planners = planner::Registry::builtin());
[[nodiscard]] Sweep read_sweep(const input::Document& document, scenario::Library& library,
                               const planner::Registry& planners = planner::Registry::builtin());

/// The tables a sweep can write, "runs" first.
[[nodiscard]] const std::vector<std::string_view>& table_names();

}  // namespace synergy::sweep
