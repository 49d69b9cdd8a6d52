#include "synergy/scenario/load.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/scenario/links.hpp"
#include "synergy/scenario/parts.hpp"
#include "synergy/scenario/stored.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "body_fields.hpp"
#include "check_dynamics.hpp"
#include "scenario_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

/// What the profile does not allow, where it is said in the file.
void check_link(input::Mapping& root, const Scenario& scenario, const input::Problems& problems) {
  for (const link::SpecProblem& problem : scenario.link.problems_with(*scenario.link_profile)) {
    const auto section = root.optional("link");
    if (!section) continue;  // what the default says is allowed
    input::Mapping keys = section->mapping();
    const auto at = keys.optional(problem.key);
    (at ? *at : *section).fail(problem.message);
  }
  problems.throw_if_any();
}

/// What is said of devices with several accelerators beyond their list.
void check_parts(input::Mapping& root, Scenario& scenario) {
  for (const DeviceId d : scenario.link_devices) {
    if (scenario.devices[d].part_of) root.optional("link_devices")->fail(shares_radio(scenario.devices, d));
  }
  // Who forbids a device forbids all that computes in it.
  for (App& app : scenario.apps) {
    std::vector<DeviceId>& forbidden = app.constraints.forbidden_devices;
    const std::vector<DeviceId> named = forbidden;
    for (const DeviceId d : scenario.devices.ids()) {
      const auto& host = scenario.devices[d].part_of;
      if (host && std::binary_search(named.begin(), named.end(), *host)) forbidden.push_back(d);
    }
    std::sort(forbidden.begin(), forbidden.end());
    forbidden.erase(std::unique(forbidden.begin(), forbidden.end()), forbidden.end());
  }
}

/// Planners look at every range of an app's layers on every accelerator, in memory: some 150 bytes each.
void check_ranges(input::Mapping& root, const Scenario& scenario) {
  constexpr std::int64_t kMostRanges = 16'000'000;
  const auto accelerators = std::count_if(scenario.devices.begin(), scenario.devices.end(),
                                          [](const Device& device) { return device.accelerator != nullptr; });
  for (const App& app : scenario.apps) {
    const std::int64_t layers = app.model->layer_count();
    if (layers * layers * accelerators <= kMostRanges) continue;
    root.optional("apps")->fail(
        fmt::format("app '{}': {} layers on {} accelerators; layers x layers x accelerators may be {}",
                    app.name, layers, accelerators, kMostRanges));
  }
}

/// The problems of a file as it is.
std::vector<Problem> problems_of(const input::Document& document, Library& library) {
  try {
    (void)read_scenario(document, library);
    return {};
  } catch (const InputError& error) {
    return error.problems();
  }
}

/// Problems that have no line in the file with the setting that made them: the first with which they are
/// there.
/// Found by making the settings one after the other, which only those pay for whose settings are wrong. Where
/// a value was set would not tell: a name may be wrong because of what was set elsewhere.
std::vector<Problem> with_settings(std::vector<Problem> problems, const input::Document& document,
                                   Library& library, const std::vector<Override>& overrides) {
  const auto is_of_file = [&](const Problem& problem) {
    return problem.where.line == 0 && problem.where.file == document.name;
  };
  input::Document changed = document;
  for (const Override& change : overrides) {
    apply(changed, change, library);
    for (const Problem& found : problems_of(changed, library)) {
      for (Problem& problem : problems) {
        if (is_of_file(problem) && is_of_file(found) && problem.message == found.message)
          problem.where.file += fmt::format(" with {}", to_text(change));
      }
    }
  }
  return problems;
}

}  // namespace

std::string to_text(const Override& change) {
  // A value made by to_yaml() ends with a line end, which a message should not have.
  const std::string shown = change.value.substr(0, change.value.find_last_not_of('\n') + 1);
  return fmt::format("--set {}={}", change.path, shown);
}

namespace {

/// A file of another kind would be told key after key that it is no scenario.
void require_scenario(const input::Document& document) {
  struct Other {
    std::string_view key, what;
  };
  constexpr std::array kOthers{Other{"layers", "a model"},
                               Other{"form", "a network"},
                               Other{"rail", "a calibration"},
                               Other{"scenarios", "a sweep"},
                               Other{"parts", "a study"},
                               Other{"kind", "a profile"},
                               Other{"devices", "a body, which a scenario names under `body`"}};
  const auto& entries = document.root.entries;
  const auto has = [&](std::string_view key) {
    return std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry.key == key; });
  };
  if (has("apps") || has("body")) return;
  for (const Other& other : kOthers) {
    if (has(other.key))
      throw InputError({document.name},
                       fmt::format("no scenario, which has `body` and `apps`, but {}", other.what));
  }
}

}  // namespace

/// Problems are collected, not thrown one by one, so that a file is mended in one go. The link comes last:
/// its kind is made from spec and profile together, which only a scenario without problems has.
Scenario read_scenario(const input::Document& document, Library& library) {
  require_scenario(document);
  input::Problems problems(document.name);
  input::Mapping root = input::Value(document.root, problems).mapping();
  Scenario scenario;
  const std::filesystem::path file(document.name);
  Definitions definitions(library, file.parent_path(), document.name);
  // The default of the key `link`; a library may have other kinds than ours, and so another default.
  scenario.link = library.link_kinds().standard();
  input::Loader loader(root);
  fields(loader, scenario, &definitions);
  root.finish();
  problems.throw_if_any();
  check_parts(root, scenario);
  check_ranges(root, scenario);
  check_dynamics(scenario, problems);
  problems.throw_if_any();
  // Some may be in the body's file.
  if (auto stored = problems_of_stored(scenario); !stored.empty()) throw InputError(std::move(stored));
  scenario.link_profile = definitions.link_profile(scenario.link, root.optional("link"));
  problems.throw_if_any();
  check_link(root, scenario, problems);
  join_parts(scenario, library);
  scenario.link_kind = links_of_body(scenario);
  ensure(!scenario.apps.empty() && !scenario.devices.empty(),
         "a scenario without problems has apps and devices");
  return scenario;
}

input::Document load_document(const std::string& file, const Library& library,
                              const std::filesystem::path& base) {
  return input::load(library.shipped_or_path("scenario", file, "scenarios", base));
}

Scenario read_scenario(const input::Document& document, Library& library,
                       const std::vector<Override>& overrides) {
  input::Document changed = document;
  for (const Override& change : overrides) apply(changed, change, library);
  try {
    return read_scenario(changed, library);
  } catch (const InputError& error) {
    if (overrides.empty()) throw;
    throw InputError(with_settings(error.problems(), document, library, overrides));
  }
}

Scenario load_scenario(const std::string& file, Library& library, const std::vector<Override>& overrides) {
  return read_scenario(load_document(file, library), library, overrides);
}

}  // namespace synergy::scenario
