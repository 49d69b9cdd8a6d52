#include "synergy/suite/score.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace synergy::suite {
namespace {

using results::ProfileStep;
using results::SuiteRow;
using results::SuiteScore;

constexpr std::string_view kAll = "all";
constexpr double kSameValue = 1e-6;  // parts of a value are rounded one by one

/// Names in the order in which they come first.
template <class Of>
std::vector<std::string> distinct(const std::vector<SuiteRow>& rows, Of of) {
  std::vector<std::string> names;
  for (const SuiteRow& row : rows) {
    if (std::find(names.begin(), names.end(), of(row)) == names.end()) names.push_back(of(row));
  }
  return names;
}

/// A geometric mean while it grows.
class GeometricMean {
 public:
  void add(double value) {
    sum_ += std::log(value);
    ++count_;
  }
  [[nodiscard]] std::optional<double> value() const {
    if (count_ == 0) return {};
    return std::exp(sum_ / static_cast<double>(count_));
  }
  [[nodiscard]] std::int64_t count() const { return count_; }

 private:
  double sum_ = 0;
  std::int64_t count_ = 0;
};

using RowOf = std::map<std::string, const SuiteRow*>;  // by instance

/// Rows of synergy, for ratios.
RowOf synergy_rows(const std::vector<SuiteRow>& rows) {
  RowOf found;
  for (const SuiteRow& row : rows) {
    if (row.planner == "synergy") found[row.instance] = &row;
  }
  return found;
}

class ScoreOf {
 public:
  ScoreOf(std::string family, std::string planner) {
    score_.family = std::move(family);
    score_.planner = std::move(planner);
  }

  void add(const SuiteRow& row, const RowOf& synergy) {
    ++score_.instance_count;
    score_.candidates_considered += row.candidates_considered;
    score_.wall_plan_ms += row.wall_plan_ms;
    if (row.solved()) add_solved(row);
    const auto found = synergy.find(row.instance);
    if (found == synergy.end()) return;
    const SuiteRow& base = *found->second;
    if (!row.throughput_inf_per_s || !base.throughput_inf_per_s) return;
    throughput_.add(*row.throughput_inf_per_s / *base.throughput_inf_per_s);
    latency_.add(*row.latency_mean_ms / *base.latency_mean_ms);
    power_.add(*row.power_mean_mw / *base.power_mean_mw);
  }

  [[nodiscard]] SuiteScore score() const {
    SuiteScore score = score_;
    if (const auto mean = regret_.value()) score.mean_regret = *mean - 1;
    score.compared_count = throughput_.count();
    score.throughput_ratio = throughput_.value();
    score.latency_ratio = latency_.value();
    score.power_ratio = power_.value();
    return score;
  }

 private:
  void add_solved(const SuiteRow& row) {
    ++score_.solved_count;
    const std::optional<double> regret = row.regret();
    // Without a value to compare it is as good as the best known, or of a better kind.
    if (!regret || *regret <= kSameValue) ++score_.best_count;
    if (!regret) return;
    regret_.add(1 + *regret);
    if (!score_.worst_regret || *regret > *score_.worst_regret) {
      score_.worst_regret = *regret;
      if (*regret > kSameValue) score_.worst_instance = row.instance;
    }
  }

  SuiteScore score_;
  GeometricMean regret_, throughput_, latency_, power_;
};

/// How many times the best known value: "1.042x", "1.64x", "15.3x".
std::string times_best(const std::optional<double>& regret) {
  if (!regret) return "";
  const double ratio = 1 + *regret;
  const int decimals = ratio < 1.1 ? 3 : ratio < 10 ? 2 : ratio < 100 ? 1 : 0;
  return fmt::format("{:.{}f}x", ratio, decimals);
}

}  // namespace

std::vector<SuiteScore> scorecard(const std::vector<SuiteRow>& rows) {
  std::vector<std::string> families = distinct(rows, [](const SuiteRow& r) { return r.family; });
  if (families.size() > 1) families.emplace_back(kAll);
  const std::vector<std::string> planners = distinct(rows, [](const SuiteRow& r) { return r.planner; });
  const RowOf synergy = synergy_rows(rows);
  std::vector<SuiteScore> scores;
  for (const std::string& family : families) {
    for (const std::string& planner : planners) {
      ScoreOf score(family, planner);
      for (const SuiteRow& row : rows) {
        if (row.planner == planner && (family == kAll || row.family == family)) score.add(row, synergy);
      }
      scores.push_back(score.score());
    }
  }
  return scores;
}

std::vector<ProfileStep> performance_profile(const std::vector<SuiteRow>& rows) {
  std::vector<ProfileStep> steps;
  for (const std::string& planner : distinct(rows, [](const SuiteRow& r) { return r.planner; })) {
    std::vector<double> ratios;
    std::size_t instances = 0;
    for (const SuiteRow& row : rows) {
      if (row.planner != planner || row.best.best.answer == results::Answer::none) continue;
      ++instances;
      if (const auto regret = row.regret()) ratios.push_back(*regret <= kSameValue ? 1 : 1 + *regret);
      if (row.value.answer < row.best.best.answer) ratios.push_back(1);
    }
    std::sort(ratios.begin(), ratios.end());
    if (ratios.empty() || ratios.front() > 1) steps.push_back({planner, 1, 0});
    for (std::size_t i = 0; i < ratios.size(); ++i) {
      // One step for equal ratios.
      if (i + 1 < ratios.size() && ratios[i + 1] == ratios[i]) continue;
      steps.push_back({planner, ratios[i], static_cast<double>(i + 1) / static_cast<double>(instances)});
    }
  }
  return steps;
}

std::string leaderboard(const std::vector<SuiteScore>& scores) {
  std::vector<SuiteScore> total;
  const bool one_family =
      std::none_of(scores.begin(), scores.end(), [](const SuiteScore& s) { return s.family == kAll; });
  for (const SuiteScore& score : scores) {
    if (one_family || score.family == kAll) total.push_back(score);
  }
  std::stable_sort(total.begin(), total.end(), [](const SuiteScore& a, const SuiteScore& b) {
    if (a.solved_count != b.solved_count) return a.solved_count > b.solved_count;
    return a.mean_regret.value_or(0) < b.mean_regret.value_or(0);
  });
  std::string text =
      "| planner | solved | best known reached | value over best known, mean | worst | where | simulated "
      "throughput over Synergy's |\n"
      "| --- | ---: | ---: | ---: | ---: | --- | ---: |\n";
  for (const SuiteScore& s : total) {
    const std::string speed = s.throughput_ratio ? fmt::format("{:.2f}x", *s.throughput_ratio) : "";
    text += fmt::format("| `{}` | {} of {} | {} | {} | {} | {} | {} |\n", s.planner, s.solved_count,
                        s.instance_count, s.best_count, times_best(s.mean_regret), times_best(s.worst_regret),
                        s.worst_instance, speed);
  }
  return text;
}

}  // namespace synergy::suite
