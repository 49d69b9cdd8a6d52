#include "trace_events.hpp"

#include "synergy/plan/unit_names.hpp"
#include "synergy/quantities/decimal.hpp"
#include "synergy/results/table.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "phase_names.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

using Kind = plan::Stage::Kind;
using simulation::Work;
using Phase = simulation::PhaseResult::Kind;

/// Part of the trace's format, see trace.hpp; equal to phase names but for compute, which has four phases.
std::string_view category(Kind kind) {
  switch (kind) {
    case Kind::sense:
      return "sense";
    case Kind::preprocess:
      return "preprocess";
    case Kind::postprocess:
      return "postprocess";
    case Kind::transfer:
      return "transfer";
    case Kind::compute:
      return "compute";
    case Kind::interact:
      break;
  }
  return "interact";
}

constexpr std::int64_t kPicowattsPerWatt = 1'000'000'000'000;

/// Whole picowatts, so that what is added can be taken away again without a rest.
std::int64_t picowatts(Energy energy, Duration over) {
  return std::llround(energy.si() / over.s() * static_cast<double>(kPicowattsPerWatt));
}

}  // namespace

std::string json_us(Duration d) { return decimal_text(d.ns(), 3); }
std::string json_text(std::string_view text) { return nlohmann::json(text).dump(); }

/// A counter's arguments from some time on.
struct TraceEvents::Step {
  Time at;
  std::string arguments;
};

TraceEvents::TraceEvents(const plan::PlanningProblem& problem, const run::RunRecord& record,
                         const TraceRecorder& recorder, Time from)
    : record_(record),
      compiled_(*record.compiled),
      recorder_(recorder),
      from_(from),
      link_process_(problem.device_count() + 1),
      app_process_(problem.device_count() + 2) {
  for (const scenario::App& app : problem.scenario().apps) apps_.push_back(json_text(app.name));
  for (const scenario::Device& device : problem.scenario().devices)
    devices_.push_back(json_text(device.name));
}

const plan::Stage& TraceEvents::stage_of(const Visit& visit) const {
  if (visit.stage) return *visit.stage;
  return compiled_.apps[visit.told.app].stages[static_cast<std::size_t>(visit.told.stage)];
}
const plan::Unit& TraceEvents::unit_of(const Visit& visit) const {
  return compiled_.units[stage_of(visit).unit];
}
int TraceEvents::process_of(const plan::Unit& unit) const {
  return unit.kind == plan::Unit::Kind::link ? link_process_ : unit.device.value() + 1;
}
const std::string& TraceEvents::app_name(const Visit& visit) const { return apps_[visit.told.app.index()]; }

std::string TraceEvents::metadata() const {
  std::string text;
  const auto process = [&](int pid, const std::string& name, int position) {
    text += fmt::format(R"({{"ph":"M","name":"process_name","pid":{},"args":{{"name":{}}}}},)", pid, name);
    text += fmt::format(
        "\n"
        R"({{"ph":"M","name":"process_sort_index","pid":{},"args":{{"sort_index":{}}}}},)"
        "\n",
        pid, position);
  };
  const auto thread = [&](int pid, int tid, std::string_view name, int position) {
    text +=
        fmt::format(R"({{"ph":"M","name":"thread_name","pid":{},"tid":{},"args":{{"name":{}}}}},)"
                    "\n"
                    R"({{"ph":"M","name":"thread_sort_index","pid":{},"tid":{},"args":{{"sort_index":{}}}}},)"
                    "\n",
                    pid, tid, json_text(name), pid, tid, position);
  };
  process(app_process_, json_text("apps"), 0);
  for (std::size_t d = 0; d < devices_.size(); ++d)
    process(static_cast<int>(d) + 1, devices_[d], static_cast<int>(d) + 1);
  process(link_process_, json_text("links"), link_process_);
  for (std::size_t u = 0; u < compiled_.units.size(); ++u) {
    const plan::Unit& unit = compiled_.units[plan::UnitId(u)];
    const int tid = static_cast<int>(u) + 1;
    // Units of a device are named DEVICE.PART.
    const bool link = unit.kind == plan::Unit::Kind::link;
    const std::size_t part =
        link ? 0 : plan::name_in_key(record_.scenario->devices[unit.device].name).size() + 1;
    thread(process_of(unit), tid, std::string_view(unit.name).substr(part), tid);
  }
  return text;
}

