#include "synergy/cli/app.hpp"
#include "synergy/input/error.hpp"
#include "synergy/suite/run.hpp"
#include "synergy/suite/score.hpp"
#include "synergy/sweep/whole.hpp"

#include <algorithm>
#include <pybind11/stl.h>
#include <thread>

#include "bind.hpp"
#include "session.hpp"
#include "tables.hpp"
#include "watched.hpp"

namespace py = pybind11;

namespace synergy::python {
namespace {

int threads_of(int jobs) {
  return jobs > 0 ? jobs : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// What is asked of a sweep, as the command of that name takes it.
struct SweepCall {
  std::string file, out;
  std::pair<int, int> shard{1, 1};
  std::vector<std::string> parts;
  bool overwrite = false;
  std::vector<std::string> command_line;
};

/// What the planners of a sweep are made of, as far as they are no part of the program.
outside::Provenance made_of(const sweep::Points& points, const Session::ByPlanner& whence) {
  outside::Provenance all;
  for (const auto& [planner, files] : whence) {
    const std::string& name = planner;
    const bool runs = std::any_of(points.tasks().begin(), points.tasks().end(), [&](const sweep::Task& task) {
      return task.planner != nullptr && task.planner->name == name;
    });
    if (runs) all.insert(all.end(), files.begin(), files.end());
  }
  return all;
}

sweep::FolderEnd run_sweep(const std::filesystem::path& data, const planner::Registry& planners,
                           const SweepCall& call, const Session::ByPlanner& whence,
                           const sweep::RunOptions& given) {
  if (call.shard.first < 1 || call.shard.first > call.shard.second)
    throw InputError({"shard"}, "expected K, N with 1 <= K <= N");
  scenario::Library library(data);  // as the command has it: files as they are now
  const sweep::Points points(sweep::with_parts(sweep::load_sweep(call.file, library, planners), call.parts),
                             library, given.threads);
  sweep::RunOptions options = given;
  options.more_inputs = made_of(points, whence);
  return sweep::run_whole(
      points, {call.out, {call.shard.first, call.shard.second}, call.overwrite, call.command_line}, library,
      options);
}

py::dict bound_sweep(Session& session, const std::string& file, const std::string& out, int jobs,
                     std::pair<int, int> shard, const std::vector<std::string>& parts, bool overwrite,
                     const py::object& report, const std::vector<std::string>& command_line) {
  const auto registry = session.registry();
  const std::filesystem::path data = session.simulator().library().root();
  const SweepCall call{file, out, shard, parts, overwrite, command_line};
  Watched watched(report);
  sweep::RunOptions options;
  options.threads = threads_of(jobs);
  options.stop = [&] { return watched.stop(); };
  options.report = [&](const sweep::Progress& p) {
    watched.tell(p.skipped + p.ran, p.total, p.ran, p.failed);
  };
  const Session::ByPlanner whence = session.whence_by_planner();
  sweep::FolderEnd end;
  {
    const py::gil_scoped_release unlocked;
    end = run_sweep(data, *registry, call, whence, options);
  }
  watched.finish();
  py::dict result;
  result["total"] = end.progress.total;
  result["skipped"] = end.progress.skipped;
  result["ran"] = end.progress.ran;
  result["failed"] = end.progress.failed;
  result["counts"] = end.counts;
  result["problems"] = end.problems;
  return result;
}

/// The planners named, or all, of which a quick run leaves out those that prove bounds.
std::vector<const planner::Planner*> suite_planners(const planner::Registry& registry,
                                                    const std::vector<std::string>& names, bool quick) {
  std::vector<const planner::Planner*> chosen;
  if (names.empty()) {
    chosen = registry.all();
    if (quick) std::erase_if(chosen, [](const auto* p) { return p->role == planner::Role::bound; });
    return chosen;
  }
  for (const std::string& name : names) {
    const planner::Planner* planner = &registry.chosen({name, {}, {"planner"}});
    if (std::find(chosen.begin(), chosen.end(), planner) == chosen.end()) chosen.push_back(planner);
  }
  return chosen;
}

std::vector<results::SuiteRow> suite_rows(const std::filesystem::path& data,
                                          const std::vector<std::string>& families,
                                          const suite::RunOptions& options) {
  const std::filesystem::path folder = data / "scenarios" / "suite";
  const std::vector<std::string> known = suite::families(folder);
  for (const std::string& name : families) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw InputError({"family"}, unknown_name("family", name, {known.begin(), known.end()}));
  }
  scenario::Library library(data);
  std::vector<results::SuiteRow> rows;
  const auto outcomes = suite::run(suite::instances(folder, families.empty() ? known : families),
                                   suite::load_best_known(folder), library, options);
  for (const suite::Outcome& outcome : outcomes) rows.push_back(outcome.row);
  return rows;
}

py::dict bound_suite(Session& session, const std::vector<std::string>& names,
                     const std::vector<std::string>& families, bool quick, std::optional<std::int64_t> seed,
                     std::optional<std::int64_t> node_budget, int jobs, const py::object& report) {
  const auto registry = session.registry();
  const std::filesystem::path data = session.simulator().library().root();
  Watched watched(report);
  suite::RunOptions options;
  options.planners = suite_planners(*registry, names, quick);
  options.quick = quick;
  if (seed) options.seed = static_cast<std::uint64_t>(*seed);
  options.node_budget = node_budget;
  options.threads = threads_of(jobs);
  options.stop = [&] { return watched.stop(); };
  options.report = [&](std::int64_t done, std::int64_t total) { watched.tell(done, total, done, 0); };
  std::vector<results::SuiteRow> rows;
  {
    const py::gil_scoped_release unlocked;
    rows = suite_rows(data, families, options);
  }
  watched.finish();
  const auto scores = suite::scorecard(rows);
  py::dict result;
  result["suite"] = columns_of(results::suite_table(rows));
  result["scorecard"] = columns_of(results::scorecard_table(scores));
  result["performance_profile"] =
      columns_of(results::performance_profile_table(suite::performance_profile(rows)));
  result["leaderboard"] = suite::leaderboard(scores);
  return result;
}

/// The program synergy-sim with this session's planners. Its exit code.
int command_line(const Session& session, std::vector<std::string> arguments) {
  const auto registry = session.registry();
  const outside::Provenance whence = session.whence();
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const py::gil_scoped_release unlocked;
  return cli::run(static_cast<int>(arguments.size()), argv.data(), *registry, whence);
}

}  // namespace

void bind_commands(py::module_& module) {
  module.def("sweep", &bound_sweep, py::arg("session"), py::arg("file"), py::arg("out"), py::arg("jobs"),
             py::arg("shard"), py::arg("parts"), py::arg("overwrite"), py::arg("report"),
             py::arg("command_line"));
  module.def("suite", &bound_suite, py::arg("session"), py::arg("planners"), py::arg("families"),
             py::arg("quick"), py::arg("seed"), py::arg("node_budget"), py::arg("jobs"), py::arg("report"));
  module.def("command_line", &command_line, py::arg("session"), py::arg("arguments"));
}

}  // namespace synergy::python
