// Studies: sweeps that write a result directory for each of their settings.
#include "synergy/sweep/study.hpp"

#include "synergy/input/error.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/results/claims.hpp"

#include <set>

#include "../support/runs.hpp"
#include "sweeps.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::library;
using synergy::test::read;
using synergy::test::rows_of;
using synergy::test::SweepFolder;

namespace {

/// Two MTUs x two small scenarios, in a folder each; then all in one.
const std::string kStudy =
    "scenarios: [small.yaml]\nplanners: [synergy, min_dev]\npolicies: paired\n"
    "axes: {mtu: {path: link.att_mtu, values: [65, 123]}}\n"
    "parts:\n"
    "  - {name: claims, compare: true, folder: \"claims/{mtu}-{scenario}\"}\n"
    "  - {name: all, folder: everything, policies: all}\n";

sweep::StudyRuns run_study(const sweep::Points& points, const std::filesystem::path& out, int threads = 1) {
  sweep::RunOptions options;
  options.threads = threads;
  return sweep::run_study(points, out, library(), options, {});
}

std::set<std::string> files_below(const std::filesystem::path& folder) {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.insert(std::filesystem::relative(entry.path(), folder).string());
  }
  return files;
}

}  // namespace

TEST_CASE("does a study write what each of its runs writes alone, in the folder that its part names?") {
  const SweepFolder folder;
  const sweep::Points points(folder.sweep(kStudy), library(), 1);
  REQUIRE(points.sweep().is_study());
  const sweep::StudyRuns runs = run_study(points, folder.path() / "out");
  CHECK(runs.problems.empty());
  CHECK(runs.progress.ran == 2 * 2 + 2 * 2 * 4);
  CHECK(runs.counts.at("ok") == runs.progress.ran);
  const auto out = folder.path() / "out";
  for (const char* mtu : {"65", "123"}) {
    CAPTURE(mtu);
    const run::Workload small(
        scenario::load_scenario((folder.path() / "small.yaml").string(), library(), {{"link.att_mtu", mtu}}));
    run::Experiment experiment;
    experiment.planners = {planner::Registry::builtin().find("synergy"),
                           planner::Registry::builtin().find("min_dev")};
    experiment.compare = true;
    const run::Findings alone = run::perform(experiment, small);
    const auto there = out / "claims" / (std::string(mtu) + "-small");
    CHECK(read(there / "apps.csv") == results::to_csv(results::apps_table(alone.records)));
    CHECK(read(there / "ratios.csv") == results::to_csv(results::ratios_table(alone.comparisons)));
    CHECK(read(there / "claims.csv") == results::to_csv(results::claims_table(alone.comparisons)));
    CHECK(read(there / "resolved.yaml") == to_yaml(small.scenario()));
  }
  // Points with the same folder are together, also those that another part has, too.
  CHECK(rows_of(out / "everything" / "runs.csv").size() == 16);
  CHECK(!std::filesystem::exists(out / "everything" / "ratios.csv"));
}

TEST_CASE("are a study's tables the same for any number of threads, and its parts runnable alone?") {
  const SweepFolder folder;
  const sweep::Sweep study = folder.sweep(kStudy);
  (void)run_study(sweep::Points(study, library(), 1), folder.path() / "one");
  (void)run_study(sweep::Points(study, library(), 3), folder.path() / "three", 3);
  const std::set<std::string> files = files_below(folder.path() / "one");
  CHECK(files == files_below(folder.path() / "three"));
  for (const std::string& file : files) {
    CAPTURE(file);
    if (file.ends_with("manifest.json") || file.ends_with("runs.csv")) continue;  // wall-clock times
    CHECK(read(folder.path() / "one" / file) == read(folder.path() / "three" / file));
  }
  (void)run_study(sweep::Points(with_parts(study, {"claims"}), library(), 1), folder.path() / "claims");
  for (const std::string& file : files_below(folder.path() / "claims")) {
    CHECK(file.starts_with("claims/"));
    if (file.ends_with("ratios.csv"))
      CHECK(read(folder.path() / "claims" / file) == read(folder.path() / "one" / file));
  }
  CHECK_THROWS_WITH(with_parts(study, {"clams"}), Catch::Contains("did you mean 'claims'?"));
}