void TraceEvents::generate(Time until, const TraceSink& sink) const {
  visits(until, sink);
  inferences(until, sink);
  moments(until, sink);
  power(until, sink);
  memory(until, sink);
}

std::string TraceEvents::arguments(const Visit& visit) const {
  const plan::Stage& stage = stage_of(visit);
  Energy energy;
  for (const Work& work : visit.works) energy += work.energy;
  std::string text =
      fmt::format(R"("app":{},"inference":{},"stage":{},"queued_us":{},"energy_uj":{})", app_name(visit),
                  recorder_.inferences()[visit.inference].number, visit.told.stage,
                  json_us(visit.told.begin - visit.told.joined), to_text(energy.si() * 1e6));
  if (stage.kind == Kind::compute)
    text += fmt::format(R"(,"layers":[{},{}])", stage.segment.layers.first, stage.segment.layers.last);
  // Only transfers have ends; what follows is as the link reported it.
  if (stage.kind != Kind::transfer) return text;
  const link::Ends ends = compiled_.links[stage.link];
  const std::size_t from = (stage.forward ? ends.first : ends.second).index();
  const std::size_t to = (stage.forward ? ends.second : ends.first).index();
  const link::TransferOutcome& outcome = visit.transfer;
  return text +
         fmt::format(
             R"(,"from":{},"to":{},"bytes":{},"packets":{},"retransmissions":{},"busy_us":{},"delivered_us":{},"delivered":{})",
             devices_[from], devices_[to], stage.size.count(), outcome.packets, outcome.retransmissions,
             json_us(outcome.busy), json_us(outcome.done - visit.told.begin), outcome.delivered);
}

void TraceEvents::visit(const Visit& visit, const TraceSink& sink) const {
  const plan::Stage& stage = stage_of(visit);
  const int pid = process_of(unit_of(visit));
  const int tid = stage.unit.value() + 1;
  const auto complete = [&](int weight, int thread, const std::string& name, std::string_view kind,
                            Time begin, Time end, const auto& args) {
    sink(begin, weight, [&](std::string& text) {
      text +=
          fmt::format(R"({{"ph":"X","name":{},"cat":"{}","pid":{},"tid":{},"ts":{},"dur":{},"args":{{{}}}}})",
                      name, kind, pid, thread, json_us(begin), json_us(end - begin), args());
    });
  };
  // How long the CPU works from the begin of a phase on.
  const auto on_cpu = [&](const Work& work) {
    return work.phase == Phase::infer ? stage.visit.infer.cpu_time : work.end - work.begin;
  };
  // A visit is shown with all its phases, so it counts for them.
  int weight = 1;
  if (stage.kind == Kind::compute) {
    for (const Work& work : visit.works) weight += on_cpu(work) > Duration() ? 2 : 1;
  }
  complete(weight, tid, app_name(visit), category(stage.kind), visit.told.begin, visit.told.end,
           [&] { return arguments(visit); });
  if (stage.kind != Kind::compute) return;
  for (const Work& work : visit.works) {
    const auto args = [&] {
      return fmt::format(R"("app":{},"inference":{},"stage":{})", app_name(visit),
                         recorder_.inferences()[visit.inference].number, visit.told.stage);
    };
    const std::string name = json_text(phase_name(work.phase));
    complete(0, tid, name, "phase", work.begin, work.end, args);
    if (on_cpu(work) > Duration())
      complete(0, stage.cpu.value() + 1, name, "phase", work.begin, work.begin + on_cpu(work), args);
  }
}

