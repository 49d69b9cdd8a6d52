#include "engine/completion_bound.hpp"

namespace synergy::planner {

void StepCosts::settle() {
  reach_.clear();
  for (int k = 0; k < accelerators; ++k) {
    for (int from = 0; from < last; ++from) {
      int to = last;
      while (to > from && segment(k, from, to) == kImpossible) --to;
      reach_.push_back(to);
    }
  }
}

template <class Algebra>
CompletionBound<Algebra>::CompletionBound(const StepCosts& costs, const std::vector<int>& starts, Cost enough)
    : costs_(costs), start_(starts.front()), bit_(static_cast<std::size_t>(costs.accelerators)) {
  // Every round remembers more accelerators and so doubles the states at the least: it ends as soon as the
  // bound decides, or is exact.
  while (true) {
    solve();
    for (const int start : starts) {
      if (value(0, 0, start) < whole()) start_ = start;
    }
    if (whole() > enough || whole() == kImpossible) return;
    const AcceleratorSet more = repeated();
    const std::size_t before = critical_.size();
    for (int k = 0; k < costs_.accelerators && critical_.size() < kMostCritical; ++k) {
      if ((more & set_of(k)) == 0) continue;
      bit_[static_cast<std::size_t>(k)] = 1U << critical_.size();
      critical_.push_back(k);
    }
    if (critical_.size() == before) return;
  }
}

template <class Algebra>
void CompletionBound<Algebra>::solve() {
  // From the last boundary back, and from full sets of remembered accelerators back: a step leads to a later
  // boundary and never takes an accelerator out of the set.
  const unsigned states = 1U << critical_.size();
  work_ += static_cast<std::int64_t>(states) * costs_.work();
  values_.assign(index(states, 0, 0), kImpossible);
  std::vector<Cost> from_here(static_cast<std::size_t>(costs_.accelerators));
  for (unsigned bits = states; bits-- > 0;) {
    for (int at = 0; at < costs_.devices; ++at) values_[index(bits, costs_.last, at)] = costs_.finish(at);
    for (int b = costs_.last - 1; b >= 0; --b) {
      // What follows a move does not depend on where the data came from: once per accelerator, not per pair.
      for (int k = 0; k < costs_.accelerators; ++k) {
        Cost best = kImpossible;
        const unsigned then = with(bits, k);
        const int there = costs_.device_of[static_cast<std::size_t>(k)].value();
        const int reach = blocked(bits, k) ? b : costs_.reach(k, b);
        for (int to = b + 1; to <= reach; ++to) {
          best = std::min(best, Algebra::combine(costs_.segment(k, b, to), value(then, to, there)));
        }
        from_here[static_cast<std::size_t>(k)] = best;
      }
      for (int at = 0; at < costs_.devices; ++at) {
        Cost best = kImpossible;
        for (int k = 0; k < costs_.accelerators; ++k) {
          best =
              std::min(best, Algebra::combine(costs_.move(b, at, k), from_here[static_cast<std::size_t>(k)]));
        }
        values_[index(bits, b, at)] = best;
      }
    }
  }
}

template <class Algebra>
typename CompletionBound<Algebra>::Step CompletionBound<Algebra>::cheapest_step(unsigned bits, int boundary,
                                                                                int at,
                                                                                AcceleratorSet used) const {
  Step found;
  for (int k = 0; k < costs_.accelerators; ++k) {
    // An accelerator that is not used yet is preferred: only ways that cannot do without repeating count.
    const bool again = (used & set_of(k)) != 0;
    if (blocked(bits, k) || (again && found.k >= 0)) continue;
    const int there = costs_.device_of[static_cast<std::size_t>(k)].value();
    for (int to = costs_.reach(k, boundary); to > boundary; --to) {
      const Cost step = Algebra::combine(costs_.move(boundary, at, k), costs_.segment(k, boundary, to));
      if (Algebra::combine(step, value(with(bits, k), to, there)) > value(bits, boundary, at)) continue;
      found = {k, to};
      if (!again) return found;
      break;
    }
  }
  return found;
}

template <class Algebra>
AcceleratorSet CompletionBound<Algebra>::repeated() const {
  int at = start_;
  AcceleratorSet used = 0;
  AcceleratorSet twice = 0;
  unsigned bits = 0;
  for (int b = 0; b < costs_.last;) {
    const Step step = cheapest_step(bits, b, at, used);
    twice |= used & set_of(step.k);
    used |= set_of(step.k);
    bits = with(bits, step.k);
    at = costs_.device_of[static_cast<std::size_t>(step.k)].value();
    b = step.to;
  }
  return twice;
}

// The two ways in which costs combine; instantiated once, since the dynamic programme takes long to compile.
template class CompletionBound<Sum>;
template class CompletionBound<Peak>;

}  // namespace synergy::planner
