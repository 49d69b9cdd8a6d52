#include "synergy/dynamics/expand.hpp"

#include "synergy/base/random.hpp"
#include "synergy/dynamics/joining.hpp"

#include <algorithm>
#include <map>

#include "settings.hpp"
#include "steps.hpp"
#include <fmt/format.h>

namespace synergy::dynamics {
namespace {

using scenario::Action;
using scenario::Scenario;
using Kind = Action::Kind;
using Mode = Step::Mode;

/// The timeline's lines without `for` are one line to what they set: a later one is the other's end.
constexpr std::size_t kForGood = SIZE_MAX;

/// Of links without such a time of their own, whose set-up is counted in such intervals all the same.
constexpr Duration kInterval = milliseconds(15);

struct DeviceState {
  Votes away;
  bool is_there = true;
  Setting<double> clock{1};
  double told_clock = 1;
};

struct AppState {
  explicit AppState(const scenario::App& app)
      : started(app.running), runs(app.running), rate(app.rate), told_rate(app.rate) {}
  Setting<bool> started;
  Votes stopped;
  bool runs;
  Setting<Frequency> rate;
  Frequency told_rate;
};

template <class T>
void apply(Setting<T>& setting, const Step& step, T value) {
  if (step.mode == Mode::for_good)
    setting.set(value);
  else if (step.mode == Mode::for_a_time)
    setting.set_for_a_time(step.line, value);
  else
    setting.lift(step.line);
}

class Expansion {
 public:
  Expansion(const Scenario& scenario, int replication)
      : scenario_(scenario), replication_(replication), devices_(scenario.devices.size()) {
    for (const scenario::App& app : scenario.apps) apps_.push_back(AppState(app));
  }

  void take(const Step& step) {
    if (step.app) {
      take_app(*step.app, step);
    } else if (step.device) {
      take_device(*step.device, step);
    } else {
      take_link(*step.link, step);
    }
  }
  [[nodiscard]] std::vector<Change> changes() && { return std::move(changes_); }

 private:
  void tell(const Step& step, decltype(Change::what) what, std::string text) {
    changes_.push_back({step.at, std::move(what), true, std::move(text)});
  }

  void take_app(AppId a, const Step& step) {
    AppState& state = apps_[a];
    const std::string& name = scenario_.apps[a].name;
    if (step.action.kind == Kind::rate) {
      apply(state.rate, step, step.action.rate);
      if (state.rate.value() == state.told_rate) return;
      state.told_rate = state.rate.value();
      return tell(step, AppRate{a, state.told_rate},
                  fmt::format("{}: rate {}", name, to_text(state.told_rate)));
    }
    // A process or a trace keeps an app from running, whatever the timeline says.
    if (step.line < scenario_.timeline.size())
      apply(state.started, step, step.action.kind == Kind::start);
    else
      state.stopped.put(step.line, step.mode == Mode::for_a_time);
    const bool runs = state.started.value() && !state.stopped.any();
    if (runs == state.runs) return;
    state.runs = runs;
    tell(step, AppRuns{a, runs}, fmt::format("{} {}", name, runs ? "starts" : "stops"));
  }

  void take_device(DeviceId d, const Step& step) {
    DeviceState& state = devices_[d];
    const std::string& name = scenario_.devices[d].name;
    if (step.action.kind == Kind::charge) {
      return tell(step, BatteryCharge{d, step.action.number},
                  fmt::format("{}: charge {}", name, to_text(Ratio::from_si(step.action.number))));
    }
    if (step.action.kind == Kind::accelerator_clock) {
      apply(state.clock, step, step.action.number);
      if (state.clock.value() == state.told_clock) return;
      state.told_clock = state.clock.value();
      return tell(step, AcceleratorClock{d, state.told_clock},
                  fmt::format("{}: accelerator clock x {}", name, state.told_clock));
    }
    const bool goes = step.action.kind != Kind::join && step.mode != Mode::over;
    state.away.put(step.mode == Mode::for_good ? kForGood : step.line, goes);
    if (state.away.any() != state.is_there) return;
    state.is_there = !state.away.any();
    tell_presence(d, step);
  }

