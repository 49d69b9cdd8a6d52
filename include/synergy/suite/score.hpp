#pragma once

#include "synergy/results/suite_tables.hpp"

#include <string>
#include <vector>

namespace synergy::suite {

/// What each planner reached in each family, families and planners in the order of the rows, then in all.
/// Ratios over Synergy's are there if it is among the planners.
[[nodiscard]] std::vector<results::SuiteScore> scorecard(const std::vector<results::SuiteRow>& rows);

/// The performance profile of each planner, over the instances that have a plan: steps in ascending ratio,
/// the first at 1. Answers of a worse kind than the best known are never within any ratio.
[[nodiscard]] std::vector<results::ProfileStep> performance_profile(
    const std::vector<results::SuiteRow>& rows);

/// The planners from best to worst over all families, as Markdown: by the share solved, then by the mean
/// regret; with what each loses most on.
[[nodiscard]] std::string leaderboard(const std::vector<results::SuiteScore>& scores);

}  // namespace synergy::suite
