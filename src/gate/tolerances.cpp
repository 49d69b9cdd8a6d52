#include "synergy/gate/tolerances.hpp"

#include "synergy/input/csv.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::gate {
namespace {

/// What begins so was measured on the wall clock; everything else is simulated, and so the same everywhere.
constexpr std::string_view kWall = "wall_";

[[noreturn]] void fail(std::string_view setting, std::string_view problem) {
  throw InputError(
      {"--tolerance " + std::string(setting.substr(0, 64))},
      fmt::format("{}; expected metric=change, such as latency_mean_ms=0.05 or latency_*=5%", problem));
}

}  // namespace

Tolerances::Tolerances(const std::vector<std::string>& allowed, const std::vector<std::string>& ignored)
    : ignored_(ignored) {
  for (const std::string& setting : allowed) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos) fail(setting, "no change");
    if (equals == 0) fail(setting, "no metric");
    std::string_view number = std::string_view(setting).substr(equals + 1);
    const bool percent = number.ends_with('%');
    if (percent) number.remove_suffix(1);
    const std::optional<double> change = input::to_number(number);
    if (!change) fail(setting, "the change is no number");
    if (*change < 0) fail(setting, "the change is negative");
    allowed_.push_back({setting.substr(0, equals), percent ? *change / 100 : *change});
  }
}

bool Tolerances::fits(std::string_view pattern, std::string_view metric) {
  // Wall-clock times differ on every machine: "*" must not bring them in by accident.
  if (metric.starts_with(kWall) && !pattern.starts_with(kWall)) return false;
  // Greedy: after each asterisk the earliest place where the next piece fits leaves most for those to come.
  const std::size_t first = pattern.find('*');
  if (first == std::string_view::npos) return pattern == metric;
  if (!metric.starts_with(pattern.substr(0, first))) return false;
  metric.remove_prefix(first);
  pattern.remove_prefix(first + 1);
  for (std::size_t next = pattern.find('*'); next != std::string_view::npos; next = pattern.find('*')) {
    const std::size_t at = metric.find(pattern.substr(0, next));
    if (at == std::string_view::npos) return false;
    metric.remove_prefix(at + next);
    pattern.remove_prefix(next + 1);
  }
  return metric.ends_with(pattern);
}

std::optional<double> Tolerances::of(std::string_view metric) const {
  const bool ignored = std::any_of(ignored_.begin(), ignored_.end(),
                                   [&](const std::string& pattern) { return fits(pattern, metric); });
  if (ignored) return {};
  // The last one that fits, so that a general setting can be followed by exceptions.
  const auto last = std::find_if(allowed_.rbegin(), allowed_.rend(),
                                 [&](const Allowed& allowed) { return fits(allowed.pattern, metric); });
  if (last != allowed_.rend()) return last->change;
  if (metric.starts_with(kWall)) return {};
  // No word about it: exactly the same, the promise that results make.
  return 0;
}

std::vector<std::string_view> Tolerances::allowed() const {
  std::vector<std::string_view> all;
  for (const Allowed& one : allowed_) all.emplace_back(one.pattern);
  return all;
}

std::vector<std::string_view> Tolerances::patterns() const {
  std::vector<std::string_view> all = allowed();
  all.insert(all.end(), ignored_.begin(), ignored_.end());
  return all;
}

}  // namespace synergy::gate
