#include "synergy/max7800x/memory.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

namespace synergy::max7800x {
namespace {

using model::LayerIndex;

constexpr int kGroupWords = 4;
constexpr std::uint64_t kAllProcessors = ~std::uint64_t{0};
constexpr std::uint64_t kQuadrantHeads = 0x0001000100010001;

// The rules: device_profiles/max7800x.md, "Weight memory" and "Bias memory". Where something is placed
// decides whether what comes later fits, so the order of everything here is the vendor tool's, not one that
// would pack better.

int groups_of(int words) { return (words + kGroupWords - 1) / kGroupWords; }

bool uses_all_processors(const ModelNeeds::LayerNeed& need) {
  return need.weights.processors == kAllProcessors;
}

std::uint8_t quadrants_used(const ModelNeeds& needs, model::LayerRange layers) {
  unsigned quadrants = needs.layer(layers.last).output_quadrants;
  for (LayerIndex i = layers.first; i <= layers.last; ++i) quadrants |= needs.layer(i).quadrants;
  return static_cast<std::uint8_t>(quadrants);
}

/// The layer of a segment that stores the weights of its layer `i`.
LayerIndex owner_of(const ModelNeeds& needs, model::LayerRange layers, LayerIndex i) {
  // The layer that stores them in the whole model may lie in another segment; then the first sharer in this
  // one stores its own.
  const LayerIndex root = needs.layer(i).weights_of;
  if (root < 0) return i;
  if (root >= layers.first) return root;
  LayerIndex owner = layers.first;
  while (needs.layer(owner).weights_of != root) ++owner;
  return owner;
}

/// A number for each layer of a segment: on the stack, but for segments that no chip of the family takes.
class Numbers {
 public:
  explicit Numbers(int count) {
    if (static_cast<std::size_t>(count) > few_.size()) many_.resize(static_cast<std::size_t>(count));
    all_ =
        many_.empty() ? std::span<int>(few_).first(static_cast<std::size_t>(count)) : std::span<int>(many_);
  }
  Numbers(const Numbers&) = delete;  // it points into itself
  Numbers& operator=(const Numbers&) = delete;
  [[nodiscard]] std::span<int> all() const { return all_; }

