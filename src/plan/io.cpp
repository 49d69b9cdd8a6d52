#include "synergy/plan/io.hpp"

#include "synergy/input/reader.hpp"
#include "synergy/input/write.hpp"
#include "synergy/plan/compiled.hpp"
#include "synergy/scenario/links.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace synergy::plan {
namespace {

using input::Mapping;
using input::Value;
using input::Yaml;

std::vector<std::string_view> device_names(const scenario::Scenario& scenario) {
  std::vector<std::string_view> names;
  for (const scenario::Device& device : scenario.devices) names.push_back(device.name);
  return names;
}

std::vector<std::string_view> app_names(const scenario::Scenario& scenario) {
  std::vector<std::string_view> names;
  for (const scenario::App& app : scenario.apps) names.push_back(app.name);
  return names;
}

DeviceId read_device(const Value& value, const scenario::Scenario& scenario) {
  return static_cast<DeviceId>(value.choice("device", device_names(scenario)));
}

/// Names and types only: whether the layers follow each other is what compile() says, with better reasons.
ExecutionPlan read_app(Mapping& mapping, const scenario::Scenario& scenario) {
  ExecutionPlan app;
  if (const auto source = mapping.required("source")) app.source = read_device(*source, scenario);
  if (const auto list = mapping.required("segments")) {
    const auto items = list->items();
    if (items.empty() && list->is_sequence()) list->fail("an app needs at least one segment");
    for (const Value& item : items) {
      Segment& segment = app.segments.emplace_back();
      Mapping entry = item.mapping();
      if (const auto device = entry.required("device")) segment.device = read_device(*device, scenario);
      if (const auto first = entry.required("first"))
        segment.layers.first = static_cast<int>(first->integer(0, 1 << 20));
      if (const auto last = entry.required("last"))
        segment.layers.last = static_cast<int>(last->integer(0, 1 << 20));
      entry.finish();
    }
  }
  if (const auto target = mapping.required("target")) app.target = read_device(*target, scenario);
  mapping.finish();
  return app;
}

/// A pair of devices and one of its links by name. Nothing where a name is wrong, which has been recorded.
std::optional<scenario::LinkChoice> read_link(const Value& item, const scenario::Scenario& scenario) {
  Mapping entry = item.mapping();
  const std::size_t before = item.problems().count();
  scenario::LinkChoice choice;
  const auto between = entry.required("between");
  if (between) {
    const auto ends = between->items();
    if (ends.size() != 2) {
      between->fail("a link has two ends");
    } else {
      const DeviceId one = read_device(ends[0], scenario);
      const DeviceId other = read_device(ends[1], scenario);
      if (one == other) between->fail("a link joins two devices");
      choice.between = {std::min(one, other), std::max(one, other)};
    }
  }
  const auto link = entry.required("link");
  entry.finish();
  if (item.problems().count() > before) return {};
  std::vector<std::string> names;
  const std::vector<int> sets = scenario::links_between(scenario, choice.between);
  for (const int set : sets) names.push_back(scenario::link_set_name(scenario, set));
  const std::size_t chosen = link->choice("link", {names.begin(), names.end()});
  if (item.problems().count() > before) return {};
  choice.set = sets[chosen];
  return choice;
}

/// Of the pairs in use that have several links the one they use.
Yaml links_in_use(const CollaborationPlan& plan, const scenario::Scenario& scenario) {
  Yaml links = Yaml::sequence();
  for (const link::Ends ends : links_of(plan, scenario.devices)) {
    if (scenario::links_between(scenario, ends).size() < 2) continue;
    int set = scenario.link_kind->use_of(ends).set;
    for (const scenario::LinkChoice& choice : plan.links) {
      if (choice.between == ends) set = choice.set;
    }
    Yaml between = Yaml::sequence(Yaml::Style::flow);
    between.add(Yaml::text(scenario.devices[ends.first].name))
        .add(Yaml::text(scenario.devices[ends.second].name));
    Yaml entry = Yaml::mapping(Yaml::Style::flow);
    entry.put("between", std::move(between)).put("link", Yaml::text(scenario::link_set_name(scenario, set)));
    links.add(std::move(entry));
  }
  return links;
}

}  // namespace

