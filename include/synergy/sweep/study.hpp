#pragma once

#include "synergy/sweep/run.hpp"
#include "synergy/sweep/tables.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace synergy::sweep {

/// A result directory of a study, and the groups of points whose runs are in it.
struct ResultFolder {
  /// Below the study's own folder; names of scenarios and labels in it are written as results::name_in_file
  /// does.
  std::string path;
  /// With ratios.csv and claims.csv of the groups together.
  bool compare = false;
  std::vector<int> groups;  ///< indices into Points::groups(), in the order of the file
};

/// The result directories of a study. Groups with the same folder share it, as several scenarios of one call
/// of `run` do; those of different parts may not: throws InputError. Pre: points.sweep().is_study().
[[nodiscard]] std::vector<ResultFolder> folders_of(const Points& points);

/// What came of a study.
struct StudyRuns {
  Progress progress;  ///< ran < total after a stop
  /// Runs by status, of the folders that were written.
  StatusCounts counts;
  /// "two_cameras/w1: link.stack=...: unknown stack ...": the folders that are not written since one of their
  /// scenarios cannot be read, in the order of folders_of.
  std::vector<std::string> problems;
};

/// Runs a study and writes its result directories below `root`, each as `run --out` does, as soon as its runs
/// are done. The tables do not depend on `options.threads`. Nothing is remembered: a study that was stopped
/// begins anew. Throws InputError if a folder cannot be written. `library` is the one that the points were
/// made with.
[[nodiscard]] StudyRuns run_study(const Points& points, const std::filesystem::path& root,
                                  const scenario::Library& library, const RunOptions& options,
                                  const std::vector<std::string>& command_line);

}  // namespace synergy::sweep
