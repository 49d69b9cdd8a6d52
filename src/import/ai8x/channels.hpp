#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace synergy::importer::ai8x {

/// Numbers of channels that are possible: a set of 1 to kMostChannels.
class ChannelSet {
 public:
  /// What the larger chip takes.
  static constexpr std::size_t kMostChannels = 2048;

  [[nodiscard]] static ChannelSet any();
  /// Empty if the number is out of range.
  [[nodiscard]] static ChannelSet of(std::int64_t channels);
  /// Adds a number, unless it is out of range.
  void add(std::int64_t channels);
  /// All that spread over so many processors, in one pass or several (model::processors_for).
  [[nodiscard]] static ChannelSet of_processors(int processors);

  /// Whether something was taken away.
  bool intersect(const ChannelSet& other);
  [[nodiscard]] bool empty() const { return bits_.none(); }
  [[nodiscard]] std::optional<int> only() const;
  /// "52, 97..104, 145..156, ...": the first three runs.
  [[nodiscard]] std::string to_text() const;

 private:
  friend class ChannelSolver;
  using Bits = std::bitset<kMostChannels + 1>;
  struct Run {
    int first, last;
  };
  [[nodiscard]] std::vector<Run> runs(std::size_t most) const;

  Bits bits_;
};

/// Finds how many channels tensors have from all that is known of them together. It never guesses: what stays
/// open has several numbers in its set, each of which suits every single rule.
class ChannelSolver {
 public:
  using Variable = std::size_t;
  /// Where a rule is from and its name, such as "--checkpoint": both for messages and for the record.
  struct Rule {
    std::string text;
    int line = 0;
  };

  /// `file`: for messages.
  explicit ChannelSolver(std::string file) : file_(std::move(file)) {}

  /// A tensor with any number of channels. `name` is its layer's.
  Variable add(std::string name);
  /// Each throws InputError at the rule's line if no number is left.
  void require(Variable variable, const ChannelSet& set, const Rule& rule);
  void same(Variable a, Variable b, const Rule& rule);
  /// `whole` has the channels of all `parts` side by side.
  void sum(std::vector<Variable> parts, Variable whole, const Rule& rule);
  /// Applies sums until nothing changes. Bounded: each time takes a number away, at most so often.
  void solve();

  [[nodiscard]] const ChannelSet& set(Variable variable) const { return state(variable).set; }
  /// What last took a number away; empty: nothing did.
  [[nodiscard]] const std::string& rule(Variable variable) const { return state(variable).rule; }
  /// Equal for variables that have to be the same.
  [[nodiscard]] Variable root(Variable variable) const;

 private:
  struct State {
    std::string name;
    ChannelSet set;
    std::string rule;
    Variable parent = 0;
    std::size_t change = 0;  ///< of all, the last that took a number from it
  };
  struct Sum {
    std::vector<Variable> parts;
    Variable whole = 0;
    Rule rule;
    std::size_t seen = ~std::size_t{0};  ///< newest change when it was applied last; as it begins, none
  };
  /// Of its variables.
  [[nodiscard]] std::size_t newest(const Sum& sum) const;
  [[nodiscard]] const State& state(Variable variable) const { return states_[root(variable)]; }
  void narrow(const Sum& sum);

  std::string file_;
  std::vector<State> states_;
  std::vector<Sum> sums_;
  std::size_t changes_ = 0;
};

}  // namespace synergy::importer::ai8x
