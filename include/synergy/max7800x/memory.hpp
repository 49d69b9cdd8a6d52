#pragma once

#include "synergy/device/memory.hpp"
#include "synergy/max7800x/profile.hpp"
#include "synergy/model/model.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace synergy::max7800x {

using device::Placement;
using device::Problem;

/// Which processors a layer's weights occupy and how many words on each (device_profiles/max7800x.md,
/// "Weight memory").
struct WeightNeed {
  std::uint64_t processors = 0;  ///< bit p: processor p
  /// Consecutive and free where the layer starts, at the same word on every used processor. More than any
  /// memory has where a layer is hopeless, but never more than an int holds.
  int words = 0;
  /// The words, from the start, that the layer really occupies if its output map has gaps: the vendor's tool
  /// goes on by one word for each missing processor, so kernels of less than a word spread over more words
  /// than they need, and those of a whole word leave holes. Ascending; empty without gaps: all `words`.
  std::vector<int> scattered;
};

/// The same on every chip of the family. None (no processors) for a layer without weights. Pre: the layer is
/// one of a Model, whose maps are computed.
[[nodiscard]] WeightNeed weight_need(const model::Layer& layer);
[[nodiscard]] inline WeightNeed weight_need(const Profile& /*any*/, const model::Model& model,
                                            model::LayerIndex index) {
  return weight_need(model.layer(index));
}

/// What placing each layer of a model takes on any chip of the family, computed once for the many placements
/// a planner tries.
class ModelNeeds {
 public:
  /// Keeps nothing of the model. About as costly as one placement of the whole model.
  explicit ModelNeeds(const model::Model& model);

  /// One layer by itself: what sharing weights saves depends on the segment, and the ledger knows it.
  struct LayerNeed {
    /// As if it stored its own, whether or not it does (`weights_of`).
    WeightNeed weights;
    /// In the one quadrant that holds them, alignment included; of a depthwise layer in each quadrant it
    /// uses. 0 without bias.
    int bias_bytes = 0;
    /// A depthwise layer's biases lie in every quadrant it reads from.
    bool bias_everywhere = false;
    bool bias_first = false;  ///< flattening layers choose their quadrant before the others
    /// Bit q: reads from a processor of quadrant q.
    std::uint8_t quadrants = 0;
    /// Bit q: writes to one. Matters for the last layer of a segment, whose readers are elsewhere.
    std::uint8_t output_quadrants = 0;
    model::LayerIndex weights_of = -1;  ///< model::Layer::weights_of
  };
  /// Unchecked, for the inner loops of searches: `i` must be a layer of the model.
  [[nodiscard]] const LayerNeed& layer(model::LayerIndex i) const {
    return layers_[static_cast<std::size_t>(i)];
  }
  [[nodiscard]] int layer_count() const { return static_cast<int>(layers_.size()); }

 private:
  std::vector<LayerNeed> layers_;
};

/// How the model's input lies in data memory: as the model says; if it does not, pixel by pixel (hwc), or
/// channel by channel (chw) where it fits a bank only so and the first layer's processors allow it. It counts
/// for the layers that read the model's input; everything else is hwc.
[[nodiscard]] model::DataFormat input_format(const Profile& accelerator, const model::Model& model);

/// Bytes a layer takes in each data memory bank it uses (device_profiles/max7800x.md, "Data memory"); 0 for a
/// tensor that is not held there, because it arrives through the FIFO or goes to the next streaming layer row
/// by row.
struct DataNeed {
  /// Bytes of all operands together in one bank.
  std::int64_t input = 0;
  /// 32-bit outputs count four times.
  std::int64_t output = 0;
};

/// For layer `index` of a segment. Pre: it lies in `layers`.
[[nodiscard]] DataNeed data_need(const Profile& accelerator, const model::Model& model,
                                 model::LayerRange layers, model::LayerIndex index);

/// Everything about one segment that does not depend on what else is on the accelerator.
/// Operators, channels, sizes, data memory and layer count are checked here (device_profiles/max7800x.md,
/// "Data memory" and "Limits"), all problems at once.
///
/// Data memory: a layer's input and its output must each fit a bank (data_need). Whether an output overwrites
/// input that is still to be read, or a tensor kept for a later layer, is not simulated: the vendor's tool
/// lets the author choose offsets for that, and UNet runs in place only.
///
/// Problems have the layers of the model, not of a network (LoweredNetwork converts them). Empty: the segment
/// runs on an empty accelerator if a MemoryLedger takes it.
[[nodiscard]] std::vector<Problem> check_segment(const Profile& accelerator, const model::Model& model,
                                                 model::LayerRange layers);

