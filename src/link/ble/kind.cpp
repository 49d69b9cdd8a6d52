#include "kind.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/link/path_loss_course.hpp"
#include "synergy/link/schedule.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>

#include "ble_link.hpp"
#include "loss_expectation.hpp"
#include "lossy_link.hpp"
#include "spec_fields.hpp"
#include "stack_fields.hpp"

namespace synergy::link {
namespace {

class BleKind final : public LinkKind {
 public:
  BleKind(const BleSpec& spec, const StackProfile& stack) : spec_(spec), stack_(stack) {}

  SlotSchedule schedule(int device_count, const std::vector<Ends>& links) const override {
    if (spec_.scheduling == Scheduling::nordic_central) return schedule_back_to_back(device_count, links);
    return schedule_slots(device_count, links);
  }

  /// A device serves one link at a time. A link meets fewer than twice as many others as the busiest device
  /// has links, and neither way of scheduling leaves a slot empty in front of it.
  SlotRange slots_for(int degree) const override { return {degree, degree == 0 ? 0 : 2 * degree - 1}; }

  std::string why_infeasible(int slots) const override {
    if (slots == 0) return {};
    return link::why_infeasible(spec_, stack_, events_of(spec_, stack_, 0, slots), slots);
  }

  TransferEstimate estimate(Bytes size, bool forward, const LinkContext& context) const override {
    const Connection link = connection(context, 0);
    const TransferEstimate clean = mean_transfer(link, size, forward);
    if (spec_.loss.model == LossModel::none) return clean;
    return with_losses(clean, link, size, forward, context);
  }

  Duration least_occupancy(Bytes size, bool /*forward*/, const LinkContext& context) const override {
    const Connection link = connection(context, 0);
    const BleEvents& events = link.events();
    const PacketTrain train = link.train(size);
    // Pairs follow one another within an event, the last one starting no later than allowed; whole packets
    // rarely fill it, so that the estimate counts more. A cap on packets is the limit where it comes first.
    const Duration largest = events.pair_time(events.ll_payload);
    const Duration air = std::max(Duration(), events.latest_start(largest)) + largest;
    const auto interval = static_cast<double>(events.interval.ns());
    if (events.packet_cap > 0 && largest * events.packet_cap < air)
      return Duration::from_ns(train.count() * events.interval.ns() / events.packet_cap);
    return Duration::from_ns(static_cast<std::int64_t>(static_cast<double>(train.offset(train.count()).ns()) *
                                                       interval / static_cast<double>(air.ns())));
  }

  bool is_lossless() const override { return spec_.loss.model == LossModel::none; }

  Duration notice_after(Ends /*ends*/) const override { return spec_.supervision_timeout; }
  Duration interval_of(Ends /*ends*/) const override { return spec_.connection_interval; }

  std::pair<Power, Power> idle_power(const LinkContext& context) const override {
    const Connection idle = connection(context, 0);
    const double interval_s = spec_.connection_interval.s();
    return {Power::from_si(idle.central().idle_event().si() / interval_s),
            Power::from_si(idle.peripheral().idle_event().si() / interval_s)};
  }

  std::unique_ptr<Link> open(const LinkContext& context) const override {
    // Where a course lets nothing through for a while, packets get lost even without a model of losses.
    const bool blocked = context.course && context.course->blocks();
    if (spec_.loss.model == LossModel::none && !blocked) {
      return std::make_unique<BleLink>(connection(context, context.slot));
    }
    return std::make_unique<LossyLink>(connection(context, context.slot), spec_, context);
  }

 private:
  struct Expected {
    LossyRates rates;
    double delay_ns = 0;
  };

  /// What losses add in the long run: pairs sent in vain, and the events they take.
  TransferEstimate with_losses(TransferEstimate estimate, const Connection& link, Bytes size, bool forward,
                               const LinkContext& context) const {
    const PacketTrain train = link.train(size);
    const auto packets = static_cast<double>(train.count());
    const int payload = train.payload(0);
    const Expected expected = expectation(train.count(), payload, forward, link.events(), context);
    const auto interval_ns = static_cast<double>(spec_.connection_interval.ns());
    const double clean = interval_ns / link.share_ns(link.events().pair_time(payload));
    // A packet that takes longer than the supervision timeout loses the link.
    const double slowest = interval_ns / static_cast<double>(spec_.supervision_timeout.ns());
    const double delivered = std::max(expected.rates.delivered, slowest);
    const double more_events = packets * (1 / delivered - 1 / clean);
    const double more_pairs = std::max(0.0, packets * (expected.rates.pairs / delivered - 1));
    estimate.latency += nanoseconds_rounded(expected.delay_ns);
    estimate.occupancy =
        nanoseconds_rounded(static_cast<double>(estimate.occupancy.ns()) * (clean / delivered));
    // The events would have been there, with an empty pair each.
    const auto pair = link.energy(forward, 0, 1, link.data_air(train) / train.count());
    const auto empty = link.energy(forward, 0, 1, link.empty_air());
    estimate.sender += pair.first * more_pairs - empty.first * more_events;
    estimate.receiver += pair.second * more_pairs - empty.second * more_events;
    return estimate;
  }

  /// Expectations take a while, and planners ask for the same again and again.
  Expected expectation(std::int64_t packets, int payload, bool forward, const BleEvents& events,
                       const LinkContext& context) const {
    const double path_loss_db = context.path_loss_db.value_or(spec_.loss.path_loss_db);
    const std::lock_guard lock(mutex_);
    LossExpectation& expectation =
        expectations_
            .try_emplace({context.slots, path_loss_db, payload, forward}, spec_.loss, events, payload,
                         forward, path_loss_db, spec_.supervision_timeout)
            .first->second;
    return {expectation.rates(), expectation.delay_ns(packets)};
  }

  Connection connection(const LinkContext& context, int slot) const {
    return {events_of(spec_, stack_, slot, context.slots), fragmentation_of(spec_, stack_), context};
  }

  BleSpec spec_;
  StackProfile stack_;
  mutable std::mutex mutex_;
  mutable std::map<std::tuple<int, double, int, bool>, LossExpectation> expectations_;
};

}  // namespace

const LinkKindInfo& ble() {
  static const LinkKindInfo row{
      "ble",
      "Bluetooth LE connections that take turns within a connection interval",
      "ble_stacks",
      "ble_stack",
      "Bluetooth stack profile",
      "ble_stacks/link.schema.json",
      [](input::Mapping& section) { return LinkSpec(read_section<BleSpec>(section)); },
      [](const input::Document& document) { return LinkProfile(read_stack(document)); },
      device::described_kind<StackProfile>,
      described_section<BleSpec>,
  };
  return row;
}

const LinkKindInfo& BleSpec::kind() { return ble(); }

std::shared_ptr<const LinkKind> BleSpec::make(const input::Document& profile) const {
  return make_ble(*this, read_stack(profile));
}

std::vector<SpecProblem> BleSpec::problems_with(const input::Document& profile) const {
  return problems_with(read_stack(profile));
}

std::shared_ptr<const LinkKind> make_ble(const BleSpec& spec, const StackProfile& stack) {
  ensure(spec.problems().empty() && spec.problems_with(stack).empty(),
         "the parameters of a link have been checked");
  return std::make_shared<BleKind>(spec, stack);
}

}  // namespace synergy::link
