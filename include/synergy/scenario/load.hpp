#pragma once

#include "synergy/scenario/library.hpp"
#include "synergy/scenario/scenario.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace synergy::scenario {

/// One `--set path=value`: replaces or adds the value at a dotted path of the scenario file before it is
/// read, e.g. {"link.connection_interval", "30 ms"} or {"apps.0.rate", "5 Hz"} (list items by number or by
/// `name`; an app without one by the name of its model; `apps.*.rate` is that key of every app,
/// `apps.kws*.rate` of those whose names begin with kws, which may be none; `devices` stands for
/// `body.devices`, and `link_profile` for the stack or chip profile that the link names by then, which may
/// lie in other files).
struct Override {
  std::string path;
  /// YAML, read as if it stood in the file: a scalar, or a whole list or mapping in flow style.
  std::string value;
  /// The folder where relative paths to files in `value` start; empty: the working directory.
  std::filesystem::path base = {};
  /// Where it stands, if in a file (that of a sweep); for messages.
  Location where = {};
};

/// "--set PATH=VALUE": how messages call a change.
[[nodiscard]] std::string to_text(const Override& change);

/// Makes one change to a parsed scenario file. Throws InputError (file "--set PATH=VALUE") if the path leads
/// nowhere, or the body is to be changed and its file cannot be read.
///
/// Changes are made one after the other: each sees what those before it did. Setting a part of a body or of a
/// link profile first writes that whole file into the scenario, so the file on disk stays as it is. Paths to
/// files in the value are made absolute. What the value means is not checked here: read_scenario() does that.
void apply(input::Document& scenario, const Override& change, Library& library);

/// Reads a scenario (scenarios/README.md). `file` is a path, or the name of a shipped scenario ("w1").
/// Throws InputError with every problem of the file: unknown keys, wrong units, unknown names with the valid
/// ones, duplicate device names, an app whose sensor or interaction no device has, no apps, ...
///
/// `overrides` are applied in this order before anything is read. A problem that one of them makes, and that
/// has no place in the file, is reported with "with --set PATH=VALUE" after the file's name.
[[nodiscard]] Scenario load_scenario(const std::string& file, Library& library,
                                     const std::vector<Override>& overrides = {});
/// The parsed file of a scenario: a path that starts at `base`, or the name of a shipped scenario. Throws
/// InputError if there is none or it is not YAML.
[[nodiscard]] input::Document load_document(const std::string& file, const Library& library,
                                            const std::filesystem::path& base = {});
/// The scenario that a parsed file describes: what load_scenario() does once all changes are made. Relative
/// paths in it start at the folder of Document::name. Throws InputError as above.
[[nodiscard]] Scenario read_scenario(const input::Document& document, Library& library);
/// The same with changes made to it first; problems are reported as load_scenario() does.
[[nodiscard]] Scenario read_scenario(const input::Document& document, Library& library,
                                     const std::vector<Override>& overrides);

/// Reads a body file alone, to check it: its devices. Throws InputError with every problem of it.
[[nodiscard]] Devices read_body(const input::Document& document, Library& library);

/// The whole scenario with models and profiles written out; reading it gives the same run, without any other
/// file (`resolved.yaml`).
///
/// Pre: the scenario is a loaded one (it has its link profile and radios). `device_order` is not in it: the
/// devices stand in the order they have.
[[nodiscard]] std::string to_yaml(const Scenario& scenario);

}  // namespace synergy::scenario