  void tell_presence(DeviceId d, const Step& step) {
    const std::string& name = scenario_.devices[d].name;
    if (devices_[d].is_there)
      return tell(step, DevicePresence{d, DevicePresence::Kind::join, connected_after(d)}, name + " joins");
    if (step.action.kind == Kind::crash)
      return tell(step, DevicePresence{d, DevicePresence::Kind::crash, {}}, name + " is lost");
    if (step.action.kind == Kind::sleep)
      return tell(step, DevicePresence{d, DevicePresence::Kind::sleep, {}}, name + " sleeps");
    tell(step, DevicePresence{d, DevicePresence::Kind::leave, {}}, name + " leaves");
  }

  /// A stream for each device: how often others come back leaves its numbers as they are.
  Duration connected_after(DeviceId d) {
    const auto stream =
        streams_.try_emplace(d, stream_seed(scenario_.seed, static_cast<std::uint64_t>(replication_),
                                            "dynamics/joining/" + scenario_.devices[d].name));
    RandomStream& random = stream.first->second;
    const Duration found = draw_discovery(scenario_.joining, random);
    return found + draw_connection(scenario_.joining, scenario_.link.interval().value_or(kInterval), random);
  }

  void take_link(link::Ends ends, const Step& step) {
    const auto found = losses_.try_emplace(ends, base_loss(ends)).first;
    LossState& state = found->second;
    const auto before = told(state);
    const bool over = step.mode == Mode::over;
    if (step.fading) {
      state.fading = step.action.number;
    } else if (step.action.kind == Kind::block) {
      state.blocked.put(step.mode == Mode::for_good ? kForGood : step.line, !over);
    } else if (step.action.kind == Kind::path_loss_add) {
      state.add(step.line, over ? 0 : step.action.number);
    } else {
      // A new level for good ends a blockade for good, which nothing else would.
      if (step.mode == Mode::for_good) state.blocked.put(kForGood, false);
      apply(state.level, step, step.action.number);
      if (step.mean_fading != 0) state.mean_fading = step.mean_fading;
    }
    const auto now = told(state);
    if (now == before) return;
    Change change{step.at, LinkLoss{ends, now.first, now.second}, step.lasting && !step.fading, {}};
    if (change.lasting) change.text = loss_text(ends, now.second);
    changes_.push_back(std::move(change));
  }

  [[nodiscard]] std::string loss_text(link::Ends ends, std::optional<double> db) const {
    const std::string pair =
        fmt::format("{}-{}", scenario_.devices[ends.first].name, scenario_.devices[ends.second].name);
    return db ? fmt::format("{}: path loss {:g} dB", pair, *db) : pair + ": blocked";
  }

  /// What it is, and what planners know of it.
  static std::pair<std::optional<double>, std::optional<double>> told(const LossState& state) {
    if (state.blocked.any()) return {};
    const double db = state.without_fading();
    const auto within = [](double loss) { return std::clamp(loss, 0.0, 200.0); };
    return {within(db - state.fading), within(db - state.mean_fading)};
  }

  [[nodiscard]] double base_loss(link::Ends ends) const {
    double db = scenario_.link.path_loss().value_or(link::PathLossUse{}).usual_db;
    for (const scenario::PathLoss& loss : scenario_.path_loss) {
      if (loss.between == ends) db = loss.db;
    }
    return db;
  }

  const Scenario& scenario_;
  int replication_;
  IdVector<DeviceId, DeviceState> devices_;
  IdVector<AppId, AppState> apps_;
  std::map<link::Ends, LossState> losses_;
  std::map<DeviceId, RandomStream> streams_;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> expand(const Scenario& scenario, int replication, Time end) {
  std::vector<Step> steps;
  steps_of_timeline(scenario, end, steps);
  steps_of_processes(scenario, replication, end, steps);
  steps_of_traces(scenario, end, steps);
  // By time, then by line; a line's own steps at one instant keep their order.
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
    return std::pair(a.at, a.line) < std::pair(b.at, b.line);
  });
  Expansion expansion(scenario, replication);
  for (const Step& step : steps) expansion.take(step);
  return std::move(expansion).changes();
}

}  // namespace synergy::dynamics
