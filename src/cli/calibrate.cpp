#include "synergy/base/hash.hpp"
#include "synergy/calibrate/calibration.hpp"
#include "synergy/calibrate/output.hpp"
#include "synergy/input/csv.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/text_file.hpp"
#include "synergy/results/folder_lock.hpp"
#include "synergy/results/write.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "command.hpp"
#include "interrupt.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

struct Options {
  std::string file;
  std::string out = "calibrated";
  std::string holdout;
  std::string max_error;
  bool allow_rate = false;
};

/// "15" or "15 %" as 0.15; negative without the option.
double parse_max_error(std::string text) {
  if (text.empty()) return -1;
  if (text.ends_with('%')) text.pop_back();
  while (!text.empty() && text.back() == ' ') text.pop_back();
  double percent = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
  // All of it must be a number: of a half-read one the user would believe the whole.
  if (error != std::errc() || end != text.data() + text.size() || !(percent >= 0 && percent <= 1e6))
    throw UsageError(fmt::format("--max-error {}: expected a percentage, such as 15", text));
  return percent / 100;
}

/// Names of all files that entered, with their hashes. Recordings are hashed while they are read.
std::vector<std::pair<std::string, std::string>> hashes(const input::Document& document,
                                                        const calibrate::File& file,
                                                        const calibrate::Calibration& calibration,
                                                        const scenario::Library& library) {
  std::vector<std::pair<std::string, std::string>> all{{document.name, hex_hash(document.text)}};
  for (const auto& trace : calibration.traces) all.emplace_back(trace.file, trace.hash);
  // Lists of edges are small files beside recordings, and decide where windows are: they count as inputs too.
  for (const calibrate::Trace& trace : file.traces) {
    if (!trace.edges.empty())
      all.emplace_back(trace.edges, hex_hash(input::read_text(trace.edges_file, 1 << 20)));
  }
  for (const std::string& name : file.inputs)
    all.emplace_back(name, hex_hash(input::read_text(name, input::kMaxCsvBytes)));
  for (const auto& [name, hash] : library.files_read()) all.emplace_back(name, hash);
  return all;
}

int calibrate_file(const Options& options, const Common& common) {
  const double max_error = parse_max_error(options.max_error);
  scenario::Library library(common.data);
  const input::Document document = input::load(options.file);
  const calibrate::File file = calibrate::read_file(document);
  const std::filesystem::path out = options.out;
  // Before the work: a folder that cannot be made should not cost a long calibration.
  const results::FolderLock lock(out, common.command_line);
  const calibrate::Options how{options.holdout, options.allow_rate};
  const calibrate::Calibration made = calibrate::calibrate(file, how, library);
  // A signal while files are written waits until all of them are there: old results are gone by then.
  const InterruptGuard writing;
  // Last of all comes what says that the others are whole; an old one must not say so of new ones.
  std::filesystem::remove(out / "calibration.json");
  if (!made.profile.empty())
    results::write_file(out / (results::name_in_file(made.name) + ".yaml"), made.profile);
  for (const results::Table& table :
       {calibrate::points_table(made), calibrate::residuals_table(made), calibrate::errors_table(made)})
    results::write_file(out / fmt::format("{}.csv", table.name), results::to_csv(table));
  const calibrate::Provenance provenance{results::program(), common.command_line,
                                         hashes(document, file, made, library)};
  results::write_file(out / "calibration.json", calibrate::to_json(made, file, how, provenance));
  if (!common.quiet) {
    to_stdout("{}", calibrate::to_text(made));
    if (!made.profile.empty())
      to_stdout("wrote {}\n", (out / (results::name_in_file(made.name) + ".yaml")).string());
  }
  // Last, when all files are written: they show why it failed.
  const std::vector<std::string> failed = calibrate::failures(made, max_error);
  for (const std::string& failure : failed) to_stderr("{}\n", failure);
  if (writing.interrupted()) return kInterrupted;
  return failed.empty() ? kOk : kCalibrationOff;
}

}  // namespace

void add_calibrate(Program& program) {
  auto [command, o] =
      program.add("calibrate",
                  "Make or refine a device profile from recordings and tables of measurements "
                  "(device_profiles/CALIBRATE.md); exit code 9 if energies contradict powers, or "
                  "--max-error is missed",
                  calibrate_file);
  command.argument("FILE", o.file, "Calibration file: recordings, rows, what they measure")
      .option("--out", o.out, "Folder of the profile, calibration.json and tables (default: calibrated)")
      .option("--holdout", o.holdout, "Network that nothing is fitted to; its error is told")
      .option("--max-error", o.max_error,
              "Largest mean error, in percent, on networks that a law did not see");
  command.flag("--allow-rate", o.allow_rate,
               "Let one MAC rate stand for all operators of an accelerator; an estimate");
}

}  // namespace synergy::cli
