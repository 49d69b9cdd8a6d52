#pragma once

#include "synergy/kernel/kernel.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace synergy::kernel {

/// A server that works on one job at a time, first come, first served: a sensor, a processor, an accelerator,
/// a link, an actuator.
///
/// A job is either a request with a service time known when it is made, or an acquisition, which holds the
/// station until it is released (several phases, or a service time known only at its start). Both wait in one
/// queue. In steady state (no more jobs waiting than ever before) nothing is allocated. The station must stay
/// where it is and outlive its jobs.
class Station {
 public:
  explicit Station(Kernel& kernel) : kernel_(kernel) {}
  Station(const Station&) = delete;
  Station& operator=(const Station&) = delete;

  /// Serves a job for `service` once all earlier ones are served, then calls `done`. The next job starts
  /// before `done` is called: its end precedes, among simultaneous events, whatever `done` schedules. Pre:
  /// service >= 0.
  void request(Duration service, const Action& done);
  /// Calls `granted`, as an event of its own, when all earlier jobs are served; the station is then held for
  /// the caller, who must release it.
  void acquire(const Action& granted);
  /// Ends the hold, now or in a later event; the next job starts. Pre: `granted` of the current hold was
  /// called.
  void release();

  [[nodiscard]] bool busy() const { return busy_; }
  /// Number of jobs that have not started.
  [[nodiscard]] std::size_t waiting() const { return count_; }
  /// Number of jobs that have ended.
  [[nodiscard]] std::uint64_t served() const { return served_; }
  /// Time spent on jobs from the start of the simulation to now(), the part of the current one included.
  /// Exact; the busy time of a window is the difference of two readings. A hold counts from when it starts.
  [[nodiscard]] Duration busy_time() const {
    return busy_ ? busy_time_ + (kernel_.now() - began_) : busy_time_;
  }

 private:
  enum class Hold : std::uint8_t { none, starting, granted };
  struct Job {
    Duration service;  // or kUntilRelease
    Action action;
  };
  static constexpr Duration kUntilRelease = nanoseconds(-1);

  void enter(const Job& job);
  void start(const Job& job);
  void end_job();
  static void complete(void* self, std::uint64_t);
  static void grant(void* self, std::uint64_t);
  void put(const Job& job);
  void grow();

  Kernel& kernel_;
  bool busy_ = false;
  Hold hold_ = Hold::none;
  Action action_;       // of the current job
  Time began_;          // of the current job
  Duration busy_time_;  // of the jobs that have ended
  std::uint64_t served_ = 0;
  std::vector<Job> ring_;  // waiting jobs: count_ of them from first_ on; its size is 0 or a power of two
  std::size_t first_ = 0;
  std::size_t count_ = 0;
};

inline void Station::request(Duration service, const Action& done) {
  ensure(service >= Duration(), "a service time must not be negative");
  enter({service, done});
}

inline void Station::enter(const Job& job) {
  if (busy_) {
    put(job);
  } else {
    start(job);
  }
}

inline void Station::start(const Job& job) {
  busy_ = true;
  began_ = kernel_.now();
  action_ = job.action;
  if (job.service == kUntilRelease) [[unlikely]] {
    hold_ = Hold::starting;
    kernel_.schedule_in(Duration(), {grant, this});
  } else {
    kernel_.schedule_in(job.service, {complete, this});
  }
}

inline void Station::put(const Job& job) {
  if (count_ == ring_.size()) [[unlikely]]
    grow();
  ring_[(first_ + count_++) & (ring_.size() - 1)] = job;
}

}  // namespace synergy::kernel
