#pragma once

#include "synergy/device/family.hpp"
#include "synergy/device/memory.hpp"
#include "synergy/device/operator_fate.hpp"
#include "synergy/device/segment_cost.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace synergy::device {

class Accelerator;

/// What a family says about one of its own layers. One row of the table that `synergy-sim cost` prints. A
/// family's layer need not be one of the network's: it may fuse several, or split one.
/// Deterministic; text for the user, on which no result depends.
struct LayerFacts {
  /// Of the network: the last that is part of it, so several rows may have one.
  LayerIndex layer = 0;
  /// As the family calls its layer; for people, not distinct.
  std::string name;
  /// One for each of Family::layer_columns, in that order.
  std::vector<Fact> facts;
};

/// A network made ready for one accelerator (Accelerator::lower): it answers for any range of its layers.
/// Immutable and shared by all threads; whatever is needed often is computed once, when it is made.
///
/// Every range given to it lies within the network's layers.
class Lowered {
 public:
  /// Keeps both alive. Pre: neither is null.
  /// For families alone, which call it in Accelerator::lower().
  Lowered(std::shared_ptr<const Accelerator> accelerator, std::shared_ptr<const Network> network)
      : accelerator_(std::move(accelerator)), network_(std::move(network)) {}
  virtual ~Lowered() = default;
  Lowered(const Lowered&) = delete;
  Lowered& operator=(const Lowered&) = delete;

  /// The one that lowered it: its memories take this object, and so do those of other accelerators of the
  /// family.
  [[nodiscard]] const Accelerator& accelerator() const { return *accelerator_; }
  /// What was lowered; ranges count its layers.
  [[nodiscard]] const Network& network() const { return *network_; }

  /// Whether it can stop after a layer and let another accelerator go on: where layers of its own end. After
  /// the last layer it always can. Only ranges that begin and end so can be without problems(). Planners ask
  /// it for every cut before they look at any range, so it has to be fast.
  [[nodiscard]] virtual bool can_stop_after(LayerIndex /*layer*/) const { return true; }

  /// What is wrong with the range on this accelerator whatever else is on it: operators, sizes, the data its
  /// layers hold, their number. All problems at once; what the family refuses to lower is among them. Empty:
  /// it runs wherever there is room for it. A range that begins and ends where it can stop keeps its problems
  /// when it grows, but for those of its very end; so no search needs to look behind a hopeless one.
  [[nodiscard]] virtual std::vector<Problem> problems(LayerRange layers) const = 0;

  /// Pre: no problems(), and `placement` is where a memory of this accelerator put the range. Where a segment
  /// lies may change its times (device_profiles/max7800x.md, "Cutting a network"), so the placement is asked
  /// for.
  /// Deterministic. Calling it without the precondition is a mistake of the program; problems_alone() or a
  /// Memory tell before.
  /// Throws OutOfRange (quantities/checked.hpp) where numbers of the profile, each within its bounds, make up
  /// a cost beyond 64 bits. cost_alone() and problems_alone() tell that, too, as a problem.
  [[nodiscard]] virtual SegmentCost cost(LayerRange layers, const Placement& placement) const = 0;

  /// Weights and biases as they are stored, in memories and in a flash; shared weights count once. Of ranges
  /// with problems as well: what no accelerator runs whole is stored whole all the same. At least
  /// SegmentCost::weight_bytes + bias_bytes. Here: what the network says, and 1 B a bias.
  [[nodiscard]] virtual Bytes parameter_bytes(LayerRange layers) const;

  /// Lower bounds for packing, in the order of Accelerator::capacities(): what ranges take of them in any
  /// order and with any neighbours. Ranges whose amounts exceed the capacities together do not fit together;
  /// whether others do only a Memory knows. Adds up: a..c takes what a..b and b+1..c take. Not negative.
  /// Zeros are allowed: they bound nothing.
  [[nodiscard]] virtual std::vector<std::int64_t> least_need(LayerRange layers) const = 0;

  /// One row for each of its own layers in the range, as the only segment. Ranges with problems have rows as
  /// well, with what can be said of them.
  [[nodiscard]] virtual std::vector<LayerFacts> layer_facts(LayerRange layers) const = 0;

  /// What became of every operator of the network, in its order: what users are told who bring a network that
  /// was not made for the accelerator. One for each operator; one with MACs is mapped or unsupported, so that
  /// none costs nothing unnoticed. If one is unsupported, the whole network has problems(); if it has
  /// problems of that kind, one is. Asked for rarely: it may cost as much as lowering.
  [[nodiscard]] virtual IdVector<network::OperatorId, OperatorFate> operator_fates() const = 0;

  /// The range as the only segment in sentences, each a line: its sums and, where it fits, the phases of an
  /// inference, the power while inferring with where it is from, and the memory it takes. Each line ends with
  /// a line feed; empty where there is nothing to say.
  [[nodiscard]] virtual std::string summary(LayerRange layers) const = 0;

  /// What to know before the range's costs are believed, each a sentence without a full stop: where it lies
  /// outside what the profile was made from, or what is guessed. None of them keeps it from running.
  [[nodiscard]] virtual std::vector<std::string> doubts(LayerRange /*layers*/) const { return {}; }

  /// As the only segment of the accelerator: all problems, those of the memory included. First those of
  /// problems(), then the memory's, which are asked for even where there are others: users see everything at
  /// once.
  [[nodiscard]] std::vector<Problem> problems_alone(LayerRange layers) const;
  /// Its cost; nothing if and only if there are problems_alone(). Places the range on an empty memory each
  /// time; callers that ask often keep the answer.
  [[nodiscard]] std::optional<SegmentCost> cost_alone(LayerRange layers) const;

 private:
  std::shared_ptr<const Accelerator> accelerator_;
  std::shared_ptr<const Network> network_;
};

}  // namespace synergy::device
