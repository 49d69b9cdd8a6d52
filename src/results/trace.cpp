#include "synergy/results/trace.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/run/replanner.hpp"
#include "synergy/simulation/simulate.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "trace_events.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

/// The latest time that leaves at most `most` events before it, no later than `until`.
/// The first pass counts, the second writes: the text of events that are not shown is never made.
Time cut(const TraceEvents& events, Time until, std::int64_t most) {
  std::vector<std::pair<Time, int>> counted;
  events.generate(until,
                  [&](Time at, int weight, const auto& /*text*/) { counted.emplace_back(at, weight); });
  // By time over all kinds: a trace ends at one time for all processes, or units would seem to fall silent.
  std::sort(counted.begin(), counted.end());
  std::int64_t sum = 0;
  for (const auto& [at, weight] : counted) {
    sum += weight;
    if (sum > most) return std::min(at, until);
  }
  return until;
}

std::string header(const run::RunRecord& record, const TraceOptions& options, Time until, bool capped) {
  const scenario::Measurement measured{record.result->warm_up, record.result->window};
  return fmt::format(
      "{{\"displayTimeUnit\":\"ms\",\n"
      R"("otherData":{{"run_id":{},"scenario":{},"planner":{},"policy":"{}","warm_up_us":{},"window_us":{},)"
      R"("from_us":{},"until_us":{},"capped":{},"max_events":{}}},)"
      "\n\"traceEvents\":[\n",
      json_text(record.run_id()), json_text(record.scenario->name), json_text(record.planner),
      scenario::to_text(record.policy), json_us(measured.warm_up), json_us(measured.window),
      json_us(options.from), json_us(until), capped, options.max_events);
}

}  // namespace

Trace trace(const plan::PlanningProblem& problem, const run::RunRecord& record, const TraceOptions& options) {
  ensure(record.result.has_value() && options.from >= Time() && options.max_events > 0,
         "a trace is of a run with a result, from a time on, of some events");
  const scenario::Measurement measured{record.result->warm_up, record.result->window};
  const Time end = measured.warm_up + measured.window;
  // Compared so that from + length cannot overflow; the default length is the largest there is.
  const Time asked = options.length < end - std::min(end, options.from) ? options.from + options.length : end;
  TraceRecorder recorder(options.from, asked, static_cast<std::size_t>(options.max_events));
  std::vector<int> windows;
  // As recorded, not estimated anew: whoever made the record decided.
  for (const simulation::AppResult& app : record.result->apps) windows.push_back(app.window);
  const simulation::Options probed{.probe = &recorder, .measurement = measured};
  const std::uint64_t again = record.dynamic ? run::simulate_again(record, probed).total.events
                                             : simulation::simulate(problem, *record.compiled, record.policy,
                                                                    windows, record.replication, probed)
                                                   .events;
  // The cheapest sign that both runs are the same; a trace of another run would mislead.
  ensure(again == record.result->events, "a run simulated again is the same run");
  const TraceEvents events(problem, record, recorder, options.from);
  const Time until = cut(events, recorder.until(), options.max_events);

  std::vector<std::pair<Time, std::string>> texts;
  events.generate(until, [&](Time at, int /*weight*/, const auto& append) {
    append(texts.emplace_back(at, std::string()).second);
  });
  // Stable: of events at one time, viewers take the first for the outer one.
  std::stable_sort(texts.begin(), texts.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string json = header(record, options, until, until < asked) + events.metadata();
  for (const auto& [at, text] : texts) json += text + ",\n";
  json.erase(json.size() - 2);  // the last comma; metadata is never empty
  return {json + "\n]}\n", until, until < asked};
}

}  // namespace synergy::results
