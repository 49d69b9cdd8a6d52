#pragma once

#include "synergy/link/path_loss_course.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cpu_calendar.hpp"
#include "held_sample.hpp"
#include "ledger.hpp"

namespace synergy::simulation {

/// The units of a body that changes, as servers, first come, first served: Units' counterpart. They live
/// through the run; plans come and go. What is booked for lies in the future, and is accounted for at its
/// end.
class Parts {
 public:
  Parts(const scenario::Scenario& body, int replication, std::span<const dynamics::Change> changes,
        Ledger& ledger);

  /// Books the flow's stage, which joins its unit now; returns when it is through. Pre: the unit's device is
  /// there.
  Time book(Flow& flow, Time now);
  /// A booked transfer whose other end has gone at `now`, which its sender does not know before `until`:
  /// tried from then on in vain.
  void try_in_vain(Flow& flow, Time now, Time until);
  /// Work beside inferences on a device's CPU, in its first gap; returns its span.
  Span book_cpu(UnitId cpu, Time now, Time earliest, Duration length);
  /// An accelerator and its CPU are taken for so long, after what they have been booked for.
  Span book_accelerator(UnitId accelerator, UnitId cpu, Time now, Time earliest, Duration length);

  // Links.
  struct Sent {
    Span span;
    link::TransferOutcome outcome;
  };
  /// Data beside inferences; nothing if the two have no open link.
  std::optional<Sent> send(link::Ends ends, Time now, Bytes size, bool forward);
  /// The place of a plan's link among the body's.
  std::size_t place_of_link(const PlanInForce& plan, std::size_t l);
  /// Opens the plan's links, or gives those that are open its parameters.
  void open_link(std::size_t place, std::shared_ptr<const PlanInForce> plan, std::size_t l, Time now);
  void close_link(std::size_t place, Time now);
  /// A device keeps up no link from now on, though nobody knows yet at the other ends.
  void end_gone(DeviceId d, Time now);
  [[nodiscard]] bool is_open(std::size_t place) const { return links_[place].link != nullptr; }
  [[nodiscard]] std::size_t link_count() const { return links_.size(); }
  [[nodiscard]] link::Ends ends_of_link(std::size_t place) const { return ends_[place]; }
  /// Mean power of the open links at a device's end.
  [[nodiscard]] Power links_power(DeviceId d) const;
  /// How long a device's links take to notice that it is gone.
  [[nodiscard]] Duration notice_after(DeviceId d) const;

  // Devices.
  /// All that its parts were booked for is forgotten, as is what accelerators and sensors held.
  void forget(DeviceId d, Time now);
  /// From now on its accelerator works at this share of its clock.
  void set_clock(DeviceId d, double factor) { clock_[d] = factor; }
  [[nodiscard]] double clock(DeviceId d) const { return clock_[d]; }
  [[nodiscard]] UnitId cpu_of(DeviceId d) const { return cpu_of_[d]; }
  [[nodiscard]] UnitId accelerator_of(DeviceId d) const { return accelerator_of_[d]; }
  [[nodiscard]] UnitId unit_named(const std::string& name) const { return unit_names_.at(name); }
  /// The same number for the same layers of an app on a device, whatever plan they are in.
  int segment(AppId a, DeviceId d, device::LayerRange layers);

  void close(Time end);

 private:
  struct Server {
    Time free_at;
    int last_segment = -1;
    HeldSample held;  // of a sensor
  };
  struct BodyLink {
    std::string name;
    UnitId unit;
    bool on_medium = false;
    std::shared_ptr<const PlanInForce> plan;  // that its parameters are from; keeps what the link points to
    std::size_t number = 0;                   // in that plan
    std::unique_ptr<link::Link> link;         // null: closed
    Time opened, free_at;
    Time ready_from;  // what the connection before it was booked for ends
    Time first_until = Time::max(), second_until = Time::max();  // when an end has gone
    int openings = 0;
    std::int64_t events_before = 0;  // of LinkResult::events_used when it was opened
    Power first_idle, second_idle;
    Energy first_event, second_event;  // of an idle event
    std::optional<Duration> notice_after;
  };
  Span book_server(UnitId unit, Time now, Duration service);
  Time read_out(Flow& flow, Time now);
  Time compute(Flow& flow, Time now);
  Time transfer(Flow& flow, Time now);
  void spare(Flow& flow) const;
  Sent send_on(std::size_t place, UnitId unit, Time now, Bytes size, bool forward);
  [[nodiscard]] std::optional<double> base_loss(link::Ends ends) const;
  void collect_courses(std::span<const dynamics::Change> changes);

  const scenario::Scenario& body_;
  int replication_;
  Ledger& ledger_;
  IdVector<UnitId, Server> servers_;
  IdVector<UnitId, CpuCalendar> cpus_;
  std::map<std::string, UnitId> unit_names_;
  std::vector<BodyLink> links_;
  std::vector<link::Ends> ends_;
  std::map<std::string, std::size_t> link_names_;
  std::map<link::Ends, std::shared_ptr<const link::PathLossCourse>> courses_;
  std::map<std::tuple<int, int, int, int>, int> segments_;
  IdVector<DeviceId, double> clock_;
  IdVector<DeviceId, UnitId> cpu_of_, accelerator_of_;
};

}  // namespace synergy::simulation
