#include "synergy/sweep/run.hpp"

#include "synergy/base/hash.hpp"
#include "synergy/input/error.hpp"
#include "synergy/results/write.hpp"
#include "synergy/run/run.hpp"
#include "synergy/sweep/tables.hpp"
#include "synergy/sweep/workers.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <new>

namespace synergy::sweep {
namespace {

/// Whole groups are dealt out where there are enough of them: a group is derived once then.
constexpr int kGroupsPerShare = 8;

bool is_of(Shard shard, int index) { return index % shard.count == shard.index - 1; }

std::vector<int> tasks_of(const Points& points, Shard shard) {
  const bool whole_groups = static_cast<int>(points.groups().size()) >= kGroupsPerShare * shard.count;
  std::vector<int> tasks;
  for (int t = 0; t < static_cast<int>(points.tasks().size()); ++t) {
    if (is_of(shard, whole_groups ? points.tasks()[static_cast<std::size_t>(t)].group : t))
      tasks.push_back(t);
  }
  return tasks;
}

/// Runs tasks, one thread each; several of them work on one run() at the same time.
class Runner {
 public:
  Runner(const Points& points, Shard shard, Journal& journal, const RunOptions& options)
      : points_(points), journal_(journal), options_(options), tasks_(tasks_of(points, shard)) {
    for (const int t : tasks_) {
      for_each_point(points.tasks()[static_cast<std::size_t>(t)], [&](int point, int) {
        ++total_;
        if (journal.is_done(points.key(point))) ++skipped_;
      });
    }
    // Few groups are split by task, or most threads would have nothing to do; each then derives its scenario
    // for itself.
    const bool whole_groups = static_cast<int>(points.groups().size()) >= kGroupsPerShare * options.threads;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      if (i == 0 || !whole_groups || task(i).group != task(i - 1).group) units_.push_back(i);
    }
    units_.push_back(tasks_.size());
  }

  Progress progress() const { return {total_, skipped_, ran_, failed_}; }

  /// What every thread does.
  void work() {
    tickets_.serve(units_.size() - 1,
                   [&](std::size_t unit) { return run_unit(units_[unit], units_[unit + 1]); });
  }

 private:
  const Task& task(std::size_t i) const { return points_.tasks()[static_cast<std::size_t>(tasks_[i])]; }

  template <class Action>
  void for_each_point(const Task& task, Action action) const {
    for (int point = task.first_point; point < task.last_point; ++point) {
      if (points_.distinct(point)) action(point, point - task.first_point);
    }
  }

  bool is_left(const Task& task) const {
    bool left = false;
    for_each_point(task, [&](int point, int) { left = left || !journal_.is_done(points_.key(point)); });
    return left;
  }

  /// Tasks [begin, end), all of one group. False if the sweep shall stop.
  bool run_unit(std::size_t begin, std::size_t end) {
    Derived derived;
    std::optional<run::Workload> workload;
    std::optional<run::Plan> plan;  // of the planner of the last task: all its policies run the same plan
    const planner::Planner* planner = nullptr;
    for (std::size_t i = begin; i < end; ++i) {
      // Asked before deriving, so that going on with a sweep skips what is done without reading scenarios.
      if (!is_left(task(i))) continue;
      if (options_.stop() || tickets_.broken()) return false;
      if (!derived.scenario && derived.problem.empty()) {
        derived = points_.derive(points_.groups()[static_cast<std::size_t>(task(i).group)]);
        // With the tables of all points so far: most factors change nothing that a table depends on.
        if (derived.scenario) workload.emplace(*derived.scenario, tables_);
      }
      if (std::exchange(planner, task(i).planner) != task(i).planner) plan.reset();
      if (!run_task(task(i), derived, workload, plan)) return false;
    }
    return true;
  }

  /// Plans if there is no plan yet.
  bool run_task(const Task& task, const Derived& derived, const std::optional<run::Workload>& workload,
                std::optional<run::Plan>& plan) {
    const Group& group = points_.groups()[static_cast<std::size_t>(task.group)];
    std::optional<run::Run> planned;
    std::string trouble = derived.problem;
    if (workload && task.planner == nullptr) trouble = "unknown planner " + derived.scenario->planner.name;
    for (int point = task.first_point; point < task.last_point; ++point) {
      const Key key = points_.key(point);
      if (!points_.distinct(point) || journal_.is_done(key)) continue;
      if (options_.stop() || tickets_.broken()) return false;
      const int replication = point - task.first_point;
      // The journal gets what the tables will say, so that writing them needs neither plan nor simulation.
      std::optional<Entry> entry;
      if (trouble.empty()) {
        try {
          if (!plan) plan = run::Plan::made_by(*task.planner, *workload);
          if (!planned) planned.emplace(*plan, task.policy);
          std::vector<run::RunRecord> record{planned->simulate(replication, options_.skip)};
          record.front().id = to_id(key);
          entry = entry_of(points_, group, key, record);
        } catch (const std::bad_alloc&) {
          throw;  // no property of the point
          // A broken invariant, too, is reported at its point: other points may be worth hours.
        } catch (const std::exception& error) {
          entry = failed_entry(points_, task, key, replication, error.what());
        }
      } else {
        entry = failed_entry(points_, task, key, replication, trouble);
      }
      journal_.append(*entry);
      if (entry->status.starts_with("failed")) ++failed_;
      ++ran_;
    }
    return true;
  }

  const Points& points_;
  Journal& journal_;
  const RunOptions& options_;
  std::shared_ptr<plan::TableCache> tables_ = std::make_shared<plan::TableCache>();
  std::vector<int> tasks_;
  std::vector<std::size_t> units_;  // where the pieces that one thread takes begin in tasks_, and the end
  std::int64_t total_ = 0;
  std::int64_t skipped_ = 0;
  Tickets tickets_;
  std::atomic<std::int64_t> ran_ = 0;
  std::atomic<std::int64_t> failed_ = 0;
};

}  // namespace

JournalHeader header_of(const Points& points, Shard shard,
                        const std::vector<std::pair<std::string, std::string>>& inputs) {
  JournalHeader header;
  header.sweep = points.sweep().name;
  header.digest = points.digest();
  header.program = results::program();
  header.shard = shard;
  header.total_count = points.distinct_count();
  header.shard_count = static_cast<std::int64_t>(keys_of(points, shard).size());
  header.tables = table_headers(points);
  header.data_package = data_package(points);
  header.inputs = {points.sweep().file};
  for (const input::Document& scenario : points.sweep().scenarios)
    header.inputs.emplace_back(scenario.name, hex_hash(scenario.text));
  header.inputs.insert(header.inputs.end(), inputs.begin(), inputs.end());
  return header;
}

std::vector<Key> keys_of(const Points& points, Shard shard) {
  std::vector<Key> keys;
  for (const int t : tasks_of(points, shard)) {
    const Task& task = points.tasks()[static_cast<std::size_t>(t)];
    for (int point = task.first_point; point < task.last_point; ++point) {
      if (points.distinct(point)) keys.push_back(points.key(point));
    }
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

Progress run(const Points& points, Shard shard, Journal& journal, const RunOptions& options) {
  Runner runner(points, shard, journal, options);
  const auto work = [&] { runner.work(); };
  constexpr int kTicksPerSync = 5;
  const int threads = work_on_threads(options.threads, work, [&](int tick) {
    if (tick % kTicksPerSync == 0) journal.sync();
    options.report(runner.progress());
  });
  journal.sync();
  Progress progress = runner.progress();
  progress.threads_missing = options.threads - threads;
  options.report(progress);
  return progress;
}

}  // namespace synergy::sweep
