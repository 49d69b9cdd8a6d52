#pragma once

#include "synergy/plan/problem.hpp"
#include "synergy/simulation/probe.hpp"
#include "synergy/simulation/result.hpp"

#include <algorithm>

#include "inference.hpp"

namespace synergy::simulation {

/// The accounts of a run: counts inferences, phases and energy, and takes of everything the part that lies in
/// the window. Tells the probe, if there is one, what it counts. Decides nothing.
class Meter {
 public:
  Meter(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
        const scenario::Measurement& measurement, Probe* probe);

  [[nodiscard]] RunResult& result() { return result_; }
  /// The window in the time of the kernel, which ends sooner by what was skipped.
  [[nodiscard]] Time begin() const { return begin_; }
  [[nodiscard]] Time end() const { return end_; }
  /// The window as it was asked for.
  [[nodiscard]] Span asked_window() const { return asked_; }

  /// The part of a span that lies in the window; share: as a fraction.
  [[nodiscard]] Duration overlap(Span span) const {
    return std::max(Duration(), std::min(span.end, end_) - std::max(span.begin, begin_));
  }
  [[nodiscard]] double share(Span span) const;
  /// All of it, not even touching the edges: such spans are counted, all others booked one by one.
  [[nodiscard]] bool holds(Span span) const { return span.begin >= begin_ && span.end < end_; }
  [[nodiscard]] bool in_window(Time t) const { return t >= begin_ && t < end_; }

  // The way of inferences.
  void asked_for(AppId a) { ++result_.apps[a].generated; }
  void started(const Inference& inference, Time now) {
    AppResult& app = result_.apps[inference.app];
    if (!open_loop_)
      ++app.generated;
    else if (in_window(now))
      waited_for_admission(app, inference, now);
    if (probe_ != nullptr) [[unlikely]]
      probe_->started(inference.id, inference.app, now);
  }
  void completed(const Inference& inference, Time now);
  /// Dropped because its app lost a link; because too many waited.
  void lost(const Inference& inference, Time now);
  void queue_full(AppId a, Time now);

  // What units do: `free_since`, when the unit had done what came before.
  void occupied(UnitId unit, Time free_since, Span span) {
    UnitResult& result = result_.units[unit];
    if (free_since >= begin_ && span.end < end_) [[likely]] {
      result.idle += span.begin - free_since;
      result.busy += span.length();
      ++result.served;
      return;
    }
    result.idle += overlap({free_since, span.begin});
    result.busy += overlap(span);
    if (in_window(span.end)) ++result.served;
  }
  void cpu_worked(UnitId unit, Span span) {
    UnitResult& result = result_.units[unit];
    if (holds(span)) [[likely]] {
      result.busy += span.length();
      result.served += span.end > span.begin ? 1 : 0;
      return;
    }
    result.busy += overlap(span);
    if (span.end > span.begin && in_window(span.end)) ++result.served;
  }
  /// A phase that is not wholly within the window: books the part that is, and says which that is.
  [[gnu::noinline]] double phase_at_edge(PhaseResult& phase, Span span, Duration waited, Energy energy,
                                         AppId app);
  /// A transfer on link `l` that began to be served after `waited`.
  void transferred(const Inference& inference, std::size_t l, Span span, Duration waited,
                   const link::TransferOutcome& outcome);

  // What the probe is told; out of the way of runs that have none.
  [[nodiscard]] bool is_watched() const { return probe_ != nullptr; }
  void tell_work(PhaseResult::Kind phase, DeviceId device, Span span, Energy energy) const {
    if (probe_ != nullptr) [[unlikely]]
      probe_->worked({phase, device, span.begin, span.end, energy});
  }
  void tell_visit(const Inference& inference, Time joined, Span span,
                  const link::TransferOutcome* transfer = nullptr) const {
    if (probe_ != nullptr) [[unlikely]]
      probe_->visited({inference.id, inference.app, inference.stage, joined, span.begin, span.end, transfer});
  }

  // What repeats (steady.cpp).
  /// Whether to note, from here on, what has been added to the quantiles.
  void log(bool wanted) {
    logs_ = wanted;
    log_.clear();
  }
  [[nodiscard]] std::size_t logged() const { return log_.size(); }
  /// The sample behind an app's last result in the window; INT64_MIN if there is none.
  [[nodiscard]] std::int64_t showed(AppId a) const { return showed_[a]; }
  /// A period that ends now and happens so many times more.
  struct Repetition {
    std::size_t first = 0;  ///< of what was logged in it
    Duration period;
    std::int64_t times = 0;
    bool in_window = false;  ///< else before it
  };
  /// What was logged is added, and the edges of the window that are to come are so much nearer. Whole numbers
  /// are the caller's, but for distinct samples where the sensors are elsewhere in every period: then
  /// `samples` says where they are, else it is null.
  void repeat(const Repetition& repetition, const IdVector<AppId, AppSamples>* samples);

  /// At the end: idle states of the parts, idle times of the units that were last free from `free_since` on.
  void close(const IdVector<UnitId, Time>& free_since);

 private:
  [[gnu::noinline]] void transfer_at_edge(const Inference& inference, std::size_t l, Span span,
                                          Duration waited, const link::TransferOutcome& outcome);
  /// What the quantiles were given: of a completion, or of an admission under open loads.
  struct Logged {
    AppId app;
    bool completed = false;
    Time at;
    Duration latency, response;  ///< of a completion; of an admission the wait is the response
    Duration sample_age;
  };
  void add(const Logged& values, std::int64_t times);
  void add_samples(const Repetition& repetition, AppId a, const AppSamples& samples);
  void note(const Logged& values) {
    if (logs_) [[unlikely]]
      log_.push_back(values);
  }
  void waited_for_admission(AppResult& app, const Inference& inference, Time now) {
    app.admission_wait.add(now - inference.asked);
    note({inference.app, false, now, {}, now - inference.asked, {}});
  }
  void missed_if_due(AppId a, Time now);
  void close_samples();

  const plan::PlanningProblem& problem_;
  const plan::CompiledPlan& compiled_;
  const bool open_loop_;
  const Span asked_;
  Time begin_, end_;
  Duration skipped_;  // the kernel's time and this are the time since the start
  RunResult result_;
  IdVector<AppId, std::int64_t> showed_;  // the sample behind an app's last result
  Probe* probe_;
  bool logs_ = false;
  std::vector<Logged> log_;
};

/// Conservation laws that every run must satisfy; what does not hold is added to result.failed_checks.
void check(const IdVector<UnitId, plan::Unit>& units, RunResult& result);

}  // namespace synergy::simulation
