#pragma once

#include "app_fields.hpp"
#include "dynamics_fields.hpp"
#include "knowledge.hpp"
#include "objective.hpp"
#include "read_apps.hpp"
#include "read_device_order.hpp"

// Every key of a scenario file, said once.
namespace synergy::scenario {

/// Planners keep sets of accelerators in the 64 bits of a word (AcceleratorSet), so more would need another
/// one.
inline constexpr std::size_t kMaxDevices = 64;
/// When a key is saved, where that is not the order in which the keys are read. What models and profiles say
/// stands between kHead and kBody, the link between kBody and kApps.
enum SaveRank : int {
  kNotSaved = -1,
  kHead,
  kBody,
  kApps,
  kPlanner,
  kObjective,
  kFloors,
  kKnowledge,
  kRest,
  kDynamics
};

/// Kinds whose member is the scenario itself: each reads or writes more than one of its members.
struct DefinitionsSection {
  Definitions* definitions;

  void read(const input::Value& value, Scenario& /*to*/) const { definitions->read(value); }
  [[nodiscard]] input::Yaml save(const Scenario&) const { return {}; }
  [[nodiscard]] input::Yaml schema() const;
};

struct BodySection {
  const Definitions* definitions;

  void read(const input::Value& value, Scenario& to) const;
  [[nodiscard]] input::Yaml save(const Scenario& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// Saved by nobody: the devices are written in the order that it gave them.
struct DeviceOrderSection {
  void read(const input::Value& value, Scenario& to) const { read_device_order(value, to); }
  [[nodiscard]] input::Yaml save(const Scenario&) const { return {}; }
  [[nodiscard]] input::Yaml schema() const;
};

/// The floors lie in the devices; the key is one of the scenario's, as they are a demand on the plan and not
/// on the body.
struct FloorsSection {
  void read(const input::Value& value, Scenario& to) const { read_battery_life_floor(value, to.devices); }
  [[nodiscard]] input::Yaml save(const Scenario& from) const;
  [[nodiscard]] input::Yaml schema() const;
  [[nodiscard]] bool absent(const Scenario& from) const;
};

struct AppsSection {
  const Definitions* definitions;

  void read(const input::Value& value, Scenario& to) const { read_apps(value, *definitions, to); }
  [[nodiscard]] input::Yaml save(const Scenario& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

struct PlannerText {
  void read(const input::Value& value, PlannerChoice& to) const;
  [[nodiscard]] input::Yaml save(const PlannerChoice& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

struct ObjectiveText {
  void read(const input::Value& value, Objective& to) const { to = read_objective(value); }
  [[nodiscard]] input::Yaml save(const Objective& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// A group whose keys depend on each other, which read_knowledge() checks.
struct KnowledgeText : input::Group<Knowledge> {
  void read(const input::Value& value, Knowledge& to) const { to = read_knowledge(value); }
  [[nodiscard]] input::Yaml schema() const;
};

/// Which keys it has is its kind's business (link/kinds.hpp), so the schema says no more than that it is a
/// mapping.
struct LinkSection {
  const Definitions* definitions;

  void read(const input::Value& value, link::LinkSpec& to) const {
    to = definitions->library().link_kinds().read(value);
  }
  [[nodiscard]] input::Yaml save(const link::LinkSpec&) const { return {}; }
  [[nodiscard]] input::Yaml schema() const { return schema_of_any_mapping(); }
};

/// A whole file written out in another.
struct WholeFile {
  void read(const input::Value& value, std::shared_ptr<const input::Document>& to) const {
    to = std::make_shared<const input::Document>(input::Document{value.where().file, {}, value.node()});
  }
  [[nodiscard]] input::Yaml save(const std::shared_ptr<const input::Document>&) const { return {}; }
  [[nodiscard]] input::Yaml schema() const { return schema_of_any_mapping(); }
};

/// Saved by save.cpp, with the link sections.
template <class Archive, Is<MoreLinks> S>
void fields(Archive& archive, S& more, const Definitions* definitions, const Devices* devices) {
  using namespace input;
  archive(required_key("name", "what plans and results call these links"), more.name, Text{});
  archive(required_key("devices", "at least two; every pair of them has such a link"), more.devices,
          DeviceNames{devices});
  archive(required_key("link", "as the key `link` of the scenario"), more.link, LinkSection{definitions});
  archive(optional_key("link_profile", "the profile it names, written out (`resolved.yaml` uses it)", "none"),
          more.profile, WholeFile{});
}

/// The list `more_links`. Needs devices and `link` read before it.
struct MoreLinksList {
  const Definitions* definitions;

  void read(const input::Value& list, Scenario& to) const;
  [[nodiscard]] input::Yaml save(const Scenario&) const { return {}; }
  [[nodiscard]] input::Yaml schema() const;
};

template <class Archive, Is<Scenario> S>
void run_fields(Archive& archive, S& scenario) {
  using namespace input;
  archive(optional_key("policy", "sequential, inter_app, inter_run, adaptive", "the planner's own", kRest),
          scenario.policy, Choice<Policy>{"policy"});
  archive(optional_key("turn_inferences", "of inter_run: inferences per turn", {}, kRest),
          scenario.turn_inferences, Whole<int>{1, 10'000});
  archive(optional_key(
              "load",
              "`{regime, queue_limit, drop}`: rounds, saturated, periodic or poisson; drop_new or drop_old",
              "rounds, 4, drop_new", kRest),
          scenario.load, Group<Load>{});
  archive(optional_key(
              "measurement",
              "`{warm_up, window}`: metrics count what completes in the window; `window: steady`: see below",
              "5 s, 60 s", kRest),
          scenario.measurement, Group<Measurement>{});
  archive(optional_key("sensing", "of apps that do not say: new_sample, latest or fresh, see below", {},
                       kNotSaved),
          scenario.sensing, Choice<Sensing>{"sensing"});
  archive(optional_key("postprocess",
                       "of apps that do not say: model, none, a time, or `{cycles_per_byte: N}`, see below",
                       {}, kNotSaved),
          scenario.postprocess, CpuWorkText{true});
  archive(optional_key("cpu_sleep", "sleep or always_active", {}, kRest), scenario.cpu_sleep,
          Choice<CpuSleep>{"cpu_sleep"});
  archive(optional_key(
              "residency",
              "retained: a switch between segments rewrites registers; reload: it loads the weights again",
              {}, kRest),
          scenario.residency, Choice<Residency>{"residency"});
  archive(optional_key("multi_tensor_cuts", "allow cuts that several tensors cross", {}, kRest),
          scenario.multi_tensor_cuts, Boolean{});
  archive(optional_key("seed", "of the random streams", {}, kRest), scenario.seed,
          Whole<std::uint64_t>{0, INT64_MAX});
  archive(optional_key("replications", "runs per planner, each with streams of its own", {}, kRest),
          scenario.replications, Whole<int>{1, 100'000});
}

/// What changes, after devices and apps, which it names.
template <class Archive, Is<Scenario> S>
void dynamics_fields(Archive& archive, S& scenario, const Definitions* definitions) {
  using namespace input;
  const Subjects names{&scenario.devices, &scenario.apps};
  archive(optional_key("timeline",
                       "what happens at which time: `[{at: \"30 s\", device: ring, do: leave}]`, see below",
                       "none", kDynamics),
          scenario.timeline, ListOfLines<TimelineEntry>{names, definitions});
  archive(optional_key("processes",
                       "what chance makes happen: `[{device: ring, on: {exponential: \"40 min\"}, off: "
                       "{exponential: \"5 min\"}}]`, see below",
                       "none", kDynamics),
          scenario.processes, ListOfLines<Process>{names, definitions});
  archive(
      optional_key("traces",
                   "what was measured: `[{file: walking.csv, columns: {time: time_s, value: path_loss_db}, "
                   "link: [glasses, watch]}]`, see below",
                   "none", kDynamics),
      scenario.traces, ListOfLines<Trace>{names, definitions});
  archive(optional_key("joining", "how devices that come back are found, see below", "see below", kDynamics),
          scenario, OfDynamics<Joining>{&Scenario::joining});
  archive(optional_key("replanning", "when plans are made anew, and how they come into force, see below",
                       "see below", kDynamics),
          scenario, OfDynamics<Replanning>{&Scenario::replanning});
}

/// `definitions` may be null where nothing is read.
template <class Archive, Is<Scenario> S>
void fields(Archive& archive, S& scenario, Definitions* definitions) {
  using namespace input;
  archive(required_key("schema_version", "1", kHead), scenario, SchemaVersion{});
  archive(required_key("name", "name in results", kHead), scenario.name, Text{});
  archive(optional_key("definitions", "models and profiles written out in the file (`resolved.yaml` uses it)",
                       "none", kNotSaved),
          scenario, DefinitionsSection{definitions});
  archive(
      required_key("body", "name of a file in `bodies/`, a path, or the body itself (`devices`, `path_loss`)",
                   kBody),
      scenario, BodySection{definitions});
  archive(
      optional_key("device_order",
                   "all devices by name, in the order in which planners meet them (`[ring, watch, glasses, "
                   "earbud]`): many baselines take the first that will do",
                   "as the body lists them", kNotSaved),
      scenario, DeviceOrderSection{});
  archive(optional_key(
              "planner",
              "a name (`list planners`), or `{name: ..., parameter: value}`; at `node_budget` partial plans "
              "a search ends with the best it has found",
              "synergy", kPlanner),
          scenario.planner, PlannerText{});
  archive(
      optional_key(
          "objective",
          "what `synergy`, `refine`, `lns` and `optimal` make best: throughput, latency, energy, or weights "
          "`{round_per_ms, latency_per_ms, energy_per_mj}` of a sum to make small",
          "throughput", kObjective),
      scenario.objective, ObjectiveText{});
  archive(optional_key(
              "knowledge",
              "how wrong the speeds are that plans are made with, see below: `{accelerator: +20 %, link: -30 "
              "%, seed: 1}`",
              "the true ones", kKnowledge),
          scenario.knowledge, KnowledgeText{});
  archive(
      optional_key(
          "battery_life_floor",
          "a time such as \"12 h\" that every battery must last at the plan's estimated power, or one per "
          "device: `{ring: \"12 h\"}`",
          "none", kFloors),
      scenario, FloorsSection{});
  run_fields(archive, scenario);
  archive(optional_key(
              "link",
              "all links of the body: `kind: ble` (`stack`, `phy`, `connection_interval`, `event_length`, "
              "`att_mtu`, `ll_payload`, `encrypted`, `scheduling`, `supervision_timeout`, "
              "`reestablish_after`, `loss`), `kind: wifi_tcp` (`wifi`) or `kind: generic` (`profile`, "
              "`packet_error_rate`)",
              "ble, nordic_s132, 2M, 15 ms, no loss", kNotSaved),
          scenario.link, LinkSection{definitions});
  archive(optional_key("link_devices", "the devices that have such links; the others have `more_links` alone",
                       "all", kNotSaved),
          scenario.link_devices, DeviceNames{&scenario.devices, true});
  archive(optional_key("more_links",
                       "links that some devices have beside or instead: `[{name: body, devices: [glasses, "
                       "watch], link: {kind: generic, profile: wi_r}}]`, see below",
                       "none", kNotSaved),
          scenario, MoreLinksList{definitions});
  archive(required_key("apps", "list, see below", kApps), scenario, AppsSection{definitions});
  dynamics_fields(archive, scenario, definitions);
}

}  // namespace synergy::scenario
