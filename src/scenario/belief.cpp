#include "synergy/base/random.hpp"
#include "synergy/link/schedule.hpp"
#include "synergy/quantities/checked.hpp"
#include "synergy/scenario/scenario.hpp"

#include <cmath>
#include <map>

#include <fmt/format.h>

namespace synergy::scenario {
namespace {

/// Believed times are rounded to whole nanoseconds like all times of the simulator, so that a planner
/// searches over the same kind of numbers whatever it believes.
Duration slower(Duration time, double speed) { return whole_ns(static_cast<double>(time.ns()) / speed); }

/// Links whose transfers are believed faster or slower than they are; everything else is the true link's.
///
/// A wrapper and no changed profile: a link's time does not scale with any single number of its stack, while
/// "as fast by r" is about the transfer as a whole. Slots, feasibility and idle power belong to the schedule,
/// which is known.
class BelievedLinks : public link::LinkKind {
 public:
  BelievedLinks(std::shared_ptr<const LinkKind> truth, double speed, std::map<link::Ends, double> speeds)
      : truth_(std::move(truth)), speed_(speed), speeds_(std::move(speeds)) {}

  [[nodiscard]] link::SlotSchedule schedule(int device_count,
                                            const std::vector<link::Ends>& links) const override {
    return truth_->schedule(device_count, links);
  }
  [[nodiscard]] link::SlotRange slots_for(int degree) const override { return truth_->slots_for(degree); }
  [[nodiscard]] std::string why_infeasible(int slots) const override { return truth_->why_infeasible(slots); }
  // Divided like the estimate, so that what bounds count on never lies above what is believed.
  [[nodiscard]] Duration least_occupancy(Bytes size, bool forward,
                                         const link::LinkContext& context) const override {
    return slower(truth_->least_occupancy(size, forward, context), speed_of(context));
  }
  [[nodiscard]] link::TransferEstimate estimate(Bytes size, bool forward,
                                                const link::LinkContext& context) const override {
    const double speed = speed_of(context);
    const link::TransferEstimate truth = truth_->estimate(size, forward, context);
    return {slower(truth.latency, speed), slower(truth.occupancy, speed), truth.sender / speed,
            truth.receiver / speed};
  }
  [[nodiscard]] link::LinkUse use_of(link::Ends ends) const override { return truth_->use_of(ends); }
  [[nodiscard]] bool is_lossless() const override { return truth_->is_lossless(); }
  [[nodiscard]] std::pair<Power, Power> idle_power(const link::LinkContext& context) const override {
    return truth_->idle_power(context);
  }
  // Nobody simulates what is believed; an open link would be the true one.
  [[nodiscard]] std::unique_ptr<link::Link> open(const link::LinkContext& context) const override {
    return truth_->open(context);
  }

 private:
  [[nodiscard]] double speed_of(const link::LinkContext& context) const {
    const auto own = speeds_.find(context.ends);
    return own == speeds_.end() ? speed_ : own->second;
  }

  std::shared_ptr<const LinkKind> truth_;
  double speed_;
  std::map<link::Ends, double> speeds_;  // of pairs with an error of their own
};

/// Believed speed / true speed, with the error drawn if there is a seed.
///
/// A stream per name, not one for all: adding a device or listing them otherwise leaves the errors of the
/// others as they were, and sweeps over bodies stay comparable.
double speed(double percent, const Knowledge& knowledge, const std::string& stream) {
  if (!knowledge.seed) return 1 + percent / 100;
  RandomStream random(stream_seed(*knowledge.seed, 0, stream));
  return 1 + percent / 100 * (2 * random.uniform() - 1);
}

void believe_accelerators(Scenario& scenario, const Knowledge& knowledge) {
  // Without a seed, devices that share a profile share what is believed of it.
  std::map<std::pair<const void*, double>, std::shared_ptr<const device::Accelerator>> made;
  for (Device& device : scenario.devices) {
    if (!device.accelerator) continue;
    const double r = speed(knowledge.accelerator_percent, knowledge, "knowledge/accelerator/" + device.name);
    auto& believed = made[{device.accelerator.get(), r}];
    if (!believed) believed = device.accelerator->at_speed(r);
    device.accelerator = believed;
  }
}

void believe_links(Scenario& scenario, const Knowledge& knowledge) {
  std::map<link::Ends, double> speeds;
  for (const DeviceId first : scenario.devices.ids()) {
    for (const DeviceId second : scenario.devices.ids()) {
      if (!knowledge.seed || second <= first) continue;
      speeds[{first, second}] = speed(
          knowledge.link_percent, knowledge,
          fmt::format("knowledge/link/{}-{}", scenario.devices[first].name, scenario.devices[second].name));
    }
  }
  scenario.link_kind = std::make_shared<const BelievedLinks>(
      scenario.link_kind, 1 + knowledge.link_percent / 100, std::move(speeds));
}

}  // namespace

Scenario as_believed(const Scenario& scenario) {
  Scenario believed = scenario;
  believed.knowledge.reset();
  believe_accelerators(believed, *scenario.knowledge);
  believe_links(believed, *scenario.knowledge);
  return believed;
}

}  // namespace synergy::scenario
