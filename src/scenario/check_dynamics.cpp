#include "check_dynamics.hpp"

#include "synergy/link/kinds.hpp"
#include "synergy/scenario/body_channel.hpp"

#include <algorithm>
#include <map>

#include "body_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using Kind = Action::Kind;

class Check {
 public:
  Check(const Scenario& scenario, input::Problems& problems) : scenario_(scenario), problems_(problems) {}

  void run() {
    check_order();
    for (const TimelineEntry& line : scenario_.timeline) {
      check_subject(line);
      if (line.device) check_parts_of(line, *line.device);
      if (line.action.kind == Kind::path_loss || line.action.kind == Kind::path_loss_add) check_loss(line);
    }
    for (const Process& line : scenario_.processes) {
      check_subject(line);
      if (line.link) check_loss(line);
    }
    for (const Trace& line : scenario_.traces) {
      check_subject(line);
      if (line.link) check_loss(line);
      if (line.sets == TraceSets::accelerator_clock && line.device) check_accelerator(line, *line.device);
    }
    check_window();
    check_fading();
  }

 private:
  template <class Line>
  void fail(const Line& line, const std::string& message) {
    problems_.add(line.where.line, line.where.column, message);
  }

  /// By time, as they take effect: lines without `for` alone, since the others end by themselves.
  void check_order() {
    std::vector<const TimelineEntry*> lines;
    for (const TimelineEntry& line : scenario_.timeline) {
      if (!line.lasts) lines.push_back(&line);
    }
    std::stable_sort(lines.begin(), lines.end(), [](const auto* a, const auto* b) { return a->at < b->at; });
    std::map<AppId, const TimelineEntry*> apps;
    std::map<DeviceId, const TimelineEntry*> devices;
    for (const TimelineEntry* line : lines) {
      const Kind kind = line->action.kind;
      if (line->app && kind != Kind::rate) check_app(*line, apps[*line->app]);
      if (line->device && kind != Kind::accelerator_clock && kind != Kind::charge)
        check_presence(*line, devices[*line->device]);
    }
  }

  void check_app(const TimelineEntry& line, const TimelineEntry*& before) {
    const App& app = scenario_.apps[*line.app];
    const bool running = before == nullptr ? app.running : before->action.kind == Kind::start;
    const bool starts = line.action.kind == Kind::start;
    if (starts == running) {
      const std::string since = before == nullptr ? "from the beginning" : "since " + to_text(before->at);
      fail(line, starts ? fmt::format("app '{}' runs {}; 'running: false' lets it wait for a start", app.name,
                                      since)
                        : fmt::format("app '{}' does not run: it has been stopped {}", app.name, since));
    }
    before = &line;
  }

  void check_presence(const TimelineEntry& line, const TimelineEntry*& before) {
    const std::string& name = scenario_.devices[*line.device].name;
    const bool is_there = before == nullptr || before->action.kind == Kind::join;
    const bool joins = line.action.kind == Kind::join;
    if (joins == is_there) {
      const std::string since = before == nullptr ? "from the beginning" : "since " + to_text(before->at);
      fail(line, joins ? fmt::format("device '{}' is there {}; what left may join", name, since)
                       : fmt::format("device '{}' is not there: it has been away {}", name, since));
    }
    before = &line;
  }

  /// A further accelerator has neither legs nor an antenna of its own.
  template <class Line>
  void check_subject(const Line& line) {
    const Devices& devices = scenario_.devices;
    if (line.link) {
      for (const DeviceId d : {line.link->first, line.link->second}) {
        if (devices[d].part_of) fail(line, shares_radio(devices, d));
      }
    }
    if (!line.device || !devices[*line.device].part_of) return;
    if constexpr (requires { line.action; }) {
      if (line.action.kind == Kind::accelerator_clock) return;
    }
    fail(line, fmt::format("'{0}' is a further accelerator of '{1}' and goes with it; name '{1}'",
                           devices[*line.device].name, devices[*devices[*line.device].part_of].name));
  }

  void check_parts_of(const TimelineEntry& line, DeviceId d) {
    if (line.action.kind == Kind::accelerator_clock) check_accelerator(line, d);
    if (line.action.kind == Kind::charge && !scenario_.devices[d].battery)
      fail(line, fmt::format("device '{}' has no battery", scenario_.devices[d].name));
  }

  template <class Line>
  void check_accelerator(const Line& line, DeviceId d) {
    if (!scenario_.devices[d].accelerator)
      fail(line, fmt::format("device '{}' has no accelerator", scenario_.devices[d].name));
  }

  template <class Line>
  void check_loss(const Line& line) {
    const auto use = scenario_.link.path_loss();
    if (!use)
      return fail(line, fmt::format("links of kind {} do not look at path losses; 'block' is for every kind",
                                    scenario_.link.kind().name));
    if (!use->takes.empty())
      fail(line,
           fmt::format("no link looks at its path loss: it takes `{}`; 'block' needs nothing", use->takes));
  }

  void check_window() {
    if (!scenario_.measurement.steady || !is_dynamic(scenario_)) return;
    problems_.add(0, 0, "`measurement: {window: steady}` is for bodies that do not change: state a window");
  }

  /// All changes are known before a run begins, and a sample of fading takes some 270 bytes.
  void check_fading() {
    const Measurement& measured = scenario_.measurement;
    const double time_s = measured.warm_up.s() + measured.window.s();
    double samples = 0;
    for (const Process& line : scenario_.processes) {
      if (!line.channel) continue;
      const double before = samples;
      samples += time_s / line.channel->fading.sample.s();
      if (samples <= kMostFadingSamples || before > kMostFadingSamples) continue;
      fail(line,
           fmt::format("{:.0f} s of fading links up to this one are {:.0f} samples, and at most {:.0f} are "
                       "possible; a shorter window, or a body channel with a longer `sample`, has fewer",
                       time_s, samples, kMostFadingSamples));
    }
  }

  static constexpr double kMostFadingSamples = 7e6;  ///< two gigabytes

  const Scenario& scenario_;
  input::Problems& problems_;
};

}  // namespace

void check_dynamics(const Scenario& scenario, input::Problems& problems) { Check(scenario, problems).run(); }

}  // namespace synergy::scenario