void TraceEvents::visits(Time until, const TraceSink& sink) const {
  for (const Visit& one : recorder_.visits()) {
    if (one.told.begin < until) visit(one, sink);
  }
}

void TraceEvents::moments(Time until, const TraceSink& sink) const {
  for (const TraceRecorder::Moment& moment : recorder_.moments()) {
    if (moment.begin >= until || moment.end < from_) continue;
    sink(moment.begin, 1, [&](std::string& text) {
      const std::string name = json_text(moment.what);
      if (moment.begin == moment.end) {
        text += fmt::format(R"({{"ph":"i","name":{},"cat":"change","s":"g","pid":{},"tid":0,"ts":{}}})", name,
                            app_process_, json_us(moment.begin));
      } else {
        text += fmt::format(
            R"({{"ph":"X","name":{},"cat":"reconfiguration","pid":{},"tid":1,"ts":{},"dur":{},"args":{{}}}})",
            name, app_process_, json_us(moment.begin), json_us(moment.end - moment.begin));
      }
    });
  }
}

void TraceEvents::inferences(Time until, const TraceSink& sink) const {
  for (std::size_t i = 0; i < recorder_.inferences().size(); ++i) {
    const TraceRecorder::Inference& inference = recorder_.inferences()[i];
    std::vector<const Visit*> shown;
    for (const std::size_t v : inference.visits) {
      if (recorder_.visits()[v].told.begin < until) shown.push_back(&recorder_.visits()[v]);
    }
    // All of its visits begin behind the cut, so nothing of it is shown.
    if (shown.empty()) continue;
    const std::string& name = apps_[inference.app.index()];
    // An end behind the cut would be shown without the visits that lead to it.
    const bool ended = inference.end && *inference.end <= until;
    const Time end = ended ? *inference.end : until;
    const auto async = [&](char phase, Time at, int weight, std::string_view more) {
      sink(at, weight, [&](std::string& text) {
        text += fmt::format(
            R"({{"ph":"{}","name":{},"cat":"inference","id":{},"pid":{},"tid":0,"ts":{},"args":{{"app":{},"inference":{}{}}}}})",
            phase, name, i + 1, app_process_, json_us(at), name, inference.number, more);
      });
    };
    async('b', inference.start, 2, "");
    const std::string_view outcome = !ended ? "in_flight" : inference.completed ? "completed" : "dropped";
    // Counted with its begin: a pair is shown whole or not at all.
    async('e', end, 0, fmt::format(R"(,"outcome":"{}")", outcome));
    if (shown.size() == 1) continue;
    for (std::size_t s = 0; s < shown.size(); ++s) {
      const Time at = shown[s]->told.begin;
      // The first arrow end needs the second to be shown at all, so that one counts for both.
      sink(at,
           s == 0   ? 0
           : s == 1 ? 2
                    : 1,
           [&](std::string& text) {
             const bool last = s + 1 == shown.size();
             text += fmt::format(
                 R"({{"ph":"{}","name":"frame","cat":"frame","id":{},"pid":{},"tid":{},"ts":{}{}}})",
                 s == 0 ? 's'
                 : last ? 'f'
                        : 't',
                 i + 1, process_of(unit_of(*shown[s])), stage_of(*shown[s]).unit.value() + 1, json_us(at),
                 last ? R"(,"bp":"e")" : "");
           });
    }
  }
}

void TraceEvents::counter(std::vector<Step>& steps, std::size_t device, std::string_view name, Time until,
                          const TraceSink& sink) const {
  for (std::size_t i = 0; i < steps.size() && steps[i].at < until; ++i) {
    // What happened before the trace shows as the value at its begin.
    const Time at = std::max(steps[i].at, from_);
    // Viewers draw each value; one that lasts no time would be a spike that never was.
    const bool stays = i + 1 == steps.size() || std::max(steps[i + 1].at, from_) > at;
    if (!stays) continue;
    sink(at, 1, [&](std::string& text) {
      text += fmt::format(R"({{"ph":"C","name":"{}","pid":{},"ts":{},"args":{{{}}}}})", name, device + 1,
                          json_us(at), steps[i].arguments);
    });
  }
}

