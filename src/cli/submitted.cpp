#include "synergy/results/submitted.hpp"

#include "synergy/input/look_up.hpp"
#include "synergy/scenario/library.hpp"

#include "command.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

// The program finds a command's options by the type of its first parameter; this one has none.
struct Options {};

int submitted(const Options& /*options*/, const Common& common) {
  scenario::Library library(common.data);
  // Results that were published do not change: they come with the program's data, and the command takes no
  // file.
  const std::filesystem::path folder = common.data / "device_profiles/published";
  const input::Csv results = input::Csv::load((folder / "mlperf_tiny_results.csv").string());
  const input::Csv systems = input::Csv::load((folder / "mlperf_tiny_systems.csv").string());
  const auto rows = results::compare_submitted(
      results, systems,
      {[&](const std::string& name) {
         return input::look_up(systems.name(), name,
                               [&](const input::Value& v) { return library.accelerator(v, library.root()); });
       },
       [&](const std::string& name) {
         return input::look_up(results.name(), name,
                               [&](const input::Value& v) { return library.model(v, library.root()); });
       }});
  print(results::submitted_table(rows), common,
        {"round", "system", "network", "profile", "used", "software", "submitted_ms", "ours_ms",
         "time_error_percent", "submitted_uj", "energy_error_at_submitted_time_percent"});
  // For people alone: programs that read CSV or JSON would stumble over sentences.
  if (common.format == "table" && !common.quiet) fmt::print("{}", results::submitted_summary(rows));
  return kOk;
}

}  // namespace

void add_submitted(Program& program) {
  auto [command, o] = program.add("submitted",
                                  "Times and energies that were submitted to MLPerf Tiny beside those of our "
                                  "profiles of the same systems",
                                  submitted);
  program.add_format(command);
}

}  // namespace synergy::cli