/// The weight and bias memory of one accelerator while segments are placed on it, following the vendor tool's
/// rules: weights first fit at equal start words (multiples of 4), layers on all 64 processors first within a
/// segment; layers that share weights take those of the first of them in the segment; a layer's biases in one
/// quadrant, the emptiest of those the segment uses, long ones first.
///
/// A value: copy it to try something (1.5 KB at most on a MAX78000, 10 KB on a MAX78002). With the `retained`
/// residency policy all segments of an accelerator are placed on one ledger, with `reload` each on an empty
/// one.
class MemoryLedger {
 public:
  /// Empty, with the profile's sizes, which it copies: the profile may go.
  explicit MemoryLedger(const Profile& accelerator);

  /// Where a segment's weights landed: the start word of each of its layers; 0 for layers without weights.
  using Placement = device::Placement;

  /// Places a segment after those already there; on failure the ledger is unchanged and the first problem is
  /// returned. The layer count is not looked at: it limits a segment (check_segment), not their sum, because
  /// a switch rewrites the layer registers. Computes the needs anew each time: for tests and explanations.
  [[nodiscard]] std::variant<Placement, Problem> place(const model::Model& model, model::LayerRange layers);

  /// As place(), but fast: from a table computed once, and with no explanation if it returns false.
  /// `placement` may be null. On failure the ledger is unchanged, and what `placement` points to means
  /// nothing. Pre: `needs` is of the model that `layers` counts.
  [[nodiscard]] bool try_place(const ModelNeeds& needs, model::LayerRange layers,
                               Placement* placement = nullptr);
  /// Whether try_place() would succeed. Faster: the question that searches ask most.
  [[nodiscard]] bool fits(const ModelNeeds& needs, model::LayerRange layers) const;

  /// Every reason why place() would fail now: weights and bias each; empty if it would not. Available is what
  /// is free in the best place, with all that is placed already. Slower than try_place(): it tries on a copy.
  [[nodiscard]] std::vector<Problem> problems(const model::Model& model, model::LayerRange layers) const;

  /// Words used on the fullest processor, and bytes used in the fullest bias quadrant. Gaps count as free,
  /// and so does what rounding to four words leaves.
  [[nodiscard]] int words_used() const;
  [[nodiscard]] int bias_bytes_used() const;
  /// Layers of all segments placed.
  [[nodiscard]] int layers_used() const { return layers_; }

 private:
  /// Numbers of a Problem, without its text: most failures are searches' and nobody reads them.
  struct Failure {
    Problem::Kind kind = Problem::Kind::weights;
    model::LayerIndex layer = 0;
    int needed = 0;
    int available = 0;
  };

  /// Of the processors that were asked for last while one segment is placed: no group before this one is
  /// free on all of them. Memory only fills up meanwhile, so the next layer need not look there again.
  struct Lowest {
    std::uint64_t processors = 0;
    int group = 0;
  };

  /// `starts`: one for each layer.
  [[nodiscard]] bool place_weights(const ModelNeeds& needs, model::LayerRange layers, std::span<int> starts,
                                   Failure& failure);
  [[nodiscard]] bool place_biases(const ModelNeeds& needs, model::LayerRange layers, Failure& failure);
  /// The lowest start where the layer fits; -1 if there is none.
  [[nodiscard]] int first_fit(const WeightNeed& need, Lowest& lowest) const;
  /// One word on all of these processors.
  [[nodiscard]] bool is_free(int word, std::uint64_t processors) const;
  /// Of a layer with gaps, or beside one.
  [[nodiscard]] bool fits_at(const WeightNeed& need, int start_word) const;
  /// In words, whole groups only: what a message calls free.
  [[nodiscard]] int longest_free_run(std::uint64_t processors) const;
  /// The words that all of these processors have.
  [[nodiscard]] int words_of(std::uint64_t processors) const;
  /// What words_used() counts apart.
  void occupy(const WeightNeed& need, int start_word);
  /// Undoes occupy() of the same need at the same word.
  void release(const WeightNeed& need, int start_word);

  int words_of_processor_;
  int words_of_quadrant_head_;
  int bias_bytes_of_quadrant_;
  // Weights start at multiples of 4 words and are contiguous, so two layers never share such a group of four
  // on a processor: one bit per group and processor says it all. Groups beyond the end are free. Only layers
  // with gaps in their output map are otherwise; their words are listed one by one.
  std::vector<std::uint64_t> used_groups_;
  struct ScatteredWord {
    int word;
    std::uint64_t processors;
  };
  std::vector<ScatteredWord> scattered_;
  std::array<int, 64> words_{};
  std::array<int, 4> bias_bytes_{};
  int layers_ = 0;
};

}  // namespace synergy::max7800x
