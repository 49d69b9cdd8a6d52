#pragma once

#include "synergy/simulation/dynamic.hpp"

#include <cstdint>
#include <optional>
#include <vector>

#include "layout.hpp"

namespace synergy::simulation {

class BodyRun;

/// Who answers changes: notice -> hold-off -> planning -> messages -> weights -> links -> in force, each with
/// its time and energy on the units that it uses. One answer at a time; what changes meanwhile is answered
/// next.
class Controller {
 public:
  Controller(BodyRun& run, const Replanner& replanner);
  /// The first plan, at time 0, which costs nothing.
  void start();
  /// A lasting change, at the moment when the devices that are left know of it.
  void noticed(std::size_t change);
  /// A device has gone, whether known or not.
  void lost(DeviceId d);
  /// A device is back: apps of the plan in force whose weights it has lost get them again.
  void restore();
  /// For triggers that look at throughput, and for the time to recover.
  void completed(AppId a);
  /// The last inference that an app had in flight has gone, perhaps.
  void released(AppId a);
  void close();
  [[nodiscard]] const std::vector<plan::Reason>& reasons() const { return reasons_; }
  /// Whether everything is known, decided and in force at once: the bound `clairvoyant_free`.
  [[nodiscard]] bool is_free() const { return kind_ == scenario::Trigger::Kind::clairvoyant_free; }

 private:
  enum class State : std::uint8_t { idle, waiting, planning, draining, loading };
  /// An answer under way.
  struct Switch {
    Replanning record;
    std::vector<std::size_t> changes;
    Replanner::Question asked;
    Replanner::Answer answer;
    Layout* layout = nullptr;
    std::vector<AppId> changed;     // apps that another way is for
    IdVector<DeviceId, Time> told;  // when a device knows its part
    int to_be_ready = 0;
    bool lost_something = false;
  };
  void ask();
  void fire(const std::vector<std::size_t>& changes);
  void wait();
  void decide();
  void plan_slice(DeviceId coordinator, Duration left, Duration slice);
  void planned();
  [[nodiscard]] bool is_worth_it();
  [[nodiscard]] bool is_same(const PlanInForce& plan) const;
  void find_changed();
  void count_layers();
  void begin_switch();
  void tell_devices();
  Time tell(DeviceId d, Bytes size);
  void load_when_drained();
  void load();
  Time load_app(AppId a);
  Time load_segment(const BodyStep& step, AppId a, Time earliest);
  [[nodiscard]] Duration link_setup(const BodyStep& step);
  [[nodiscard]] bool memory_allows_both() const;
  void ready(AppId a);
  void in_force();
  void switch_free();
  void finish(Replanning::Outcome outcome);
  void look_at_throughput();
  void recover(Time until);
  [[nodiscard]] std::optional<DeviceId> choose_coordinator() const;
  [[nodiscard]] Replanner::Question question();
  [[nodiscard]] double served_rate() const;
  [[nodiscard]] bool has_room_for_gain_test() const;
  void spend(DeviceId d, UnitId unit, Span span, Energy energy);

  BodyRun& run_;
  const Replanner& replanner_;
  const scenario::Replanning& rules_;
  const scenario::Trigger::Kind kind_;
  State state_ = State::idle;
  std::vector<std::size_t> pending_;
  Time pending_since_;
  Time last_in_force_ = Time::from_ns(INT64_MIN / 2);
  Switch now_;
  std::vector<plan::Reason> reasons_;
  std::uint32_t links_set_up_ = 0;
  // Throughput since it was last looked at, and after the last switch.
  std::int64_t seen_ = 0;
  std::optional<std::size_t> recovering_;  // place of the replanning
  std::vector<Time> recovery_;
};

}  // namespace synergy::simulation
