#pragma once

#include "synergy/sweep/run.hpp"
#include "synergy/sweep/tables.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace synergy::sweep {

/// The result folder of a sweep or a study, and how it is to be filled.
struct FolderCall {
  std::filesystem::path folder;
  Shard shard;
  bool overwrite = false;                 ///< forget what the folder holds
  std::vector<std::string> command_line;  ///< for the manifest, and for others who want the folder
  /// Called before the first point with what the folder held. Not of studies, which remember nothing.
  std::function<void(const Journal&)> opened = [](const Journal&) {};
};

/// How that ended.
struct FolderEnd {
  Progress progress;
  StatusCounts counts;                ///< of what was written; empty for a sweep that was stopped
  std::vector<std::string> problems;  ///< of a study: StudyRuns::problems
  /// Whether all is there: tables and manifest are written then.
  [[nodiscard]] bool finished() const { return progress.skipped + progress.ran >= progress.total; }
};

/// What `synergy-sim sweep` does, from its points to the last table, and whoever else does the same: the
/// folder is this process's alone meanwhile (results::FolderLock), points go into its journal, tables and
/// manifest are written once all are there. Throws as run(), run_study() and FolderLock do, and UsageError if
/// a share of a study, or one that forgets, is asked for. `library` is the one that the points were made
/// with.
[[nodiscard]] FolderEnd run_whole(const Points& points, const FolderCall& call,
                                  const scenario::Library& library, const RunOptions& options);

}  // namespace synergy::sweep
