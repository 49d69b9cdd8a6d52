#pragma once

#include "synergy/base/random.hpp"
#include "synergy/kernel/kernel.hpp"
#include "synergy/simulation/simulate.hpp"

#include <vector>

#include "admission.hpp"
#include "deployment.hpp"
#include "meter.hpp"
#include "recurrence.hpp"
#include "samples.hpp"
#include "sensing_clock.hpp"
#include "units.hpp"

namespace synergy::simulation {

/// One run: inferences on their way through their stages. Admission says which may start, Units serve them,
/// the Meter keeps the accounts; the world moves time and asks them.
class World {
 public:
  World(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled, scenario::Policy policy,
        const std::vector<int>& windows, int replication, const scenario::Measurement& measurement,
        const Options& options);
  RunResult run();
  /// Instead of run(): goes on until something repeats, at most to the end of the measurement.
  [[nodiscard]] std::optional<SteadyState> find_steady_state();

 private:
  void admit();
  void sense(std::uint64_t id);
  void join(std::uint64_t id);
  void stage_done(std::uint64_t id);
  [[gnu::noinline]] void finish(std::uint64_t id);
  /// Not inlined: where it is seldom gone, its registers would be saved at every event.
  [[gnu::noinline]] void drop(std::uint64_t id);
  [[gnu::noinline]] void doom(AppId a);
  void release(std::uint64_t id);
  void arrive(AppId a);
  void schedule_arrival(AppId a);
  [[nodiscard]] Time arrival(AppId a, std::int64_t number) const;
  void schedule(Pending& event, Time at, kernel::Action action) {
    event = {at, ++scheduled_};
    kernel_.schedule_at(at, action);
  }
  void start();
  void close();

  // What repeats is not simulated again (steady.cpp).
  struct PendingOf {
    Pending event;
    const Inference* inference;  // null: an arrival
    AppId app;
  };
  void look_for_repetition();
  [[gnu::noinline]] void checkpoint();
  void take_snapshot();
  [[nodiscard]] std::size_t room() const;
  void tell_events(std::vector<std::int64_t>& state);
  void tell_sensors(std::vector<std::int64_t>& state) const;
  [[nodiscard]] Time oldest_sample() const;
  [[nodiscard]] bool repeats(const Recurrence::Seen& seen) const;
  [[nodiscard]] bool arrivals_repeat(AppId a, std::int64_t each, Duration period) const;
  [[nodiscard]] Time booked_until() const;
  void found(const Recurrence::Seen& seen);
  void repeat(const Recurrence::Seen& seen);
  void repeat_idle(const std::vector<std::int64_t>& growth, Duration period, std::int64_t times);
  void move_sensors(Duration by);
  /// Calls `account` with every whole number that grows in the same way in every period.
  template <class Account>
  void for_each_account(const Account& account);

  const plan::PlanningProblem& problem_;
  const scenario::Scenario& scenario_;
  kernel::Kernel kernel_;
  Meter meter_;
  Deployment deployment_;
  Units units_;
  Admission admission_;
  IdVector<AppId, AppSamples> samples_;
  IdVector<AppId, RandomStream> arrivals_;
  IdVector<AppId, Pending> next_arrivals_;
  IdVector<AppId, std::int64_t> arrived_;
  std::vector<Inference> inferences_;
  std::vector<std::uint64_t> free_slots_;
  std::uint64_t scheduled_ = 0;
  Recurrence recurrence_;
  SensingClock sensing_;
  Duration link_clock_;     // what repeats does so after a whole number of these; zero: nothing does
  Duration common_period_;  // of these if sensors matter; zero: too long
  bool searches_ = false;   // for the steady state, and nothing else
  std::optional<SteadyState> found_;
  bool measures_ = false;  // what was seen in the window so far is a whole period's
  std::uint64_t skipped_events_ = 0;
  Snapshot snapshot_;               // of the present checkpoint
  std::vector<PendingOf> pending_;  // likewise
};

}  // namespace synergy::simulation
