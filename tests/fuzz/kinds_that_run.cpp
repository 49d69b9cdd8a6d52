// Inputs that are not only read: what a valid file says is planned, compiled, estimated and simulated for a
// moment, so that numbers which readers let through must be numbers that everything behind them bears.
#include "synergy/input/usage_error.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/quantities/quantities.hpp"
#include "synergy/run/run.hpp"
#include "synergy/scenario/load.hpp"

#include <algorithm>

#include "shared.hpp"

namespace synergy::fuzz {
namespace {

/// Few enough events for some hundred inputs a second.
std::vector<scenario::Override> shortened(const char* window) {
  return {{"measurement", window, {}, {}},
          {"replications", "1", {}, {}},
          {"planner", "{name: synergy, node_budget: 2000}", {}, {}}};
}

void run_shortly(const std::string& bytes, const char* window) {
  const scenario::Scenario read = scenario::read_scenario(document(bytes), library(), shortened(window));
  // More of them are for the tests of planners.
  constexpr std::size_t kMost = 6;
  if (read.devices.size() > kMost || read.apps.size() > kMost) throw UsageError("too large for a moment");
  const run::Workload workload(read);
  const planner::Planner& planner = planner::Registry::builtin().at("synergy");
  const run::Run run(run::Plan::made_by(planner, workload));
  (void)run.simulate(0);
}

/// Whole scenarios with their models and profiles, as in resolved.yaml.
std::vector<std::string> resolved() {
  std::vector<std::string> texts;
  for (const char* name : {"w1", "w2_wifi", "w2_lossy"}) {
    const std::string file = (source_folder() / "scenarios" / (std::string(name) + ".yaml")).string();
    texts.push_back(scenario::to_yaml(scenario::load_scenario(file, library())));
  }
  const std::string others =
      "schema_version: 1\nname: others\nbody:\n  devices:\n"
      "    - {name: a, accelerator: gap9_800mv_370mhz, radio: nrf52840, sensors: [microphone_sph0645]}\n"
      "    - {name: b, accelerator: stm32u575, radio: nrf52840, sensors: [camera_hm01b0], interactions: "
      "[haptic_lra]}\n"
      "apps:\n  - {model: mlperf_kws, sensor: microphone, interaction: haptic, rate: 5 Hz}\n"
      "  - {model: mlperf_ic, sensor: camera, interaction: haptic, rate: 2 Hz}\n"
      "link: {kind: generic, profile: wi_r}\nload: {regime: poisson, queue_limit: 2}\n";
  texts.push_back(scenario::to_yaml(scenario::read_scenario(document(others), library())));
  return texts;
}

/// Bodies to which much happens within three seconds.
std::vector<std::string> changing() {
  const std::string begin =
      "schema_version: 1\nname: changing\nbody: body4\napps:\n"
      "  - {model: kws, sensor: microphone, window: \"1.024 s\", hop: \"8 ms\", interaction: haptic}\n"
      "  - {model: simplenet, sensor: camera, interaction: display, running: false}\n";
  return {
      begin +
          "link: {supervision_timeout: \"1 s\", loss: {model: received_power, shadowing_sigma_db: 2}}\n"
          "timeline:\n  - {at: \"0.2 s\", app: simplenet, do: start}\n"
          "  - {at: \"0.5 s\", device: ring, do: leave, for: \"400 ms\"}\n"
          "  - {at: \"1 s\", device: glasses, do: {accelerator_clock: 0.5}}\n"
          "  - {at: \"1.2 s\", link: [earbud, watch], do: {path_loss: \"92 dB\"}}\n"
          "  - {at: \"2 s\", device: watch, do: crash}\n  - {at: \"2.1 s\", app: kws, do: stop}\n"
          "joining: {advertising_interval: \"100 ms\", scan_window: \"30 ms\", scan_interval: \"60 ms\"}\n",
      begin +
          "link: {supervision_timeout: \"1 s\", loss: {model: received_power, shadowing_sigma_db: 0}}\n"
          "processes:\n  - posture:\n      states: [walk, sit]\n      dwell:\n"
          "        walk: {lognormal: {median: \"90 ms\", sigma: 0.7}}\n        sit: {exponential: \"40 "
          "ms\"}\n"
          "      path_loss_add:\n        - {link: [earbud, watch], walk: \"0 dB\", sit: \"10 dB\"}\n"
          "  - {link: [earbud, glasses], model: body_channel, between: [ear, head]}\n"
          "  - {device: ring, on: {exponential: \"400 ms\"}, off: {exponential: \"80 ms\"}, goes: crash}\n"
          "  - {app: simplenet, on: {weibull: {scale: \"1 s\", shape: 1.5}}, off: {uniform: [\"1 ms\", \"2 "
          "s\"]}}\n"
          "replanning: {trigger: {drop: \"20 %\", for: \"200 ms\"}, hold_off: \"10 ms\", min_dwell: \"50 "
          "ms\", "
          "handover: make_before_break}\n",
      begin +
          "link: {loss: {model: received_power}}\ntraces:\n  - {link: [earbud, ring], sets: path_loss, "
          "interpolation: linear, step: \"10 ms\", loop: true, "
          "points: \"0 60, 0.5 85, 1 70\"}\n  - {device: ring, sets: present, points: \"0 1, 1 0, 1.5 1\"}\n"
          "  - {app: kws, sets: running, points: \"0 1, 2 0\"}\n"};
}

}  // namespace

std::vector<Kind> kinds_that_run() {
  return {
      {"run", [](const std::string& b) { run_shortly(b, "{warm_up: 0.01 s, window: 0.1 s}"); }, resolved},
      {"timeline", [](const std::string& b) { run_shortly(b, "{warm_up: 0.1 s, window: 3 s}"); }, changing}};
}

}  // namespace synergy::fuzz
