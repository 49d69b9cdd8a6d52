#include <algorithm>
#include <numeric>

#include "meter.hpp"

namespace synergy::simulation {

/// The results of one app in a period that repeats while its sensor goes on at a pace of its own: every
/// period finds the sensor elsewhere, until it is where it was after `cycle` of them.
void Meter::add_samples(const Repetition& repetition, AppId a, const AppSamples& samples) {
  std::vector<const Logged*> results;
  for (std::size_t i = repetition.first; i < log_.size(); ++i) {
    if (log_[i].completed && log_[i].app == a) results.push_back(&log_[i]);
  }
  const std::int64_t times = repetition.times;
  if (times == 0) return;
  const std::int64_t cycle = samples.period().ns() / std::gcd(samples.period().ns(), repetition.period.ns());
  // Nobody waited for a sample: it was there when it was asked for, and latency counts from then.
  const auto sample_of = [&](const Logged& result, std::int64_t k) {
    return samples.sample_at(result.at - result.latency + repetition.period * k);
  };
  AppResult& app = result_.apps[a];
  for (std::int64_t k = 1; k <= std::min(cycle, times); ++k) {
    const std::int64_t alike = (times - k) / cycle + 1;
    for (const Logged* result : results) {
      const Duration age = result->at + repetition.period * k - sample_of(*result, k).complete;
      if (alike == 1)
        app.sample_age.add(age);
      else
        app.sample_age.add(age, alike);
    }
  }
  // How many of the results of so many periods show another sample than the one before.
  const auto distinct = [&](std::int64_t first, std::int64_t last) {
    std::int64_t count = 0;
    for (std::int64_t k = first; k <= last; ++k) {
      for (const Logged* result : results) {
        const std::int64_t number = sample_of(*result, k).number;
        count += number != showed_[a] ? 1 : 0;
        showed_[a] = number;
      }
    }
    return count;
  };
  if (samples.sensing() != scenario::Sensing::latest) {
    // Nobody gets a sample twice.
    app.distinct_samples += times * static_cast<std::int64_t>(results.size());
    showed_[a] = sample_of(*results.back(), times).number;
    return;
  }
  if (times <= 2 * cycle) {
    app.distinct_samples += distinct(1, times);
    return;
  }
  // The second cycle has what all later ones have: one came before it.
  app.distinct_samples += distinct(1, cycle);
  app.distinct_samples += distinct(cycle + 1, 2 * cycle) * (times / cycle - 1);
  const std::int64_t rest = times % cycle;
  showed_[a] = sample_of(*results.back(), times - rest).number;
  app.distinct_samples += distinct(times - rest + 1, times);
}

}  // namespace synergy::simulation
