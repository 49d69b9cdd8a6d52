#pragma once

#include "synergy/plan/plan.hpp"

#include <cstdint>
#include <iterator>
#include <optional>
#include <vector>

#include <boost/circular_buffer.hpp>

namespace synergy::simulation {

using plan::AppId;

/// Decides when an app may start its next inference: policy x load regime. Pure bookkeeping, no clock of its
/// own.
///
/// The caller asks next() after every start, finish and arrival until it answers nothing.
class Admission {
 public:
  Admission(const scenario::Scenario& scenario, scenario::Policy policy, const std::vector<int>& windows);

  struct Start {
    AppId app;
    Time arrived;  ///< open loop: when it was asked for; closed loop: now
  };
  /// The next inference to start now, which the caller does; nothing if none may start.
  [[nodiscard]] std::optional<Start> next(Time now);
  void finished(AppId a);
  /// Open loop: an inference is asked for. After asking next(), the caller calls trim().
  void arrived(AppId a, Time now);
  /// Drops one waiting inference, the newest or the oldest, if more wait than the queue may hold; says
  /// whether.
  [[nodiscard]] bool trim(AppId a);

  // Bodies that change.
  /// From now on so many may be in flight; 0: none may start, and the others do not wait for this app. It
  /// comes back in the present round. What is in flight beyond the window stays there.
  void set_window(AppId a, int window);
  /// Drops all that wait; says how many.
  [[nodiscard]] std::int64_t clear(AppId a);

  /// All that decisions from `now` on depend on, with times counted from `now`.
  void tell_state(Time now, std::vector<std::int64_t>& state) const;

  [[nodiscard]] std::int64_t waiting(AppId a) const { return std::ssize(apps_[a].waiting); }
  [[nodiscard]] int in_flight(AppId a) const { return apps_[a].in_flight; }
  [[nodiscard]] int window(AppId a) const { return apps_[a].window; }

 private:
  struct App {
    int window = 1;  // 0: has no part in rounds and turns
    int in_flight = 0;
    std::int64_t started = 0;
    boost::circular_buffer<Time> waiting;  // arrivals; as large as what has waited at once, not as what might
  };
  [[nodiscard]] bool has_work(const App& app) const;
  void note_ready(AppId a) {
    if (overlaps_) set_ready(a);
  }
  void set_ready(AppId a);
  /// The app `steps` after `a` in the order of apps, which goes round.
  [[nodiscard]] AppId after(AppId a, int steps) const;
  void open_round();
  [[nodiscard]] std::optional<AppId> overlapping() const;
  [[nodiscard]] std::optional<AppId> one_at_a_time();
  [[nodiscard]] std::optional<AppId> in_turns();
  [[nodiscard]] std::optional<AppId> next_with_work(AppId from) const;
  [[nodiscard]] std::optional<AppId> earliest_arrival() const;

  static constexpr std::int64_t kNoRound = INT64_MIN;  // started, of an app without a part in rounds

  scenario::Policy policy_;
  bool overlaps_;  // inter_app, adaptive
  scenario::DropPolicy drop_;
  std::size_t queue_limit_;
  bool open_loop_;
  bool in_rounds_;
  int turn_length_;
  IdVector<AppId, App> apps_;
  std::vector<std::uint64_t> ready_;  // if it overlaps: one bit per app, may it start?
  std::int64_t round_ = 0;            // rounds: the fewest inferences that any app has started
  std::ptrdiff_t yet_to_start_;       // apps that have started no more than that
  int total_in_flight_ = 0;
  AppId turn_;
  int started_in_turn_ = 0;
};

}  // namespace synergy::simulation
