#include "synergy/import/any_file.hpp"
#include "synergy/input/error.hpp"
#include "synergy/input/look_up.hpp"
#include "synergy/results/legaliser.hpp"
#include "synergy/results/write.hpp"
#include "synergy/scenario/library.hpp"

#include <algorithm>

#include "import_options.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

using importer::ImportedNetwork;
using results::ImportTarget;

struct ImportOptions {
  std::string file;
  ImportSettings settings;
  std::string out;
  std::vector<std::string> targets;
  bool allow_rewrite = false;
  std::string report = "table";
};

/// The devices of --target, each with the network.
std::vector<ImportTarget> targets_of(const ImportOptions& options, const ImportedNetwork& imported,
                                     scenario::Library& library) {
  std::vector<ImportTarget> targets;
  for (const std::string& name : split(options.targets, ',')) {
    const auto device = input::look_up("--target", name, [&](const input::Value& value) {
      return library.accelerator(value, std::filesystem::current_path());
    });
    targets.push_back(results::target_for(imported, *device, options.allow_rewrite));
  }
  return targets;
}

/// What the reader made of the file.
std::string source_report(const ImportedNetwork& imported) {
  const importer::Provenance& from = imported.provenance;
  std::string text = fmt::format("{} from {} (format {}, content hash {})\n", imported.network.name(),
                                 from.file, from.format, from.hash);
  text += results::to_aligned(results::source_table(imported));
  text += fmt::format("totals: {}\n", results::totals_line(imported));
  for (const importer::InferredNumber& n : from.inferred)
    text += fmt::format("not stated by the source: {}: {} ({})\n", n.what, n.value, n.rule);
  for (const std::string& note : imported.notes) text += fmt::format("note: {}\n", note);
  return text;
}

/// What a device makes of the network.
std::string device_report(const ImportTarget& target) {
  const device::Lowered& lowered = *target.lowered;
  const std::string& name = lowered.accelerator().name();
  std::string text = fmt::format("\non {}: {}\n", name, results::fate_counts(lowered));
  std::vector<std::string_view> shown{"operator", "operation", "macs", "fate", "by", "reason"};
  const bool unsupported = results::fate_counts(lowered).find("unsupported") != std::string::npos;
  if (unsupported) shown.emplace_back("nearest");
  text += results::to_aligned(results::select(results::legaliser_table(lowered), shown));
  for (const network::Rewrite& rewrite : target.rewrites)
    text += fmt::format("{}: {}\n", target.rewritten ? "rewritten" : "with --allow-rewrite",
                        results::to_text(rewrite));
  const device::LayerRange all = lowered.network().all();
  text += lowered.summary(all);
  const std::vector<std::string> reasons = results::why_it_does_not_fit(lowered);
  for (const std::string& reason : reasons) text += fmt::format("does not fit one {}: {}\n", name, reason);
  return text + (reasons.empty() ? fmt::format("fits one {}\n", name) : "");
}

/// Before the file is read: what it holds does not matter to who named no format.
void require_format(const std::string& wanted) {
  std::vector<std::string_view> names{"auto"};
  for (const importer::Format& format : importer::formats()) names.push_back(format.name);
  names.emplace_back("onnx");
  if (std::find(names.begin(), names.end(), wanted) == names.end())
    throw UsageError(fmt::format("--format: {}", unknown_name("format", wanted, names)));
}

void require_sense(const ImportOptions& options) {
  require_format(options.settings.format);
  if (options.report == "json" && options.out == "-")
    throw UsageError("-o - and --report json both write to stdout");
  const std::size_t targets = split(options.targets, ',').size();
  if (!options.targets.empty() && targets == 0)
    throw UsageError(
        "--target names no device; expected DEVICE[,DEVICE...]; 'synergy-sim list devices' names them");
  if (options.allow_rewrite && targets == 0)
    throw UsageError("--allow-rewrite rewrites for a device: name it with --target");
  if (options.allow_rewrite && targets > 1 && !options.out.empty())
    throw UsageError("--allow-rewrite writes the network for one device: name one with --target");
}

int import_file(const ImportOptions& options, const Common& common) {
  require_sense(options);
  const importer::Source source = importer::load_source(options.file);
  const ImportedNetwork read =
      importer::import_source(source, importer::options_of(options.settings.typed), options.settings.format);
  scenario::Library library(common.data);
  const std::vector<ImportTarget> targets = targets_of(options, read, library);
  const ImportedNetwork& imported = options.allow_rewrite ? targets.front().imported : read;
  // Before anything is printed: a report of a file that cannot be written would be taken for success.
  if (!options.out.empty() && options.out != "-")
    results::write_file(options.out, importer::to_yaml(imported));
  if (options.report == "json") {
    fmt::print("{}", results::import_json(read, targets));
  } else if (!common.quiet) {
    std::string report = source_report(read);
    for (const ImportTarget& target : targets) report += device_report(target);
    // stdout is the network's where that was asked for.
    if (options.out == "-")
      to_stderr("{}", report);
    else
      fmt::print("{}", report);
  }
  if (options.out == "-") fmt::print("{}", importer::to_yaml(imported));
  const bool fits = std::any_of(targets.begin(), targets.end(), [](const ImportTarget& target) {
    return target.lowered->problems_alone(target.lowered->network().all()).empty();
  });
  return fits || targets.empty() ? kOk : kInfeasible;
}

}  // namespace

void add_import(Program& program) {
  auto [command, o] = program.add(
      "import",
      "Read a network from a file of another program, write it as a network file, and say what became of its "
      "operators, also on devices (exit code 4 if it fits none of them)",
      import_file);
  command.argument("FILE", o.file, "File to read: " + import_titles())
      .option("-o,--out", o.out, "Network file to write; - for stdout; without it only the report")
      .option("--target", o.targets, "Devices to report on: DEVICE[,DEVICE...], profiles or profile files")
      .flag("--allow-rewrite", o.allow_rewrite,
            "Rewrite what the device does not have as what it has, where that computes the same; the report "
            "says what it costs")
      .option("--report", o.report, "table (for people) or json", Command::Needed::no, {"table", "json"});
  add_import_settings(command, o.settings);
}

}  // namespace synergy::cli
