#pragma once

#include "synergy/quantities/duration.hpp"

#include <cstdint>
#include <vector>

#include "loss.hpp"

namespace synergy::link {

/// Of the two packets of a pair: the central's and the peripheral's answer.
struct PairChances {
  PacketChances first;
  PacketChances second;
};

/// When the pairs of a transfer start: `pairs` in each event, `pair` after one another.
struct Cadence {
  Duration interval;
  std::int64_t pairs = 1;
  Duration pair;
};

/// Of an endless stream, from the rules of retransmission and event closing (lossy_link.hpp) as a Markov
/// chain over the pairs of an event.
[[nodiscard]] LossyRates rates_of(std::int64_t pairs, const PairChances& chances);

/// The mean times, in ns, from the anchor at which a transfer begins to the start of the pair that brings its
/// last packet, for transfers of 1, 2, ... enough.size() packets. A transfer that is sure to exceed its
/// `enough` (ns, from the same anchor) has any larger number; what has not arrived after `most_events` counts
/// as arrived then.
///
/// One walk through the chain serves all of them: what becomes of later packets does not touch earlier ones.
[[nodiscard]] std::vector<double> mean_last_pairs(const Cadence& cadence, bool forward,
                                                  const PairChances& chances, std::int64_t most_events,
                                                  const std::vector<double>& enough);

}  // namespace synergy::link
