#pragma once

#include "synergy/simulation/probe.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace synergy::results {

/// Keeps the visits of a part of a run, with the inferences they belong to. What lies outside is only
/// counted, so that memory follows the part shown and not the length of the run.
class TraceRecorder final : public simulation::Probe {
 public:
  /// An inference with at least one visit that is kept.
  struct Inference {
    plan::AppId app;
    std::int64_t number = 0;  ///< among the started ones of its app, from 1
    Time start;
    std::optional<Time> end;  ///< none: still in flight
    bool completed = false;
    std::vector<std::size_t> visits;  ///< kept ones, in order
  };
  /// A visit with copies of what the probe may only look at during the call.
  struct Visit {
    std::size_t inference = 0;
    simulation::Visit told;  ///< its pointer is null; see transfer
    std::vector<simulation::Work> works;
    link::TransferOutcome transfer;
    std::optional<plan::Stage> stage;  ///< on bodies that change
  };
  /// Something that happened to the body, or a reconfiguration of its plan.
  struct Moment {
    std::string what;
    Time begin, end;  ///< equal: an instant
  };

  /// Keeps visits that overlap [from, until), `limit` of them.
  TraceRecorder(Time from, Time until, std::size_t limit) : from_(from), until_(until), limit_(limit) {}

  void started(std::uint64_t inference, plan::AppId app, Time now) override;
  void worked(const simulation::Work& work) override { works_.push_back(work); }
  void visited(const simulation::Visit& visit) override;
  void ended(std::uint64_t inference, bool completed, Time now) override;
  void cut(std::uint64_t inference, Time now) override;
  void changed(const std::string& what, Time now) override { moments_.push_back({what, now, now}); }
  void reconfigured(Time noticed, Time decided, Time now) override;

  [[nodiscard]] const std::vector<Inference>& inferences() const { return inferences_; }
  [[nodiscard]] const std::vector<Visit>& visits() const { return visits_; }
  [[nodiscard]] const std::vector<Moment>& moments() const { return moments_; }
  /// Every visit that begins earlier, and overlaps, was kept.
  [[nodiscard]] Time until() const { return until_; }
  /// Whether `limit` ended it before the time did.
  [[nodiscard]] bool full() const { return full_; }

 private:
  struct InFlight {
    Inference inference;
    std::optional<std::size_t> kept;  ///< index into inferences_
  };

  Time from_, until_;
  std::size_t limit_;
  bool full_ = false;
  std::vector<InFlight> in_flight_;    // by the simulation's number
  std::vector<std::int64_t> started_;  // per app
  std::vector<simulation::Work> works_;
  std::vector<Inference> inferences_;
  std::vector<Visit> visits_;
  std::vector<Moment> moments_;
};

}  // namespace synergy::results