void TraceEvents::power(Time until, const TraceSink& sink) const {
  struct Change {
    Time at;
    std::int64_t pw;
  };
  std::vector<std::vector<Change>> changes(devices_.size());
  for (const Visit& visit : recorder_.visits()) {
    for (const Work& work : visit.works) {
      if (visit.told.begin >= until || work.end == work.begin) continue;
      const std::int64_t pw = picowatts(work.energy, work.end - work.begin);
      if (pw == 0) continue;
      changes[work.device.index()].push_back({work.begin, pw});
      changes[work.device.index()].push_back({work.end, -pw});
    }
  }
  for (std::size_t d = 0; d < devices_.size(); ++d) {
    std::stable_sort(changes[d].begin(), changes[d].end(),
                     [](const Change& a, const Change& b) { return a.at < b.at; });
    // A mean, since links are kept up in events too short and too many to be drawn one by one.
    const std::int64_t idle =
        picowatts(record_.result->devices[plan::DeviceId(d)].statics(), record_.result->window);
    const auto text = [&](std::int64_t active) {
      return fmt::format(R"("idle":{},"active":{})", decimal_text(idle, 9), decimal_text(active, 9));
    };
    std::vector<Step> steps{{Time(), text(0)}};
    std::int64_t active = 0;
    for (const Change& change : changes[d]) {
      active += change.pw;
      steps.push_back({change.at, text(active)});
    }
    counter(steps, d, "power_mw", until, sink);
  }
}

void TraceEvents::memory(Time until, const TraceSink& sink) const {
  const bool reload = record_.scenario->residency == scenario::Residency::reload;
  // With weights resident, all segments of a device are in memory from the first to the last moment.
  std::vector<std::int64_t> weights(devices_.size());
  for (const plan::CompiledApp& app : compiled_.apps) {
    for (const plan::Stage& stage : app.stages) {
      if (stage.kind == Kind::compute)
        weights[stage.segment.device.index()] += (stage.cost.weight_bytes + stage.cost.bias_bytes).count();
    }
  }
  std::vector<std::vector<Step>> steps(devices_.size());
  const auto step = [&](std::size_t d, Time at, Bytes data) {
    steps[d].push_back({at, fmt::format(R"("weights":{},"data":{})", weights[d], data.count())});
  };
  for (std::size_t d = 0; d < devices_.size(); ++d) {
    // With `reload`, what an accelerator holds before its first visit shown is not known.
    if (record_.scenario->devices[plan::DeviceId(d)].accelerator && !reload) step(d, Time(), Bytes());
  }
  for (const Visit& visit : recorder_.visits()) {
    const plan::Stage& stage = stage_of(visit);
    if (stage.kind != Kind::compute || visit.told.begin >= until) continue;
    const auto d = stage.segment.device.index();
    // With `reload` the memory holds one segment at a time: that of the visit.
    if (reload) weights[d] = (stage.cost.weight_bytes + stage.cost.bias_bytes).count();
    for (const Work& work : visit.works) {
      if (work.phase == Phase::load) step(d, work.begin, stage.cost.input_bytes);
      if (work.phase == Phase::unload) step(d, work.begin, stage.cost.output_bytes);
    }
    // Empty again: the accelerator belongs to one visit, and keeps no data beyond it.
    step(d, visit.told.end, Bytes());
  }
  for (std::size_t d = 0; d < devices_.size(); ++d)
    counter(steps[d], d, "accelerator_memory_bytes", until, sink);
}

}  // namespace synergy::results
