#pragma once

namespace synergy::cli {

/// The command line: parses, runs, maps every error to the documented exit code.
[[nodiscard]] int run(int argc, char** argv);

}  // namespace synergy::cli
