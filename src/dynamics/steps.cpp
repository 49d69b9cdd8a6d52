#include "steps.hpp"

#include "synergy/base/random.hpp"
#include "synergy/dynamics/draw.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include <fmt/format.h>

namespace synergy::dynamics {
namespace {

using scenario::Action;
using scenario::Process;
using scenario::Scenario;
using Kind = Action::Kind;
using Mode = Step::Mode;

/// Of what a process is about: another process leaves its numbers as they are, wherever it stands.
std::string stream_name(const Scenario& scenario, const Process& process) {
  const auto device = [&](scenario::DeviceId d) { return scenario.devices[d].name; };
  if (process.app) return "dynamics/app/" + scenario.apps[*process.app].name;
  if (process.device) return "dynamics/device/" + device(*process.device);
  if (process.link)
    return fmt::format("dynamics/link/{}-{}", device(process.link->first), device(process.link->second));
  return "dynamics/posture";
}

/// Alternates between on and off.
void steps_of_switch(const Process& process, Step step, RandomStream& random, Time end,
                     std::vector<Step>& steps) {
  step.action.kind = process.app ? Kind::stop : process.goes;
  bool on = process.begins_on;
  for (Time t; t < end; on = !on) {
    step.at = t;
    step.mode = on ? Mode::over : Mode::for_a_time;
    steps.push_back(step);
    t += draw(on ? *process.on : *process.off, random);
  }
}

std::size_t next_state(const scenario::Posture& posture, std::size_t state, RandomStream& random) {
  const std::size_t count = posture.states.size();
  if (posture.next.empty()) {
    const auto other = static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(count) - 2));
    return other < state ? other : other + 1;
  }
  const std::vector<double>& weights = posture.next[state];
  double sum = 0;
  for (const double weight : weights) sum += weight;
  double left = random.uniform() * sum;
  std::size_t last = state;
  for (std::size_t i = 0; i < count; ++i) {
    if (!(weights[i] > 0)) continue;
    last = i;
    left -= weights[i];
    if (left < 0) break;
  }
  return last;
}

void steps_of_channel(const Process& process, Step step, RandomStream& random, Time end,
                      std::vector<Step>& steps) {
  const scenario::BodyChannel& channel = *process.channel;
  step.action = {Kind::path_loss, channel.path_loss(process.between).value_or(0), {}};
  step.mean_fading = channel.fading.mean_db();
  steps.push_back(step);
  step.fading = true;
  FadingLevel level(channel.fading, random);
  for (Time t; t < end; t += channel.fading.sample) {
    step.at = t;
    step.action.number = level.next();
    steps.push_back(step);
  }
}

/// What its profile says of each link with a body channel, unless the posture says it itself.
std::vector<scenario::Posture::Added> added_by(const scenario::Posture& posture, const Scenario& scenario) {
  std::vector<scenario::Posture::Added> all = posture.added;
  for (const Process& process : scenario.processes) {
    const auto is_told = [&](const auto& added) { return added.link == *process.link; };
    if (!process.link || std::any_of(all.begin(), all.end(), is_told)) continue;
    auto& added = all.emplace_back(scenario::Posture::Added{*process.link, {}});
    for (const std::string& state : posture.states)
      added.db.push_back(process.channel->added(state, process.between));
  }
  return all;
}

void steps_of_posture(const scenario::Posture& posture, const Scenario& scenario, Step step,
                      RandomStream& random, Time end, std::vector<Step>& steps) {
  const std::vector<scenario::Posture::Added> all = added_by(posture, scenario);
  step.action.kind = Kind::path_loss_add;
  step.mode = Mode::for_a_time;
  std::size_t state = 0;
  for (Time t; t < end;) {
    step.at = t;
    for (const scenario::Posture::Added& added : all) {
      step.link = added.link;
      step.action.number = added.db[state];
      steps.push_back(step);
    }
    if (posture.states.size() < 2) return;
    t += draw(posture.dwell[state], random);
    state = next_state(posture, state, random);
  }
}

