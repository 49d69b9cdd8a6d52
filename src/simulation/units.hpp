#pragma once

#include "synergy/plan/problem.hpp"

#include <memory>
#include <vector>

#include "cpu_calendar.hpp"
#include "inference.hpp"
#include "meter.hpp"

namespace synergy::simulation {

/// The body's units as servers, first come, first served.
///
/// A server's service times are known when a stage joins its queue, so the queue is a single number: when the
/// server is free again. What a stage books lies in the future of that moment, never in its past.
class Units {
 public:
  /// `replication` numbers the random streams of the links. All arguments must outlive the units.
  Units(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled, int replication,
        Meter& meter);

  /// When a stage that joins its unit's queue now is through. `lost`: a link broke under it.
  struct Served {
    Time done;
    bool lost = false;
  };
  [[nodiscard]] Served serve(std::uint64_t id, const Inference& inference, Time now);

  /// At the end of the run: what the links drew while idle, and when each unit has done all it was asked for.
  [[nodiscard]] IdVector<UnitId, Time> close();

 private:
  struct Server {
    Time free_at;
    int last_segment = -1;
    // Of a sensor: the sample its interface holds, whose readout and sequence.
    bool holds = false;
    std::int64_t held = 0;
    Duration held_readout, held_period;
  };
  /// One stage that is being served.
  struct Visit {
    std::uint64_t id;
    const Inference& inference;
    const plan::Stage& stage;
    Time now;
  };
  /// Everything but CPUs is booked this way: what is booked later begins later, so that a unit's idle time is
  /// known at once. CPUs have gaps, which their calendar fills.
  Span book(UnitId unit, Time now, Duration service);
  void occupy(UnitId unit, Span span) {
    Server& server = servers_[unit];
    meter_.occupied(unit, server.free_at, span);
    server.free_at = span.end;
  }
  Time book_cpu(UnitId unit, Time now, Time earliest, Duration length);
  Time read_out(const Visit& visit);
  Time process(const Visit& visit);
  Time interact(const Visit& visit);
  Time compute(const Visit& visit);
  Served send(const Visit& visit);

  const plan::CompiledPlan& compiled_;
  Meter& meter_;
  IdVector<UnitId, Server> servers_;
  IdVector<UnitId, CpuCalendar> cpus_;  // used by CPUs
  std::vector<std::unique_ptr<link::Link>> links_;
};

}  // namespace synergy::simulation
