#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "loss.hpp"

namespace synergy::link {
namespace {

// Shadowing is averaged over +-5 standard deviations.
constexpr int kShadowingSteps = 40;
constexpr double kShadowingSpan = 5;

constexpr std::int64_t kExactPackets = 64;
constexpr double kNegligible = 1e-12;
constexpr double kCertain = 1 + 1e-9;  // times a bound: exceeded in spite of rounding

/// Where an event stands between two pairs: whether the first packet of the exchange at hand has got through,
/// and whether the last packet each end received had a bad checksum.
constexpr std::size_t state_of(int half_way, int peripheral_bad, int central_bad) {
  const int state = 4 * half_way + 2 * peripheral_bad + central_bad;
  return static_cast<std::size_t>(state);
}
using States = std::array<double, 8>;

struct Pair {
  PacketChances first;
  PacketChances second;
};

/// One pair out of `state`, entered with probability `p`. Calls
///   got_through(p): the first packet of the exchange gets through, not counted before,
///   next(state, delivered, p): the event goes on, and
///   closed(half_way, p): it does not.
template <class GotThrough, class Next, class Closed>
void branch(std::size_t state, double p, const Pair& chances, const GotThrough& got_through, const Next& next,
            const Closed& closed) {
  const int half_way = static_cast<int>(state / 4);
  const bool peripheral_bad = state / 2 % 2 == 1;
  const bool central_bad = state % 2 == 1;
  closed(half_way, p * chances.first.unheard);
  for (const int bad : {0, 1}) {
    const double answered = p * (bad == 0 ? 1 - chances.first.lost() : chances.first.bad_crc);
    const int reached = bad == 0 ? 1 : half_way;
    if (reached > half_way) got_through(answered);
    if (bad == 1 && peripheral_bad) {
      closed(reached, answered);
      continue;
    }
    next(state_of(0, bad, 0), reached, answered * (1 - chances.second.lost()));
    closed(reached, answered * chances.second.unheard);
    if (central_bad) {
      closed(reached, answered * chances.second.bad_crc);
    } else {
      next(state_of(reached, bad, 1), 0, answered * chances.second.bad_crc);
    }
  }
}

constexpr auto kIgnore = [](auto...) {};

struct EventMeans {
  double delivered = 0;
  double pairs = 0;
  double ends_half_way = 0;
};

EventMeans event_means(int half_way, std::int64_t pairs, const Pair& chances) {
  States open{};
  open[state_of(half_way, 0, 0)] = 1;
  EventMeans means;
  for (std::int64_t pair = 0; pair < pairs; ++pair) {
    States after{};
    for (std::size_t s = 0; s < open.size(); ++s) {
      means.pairs += open[s];
      branch(
          s, open[s], chances, kIgnore,
          [&](std::size_t next, int delivered, double p) {
            after[next] += p;
            means.delivered += delivered * p;
          },
          [&](int stays, double p) { means.ends_half_way += stays * p; });
    }
    open = after;
  }
  for (std::size_t s = state_of(1, 0, 0); s < open.size(); ++s) means.ends_half_way += open[s];
  return means;
}

LossyRates rates_of(std::int64_t pairs, const Pair& chances) {
  // Half-way is all that an event hands on to the next: bad checksums in a row are forgotten when it closes.
  const EventMeans whole = event_means(0, pairs, chances);
  const EventMeans half = event_means(1, pairs, chances);
  // Stationary share of events that begin half-way.
  const double change = whole.ends_half_way + 1 - half.ends_half_way;
  const double share = change > 0 ? whole.ends_half_way / change : 0;
  return {whole.delivered + share * (half.delivered - whole.delivered),
          whole.pairs + share * (half.pairs - whole.pairs)};
}

/// What the functions below need of one configuration.
struct Setting {
  const BleEvents& events;
  LossyTransfer transfer;
  LossProcess losses;
  std::int64_t pairs;
  Duration pair;

  Setting(const LossSpec& spec, const BleEvents& ble_events, const LossyTransfer& what, double path_loss_db)
      : events(ble_events),
        transfer(what),
        losses(spec, events.phy, events.encrypted, path_loss_db, 0),
        pairs(events.pairs_per_event(events.pair_time(what.payload))),
        pair(events.pair_time(what.payload)) {}

