#include "synergy/calibrate/windows.hpp"

#include <algorithm>

namespace synergy::calibrate {

/// The first samples are kept until the usual step is known, because what is missing is told by it.
bool Windows::add_first(double time_s, double power_w, Level level) {
  const double before = first_.empty() ? -std::numeric_limits<double>::infinity() : first_.back().time_s;
  if (!(time_s > before)) return false;
  first_.push_back({time_s, power_w, level});
  time_ = time_s;
  saw_level_ = saw_level_ || level != Level::same;
  if (first_.size() == kLearn) replay();
  // Fewer than that: step() is reached through finish().
  return true;
}

void Windows::replay() {
  if (first_.empty()) return;
  std::vector<double> steps;
  steps.reserve(first_.size());
  for (std::size_t i = 1; i < first_.size(); ++i) steps.push_back(first_[i].time_s - first_[i - 1].time_s);
  if (!steps.empty()) {
    const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
    std::nth_element(steps.begin(), middle, steps.end());
    out_.step_s = *middle;
  }
  long_step_s_ = 1.5 * out_.step_s;
  // Levels that the instrument does not know yet are those of the first that it knows.
  const auto known = std::find_if(first_.begin(), first_.end(),
                                  [](const First& sample) { return sample.level != Level::same; });
  high_ = known != first_.end() && known->level == Level::high;
  const First& first = first_.front();
  begin_ = first.time_s;
  time_ = first.time_s;
  power_ = first.power_w;
  samples_ = 1;
  // Without a marker a window may begin anywhere; with one, nobody saw where this one began.
  open(high_, first.time_s, wanted_.length_s > 0);
  for (std::size_t i = 1; i < first_.size(); ++i)
    ensure(step(first_[i].time_s, first_[i].power_w, first_[i].level) || full(), "first samples ascend");
  samples_ = std::max(samples_, kLearn);
}

void Windows::open(bool high, double begin_s, bool whole) {
  high_ = high;
  open_ = Window{};
  open_.begin_s = begin_s;
  open_.whole = whole;
}

void Windows::close(Window& window, double end_s, bool whole, bool high) {
  window.time_s = end_s - window.begin_s;
  window.whole = window.whole && whole;
  if (high ? wanted_.high : wanted_.low) (high ? out_.high : out_.low).push_back(window);
}

void Windows::edge(double dt, double power_w, bool high, double missing) {
  const double at = time_ + 0.5 * dt;
  // A gap at an edge hides where the edge was, so both windows miss it.
  open_.energy_j += power_ * 0.5 * dt;
  open_.missing_s += missing;
  close(open_, at, true, high_);
  open(high, at, true);
  open_.energy_j = power_w * 0.5 * dt;
  open_.missing_s = missing;
  open_.samples = 1;
}

Recording Windows::finish() {
  const auto samples = static_cast<std::int64_t>(samples_ < kLearn ? first_.size() : samples_);
  if (samples_ < kLearn) replay();
  if (!first_.empty()) {
    const bool enough = wanted_.length_s <= 0 || time_ - open_.begin_s >= 0.999 * wanted_.length_s;
    if (open_.samples > 0 || wanted_.length_s <= 0)
      close(open_, time_, wanted_.length_s > 0 && enough, high_);
    out_.duration_s = time_ - begin_;
  }
  out_.samples = samples;
  return std::move(out_);
}

}  // namespace synergy::calibrate
