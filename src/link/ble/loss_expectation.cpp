#include "loss_expectation.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace synergy::link {
namespace {

// Shadowing is averaged over +-5 standard deviations.
constexpr int kShadowingSteps = 40;
constexpr double kShadowingSpan = 5;

// The chain has a state per packet and costs its square; long transfers settle into the long-run rate.
constexpr std::int64_t kExactPackets = 64;
constexpr double kLossless = 1e-12;

/// Calls use(shadowing in dB, weight) over the distribution of the shadowing; the weights add up to 1.
template <class Use>
void over_shadowing(const LossSpec& spec, const Use& use) {
  if (spec.model != LossModel::received_power || spec.shadowing_sigma_db == 0) return use(0.0, 1.0);
  const auto density = [](int i) {
    const double x = kShadowingSpan * i / kShadowingSteps;
    return std::exp(-x * x / 2);
  };
  double total = 0;
  for (int i = -kShadowingSteps; i <= kShadowingSteps; ++i) total += density(i);
  for (int i = -kShadowingSteps; i <= kShadowingSteps; ++i) {
    use(kShadowingSpan * i / kShadowingSteps * spec.shadowing_sigma_db, density(i) / total);
  }
}

}  // namespace

LossExpectation::LossExpectation(const LossSpec& spec, const BleEvents& events, int payload, bool forward,
                                 double path_loss_db, Duration give_up)
    : cadence_{events.interval, events.pairs_per_event(events.pair_time(payload)), events.pair_time(payload)},
      forward_(forward),
      give_up_(give_up),
      most_events_(std::max<std::int64_t>(1, give_up / events.interval)),
      // A transfer meets a block of constant shadowing at any moment of it: half a block is left in the mean.
      // Losses that do not change stay for ever.
      anew_ns_(spec.model == LossModel::received_power ? static_cast<double>(spec.coherence_time.ns()) / 2
                                                       : std::numeric_limits<double>::infinity()) {
  const LossProcess losses(spec, events.phy, events.encrypted, path_loss_db, 0);
  over_shadowing(spec, [&](double shadowing_db, double weight) {
    const PacketChances data = losses.chances_under(payload, forward, shadowing_db);
    const PacketChances answer = losses.chances_under(0, !forward, shadowing_db);
    Level level;
    level.weight = weight;
    level.chances = forward ? PairChances{data, answer} : PairChances{answer, data};
    level.rates = rates_of(cadence_.pairs, level.chances);
    levels_.push_back(std::move(level));
  });
  for (const Level& level : levels_) {
    rates_.delivered += level.weight * level.rates.delivered;
    rates_.pairs += level.weight * level.rates.pairs;
  }
}

double LossExpectation::clean_ns(std::int64_t packets) const {
  const Duration clean =
      (packets - 1) / cadence_.pairs * cadence_.interval + (packets - 1) % cadence_.pairs * cadence_.pair;
  return static_cast<double>(clean.ns());
}

double LossExpectation::delay_under(Level& level, std::int64_t packets) const {
  if (level.chances.first.lost() + level.chances.second.lost() < kLossless) return 0;
  const std::int64_t exact = std::min(packets, kExactPackets);
  if (std::ssize(level.last_pair_ns) < exact) {
    std::vector<double> enough;
    // At most seven walks for each level, whatever lengths are asked for.
    const auto walked = std::bit_ceil(static_cast<std::uint64_t>(exact));
    for (std::uint64_t n = 1; n <= walked; ++n)
      enough.push_back(clean_ns(static_cast<std::int64_t>(n)) + anew_ns_);
    level.last_pair_ns = mean_last_pairs(cadence_, forward_, level.chances, most_events_, enough);
  }
  double delay = level.last_pair_ns[static_cast<std::size_t>(exact - 1)] - clean_ns(exact);
  if (packets > exact) {
    const auto interval = static_cast<double>(cadence_.interval.ns());
    const double slowest = 1 / static_cast<double>(most_events_);
    const double delivered = std::max(level.rates.delivered, slowest);
    delay += static_cast<double>(packets - exact) * interval *
             (1 / delivered - 1 / static_cast<double>(cadence_.pairs));
  }
  return std::max(0.0, delay);
}

double LossExpectation::delay_ns(std::int64_t packets) {
  double mean = 0;
  double waits = 0;  // probability
  for (Level& level : levels_) {
    const double delay = delay_under(level, packets);
    if (delay <= anew_ns_) {
      mean += level.weight * delay;
    } else {
      waits += level.weight;
    }
  }
  if (std::isinf(anew_ns_)) return mean;
  // mean = (delays of the good ones) + waits (anew + mean)
  const auto bound = static_cast<double>(give_up_.ns());
  return waits < 1 ? std::min(bound, (mean + waits * anew_ns_) / (1 - waits)) : bound;
}

}  // namespace synergy::link
