#pragma once

#include "synergy/link/link.hpp"

#include <array>
#include <cstdint>

namespace synergy::simulation {

/// How often a stage was served wholly within the window and how long it waited: whole numbers, from which
/// its times and energies follow by one multiplication each (totals.cpp). Services that reach over an edge of
/// the window are not in here; they have their share booked at once.
struct StageCounts {
  std::int64_t visits = 0;
  /// Of these: visits to an accelerator that had to switch; readouts of a sample that was held still, which
  /// took nothing.
  std::int64_t special = 0;
  /// Before the first phase, of special visits apart; before the unload.
  Duration waited, waited_special, waited_unload;
  /// Of transfers, which differ in how long they take.
  Duration served;
};

/// What a transfer cost its link, as far as it is not always the same; those alike are counted.
struct SentAlike {
  Energy sender, receiver;
  Duration busy;
  std::int64_t packets = 0;
  std::int64_t events_used = 0;
  std::int64_t count = 0;  ///< within the window

  [[nodiscard]] bool is(const link::TransferOutcome& outcome) const {
    return events_used == outcome.events_used && packets == outcome.packets && busy == outcome.busy &&
           sender == outcome.sender && receiver == outcome.receiver;
  }
};

/// The transfers of one stage. Without losses they differ by the connection events that they open, and
/// nothing else: a few sorts.
class SentCounts {
 public:
  /// The sort that a transfer belongs to, a new one if need be; null if there are too many sorts.
  [[nodiscard]] SentAlike* of(const link::TransferOutcome& outcome) {
    for (std::size_t i = 0; i < used_; ++i) {
      if (sorts_[i].is(outcome)) return &sorts_[i];
    }
    return add(outcome);
  }
  [[nodiscard]] const SentAlike* begin() const { return sorts_.data(); }
  [[nodiscard]] const SentAlike* end() const { return sorts_.data() + used_; }
  [[nodiscard]] SentAlike* begin() { return sorts_.data(); }
  [[nodiscard]] SentAlike* end() { return sorts_.data() + used_; }
  /// Places of sorts that are still to come included.
  [[nodiscard]] std::array<SentAlike, 8>& places() { return sorts_; }
  /// Not all transfers are counted: some came when there were too many sorts.
  [[nodiscard]] bool is_full() const { return full_; }

 private:
  SentAlike* add(const link::TransferOutcome& outcome) {
    if (used_ == sorts_.size() || !outcome.delivered || outcome.retransmissions > 0) {
      full_ = true;
      return nullptr;
    }
    sorts_[used_] = {outcome.sender, outcome.receiver, outcome.busy, outcome.packets, outcome.events_used, 0};
    return &sorts_[used_++];
  }

  static constexpr std::size_t kSorts = 8;
  std::array<SentAlike, kSorts> sorts_{};
  std::size_t used_ = 0;
  bool full_ = false;
};

}  // namespace synergy::simulation
