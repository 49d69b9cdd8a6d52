#pragma once

#include "synergy/link/recurring.hpp"
#include "synergy/plan/problem.hpp"

#include <memory>
#include <optional>
#include <vector>

#include "cpu_calendar.hpp"
#include "held_sample.hpp"
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

  struct Sent {
    Time done;
    bool lost = false;  ///< the link broke under it
  };
  /// When a transfer that joins its link's queue now is through.
  [[nodiscard]] Sent send(const Inference& inference, Time now);
  /// The same of any other stage. Inline: it is asked at every event.
  [[nodiscard]] Time serve(const Inference& inference, Time now) {
    using Kind = plan::Stage::Kind;
    switch (inference.step->stage->kind) {
      case Kind::compute:
        return compute(inference, now);
      case Kind::sense:
        return read_out(inference, now);
      case Kind::preprocess:
      case Kind::postprocess:
        return process(inference, now);
      case Kind::transfer:
      case Kind::interact:
        break;
    }
    return interact(inference, now);
  }

  /// The clock of all links together, zero if they have none; nothing if one of them never repeats itself.
  [[nodiscard]] std::optional<Duration> clock() const;
  /// All that services from `now` on depend on, with times counted from `now`.
  void tell_state(Time now, std::vector<std::int64_t>& state) const;
  /// Which samples sensors hold, which is not in tell_state().
  void tell_held(Time now, std::vector<std::int64_t>& state) const;
  /// What a sensor holds has another number from now on, if it is a sample of this period.
  void renumber_held(UnitId sensor, Duration period, std::int64_t number);
  /// The latest time at which something that has been booked ends.
  [[nodiscard]] Time booked_until() const;

  /// At the end of the run: what the links drew while idle, and when each unit has done all it was asked for.
  [[nodiscard]] IdVector<UnitId, Time> close();

 private:
  struct Server {
    Time free_at;
    int last_segment = -1;
    HeldSample held;  // of a sensor
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
  Time read_out(const Inference& inference, Time now);
  Time process(const Inference& inference, Time now);
  Time interact(const Inference& inference, Time now);
  Time compute(const Inference& inference, Time now);
  /// A visit to an accelerator, from the first phase to the last.
  struct Visited {
    Span span;
    Duration waited, waited_unload;
    bool switches;
  };
  template <class Phase>
  static void for_each_phase(const plan::VisitCost& costs, const Visited& visit, const Phase& phase);
  [[gnu::noinline]] void visit_at_edge(const Inference& inference, const Visited& visit);
  void tell_phases(const Inference& inference, const Visited& visit) const;

  const plan::CompiledPlan& compiled_;
  Meter& meter_;
  IdVector<UnitId, Server> servers_;
  IdVector<UnitId, CpuCalendar> cpus_;  // used by CPUs
  std::vector<std::unique_ptr<link::Link>> links_;
  std::vector<const link::Recurring*> recurring_;  // of links that may be; null else
  std::vector<bool> on_medium_;                    // by link: shared with others
};

}  // namespace synergy::simulation
