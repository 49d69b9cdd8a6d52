#include "loss_chain.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace synergy::link {
namespace {

constexpr double kNegligible = 1e-12;
constexpr double kCertain = 1 + 1e-9;  // times a bound: exceeded in spite of rounding
// What is rarer than this cannot be seen in a sum that ends at 1. Where few packets get lost, nearly all
// states are, and most of them too small for a processor to be quick with.
constexpr double kVanishing = 1e-30;

/// Where an event stands between two pairs: whether the first packet of the exchange at hand has got through,
/// and whether the last packet each end received had a bad checksum.
constexpr std::size_t state_of(int half_way, int peripheral_bad, int central_bad) {
  const int state = 4 * half_way + 2 * peripheral_bad + central_bad;
  return static_cast<std::size_t>(state);
}
using States = std::array<double, 8>;

/// One pair out of `state`, entered with probability `p`. Calls
///   got_through(p): the first packet of the exchange gets through, not counted before,
///   next(state, delivered, p): the event goes on, and
///   closed(half_way, p): it does not.
///
/// What goes unheard closes the event at once, a bad checksum only the second time in a row at one end
/// (Bluetooth Core, Vol 6 Part B, 4.5.6). LossyLink::send_pair() draws by the same rules.
template <class GotThrough, class Next, class Closed>
void branch(std::size_t state, double p, const PairChances& chances, const GotThrough& got_through,
            const Next& next, const Closed& closed) {
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
    // A good answer acknowledges what got through before, even if this packet was bad.
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

EventMeans event_means(int half_way, std::int64_t pairs, const PairChances& chances) {
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

}  // namespace

LossyRates rates_of(std::int64_t pairs, const PairChances& chances) {
  // Half-way is all that an event hands on to the next: bad checksums in a row are forgotten when it closes.
  const EventMeans whole = event_means(0, pairs, chances);
  const EventMeans half = event_means(1, pairs, chances);
  // Stationary share of events that begin half-way: share = share x half + (1 - share) x whole, where the two
  // are the chances that an event which begins so, or not, ends half-way.
  const double change = whole.ends_half_way + 1 - half.ends_half_way;
  const double share = change > 0 ? whole.ends_half_way / change : 0;
  return {whole.delivered + share * (half.delivered - whole.delivered),
          whole.pairs + share * (half.pairs - whole.pairs)};
}

namespace {

/// When a transfer's last packet arrives, as far as it is known.
struct Arrival {
  double enough = 0;
  double mean = 0;
  double left = 1;  ///< probability that it has not arrived
  std::optional<double> result;

  void arrived(double p, double ns) {
    if (result) return;
    mean += p * ns;
    left -= p;
  }
  /// At an anchor. What has not arrived by then arrives no earlier; what is left at the end, then.
  void look(double now_ns, double end_ns) {
    if (result) return;
    const double at_least = mean + left * now_ns;
    if (left <= kNegligible) {
      result = mean + std::max(0.0, left) * end_ns;
    } else if (now_ns >= end_ns || at_least > enough * kCertain) {
      result = at_least;
    }
  }
};

/// The probabilities of all states of transfers under way, by the number of packets delivered.
class Walk {
 public:
  Walk(bool forward, const PairChances& chances, std::vector<Arrival>& arrivals)
      : forward_(forward),
        chances_(chances),
        arrivals_(arrivals),
        open_(arrivals.size()),
        after_(arrivals.size()),
        waiting_(arrivals.size()) {
    waiting_[0][0] = 1;
  }

  void open_event() {
    begin_ = open_.size();
    end_ = 0;
    for (std::size_t n = 0; n < open_.size(); ++n) {
      if (waiting_[n][0] + waiting_[n][1] < kVanishing) continue;
      begin_ = std::min(begin_, n);
      end_ = n + 1;
    }
    for (std::size_t n = begin_; n < end_; ++n) {
      open_[n] = {};
      open_[n][state_of(0, 0, 0)] = waiting_[n][0];
      open_[n][state_of(1, 0, 0)] = waiting_[n][1];
    }
    std::fill(waiting_.begin(), waiting_.end(), std::array<double, 2>{});
  }

  void pair(double ns) {
    const std::size_t reached = std::min(end_ + 1, open_.size());
    for (std::size_t n = begin_; n < reached; ++n) after_[n] = {};
    for (std::size_t n = begin_; n < end_; ++n) step(n, ns);
    std::swap(open_, after_);
    end_ = reached;
    const auto vanished = [](const States& states) {
      return std::all_of(states.begin(), states.end(), [](double p) { return p < kVanishing; });
    };
    while (begin_ < end_ && vanished(open_[begin_])) ++begin_;
    while (begin_ < end_ && vanished(open_[end_ - 1])) --end_;
  }

  void close_event() {
    for (std::size_t n = begin_; n < end_; ++n) {
      for (std::size_t s = 0; s < open_[n].size(); ++s) waiting_[n][s / 4] += open_[n][s];
    }
  }

 private:
  /// A packet has arrived: forward, when it first gets through; backward, with the answer.
  void step(std::size_t n, double ns) {
    const States& from = open_[n];
    for (std::size_t s = 0; s < from.size(); ++s) {
      if (from[s] < kVanishing) continue;
      branch(
          s, from[s], chances_,
          [&](double p) {
            if (forward_) arrivals_[n].arrived(p, ns);
          },
          [&](std::size_t next, int delivered, double p) {
            if (delivered == 1 && !forward_) arrivals_[n].arrived(p, ns);
            const std::size_t there = n + static_cast<std::size_t>(delivered);
            if (there < after_.size()) after_[there][next] += p;
          },
          [&](int stays, double p) { waiting_[n][static_cast<std::size_t>(stays)] += p; });
    }
  }

  bool forward_;
  const PairChances& chances_;
  std::vector<Arrival>& arrivals_;
  std::vector<States> open_, after_;            // those from begin_ to end_ have any probability
  std::vector<std::array<double, 2>> waiting_;  // for the next anchor, by half-way
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace

std::vector<double> mean_last_pairs(const Cadence& cadence, bool forward, const PairChances& chances,
                                    std::int64_t most_events, const std::vector<double>& enough) {
  std::vector<Arrival> arrivals;
  for (const double bound : enough) arrivals.push_back({bound, 0, 1, {}});
  Walk walk(forward, chances, arrivals);
  const auto end_ns = static_cast<double>((most_events * cadence.interval).ns());
  for (std::int64_t event = 0;; ++event) {
    const auto now_ns = static_cast<double>((event * cadence.interval).ns());
    for (Arrival& arrival : arrivals) arrival.look(now_ns, end_ns);
    if (std::all_of(arrivals.begin(), arrivals.end(), [](const Arrival& a) { return a.result.has_value(); }))
      break;
    walk.open_event();
    for (std::int64_t pair = 0; pair < cadence.pairs; ++pair)
      walk.pair(static_cast<double>((event * cadence.interval + pair * cadence.pair).ns()));
    walk.close_event();
  }
  std::vector<double> means;
  for (const Arrival& arrival : arrivals) means.push_back(*arrival.result);
  return means;
}

}  // namespace synergy::link
