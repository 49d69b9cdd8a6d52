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

int ChannelSet::example() const {
  const std::vector<Run> found = runs(2);
  return found.empty() ? 1 : (found.back().first + found.back().last) / 2;
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
  changed_ = true;
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
  changed_ = true;
  for (int round = 0; changed_ && round < kMostRounds; ++round) {
    changed_ = false;
    for (const Sum& sum : sums_) narrow(sum);
  }
}

/// Which numbers of each part, and of the whole, occur in a sum that comes out: from the left all sums of the
/// first parts, from the right all that the parts to come can still complete.
void ChannelSolver::narrow(const Sum& sum) {
  using Bits = ChannelSet::Bits;
  const std::size_t n = sum.parts.size();
  const auto shifted = [](const Bits& bits, const Bits& by, bool left) {
    Bits all;
    for (std::size_t k = 1; k < by.size(); ++k) {
      if (by[k]) all |= left ? bits << k : bits >> k;
    }
    return all;
  };
  std::vector<Bits> left(n + 1);
  left[0].set(0);
  for (std::size_t i = 0; i < n; ++i) left[i + 1] = shifted(left[i], set(sum.parts[i]).bits_, true);
  ChannelSet whole;
  whole.bits_ = left[n];
  require(sum.whole, whole, sum.rule);
  Bits right = set(sum.whole).bits_;
  for (std::size_t i = n; i-- > 0;) {
    const Bits& part = set(sum.parts[i]).bits_;
    ChannelSet possible;
    for (std::size_t k = 1; k < part.size(); ++k)
      possible.bits_[k] = part[k] && ((left[i] << k) & right).any();
    require(sum.parts[i], possible, sum.rule);
    right = shifted(right, set(sum.parts[i]).bits_, false);
  }
}

}  // namespace synergy::importer::ai8x
