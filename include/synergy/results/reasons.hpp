#pragma once

#include "synergy/plan/plan.hpp"

#include <string>
#include <vector>

namespace synergy::results {

/// Equal texts once, in the order in which they come first, with their count: "kws: cut ... (x 12)".
[[nodiscard]] std::vector<std::string> counted_texts(const std::vector<std::string>& texts);

/// Why something is infeasible, a line each, equal ones once with their count; with the places of apps in
/// the scenario's file.
[[nodiscard]] std::vector<std::string> reason_lines(const std::vector<plan::Reason>& reasons,
                                                    const scenario::Scenario& scenario);
/// The same without places in one line, for a cell: "a: ...; b: ... (x 2)".
[[nodiscard]] std::string reasons_in_words(const std::vector<plan::Reason>& reasons);

}  // namespace synergy::results
