#pragma once

#include "synergy/plan/plan.hpp"

#include <string>
#include <vector>

namespace synergy::results {

/// Why something is infeasible, a line each, with the places of apps in the scenario's file. What holds for
/// several devices is said once, with all of them ("kws: ear, ring: ..."), and equal reasons once with their
/// count ("... (x 12)").
[[nodiscard]] std::vector<std::string> reason_lines(const std::vector<plan::Reason>& reasons,
                                                    const scenario::Scenario& scenario);
/// The same without places in one line, for a cell: "kws: ear, ring: ...; widenet: ... (x 2)".
[[nodiscard]] std::string reasons_in_words(const std::vector<plan::Reason>& reasons);

}  // namespace synergy::results
