#pragma once

#include "synergy/attack/campaign.hpp"
#include "synergy/attack/shrink.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace synergy::attack {

/// A shrunk scenario, and the text of its file.
struct Finding {
  results::AttackFinding row;
  std::string text;
};

/// Shrinks the best scenarios of a search: of every pair the `count` restarts with the largest loss, if that
/// is above 1 by more than rounding; what shrinks to the same file counts once. Numbers and file names go by
/// the ratio that is left, over all pairs. A restart that failed becomes a finding as it is. Empty if
/// stopped. The result does not depend on the number of threads.
[[nodiscard]] std::vector<Finding> findings_of(const Campaign& campaign,
                                               const std::vector<results::AttackRow>& rows, int count,
                                               scenario::Library& library, const sweep::RunOptions& options);

/// Writes pairs.csv, findings.csv, the scenario files in findings/ and datapackage.json beside the tables of
/// the journal; scenario files of an earlier call are removed. Throws InputError if it cannot.
void write_findings(const std::filesystem::path& folder, const std::vector<results::AttackPair>& pairs,
                    const std::vector<Finding>& findings);

}  // namespace synergy::attack