TEST_CASE("is a folder whose scenario cannot be read left out with the reason, and the others written?") {
  const SweepFolder folder;
  const sweep::Points points(folder.sweep("scenarios: [small.yaml]\nplanners: synergy\nfolder: \"{mtu}\"\n"
                                          "axes: {mtu: {path: link.att_mtu, values: [65, 5]}}\n"),
                             library(), 1);
  const sweep::StudyRuns runs = run_study(points, folder.path() / "out");
  REQUIRE(runs.problems.size() == 1);
  CHECK_THAT(runs.problems[0], Catch::StartsWith("5: ") && Catch::Contains("out of range: 23 to 517"));
  CHECK(runs.progress.failed == 1);
  CHECK(std::filesystem::exists(folder.path() / "out" / "65" / "runs.csv"));
  CHECK(!std::filesystem::exists(folder.path() / "out" / "5"));
}

TEST_CASE("are all points of a folder that cannot be written done with, wherever in it the problem is?") {
  const SweepFolder folder;
  const sweep::Points points(folder.sweep("scenarios: [small.yaml]\nplanners: synergy\nfolder: one\n"
                                          "axes: {mtu: {path: link.att_mtu, values: [65, 5, 66]}}\n"),
                             library(), 1);
  const sweep::StudyRuns runs = run_study(points, folder.path() / "out");
  REQUIRE(runs.problems.size() == 1);
  CHECK(runs.progress.ran == runs.progress.total);  // less would mean that somebody stopped it
  CHECK(runs.progress.failed == runs.progress.total);
}

TEST_CASE("are folders that make no sense refused where they are written?") {
  const SweepFolder folder;
  const std::string head = "scenarios: [small.yaml]\naxes: {link.att_mtu: [65, 123]}\n";
  CHECK(folder.problems(head + "folder: \"{mtu}\"\n") ==
        "s.yaml:5:9: unknown axis 'mtu'; known: scenario, link.att_mtu");
  CHECK_THAT(folder.problems(head + "folder: ../x\n"), Catch::Contains("stays below"));
  CHECK_THAT(folder.problems(head + "folder: /x\n"), Catch::Contains("stays below"));
  CHECK_THAT(folder.problems(head + "compare: true\n"), Catch::Contains("`compare` needs a `folder`"));
  CHECK_THAT(folder.problems(head + "parts: [{folder: a}, {replications: 2}]\n"),
             Catch::Contains("either all parts have a `folder`, or none has"));
  const sweep::Points same(folder.sweep(head + "parts: [{folder: a}, {folder: a, replications: 2}]\n"),
                           library(), 1);
  CHECK_THROWS_WITH(folders_of(same), Catch::Contains("another part writes to a, too"));
}

TEST_CASE("do the shipped studies name the folders that figures and report read?") {
  const std::string studies = SYNERGY_SOURCE_DIR "/scenarios/studies/";
  const sweep::Points variants(
      with_parts(sweep::load_sweep(studies + "variants.yaml", library()), {"claims"}), library(), 2);
  const auto folders = folders_of(variants);
  CHECK(folders.size() == 20 * 5);
  CHECK(folders.front().path == "two_cameras/w1");
  CHECK(folders.front().compare);
  const sweep::Points scaling(sweep::load_sweep(studies + "scaling.yaml", library()), library(), 2);
  std::vector<std::string> paths;
  for (const sweep::ResultFolder& one : folders_of(scaling)) paths.push_back(one.path);
  CHECK(paths == std::vector<std::string>{"devices/3", "devices/4", "devices/5", "devices/6", "devices/7",
                                          "devices/8", "apps/1", "apps/2", "apps/3", "apps/4", "apps/5",
                                          "apps/6", "apps/7", "apps/8"});
}
