#pragma once

#include "synergy/base/random.hpp"
#include "synergy/kernel/kernel.hpp"

#include <vector>

#include "admission.hpp"
#include "deployment.hpp"
#include "meter.hpp"
#include "samples.hpp"
#include "units.hpp"

namespace synergy::simulation {

/// One run: inferences on their way through their stages. Admission says which may start, Units serve them,
/// the Meter keeps the accounts; the world moves time and asks them.
class World {
 public:
  World(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled, scenario::Policy policy,
        const std::vector<int>& windows, int replication, const scenario::Measurement& measurement,
        Probe* probe);
  RunResult run();

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
  void close();

  const plan::PlanningProblem& problem_;
  const scenario::Scenario& scenario_;
  kernel::Kernel kernel_;
  Meter meter_;
  Deployment deployment_;
  Units units_;
  Admission admission_;
  IdVector<AppId, AppSamples> samples_;
  IdVector<AppId, RandomStream> arrivals_;
  std::vector<Inference> inferences_;
  std::vector<std::uint64_t> free_slots_;
};

}  // namespace synergy::simulation
