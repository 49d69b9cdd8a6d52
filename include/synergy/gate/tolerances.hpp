#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::gate {

/// How far each metric may move from its old value, relative to it: 0.05 is 5 %. Without a word about a
/// metric it must stay exactly as it is; `wall_*`, the time a machine took, is left out.
/// Exactness is the default because results are deterministic: whatever moves was moved by a change. A value,
/// safe to read from several threads.
class Tolerances {
 public:
  /// Everything exact but `wall_*`.
  Tolerances() = default;
  /// `allowed`: "latency_mean_ms=0.05", "latency_*=5%"; `ignored`: "plan", "candidates_*". An asterisk stands
  /// for any letters, also none; of several that fit a metric the last allowed one counts, and ignored ones
  /// before all. Patterns that do not begin with `wall_` leave `wall_*` alone, which differs between any two
  /// machines. That a pattern fits no metric is not noticed here.
  ///
  /// Throws InputError (place "--tolerance SETTING"): no metric, no change, a change that is negative or no
  /// number.
  Tolerances(const std::vector<std::string>& allowed, const std::vector<std::string>& ignored);

  /// The relative change allowed; none if the metric is not to be compared.
  [[nodiscard]] std::optional<double> of(std::string_view metric) const;
  /// The patterns of `allowed`, and those of both, as written.
  [[nodiscard]] std::vector<std::string_view> allowed() const;
  [[nodiscard]] std::vector<std::string_view> patterns() const;
  /// Whether a pattern fits a metric.
  [[nodiscard]] static bool fits(std::string_view pattern, std::string_view metric);

 private:
  struct Allowed {
    std::string pattern;
    double change;
  };
  std::vector<Allowed> allowed_;
  std::vector<std::string> ignored_;
};

}  // namespace synergy::gate
