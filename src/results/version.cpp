#include "synergy/results/version.hpp"

#include <string_view>

#include "build_info.hpp"
#include <fmt/format.h>

namespace synergy::results {

std::string version() { return SYNERGY_VERSION; }

std::string build_text() {
  const std::string_view commit = kGitCommit;
  return fmt::format("commit {}{}\ncompiler {}, {}\n", commit.empty() ? "unknown" : commit,
                     kGitDirty ? ", changed" : "", kCompiler, kBuildType);
}

}  // namespace synergy::results
