#pragma once

#include "synergy/input/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace synergy::cli {

/// The valid choices that a message names ("...; known: a, b; did you mean 'a'?", "... in one of: s, ms");
/// none if it names none. Of a long list messages have only the first.
[[nodiscard]] std::vector<std::string> choices_in(std::string_view message);

/// What `--errors json` writes to stderr: for each problem one line with one JSON object, of `file`, `line`
/// and `column` (0 where there is none; as in Location), `message`, `choices` (a list), `code` (the exit code
/// that it leads to; 0 for a warning) and `severity` (error or warning). Bytes that are not UTF-8 are
/// replaced.
[[nodiscard]] std::string problems_json(const std::vector<Problem>& problems, int code);

/// A file and what is wrong with it, for a report.
struct Checked {
  std::string file;
  std::vector<Problem> errors;
  std::vector<std::string> warnings;  ///< about the file as a whole
};

/// A report in SARIF 2.1.0 (OASIS), which code hosts and editors read: each file an artifact, each problem a
/// result of the rule `invalid-input` (level error) or `doubtful-input` (level warning). Columns count
/// characters.
[[nodiscard]] std::string sarif(const std::vector<Checked>& files);

}  // namespace synergy::cli