  [[nodiscard]] Pair chances(double shadowing_db) const {
    const PacketChances data = losses.chances_under(transfer.payload, transfer.forward, shadowing_db);
    const PacketChances answer = losses.chances_under(0, !transfer.forward, shadowing_db);
    return transfer.forward ? Pair{data, answer} : Pair{answer, data};
  }
};

/// Mean time from the anchor to the start of the pair that brings the last packet, in ns. Once it is sure to
/// exceed `enough`, any larger number.
double mean_last_pair(const Setting& setting, std::int64_t packets, const Pair& chances,
                      std::int64_t most_events, double enough) {
  const auto last = static_cast<std::size_t>(packets - 1);
  const bool forward = setting.transfer.forward;
  std::vector<States> open(static_cast<std::size_t>(packets)), after(open.size());
  std::vector<std::array<double, 2>> waiting(open.size());  // for the next anchor, by packets delivered
  waiting[0][0] = 1;
  double mean = 0;
  double left = 1;
  for (std::int64_t event = 0; left > kNegligible && event < most_events; ++event) {
    // What is left arrives no earlier than now.
    const double at_least = mean + left * static_cast<double>((event * setting.events.interval).ns());
    if (at_least > enough * kCertain) return at_least;
    for (std::size_t n = 0; n < open.size(); ++n) {
      open[n] = {};
      open[n][state_of(0, 0, 0)] = waiting[n][0];
      open[n][state_of(1, 0, 0)] = waiting[n][1];
      waiting[n] = {};
    }
    for (std::int64_t pair = 0; pair < setting.pairs; ++pair) {
      const auto ns = static_cast<double>((event * setting.events.interval + pair * setting.pair).ns());
      std::fill(after.begin(), after.end(), States{});
      for (std::size_t n = 0; n < open.size(); ++n) {
        for (std::size_t s = 0; s < open[n].size(); ++s) {
          if (open[n][s] == 0) continue;
          // The last packet has arrived: forward, when it first gets through; backward, with the answer.
          const auto arrived = [&](double p) {
            mean += p * ns;
            left -= p;
          };
          const bool gone = forward && n == last;
          branch(
              s, open[n][s], chances,
              [&](double p) {
                if (gone) arrived(p);
              },
              [&](std::size_t next, int delivered, double p) {
                if (delivered == 1 && n == last) {
                  if (!forward) arrived(p);
                } else if (!(gone && next >= state_of(1, 0, 0))) {
                  after[n + static_cast<std::size_t>(delivered)][next] += p;
                }
              },
              [&](int stays, double p) {
                if (!(gone && stays == 1)) waiting[n][static_cast<std::size_t>(stays)] += p;
              });
        }
      }
      std::swap(open, after);
    }
    for (std::size_t n = 0; n < open.size(); ++n) {
      for (std::size_t s = 0; s < open[n].size(); ++s) waiting[n][s / 4] += open[n][s];
    }
  }
  return mean + std::max(0.0, left) * static_cast<double>((most_events * setting.events.interval).ns());
}

/// The mean delay by losses, in ns; if it exceeds `enough`, any larger number.
double delay_under(const Setting& setting, const Pair& chances, Duration give_up,
                   double enough = std::numeric_limits<double>::infinity()) {
  if (chances.first.lost() + chances.second.lost() < kNegligible) return 0;
  const std::int64_t packets = setting.transfer.packets;
  // The chain has a state per packet and costs its square; long transfers settle into the long-run rate.
  const std::int64_t exact = std::min(packets, kExactPackets);
  const std::int64_t most_events = std::max<std::int64_t>(1, give_up / setting.events.interval);
  const auto clean =
      (exact - 1) / setting.pairs * setting.events.interval + (exact - 1) % setting.pairs * setting.pair;
  const auto clean_ns = static_cast<double>(clean.ns());
  double delay = mean_last_pair(setting, exact, chances, most_events, clean_ns + enough) - clean_ns;
  if (packets > exact) {
    const auto interval = static_cast<double>(setting.events.interval.ns());
    const double slowest = 1 / static_cast<double>(most_events);
    const double delivered = std::max(rates_of(setting.pairs, chances).delivered, slowest);
    delay += static_cast<double>(packets - exact) * interval *
             (1 / delivered - 1 / static_cast<double>(setting.pairs));
  }
  return std::max(0.0, delay);
}

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

LossyRates lossy_rates(const LossSpec& spec, const BleEvents& events, int payload, bool forward,
                       double path_loss_db) {
  const Setting setting(spec, events, {1, payload, forward}, path_loss_db);
  LossyRates mean;
  over_shadowing(spec, [&](double shadowing_db, double weight) {
    const LossyRates at = rates_of(setting.pairs, setting.chances(shadowing_db));
    mean.delivered += weight * at.delivered;
    mean.pairs += weight * at.pairs;
  });
  return mean;
}

double expected_delay_ns(const LossSpec& spec, const BleEvents& events, const LossyTransfer& transfer,
                         double path_loss_db, Duration give_up) {
  const Setting setting(spec, events, transfer, path_loss_db);
  if (spec.model != LossModel::received_power) return delay_under(setting, setting.chances(0), give_up);
  const auto anew = static_cast<double>(spec.coherence_time.ns()) / 2;
  double mean = 0;
  double waits = 0;  // probability
  over_shadowing(spec, [&](double shadowing_db, double weight) {
    const double delay = delay_under(setting, setting.chances(shadowing_db), give_up, anew);
    if (delay <= anew) {
      mean += weight * delay;
    } else {
      waits += weight;
    }
  });
  // mean = (delays of the good ones) + waits (anew + mean)
  const auto bound = static_cast<double>(give_up.ns());
  return waits < 1 ? std::min(bound, (mean + waits * anew) / (1 - waits)) : bound;
}

}  // namespace synergy::link