/// The step that a trace's value is.
Step step_of(const scenario::Trace& trace, std::size_t line, Time at, double value) {
  Step step{.at = at, .line = line, .app = trace.app, .device = trace.device, .link = trace.link};
  step.action.number = value;
  step.lasting =
      trace.sets != scenario::TraceSets::path_loss && trace.sets != scenario::TraceSets::path_loss_add;
  switch (trace.sets) {
    case scenario::TraceSets::path_loss:
      step.action.kind = Kind::path_loss;
      break;
    case scenario::TraceSets::path_loss_add:
      step.action.kind = Kind::path_loss_add;
      step.mode = Mode::for_a_time;
      break;
    case scenario::TraceSets::accelerator_clock:
      step.action.kind = Kind::accelerator_clock;
      break;
    case scenario::TraceSets::rate:
      step.action.kind = Kind::rate;
      step.action.rate = Frequency::from_si(value);
      break;
    case scenario::TraceSets::present:
    case scenario::TraceSets::running:
      step.action.kind = trace.app ? Kind::stop : Kind::leave;
      step.mode = value > 0 ? Mode::over : Mode::for_a_time;
      break;
  }
  return step;
}

void steps_of_trace(const scenario::Trace& trace, std::size_t line, Time end, std::vector<Step>& steps) {
  const auto& points = trace.points;
  const std::size_t count = points.size();
  const Duration period =
      count < 2 ? Duration::max()
                : points[count - 1].at - points[0].at + (points[count - 1].at - points[count - 2].at);
  for (Duration offset;; offset += period) {
    for (std::size_t i = 0; i < count; ++i) {
      const Time at = points[i].at + offset;
      if (at >= end) return;
      steps.push_back(step_of(trace, line, at, points[i].value));
      if (trace.interpolation == scenario::Interpolation::hold || i + 1 == count) continue;
      const auto& next = points[i + 1];
      const double slope = (next.value - points[i].value) / (next.at - points[i].at).s();
      for (Duration d = trace.step; d < next.at - points[i].at && at + d < end; d += trace.step)
        steps.push_back(step_of(trace, line, at + d, points[i].value + slope * d.s()));
    }
    if (!trace.loop || count < 2) return;
  }
}

}  // namespace

// x and y are correlated for twice as long as the sum of their squares.
FadingLevel::FadingLevel(const scenario::Fading& fading, RandomStream& random)
    : fading_(fading),
      random_(random),
      correlation_(std::exp(-fading.sample.s() / (2 * fading.correlation_time.s()))),
      innovation_(std::sqrt(1 - correlation_ * correlation_)),
      x_(random.normal(0, 1)),
      y_(random.normal(0, 1)) {}

double FadingLevel::next() {
  // Never the logarithm of 0: the least V is far below any fade that is looked at.
  const double v = std::max((x_ * x_ + y_ * y_) / 2, 1e-12);
  x_ = correlation_ * x_ + random_.normal(0, innovation_);
  y_ = correlation_ * y_ + random_.normal(0, innovation_);
  return fading_.offset_db + fading_.slope_db * std::log10(v);
}

void steps_of_timeline(const Scenario& scenario, Time end, std::vector<Step>& steps) {
  for (std::size_t line = 0; line < scenario.timeline.size(); ++line) {
    const scenario::TimelineEntry& entry = scenario.timeline[line];
    Step step{.at = entry.at, .line = line, .app = entry.app, .device = entry.device, .link = entry.link};
    step.action = entry.action;
    step.mode = entry.lasts ? Mode::for_a_time : Mode::for_good;
    if (entry.at < end) steps.push_back(step);
    if (!entry.lasts || entry.at + *entry.lasts >= end) continue;
    step.at = entry.at + *entry.lasts;
    step.mode = Mode::over;
    steps.push_back(step);
  }
}

void steps_of_processes(const Scenario& scenario, int replication, Time end, std::vector<Step>& steps) {
  std::map<std::string, int> named;
  for (std::size_t i = 0; i < scenario.processes.size(); ++i) {
    const Process& process = scenario.processes[i];
    std::string name = stream_name(scenario, process);
    if (const int before = named[name]++; before > 0) name += fmt::format("#{}", before);
    RandomStream random(stream_seed(scenario.seed, static_cast<std::uint64_t>(replication), name));
    const Step step{.at = {},
                    .line = scenario.timeline.size() + i,
                    .app = process.app,
                    .device = process.device,
                    .link = process.link};
    if (process.posture)
      steps_of_posture(*process.posture, scenario, step, random, end, steps);
    else if (process.link)
      steps_of_channel(process, step, random, end, steps);
    else
      steps_of_switch(process, step, random, end, steps);
  }
}

void steps_of_traces(const Scenario& scenario, Time end, std::vector<Step>& steps) {
  const std::size_t before = scenario.timeline.size() + scenario.processes.size();
  for (std::size_t i = 0; i < scenario.traces.size(); ++i)
    steps_of_trace(scenario.traces[i], before + i, end, steps);
}

}  // namespace synergy::dynamics
