#pragma once

#include "synergy/base/random.hpp"
#include "synergy/kernel/kernel.hpp"
#include "synergy/plan/compiled.hpp"
#include "synergy/simulation/probe.hpp"
#include "synergy/simulation/result.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "admission.hpp"
#include "cpu_calendar.hpp"
#include "samples.hpp"

namespace synergy::simulation {

/// One run: the body's units as FIFO servers, the inferences on their way through the stages, the accounts.
///
/// A server's service times are known when a stage joins its queue, so the queue is a single number: when the
/// server is free again. What a stage books lies in the future of that moment, never in its past.
class Body {
 public:
  Body(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled, scenario::Policy policy,
       const std::vector<int>& windows, int replication, Probe* probe);
  RunResult run();

 private:
  struct Server {
    Time free_at;
    int last_segment = -1;
    // Of a sensor: the sample its interface holds, whose readout and sequence.
    bool holds = false;
    std::int64_t held = 0;
    Duration held_readout, held_period;
  };
  /// A stage with what it acts on, so that an event finds everything in one place.
  struct Step {
    const plan::Stage* stage = nullptr;  // null behind an app's last one
    PhaseResult* phases = nullptr;       // of the stage, the first
    DeviceResult* device = nullptr;      // of all but transfers
  };
  struct Inference {
    AppId app = 0;
    int stage = 0;
    const Step* step = nullptr;
    Time asked;           // arrival; closed loop: admission
    Time started;         // sensing
    bool doomed = false;  // its app lost a link: dropped at its next event
    Sample sample{};
  };
  struct Span {
    Time begin, end;
  };

  void lay_out_steps();

  // body.cpp: the way of an inference
  void admit();
  void sense(std::uint64_t id);
  void join(std::uint64_t id);
  void stage_done(std::uint64_t id);
  void finish(std::uint64_t id);
  void drop(std::uint64_t id);
  void arrive(AppId a);
  void schedule_arrival(AppId a);
  void miss_dropped(AppId a);
  [[nodiscard]] bool open_loop() const { return scenario::is_open_loop(scenario_.load.regime); }

  // accounts.cpp: booking and measuring
  Span book(plan::UnitId unit, Duration service);
  void occupy(plan::UnitId unit, Span span);
  Time book_cpu(plan::UnitId unit, Time earliest, Duration length);
  Time read_out(const Inference& inference, const plan::Stage& stage);
  Time process(const Inference& inference, const plan::Stage& stage);
  Time interact(const Inference& inference, const plan::Stage& stage);
  Time compute(const Inference& inference, const plan::Stage& stage);
  Time send(Inference& inference, const plan::Stage& stage, bool& lost);
  void count_phase(PhaseResult& phase, Span span, Duration waited, Energy inside, AppId app);
  /// The part of a span that lies in the window; share: as a fraction.
  [[nodiscard]] Duration overlap(Span span) const {
    return std::max(Duration(), std::min(span.end, end_) - std::max(span.begin, begin_));
  }
  [[nodiscard]] double share(Span span) const {
    if (span.begin >= begin_ && span.end < end_) [[likely]]
      return 1;
    return share_at_edge(span);
  }
  [[nodiscard]] double share_at_edge(Span span) const;
  [[nodiscard]] bool in_window(Time t) const { return t >= begin_ && t < end_; }
  void close_accounts();

  // probing.cpp: what the probe is told, if there is one; out of the way of runs that have none
  void tell_work(PhaseResult::Kind phase, plan::DeviceId device, Span span, Energy energy) const {
    if (probe_ != nullptr) [[unlikely]]
      pass_work(phase, device, span, energy);
  }
  void tell_visit(const Inference& inference, Span span,
                  const link::TransferOutcome* transfer = nullptr) const {
    if (probe_ != nullptr) [[unlikely]]
      pass_visit(inference, span, transfer);
  }
  void pass_work(PhaseResult::Kind phase, plan::DeviceId device, Span span, Energy energy) const;
  void pass_visit(const Inference& inference, Span span, const link::TransferOutcome* transfer) const;

  const plan::PlanningProblem& problem_;
  const scenario::Scenario& scenario_;
  const plan::CompiledPlan& compiled_;
  const Time begin_, end_;
  kernel::Kernel kernel_;
  Admission admission_;
  std::vector<Server> servers_;
  std::vector<CpuCalendar> cpus_;     // by unit; used by CPUs
  std::vector<AppSamples> samples_;   // by app
  std::vector<std::int64_t> showed_;  // by app: the sample behind its last result
  std::vector<std::unique_ptr<link::Link>> links_;
  std::vector<Inference> inferences_;
  std::vector<std::uint64_t> free_slots_;
  std::vector<RandomStream> arrivals_;
  std::vector<Step> steps_;              // of all apps, one after the other
  std::vector<std::size_t> first_step_;  // per app
  RunResult result_;
  Probe* probe_;
};

/// Conservation laws that every run must satisfy; what does not hold is added to result.failed_checks.
void check(const plan::CompiledPlan& compiled, RunResult& result);

}  // namespace synergy::simulation