 private:
  std::array<int, 128> few_{};
  std::vector<int> many_;
  std::span<int> all_;
};

/// Words that are really written: in a layer with gaps fewer than the span it needs.
int occupied_words(const WeightNeed& need) {
  return need.scattered.empty() ? need.words : static_cast<int>(need.scattered.size());
}

/// For messages alone, so that it may go over all processors for each layer.
int words_on_busiest(const ModelNeeds& needs, model::LayerRange layers) {
  int most = 0;
  for (int p = 0; p < 64; ++p) {
    int words = 0;
    for (LayerIndex i = layers.first; i <= layers.last; ++i) {
      const WeightNeed& need = needs.layer(i).weights;
      if (((need.processors >> p) & 1) != 0 && owner_of(needs, layers, i) == i) words += occupied_words(need);
    }
    most = std::max(most, words);
  }
  return most;
}

}  // namespace

MemoryLedger::MemoryLedger(const Profile& accelerator)
    : words_of_processor_(accelerator.words_per_processor),
      words_of_quadrant_head_(accelerator.words_of_quadrant_head),
      bias_bytes_of_quadrant_(accelerator.bias_bytes_per_quadrant) {}

int MemoryLedger::words_of(std::uint64_t processors) const {
  // The extra words of the heads lie above those of all others: of use only to layers on nothing but heads.
  return (processors & ~kQuadrantHeads) == 0 ? words_of_quadrant_head_ : words_of_processor_;
}

bool MemoryLedger::is_free(int word, std::uint64_t processors) const {
  // Groups beyond the end of the vector are free: the vector grows with use, so that copies of nearly empty
  // ledgers are small.
  const auto group = static_cast<std::size_t>(word / kGroupWords);
  if (group < used_groups_.size() && (used_groups_[group] & processors) != 0) return false;
  return std::none_of(scattered_.begin(), scattered_.end(), [&](const ScatteredWord& used) {
    return used.word == word && (used.processors & processors) != 0;
  });
}

/// Word by word, where layers with gaps are involved. A scattered word may not go into the rest of a group
/// that another layer has begun, which the tool would allow.
bool MemoryLedger::fits_at(const WeightNeed& need, int start_word) const {
  for (int word = 0; word < need.words; ++word) {
    if (!is_free(start_word + word, need.processors)) return false;
  }
  return std::all_of(need.scattered.begin(), need.scattered.end(), [&](int word) {
    return start_word + word < words_of(need.processors) && is_free(start_word + word, need.processors);
  });
}

int MemoryLedger::first_fit(const WeightNeed& need, Lowest& lowest) const {
  // Layers with gaps are rare, and all others need no look at single words: groups of four are enough for
  // them.
  if (!scattered_.empty() || !need.scattered.empty()) {
    int start = 0;
    const int last = words_of(need.processors) - need.words;
    while (start <= last && !fits_at(need, start)) start += kGroupWords;
    return start <= last ? start : -1;
  }
  const int needed = groups_of(need.words);
  const int last_start = (words_of(need.processors) - need.words) / kGroupWords;
  if (need.words > words_of(need.processors)) return -1;
  const int end = static_cast<int>(used_groups_.size());
  int start = lowest.processors == need.processors ? lowest.group : 0;
  while (start < end && (used_groups_[static_cast<std::size_t>(start)] & need.processors) != 0) ++start;
  lowest = {need.processors, start};
  if (start > last_start) return -1;
  // One pass: a used group moves the start behind it, since every start up to it would cover it too.
  for (int group = start; group < end && group < start + needed; ++group) {
    if ((used_groups_[static_cast<std::size_t>(group)] & need.processors) == 0) continue;
    start = group + 1;
    if (start > last_start) return -1;
  }
  return start * kGroupWords;
}

/// Starts are multiples of 4, so half a group is of no use to anybody.
int MemoryLedger::longest_free_run(std::uint64_t processors) const {
  const int groups = words_of(processors) / kGroupWords;
  int longest = 0;
  int run = 0;
  for (int group = 0; group < groups; ++group) {
    const auto at = static_cast<std::size_t>(group);
    const bool scattered = std::any_of(scattered_.begin(), scattered_.end(), [&](const ScatteredWord& used) {
      return used.word / kGroupWords == group && (used.processors & processors) != 0;
    });
    const bool free = !scattered && (at >= used_groups_.size() || (used_groups_[at] & processors) == 0);
    run = free ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest * kGroupWords;
}

void MemoryLedger::occupy(const WeightNeed& need, int start_word) {
  if (!need.scattered.empty()) {
    for (const int word : need.scattered) scattered_.push_back({start_word + word, need.processors});
    return;
  }
  const auto begin = static_cast<std::size_t>(start_word / kGroupWords);
  const auto end = begin + static_cast<std::size_t>(groups_of(need.words));
  if (used_groups_.size() < end) used_groups_.resize(end);
  for (std::size_t group = begin; group < end; ++group) used_groups_[group] |= need.processors;
}

void MemoryLedger::release(const WeightNeed& need, int start_word) {
  if (!need.scattered.empty()) {
    // Two layers with gaps may lie in one another on the same processors, but never share a word.
    const auto is_own = [&](const ScatteredWord& used) {
      return used.processors == need.processors && used.word >= start_word &&
             std::binary_search(need.scattered.begin(), need.scattered.end(), used.word - start_word);
    };
    scattered_.erase(std::remove_if(scattered_.begin(), scattered_.end(), is_own), scattered_.end());
    return;
  }
  const auto begin = static_cast<std::size_t>(start_word / kGroupWords);
  const auto end = begin + static_cast<std::size_t>(groups_of(need.words));
  for (std::size_t group = begin; group < end; ++group) used_groups_[group] &= ~need.processors;
  // So that a ledger after a failed placement equals one on which it was never tried: searches compare and
  // copy them.
  while (!used_groups_.empty() && used_groups_.back() == 0) used_groups_.pop_back();
}

bool MemoryLedger::place_weights(const ModelNeeds& needs, model::LayerRange layers, std::span<int> starts,
                                 Failure& failure) {
  // -1 tells "not placed yet" from "at word 0" while a failure may still have to undo it.
  std::fill(starts.begin(), starts.end(), -1);
  const auto start_of = [&](LayerIndex i) -> int& {
    return starts[static_cast<std::size_t>(i - layers.first)];
  };
  Lowest lowest;
  // Layers on all 64 processors first, as the tool does: they need the same words free everywhere, which is
  // hard to find later.
  for (const bool whole_rows : {true, false}) {
    for (LayerIndex i = layers.first; i <= layers.last; ++i) {
      const WeightNeed& need = needs.layer(i).weights;
      if (need.words == 0 || uses_all_processors(needs.layer(i)) != whole_rows) continue;
      if (const LayerIndex owner = owner_of(needs, layers, i); owner != i) {
        start_of(i) = start_of(owner);
        continue;
      }
      start_of(i) = first_fit(need, lowest);
      if (start_of(i) >= 0) {
        occupy(need, start_of(i));
        continue;
      }
      failure = {Problem::Kind::weights, i, need.words, longest_free_run(need.processors)};
      for (LayerIndex j = layers.first; j <= layers.last; ++j) {
        if (start_of(j) >= 0 && owner_of(needs, layers, j) == j) release(needs.layer(j).weights, start_of(j));
      }
      return false;
    }
  }
  for (int& start : starts) start = std::max(start, 0);
  return true;
}

bool MemoryLedger::place_biases(const ModelNeeds& needs, model::LayerRange layers, Failure& failure) {
  const std::array<int, 4> before = bias_bytes_;
  const auto fail = [&](LayerIndex layer, int needed, int used) {
    failure = {Problem::Kind::bias, layer, needed, bias_bytes_of_quadrant_ - used};
    bias_bytes_ = before;
    return false;
  };
  Numbers numbers(layers.size());
  std::span<LayerIndex> order = numbers.all();
  std::size_t count = 0;
  for (LayerIndex i = layers.first; i <= layers.last; ++i) {
    const ModelNeeds::LayerNeed& need = needs.layer(i);
    if (need.bias_bytes == 0) continue;
    // A depthwise layer has no choice of quadrant: it comes before those that have.
    if (!need.bias_everywhere) {
      order[count++] = i;
      continue;
    }
    for (std::size_t q = 0; q < 4; ++q) {
      if (((need.quadrants >> q) & 1) == 0) continue;
      // The tool begins them at a multiple of four bytes.
      bias_bytes_[q] = (bias_bytes_[q] + 3) / 4 * 4;
      if (bias_bytes_[q] + need.bias_bytes > bias_bytes_of_quadrant_) {
        return fail(i, need.bias_bytes, bias_bytes_[q]);
      }
      bias_bytes_[q] += need.bias_bytes;
    }
  }
  order = order.first(count);
  // Of equals the earlier first: a sort that is stable would take memory.
  std::sort(order.begin(), order.end(), [&](LayerIndex a, LayerIndex b) {
    const ModelNeeds::LayerNeed& x = needs.layer(a);
    const ModelNeeds::LayerNeed& y = needs.layer(b);
    if (x.bias_first != y.bias_first) return x.bias_first;
    return x.bias_bytes != y.bias_bytes ? x.bias_bytes > y.bias_bytes : a < b;
  });
  // The output's quadrants count as well: biases may lie wherever the segment reads or writes.
  const std::uint8_t usable = quadrants_used(needs, layers);
  for (const LayerIndex i : order) {
    std::size_t emptiest = 4;
    for (std::size_t q = 0; q < 4; ++q) {
      const bool better = emptiest == 4 || bias_bytes_[q] < bias_bytes_[emptiest];
      if (((usable >> q) & 1) != 0 && better) emptiest = q;
    }
    const int needed = needs.layer(i).bias_bytes;
    if (bias_bytes_[emptiest] + needed > bias_bytes_of_quadrant_) {
      return fail(i, needed, bias_bytes_[emptiest]);
    }
    bias_bytes_[emptiest] += needed;
  }
  return true;
}

bool MemoryLedger::try_place(const ModelNeeds& needs, model::LayerRange layers, Placement* placement) {
  Numbers own(placement != nullptr ? 0 : layers.size());
  if (placement != nullptr) placement->starts.resize(static_cast<std::size_t>(layers.size()));
  Failure failure;
  // Biases first: they are quickly undone.
  const std::array<int, 4> before = bias_bytes_;
  if (!place_biases(needs, layers, failure)) return false;
  if (!place_weights(needs, layers, placement != nullptr ? std::span(placement->starts) : own.all(),
                     failure)) {
    bias_bytes_ = before;
    return false;
  }
  // Only now: most placements are tried and dropped, and counting words costs as much as placing them.
  for (LayerIndex i = layers.first; i <= layers.last; ++i) {
    const WeightNeed& need = needs.layer(i).weights;
    if (need.words == 0 || owner_of(needs, layers, i) != i) continue;
    for (std::uint64_t rest = need.processors; rest != 0; rest &= rest - 1)
      words_[static_cast<std::size_t>(std::countr_zero(rest))] += occupied_words(need);
  }
  layers_ += layers.size();
  return true;
}

bool MemoryLedger::fits(const ModelNeeds& needs, model::LayerRange layers) const {
  // A copy: nothing that is placed here stays.
  MemoryLedger trial(*this);
  Numbers starts(layers.size());
  Failure failure;
  return trial.place_biases(needs, layers, failure) &&
         trial.place_weights(needs, layers, starts.all(), failure);
}

std::variant<MemoryLedger::Placement, Problem> MemoryLedger::place(const model::Model& model,
                                                                   model::LayerRange layers) {
  Placement placement;
  if (try_place(ModelNeeds(model), layers, &placement)) return placement;
  return problems(model, layers).front();
}

std::vector<Problem> MemoryLedger::problems(const model::Model& model, model::LayerRange layers) const {
  const ModelNeeds needs(model);
  std::vector<Problem> found;
  // Weights and biases each on their own, whereas try_place() stops at the first: users see both reasons.
  MemoryLedger trial = *this;
  Numbers starts(layers.size());
  Failure f;
  if (!trial.place_weights(needs, layers, starts.all(), f)) {
    found.push_back({f.kind, model.name(), f.layer, f.needed, f.available,
                     fmt::format("layer '{}' of '{}' needs {} consecutive words of weight memory on each of "
                                 "its {} processors, but at most {} are free (all layers of the segment take "
                                 "{} words on the busiest processor, which has {})",
                                 model.layer(f.layer).name, model.name(), f.needed,
                                 std::popcount(needs.layer(f.layer).weights.processors), f.available,
                                 words_on_busiest(needs, layers), words_of_processor_)});
  }
  if (!trial.place_biases(needs, layers, f)) {
    found.push_back({f.kind, model.name(), f.layer, f.needed, f.available,
                     fmt::format("layer '{}' of '{}' needs {} bytes of bias memory in one quadrant, but at "
                                 "most {} of {} are free (all biases of the segment take {} bytes)",
                                 model.layer(f.layer).name, model.name(), f.needed, f.available,
                                 bias_bytes_of_quadrant_, model.bias_bytes(layers).count())});
  }
  return found;
}

int MemoryLedger::words_used() const { return *std::max_element(words_.begin(), words_.end()); }
int MemoryLedger::bias_bytes_used() const {
  return *std::max_element(bias_bytes_.begin(), bias_bytes_.end());
}

}  // namespace synergy::max7800x
