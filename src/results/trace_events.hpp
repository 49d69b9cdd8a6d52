#pragma once

#include "synergy/plan/problem.hpp"
#include "synergy/run/record.hpp"

#include <functional>
#include <string>
#include <vector>

#include "trace_recorder.hpp"

namespace synergy::results {

/// Takes one event: its time, the number of events it stands for in the count (a begin counts for its end
/// too), and what appends its text. Not to be kept. The text is made on demand, since the first pass over the
/// events only counts them.
using TraceSink = std::function<void(Time, int, const std::function<void(std::string&)>&)>;

/// Turns recorded visits into trace events; the format is described in trace.hpp. Events come kind by kind:
/// whoever writes them sorts them by time, stably, which keeps the outer before the inner.
class TraceEvents {
 public:
  /// All arguments but `from` must outlive it. Pre: the recorder has seen a run of the record's plan.
  TraceEvents(const plan::PlanningProblem& problem, const run::RunRecord& record,
              const TraceRecorder& recorder, Time from);

  /// Names and order of processes and threads, one event per line, with a comma behind each.
  [[nodiscard]] std::string metadata() const;
  /// Everything that begins before `until`. Of events at the same time, the outer comes before the inner.
  void generate(Time until, const TraceSink& sink) const;

 private:
  using Visit = TraceRecorder::Visit;

  void visits(Time until, const TraceSink& sink) const;
  void visit(const Visit& visit, const TraceSink& sink) const;
  void inferences(Time until, const TraceSink& sink) const;
  void moments(Time until, const TraceSink& sink) const;
  void power(Time until, const TraceSink& sink) const;
  void memory(Time until, const TraceSink& sink) const;

  /// Steps of one counter of one device, ascending in time; of several at one time only the last is shown.
  struct Step;
  void counter(std::vector<Step>& steps, std::size_t device, std::string_view name, Time until,
               const TraceSink& sink) const;

  [[nodiscard]] const plan::Stage& stage_of(const Visit& visit) const;
  [[nodiscard]] const plan::Unit& unit_of(const Visit& visit) const;
  /// Processes are numbered as trace.hpp says: devices from 1, then links, then apps.
  [[nodiscard]] int process_of(const plan::Unit& unit) const;
  [[nodiscard]] std::string arguments(const Visit& visit) const;
  [[nodiscard]] const std::string& app_name(const Visit& visit) const;

  const run::RunRecord& record_;
  const plan::CompiledPlan& compiled_;
  const TraceRecorder& recorder_;
  Time from_;
  int link_process_, app_process_;
  std::vector<std::string> apps_, devices_;  // names as JSON strings
};

/// A time as microseconds, exact, in JSON.
[[nodiscard]] std::string json_us(Duration d);
/// A string in JSON.
[[nodiscard]] std::string json_text(std::string_view text);

}  // namespace synergy::results
