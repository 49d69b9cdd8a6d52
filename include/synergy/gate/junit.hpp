#pragma once

#include "synergy/gate/compare.hpp"

#include <string>
#include <vector>

namespace synergy::gate {

/// The comparison as JUnit XML, which CI systems show: a test suite for each table, a test case for each
/// metric and for each column or row that only one side has; what fails() says is a failure with the change,
/// the row and both values in its text. A suite in which nothing was compared has no case. What XML cannot
/// hold, such as most control characters, is shown as a question mark. UTF-8, ends with a line end.
[[nodiscard]] std::string junit(const std::vector<TableChange>& changes);

}  // namespace synergy::gate