std::string to_yaml(const CollaborationPlan& plan, const scenario::Scenario& scenario) {
  const auto device = [&](DeviceId d) { return Yaml::text(scenario.devices[d].name); };
  Yaml apps = Yaml::sequence();
  for (const AppId a : plan.apps.ids()) {
    const ExecutionPlan& app = plan.apps[a];
    Yaml segments = Yaml::sequence();
    for (const Segment& segment : app.segments) {
      Yaml entry = Yaml::mapping(Yaml::Style::flow);
      entry.put("device", device(segment.device))
          .put("first", Yaml::plain(fmt::format("{}", segment.layers.first)))
          .put("last", Yaml::plain(fmt::format("{}", segment.layers.last)));
      segments.add(std::move(entry));
    }
    Yaml entry = Yaml::mapping();
    entry.put("app", Yaml::text(scenario.apps[a].name))
        .put("source", device(app.source))
        .put("segments", std::move(segments))
        .put("target", device(app.target));
    apps.add(std::move(entry));
  }
  Yaml file = Yaml::mapping();
  file.put("schema_version", Yaml::plain("1")).put("scenario", Yaml::text(scenario.name));
  if (!plan.deployment.empty()) {
    Yaml order = Yaml::sequence(Yaml::Style::flow);
    for (const AppId a : plan.deployment) order.add(Yaml::text(scenario.apps[a].name));
    file.put("deployment", std::move(order));
  }
  file.put("apps", std::move(apps));
  if (Yaml links = links_in_use(plan, scenario); !links.empty()) file.put("links", std::move(links));
  return input::to_yaml(file);
}

std::pair<std::string, Location> scenario_of(const input::Document& document) {
  input::Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  std::pair<std::string, Location> named;
  if (const auto name = root.required("scenario")) named = {name->text(), name->where()};
  problems.throw_if_any();
  return named;
}

CollaborationPlan read_plan(const input::Document& document, const scenario::Scenario& scenario) {
  input::Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  input::read_schema_version(root);
  if (const auto name = root.required("scenario")) (void)name->text();  // for the reader of the file
  CollaborationPlan plan;
  plan.apps.resize(scenario.apps.size());
  std::vector<bool> seen(scenario.apps.size());
  if (const auto order = root.optional("deployment")) {
    for (const Value& item : order->items()) {
      // Whether every app stands in it once is compile()'s question too.
      plan.deployment.push_back(static_cast<AppId>(item.choice("app", app_names(scenario))));
    }
  }
  if (const auto list = root.required("apps")) {
    for (const Value& item : list->items()) {
      Mapping mapping = item.mapping();
      const auto name = mapping.required("app");
      if (!name) continue;
      // An unknown app is read all the same, so that what else is wrong with it comes out at once.
      const std::size_t before = problems.count();
      const std::size_t a = name->choice("app", app_names(scenario));
      const bool known = problems.count() == before;
      ExecutionPlan app = read_app(mapping, scenario);
      if (!known) continue;
      if (seen[a]) name->fail(fmt::format("app '{}' has two plans", scenario.apps[AppId(a)].name));
      seen[a] = true;
      plan.apps[AppId(a)] = std::move(app);
    }
    for (std::size_t a = 0; a < seen.size(); ++a) {
      if (!seen[a]) list->fail(fmt::format("app '{}' has no plan", scenario.apps[AppId(a)].name));
    }
  }
  if (const auto list = root.optional("links")) {
    for (const Value& item : list->items()) {
      const auto choice = read_link(item, scenario);
      if (!choice) continue;
      const bool twice = std::any_of(plan.links.begin(), plan.links.end(),
                                     [&](const auto& other) { return other.between == choice->between; });
      if (twice) {
        item.fail(fmt::format("the link of '{}' and '{}' is chosen above already",
                              scenario.devices[choice->between.first].name,
                              scenario.devices[choice->between.second].name));
      }
      plan.links.push_back(*choice);
    }
  }
  root.finish();
  problems.throw_if_any();
  return plan;
}

}  // namespace synergy::plan
