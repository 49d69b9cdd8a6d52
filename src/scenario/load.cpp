#include "synergy/scenario/load.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/scenario/links.hpp"

#include "scenario_fields.hpp"

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

}  // namespace

/// Problems are collected, not thrown one by one, so that a file is mended in one go. The link comes last:
/// its kind is made from spec and profile together, which only a scenario without problems has.
Scenario read_scenario(const input::Document& document, Library& library) {
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
  scenario.link_profile = definitions.link_profile(scenario.link, root.optional("link"));
  problems.throw_if_any();
  check_link(root, scenario, problems);
  scenario.link_kind = links_of_body(scenario);
  ensure(!scenario.apps.empty() && !scenario.devices.empty(),
         "a scenario without problems has apps and devices");
  return scenario;
}

input::Document load_document(const std::string& file, const Library& library,
                              const std::filesystem::path& base) {
  std::filesystem::path path = base / file;
  if (file.find('/') == std::string::npos && !file.ends_with(".yaml")) {
    path = library.root() / "scenarios" / (file + ".yaml");
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
      const std::vector<std::string> names = library.scenario_names();
      throw InputError({file}, unknown_name("scenario", file, {names.begin(), names.end()}) +
                                   " (or a path to a .yaml file)");
    }
  }
  return input::load(path);
}

Scenario load_scenario(const std::string& file, Library& library, const std::vector<Override>& overrides) {
  input::Document document = load_document(file, library);
  for (const Override& change : overrides) apply(document, change, library);
  try {
    return read_scenario(document, library);
  } catch (const InputError& error) {
    // What has no line in the file was set.
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems) {
      if (!overrides.empty() && problem.where.line == 0 && problem.where.file == document.name)
        problem.where.file += " with --set";
    }
    throw InputError(std::move(problems));
  }
}

}  // namespace synergy::scenario
