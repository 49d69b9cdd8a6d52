#include "channels.hpp"

#include "synergy/input/error.hpp"
#include "synergy/model/channels.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

constexpr std::size_t kRunsShown = 3;
/// Enough for every network that is laid out so that sums depend on each other, and an end for hostile ones.
constexpr int kMostRounds = 64;

using Bits = std::bitset<ChannelSet::kMostChannels + 1>;

/// `bits` shifted by every number of a set, all together. Sets have few runs of numbers, and a run of n needs
/// log n shifts: each doubles how far the numbers are spread.
template <class Shift>
Bits shifted_by(const Bits& bits, const Bits& by, const Shift& shift) {
  Bits all;
  for (std::size_t first = 0; first < by.size(); ++first) {
    if (!by[first]) continue;
    std::size_t length = 1;
    while (first + length < by.size() && by[first + length]) ++length;
    Bits spread = shift(bits, first);
    for (std::size_t have = 1; have < length;) {
      const std::size_t more = std::min(have, length - have);
      spread |= shift(spread, more);
      have += more;
    }
    all |= spread;
    first += length;
  }
  return all;
}

std::size_t runs_of(const Bits& bits) { return (bits & ~(bits << 1)).count(); }

Bits sums_of(const Bits& a, const Bits& b) {
  const auto up = [](const Bits& bits, std::size_t by) { return bits << by; };
  return runs_of(a) < runs_of(b) ? shifted_by(b, a, up) : shifted_by(a, b, up);
}

/// Those of a less those of b that are not negative.
Bits differences_of(const Bits& a, const Bits& b) {
  return shifted_by(a, b, [](const Bits& bits, std::size_t by) { return bits >> by; });
}

}  // namespace

ChannelSet ChannelSet::any() {
  ChannelSet set;
  set.bits_.set();
  set.bits_.reset(0);
  return set;
}

ChannelSet ChannelSet::of(std::int64_t channels) {
  ChannelSet set;
  set.add(channels);
  return set;
}

void ChannelSet::add(std::int64_t channels) {
  if (channels >= 1 && channels <= static_cast<std::int64_t>(kMostChannels))
    bits_.set(static_cast<std::size_t>(channels));
}

/// Pass by pass: a pass has up to 64 channels, and their number over the passes rounds up to the processors.
ChannelSet ChannelSet::of_processors(int processors) {
  ChannelSet set = of(processors <= model::kProcessors ? processors : 0);
  if (processors % 4 != 0) return set;
  for (int passes = 2; passes * model::kProcessors <= static_cast<int>(kMostChannels); ++passes) {
    const int first = std::max(passes * (processors - 4), (passes - 1) * model::kProcessors) + 1;
    for (int channels = first; channels <= passes * processors; ++channels)
      set.bits_.set(static_cast<std::size_t>(channels));
  }
  return set;
}

bool ChannelSet::intersect(const ChannelSet& other) {
  const Bits before = bits_;
  bits_ &= other.bits_;
  return bits_ != before;
}

std::optional<int> ChannelSet::only() const {
  if (bits_.count() != 1) return {};
  return runs(1).front().first;
}

std::vector<ChannelSet::Run> ChannelSet::runs(std::size_t most) const {
  std::vector<Run> found;
  for (std::size_t i = 1; i <= kMostChannels && found.size() < most; ++i) {
    if (!bits_[i]) continue;
    const auto first = static_cast<int>(i);
    while (i < kMostChannels && bits_[i + 1]) ++i;
    found.push_back({first, static_cast<int>(i)});
  }
  return found;
}

std::string ChannelSet::to_text() const {
  std::string text;
  const std::vector<Run> found = runs(kRunsShown + 1);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i > 0) text += ", ";
    if (i == kRunsShown) return text + "...";
    const auto [first, last] = found[i];
    text += first == last ? fmt::format("{}", first) : fmt::format("{}..{}", first, last);
  }
  return text.empty() ? "none" : text;
}

ChannelSolver::Variable ChannelSolver::add(std::string name) {
  states_.push_back({std::move(name), ChannelSet::any(), "", states_.size()});
  return states_.size() - 1;
}

ChannelSolver::Variable ChannelSolver::root(Variable variable) const {
  while (states_[variable].parent != variable) variable = states_[variable].parent;
  return variable;
}

void ChannelSolver::require(Variable variable, const ChannelSet& set, const Rule& rule) {
  State& state = states_[root(variable)];
  const ChannelSet before = state.set;
  if (!state.set.intersect(set)) return;
  if (state.set.empty())
    throw InputError(
        {file_, rule.line, rule.line == 0 ? 0 : 1},
        fmt::format("'{}' cannot have any number of channels: {} allows {}, but {} {}", state.name, rule.text,
                    set.to_text(), state.rule.empty() ? "there are" : state.rule + " allows",
                    before.to_text()));
  state.rule = rule.text;
  state.change = ++changes_;
}

void ChannelSolver::same(Variable a, Variable b, const Rule& rule) {
  const Variable from = root(b);
  const Variable to = root(a);
  if (from == to) return;
  require(to, states_[from].set, rule);
  // Which rule told more is not known any more where both did; the one that leaves one number is the better.
  if (states_[from].set.only()) states_[to].rule = states_[from].rule;
  states_[from].parent = to;
}

void ChannelSolver::sum(std::vector<Variable> parts, Variable whole, const Rule& rule) {
  sums_.push_back({std::move(parts), whole, rule});
}

void ChannelSolver::solve() {
  bool changed = true;
  for (int round = 0; changed && round < kMostRounds; ++round) {
    changed = false;
    for (Sum& sum : sums_) {
      // What has been narrowed is narrow until one of its sets is another.
      if (sum.seen == newest(sum)) continue;
      narrow(sum);
      sum.seen = newest(sum);
      changed = true;
    }
  }
}

std::size_t ChannelSolver::newest(const Sum& sum) const {
  std::size_t change = state(sum.whole).change;
  for (const Variable part : sum.parts) change = std::max(change, state(part).change);
  return change;
}

/// Which numbers of each part, and of the whole, occur in a sum that comes out: from the left all sums of the
/// first parts, from the right all that the parts to come can still complete.
void ChannelSolver::narrow(const Sum& sum) {
  const std::size_t n = sum.parts.size();
  std::vector<Bits> left(n + 1);
  left[0].set(0);
  for (std::size_t i = 0; i < n; ++i) left[i + 1] = sums_of(left[i], set(sum.parts[i]).bits_);
  ChannelSet whole;
  whole.bits_ = left[n];
  require(sum.whole, whole, sum.rule);
  Bits right = set(sum.whole).bits_;
  for (std::size_t i = n; i-- > 0;) {
    ChannelSet possible;
    possible.bits_ = differences_of(right, left[i]) & set(sum.parts[i]).bits_;
    require(sum.parts[i], possible, sum.rule);
    right = differences_of(right, set(sum.parts[i]).bits_);
  }
}

}  // namespace synergy::importer::ai8x
