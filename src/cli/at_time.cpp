#include "at_time.hpp"

#include "synergy/dynamics/expand.hpp"
#include "synergy/dynamics/world.hpp"
#include "synergy/input/usage_error.hpp"
#include "synergy/quantities/parse.hpp"

#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

Time time_of(const std::string& text) {
  const auto parsed = parse_quantity<Duration>(text);
  if (const auto* problem = std::get_if<std::string>(&parsed)) throw UsageError("--at: " + *problem);
  const Time at = std::get<Duration>(parsed);
  if (at < Time() || at > seconds(1e8)) throw UsageError(fmt::format("--at {}: expected 0 to 1e8 s", text));
  return at;
}

/// What is away, stopped or cannot run, one line each.
std::string differences(const scenario::Scenario& body, const dynamics::World& world) {
  std::string text;
  for (const scenario::DeviceId d : body.devices.ids()) {
    if (!world.present[d]) text += fmt::format("device {} is away\n", body.devices[d].name);
    if (world.accelerator_clock[d] < 1)
      text += fmt::format("device {}: accelerator clock x {}\n", body.devices[d].name,
                          world.accelerator_clock[d]);
  }
  for (const scenario::AppId a : body.apps.ids()) {
    if (!world.runs[a]) text += fmt::format("app {} does not run\n", body.apps[a].name);
  }
  for (const auto& [ends, db] : world.path_loss_db) {
    text += fmt::format("link {}-{}: {}\n", body.devices[ends.first].name, body.devices[ends.second].name,
                        db ? fmt::format("path loss {:.1f} dB", *db) : std::string("blocked"));
  }
  for (const dynamics::LeftOut& app : left_out(body, world))
    text += fmt::format("app {} cannot run: {}\n", body.apps[app.app].name, app.reason);
  return text;
}

}  // namespace

run::Workload workload_at(const run::Workload& workload, const std::string& at) {
  if (at.empty()) return workload;
  const Time time = time_of(at);
  const scenario::Scenario& body = workload.scenario();
  const auto changes = dynamics::expand(body, 0, time + nanoseconds(1));
  const dynamics::World world = dynamics::world_after(body, changes, time);
  const std::string different = differences(body, world);
  scenario::Scenario then = dynamics::scenario_of(body, world);
  if (then.apps.empty()) throw UsageError(fmt::format("no app can run at {}:\n{}", at, different));
  to_stderr("at {}:\n{}", at, different.empty() ? "everything is as at the beginning\n" : different);
  return workload.with(std::move(then));
}

}  // namespace synergy::cli
