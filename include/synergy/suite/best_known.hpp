#pragma once

#include "synergy/run/workload.hpp"
#include "synergy/suite/judge.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace synergy::suite {

/// The best that is known, by Instance::id. Lies in a suite's folder as best_known.csv, with the plans beside
/// it in plans/FAMILY/NAME.yaml, so that everybody can replay them; of bodies that change the planner that
/// `found_by` names makes it again (suite::kOverTime).
using BestKnownValues = std::map<std::string, BestKnown>;

/// Throws InputError for a file that is not such a table. Empty if there is none yet.
[[nodiscard]] BestKnownValues load_best_known(const std::filesystem::path& folder);
/// Throws InputError if the file cannot be written.
void save_best_known(const std::filesystem::path& folder, const BestKnownValues& values);

[[nodiscard]] std::filesystem::path plan_file(const std::filesystem::path& folder, const std::string& id);

/// What the saved plan of an instance is worth today, read from its file: equal to the stated value, unless a
/// model or a profile changed since. Throws InputError if there is no such file or it is not a plan of this
/// workload.
[[nodiscard]] SuiteValue replay(const std::filesystem::path& folder, const std::string& id,
                                const run::Workload& workload);

}  // namespace synergy::suite
