#pragma once

#include "synergy/input/fields.hpp"

#include <optional>
#include <string>

// Every key of a sweep file, said once: name, meaning, default and shape. The loader reads by it, and the
// JSON schema and the README's table are made of it (describe.cpp).
namespace synergy::sweep {

using input::Is;

/// What stands under a key, if the file has it. It is read when its turn comes (load.cpp, part.cpp,
/// axes.cpp): groups before the parts that use them, axes before the zips that name them.
struct Raw {
  std::optional<input::Value> value;

  explicit operator bool() const { return value.has_value(); }
  const input::Value& operator*() const { return *value; }
  const input::Value* operator->() const { return &*value; }
};

/// The kind of a key that is kept so. `shape` is the schema of what it holds.
struct Later {
  input::Yaml (*shape)();

  void read(const input::Value& value, Raw& to) const { to.value = value; }
  [[nodiscard]] input::Yaml save(const Raw& /*from*/) const { return {}; }  // no program writes sweeps
  [[nodiscard]] bool absent(const Raw& from) const { return !from; }
  [[nodiscard]] input::Yaml schema() const { return shape(); }
};

namespace shape {
[[nodiscard]] input::Yaml name();
[[nodiscard]] input::Yaml names();
[[nodiscard]] input::Yaml list_of_names();
[[nodiscard]] input::Yaml policies();
[[nodiscard]] input::Yaml replications();
[[nodiscard]] input::Yaml boolean();
[[nodiscard]] input::Yaml settings();
[[nodiscard]] input::Yaml axes();
[[nodiscard]] input::Yaml zip();
[[nodiscard]] input::Yaml exclude();
[[nodiscard]] input::Yaml groups();
[[nodiscard]] input::Yaml parts();
[[nodiscard]] input::Yaml tables();
[[nodiscard]] input::Yaml anything();
}  // namespace shape

/// What a group has, and a part as well.
struct FactorKeys {
  Raw set, axes, zip, exclude;
};

template <class Archive, Is<FactorKeys> K>
void fields(Archive& archive, K& keys) {
  using input::optional_key;
  archive(optional_key("set",
                       "paths of the scenario file (as `--set` takes them) and the value they have at every "
                       "point; paths to files start where the sweep file lies, here and in axes",
                       "none"),
          keys.set, Later{shape::settings});
  archive(optional_key("axes", "the factors, see below", "none"), keys.axes, Later{shape::axes});
  archive(optional_key("zip", "lists of axes that advance together", "none"), keys.zip, Later{shape::zip});
  archive(optional_key("exclude",
                       "points to leave out: `{phy: 1M, planner: [max_dev, ind_e2e]}` is those with that phy "
                       "and one of these planners; keys are axes, `scenario`, `planner`, `policy`",
                       "none"),
          keys.exclude, Later{shape::exclude});
}

/// What runs at the points of a part. At the root they hold for all parts.
struct RunKeys {
  Raw scenarios, planners, policies, replications;
};

template <class Archive, Is<RunKeys> K>
void fields(Archive& archive, K& keys) {
  using input::optional_key;
  archive(optional_key("scenarios", "names of shipped scenarios, or paths from this file",
                       "none; needed here or in every part"),
          keys.scenarios, Later{shape::names});
  archive(optional_key("planners", "names (`list planners`), or all", "the scenario's own"), keys.planners,
          Later{shape::names});
  archive(optional_key("policies", "names, `paired` (each planner's own) or all",
                       "the scenario's own, or paired"),
          keys.policies, Later{shape::policies});
  archive(optional_key("replications",
                       "runs per point's settings; replication r draws the same random numbers whatever the "
                       "planner",
                       "the scenario's"),
          keys.replications, Later{shape::replications});
}

/// What makes a sweep a study.
struct StudyKeys {
  Raw folder, compare;
};

template <class Archive, Is<StudyKeys> K>
void fields(Archive& archive, K& keys) {
  using input::optional_key;
  archive(
      optional_key("folder",
                   "makes the sweep a study (see below): where the result folder of a point lies, such as "
                   "`\"{variant}/{scenario}\"`",
                   "none"),
      keys.folder, Later{shape::name});
  archive(optional_key("compare", "of a study: also ratios.csv and claims.csv, synergy against its baselines",
                       "false"),
          keys.compare, Later{shape::boolean});
}

/// The keys of a part.
struct PartKeys {
  std::string name;
  RunKeys runs;
  FactorKeys factors;
  Raw use;
  StudyKeys study;
};

/// `use`, where it stands.
template <class Archive>
void use_field(Archive& archive, auto& use) {
  archive(input::optional_key("use", "groups whose axes to take", "none"), use, Later{shape::list_of_names});
}

template <class Archive, Is<PartKeys> K>
void fields(Archive& archive, K& keys) {
  archive(input::optional_key("name", "to choose the part by (`--part`)", "none"), keys.name, input::Text{});
  fields(archive, keys.runs);
  fields(archive, keys.factors);
  use_field(archive, keys.use);
  fields(archive, keys.study);
}

/// The keys of the file: those of a part, which hold for all parts, and what there is once.
struct SweepKeys {
  PartKeys common;  ///< its name is the sweep's
  Raw groups, parts, tables, about;
};

template <class Archive, Is<SweepKeys> K>
void fields(Archive& archive, K& keys) {
  using namespace input;
  archive(required_key("schema_version", "1"), keys, SchemaVersion{});
  archive(required_key("name", "name of the sweep"), keys.common.name, Text{});
  fields(archive, keys.common.runs);
  fields(archive, keys.common.factors);
  archive(optional_key("groups", "named sets of `axes`, `zip`, `exclude` and `set`", "none"), keys.groups,
          Later{shape::groups});
  use_field(archive, keys.common.use);
  archive(optional_key("parts",
                       "list of mappings with the keys from `scenarios` to `exclude` and `use`: each a "
                       "factorial of its own. What stands outside holds for all parts",
                       "one part"),
          keys.parts, Later{shape::parts});
  archive(optional_key("tables",
                       "runs, apps, devices, units, links, segments, phases; of bodies that change dynamics, "
                       "epochs, changes",
                       "runs"),
          keys.tables, Later{shape::tables});
  fields(archive, keys.common.study);
  archive(optional_key("about",
                       "texts for readers of the file and of its results; the program does not look at them",
                       "none"),
          keys.about, Later{shape::anything});
}

}  // namespace synergy::sweep
