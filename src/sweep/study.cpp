#include "synergy/sweep/study.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/input/error.hpp"
#include "synergy/results/claims.hpp"
#include "synergy/results/write.hpp"
#include "synergy/run/experiment.hpp"
#include "synergy/sweep/workers.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iterator>

#include "folder_pieces.hpp"
#include <fmt/format.h>

namespace synergy::sweep {
namespace {

const Group& group_of(const Points& points, int group) {
  return points.groups()[static_cast<std::size_t>(group)];
}

const Part& part_of(const Points& points, const Group& group) {
  return points.sweep().parts[static_cast<std::size_t>(group.part)];
}

std::string folder_of(const Points& points, const Group& group) {
  const Part& part = part_of(points, group);
  std::string path;
  for (const FolderPiece& piece : pieces_of(part.folder)) {
    if (!piece.is_name) {
      path += piece.text;
    } else if (piece.text == "scenario") {
      path += results::name_in_file(points.scenario_name(group));
    } else {
      for (std::size_t axis = 0; axis < part.axes.size(); ++axis) {
        if (part.axes[axis].name == piece.text)
          path += results::name_in_file(part.axes[axis].levels[group.levels[axis]].label);
      }
    }
  }
  return path;
}

/// The points of a group, also those that an earlier part has, too: every folder is complete.
std::int64_t point_count(const Points& points, const Group& group) {
  std::int64_t count = 0;
  for (int t = group.first_task; t < group.last_task; ++t) {
    const Task& task = points.tasks()[static_cast<std::size_t>(t)];
    count += task.last_point - task.first_point;
  }
  return count;
}

template <class T>
void append(std::vector<T>& to, std::vector<T> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// The folders of a study, which any number of threads run in any order.
class Study {
 public:
  Study(const Points& points, std::filesystem::path root, const scenario::Library& library,
        const RunOptions& options, const std::vector<std::string>& command_line)
      : points_(points),
        root_(std::move(root)),
        library_(library),
        options_(options),
        command_line_(command_line),
        folders_(folders_of(points)),
        outcomes_(folders_.size()) {
    for (const ResultFolder& folder : folders_) {
      for (const int g : folder.groups) total_ += point_count(points_, group_of(points_, g));
    }
  }

  [[nodiscard]] Progress progress() const { return {total_, 0, ran_, failed_}; }

  /// What every thread does.
  void work() {
    tickets_.serve(folders_.size(), [&](std::size_t i) {
      // Between folders alone: a folder is written whole or not at all.
      if (options_.stop()) return false;
      run(folders_[i], outcomes_[i]);
      return true;
    });
  }

  [[nodiscard]] StudyRuns collect() const {
    StudyRuns runs{progress(), {}, {}};
    for (const Outcome& outcome : outcomes_) {
      for (const auto& [status, count] : outcome.counts) runs.counts[status] += count;
      if (!outcome.problem.empty()) runs.problems.push_back(outcome.problem);
    }
    return runs;
  }

 private:
  struct Outcome {
    StatusCounts counts;
    std::string problem;
  };
  struct Found {
    std::vector<run::RunRecord> records;
    std::vector<run::Comparison> comparisons;
  };

  void run(const ResultFolder& folder, Outcome& outcome) {
    Found all;
    for (auto g = folder.groups.begin(); g != folder.groups.end(); ++g) {
      const Group& group = group_of(points_, *g);
      Derived derived = points_.derive(group);
      if (!derived.scenario) {
        // A folder with some of its scenarios would look complete: it is not written at all.
        outcome.problem = fmt::format("{}: {}", folder.path, derived.problem);
        // All its points are lost, and none of them is still to come.
        for (auto lost = folder.groups.begin(); lost != folder.groups.end(); ++lost) {
          const std::int64_t count = point_count(points_, group_of(points_, *lost));
          failed_ += count;
          if (lost >= g) ran_ += count;
        }
        return;
      }
      Found found = run_group(group, run::Workload(std::move(*derived.scenario), tables_), folder.compare);
      append(all.records, std::move(found.records));
      append(all.comparisons, std::move(found.comparisons));
    }
    for (const run::RunRecord& record : all.records) ++outcome.counts[std::string(to_text(record.status))];
    std::vector<results::Table> more;
    if (folder.compare) {
      more.push_back(results::ratios_table(all.comparisons));
      more.push_back(results::claims_table(all.comparisons));
    }
    auto inputs = library_.files_read();
    inputs.insert(inputs.end(), options_.more_inputs.begin(), options_.more_inputs.end());
    results::write_directory(root_ / folder.path, all.records, inputs, command_line_, more);
  }

  Found run_group(const Group& group, const run::Workload& workload, bool compare) {
    Found found;
    std::optional<run::Plan> plan;
    const planner::Planner* planner = nullptr;
    for (int t = group.first_task; t < group.last_task; ++t) {
      const Task& task = points_.tasks()[static_cast<std::size_t>(t)];
      ensure(task.planner != nullptr, "a sweep that was read has known planners");
      // Tasks of one planner follow each other: its plan is made once for all policies.
      if (std::exchange(planner, task.planner) != task.planner)
        plan = run::Plan::made_by(*task.planner, workload);
      const run::Run run(*plan, task.policy);
      for (int replication = 0; replication < task.last_point - task.first_point; ++replication) {
        found.records.push_back(run.simulate(replication, options_.skip));
        ++ran_;
      }
    }
    run::share_bounds(found.records);
    if (compare) found.comparisons = run::compare_with_baselines(workload, found.records);
    return found;
  }

  const Points& points_;
  const std::filesystem::path root_;
  const scenario::Library& library_;
  const RunOptions& options_;
  const std::vector<std::string>& command_line_;
  const std::vector<ResultFolder> folders_;
  std::vector<Outcome> outcomes_;  ///< in the order of folders_
  const std::shared_ptr<plan::TableCache> tables_ = std::make_shared<plan::TableCache>();
  std::int64_t total_ = 0;
  Tickets tickets_;
  std::atomic<std::int64_t> ran_ = 0;
  std::atomic<std::int64_t> failed_ = 0;
};

}  // namespace

std::vector<ResultFolder> folders_of(const Points& points) {
  std::vector<ResultFolder> folders;
  std::vector<int> part_of_folder;
  for (int g = 0; g < static_cast<int>(points.groups().size()); ++g) {
    const Group& group = group_of(points, g);
    const std::string path = folder_of(points, group);
    const auto known = std::find_if(folders.begin(), folders.end(),
                                    [&](const ResultFolder& folder) { return folder.path == path; });
    if (known == folders.end()) {
      folders.push_back({path, part_of(points, group).compare, {g}});
      part_of_folder.push_back(group.part);
      continue;
    }
    // Two parts would write their tables over each other's, in an order that depends on the threads.
    if (part_of_folder[static_cast<std::size_t>(known - folders.begin())] != group.part)
      throw InputError(part_of(points, group).folder_where,
                       fmt::format("another part writes to {}, too", path));
    known->groups.push_back(g);
  }
  return folders;
}

StudyRuns run_study(const Points& points, const std::filesystem::path& root, const scenario::Library& library,
                    const RunOptions& options, const std::vector<std::string>& command_line) {
  // Before any work: a folder that cannot be written is said at once.
  results::make_folder(root);
  Study study(points, root, library, options, command_line);
  const auto work = [&] { study.work(); };
  const int threads = work_on_threads(options.threads, work, [&](int) { options.report(study.progress()); });
  options.report(study.progress());
  StudyRuns runs = study.collect();
  runs.progress.threads_missing = options.threads - threads;
  return runs;
}

}  // namespace synergy::sweep
