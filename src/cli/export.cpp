#include "synergy/api/api.hpp"
#include "synergy/base/lower_case.hpp"
#include "synergy/families/vendor_formats.hpp"
#include "synergy/input/error.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/results/folder_lock.hpp"
#include "synergy/results/reasons.hpp"
#include "synergy/results/write.hpp"

#include <algorithm>
#include <set>

#include "selection.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

/// Empty scenario: the one that the plan file names.
struct ExportOptions {
  std::string plan;
  std::string scenario;
  std::string format;
  std::string out;
  std::vector<std::string> settings;
};

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const families::VendorFormat& format : families::vendor_formats()) names.emplace_back(format.name);
  return names;
}

/// Names of apps and devices may have any characters; those of files should not. So the names of two segments
/// may be the same: see Exporter::free_name.
std::string file_name(std::string_view app, std::size_t number, std::string_view device) {
  std::string name = fmt::format("{}_{}_{}", app, number, device);
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    if (!plain) c = '_';
  }
  return name;
}

class Exporter {
 public:
  Exporter(const families::VendorFormat& format, const scenario::Scenario& scenario,
           std::filesystem::path folder, bool quiet)
      : format_(format), scenario_(scenario), folder_(std::move(folder)), quiet_(quiet) {}

  /// How many segments were written.
  int run(const plan::CollaborationPlan& plan) {
    for (const plan::AppId app : plan.apps.ids()) {
      const auto& segments = plan.apps[app].segments;
      for (std::size_t s = 0; s < segments.size(); ++s) segment(app, s, segments[s]);
    }
    return written_;
  }

 private:
  void segment(plan::AppId app, std::size_t number, const plan::Segment& segment) {
    const scenario::App& of = scenario_.apps[app];
    const scenario::Device& device = scenario_.devices[segment.device];
    const std::string what =
        fmt::format("{}: {} layers {}-{}", of.name, device.name, segment.layers.first, segment.layers.last);
    if (device.accelerator->family().name != format_.family) {
      to_stderr("{}: not written, because format {} is for {}, and {} is of family {}\n", what, format_.name,
                format_.family, device.accelerator->name(), device.accelerator->family().name);
      return;
    }
    const families::VendorFile file = format_.write(*device.accelerator, *of.model, segment.layers);
    const std::filesystem::path path = folder_ / free_name(file_name(of.name, number, device.name));
    results::write_file(path, file.text);
    ++written_;
    to_stdout("{} -> {}\n", what, path.filename().string());
    if (quiet_) return;
    for (const std::string& doubt : file.doubts) to_stderr("{}: {}\n", what, doubt);
  }

  /// That no segment of this plan has yet, also where file systems take capitals for small letters.
  std::string free_name(const std::string& wanted) {
    std::string name = wanted;
    for (int next = 2; !names_.insert(lower_case(name)).second; ++next)
      name = fmt::format("{}-{}", wanted, next);
    return name.append(format_.extension);
  }

  const families::VendorFormat& format_;
  const scenario::Scenario& scenario_;
  std::filesystem::path folder_;
  std::set<std::string> names_;
  bool quiet_;
  int written_ = 0;
};

/// Nothing is written of a plan that cannot run.
int export_plan(const ExportOptions& options, const Common& common) {
  const auto& formats = families::vendor_formats();
  const auto format = std::find_if(formats.begin(), formats.end(),
                                   [&options](const auto& row) { return row.name == options.format; });
  api::Simulator simulator(common.data, *common.planners);
  const input::Document document = input::load(options.plan);
  const std::string scenario_name =
      options.scenario.empty() ? plan::scenario_of(document).first : options.scenario;
  const run::Workload workload = simulator.load(scenario_name, overrides(options.settings));
  const scenario::Scenario& scenario = workload.scenario();
  const run::Plan plan = run::Plan::given(options.plan, plan::read_plan(document, scenario), workload);
  if (plan.compiled() == nullptr) {
    for (const std::string& line : results::reason_lines(plan.reasons(), scenario)) to_stderr("{}\n", line);
    return kInfeasible;
  }
  const results::FolderLock lock(options.out, common.command_line);
  const int written = Exporter(*format, scenario, options.out, common.quiet).run(plan.compiled()->plan);
  if (written == 0)
    throw InputError({options.plan},
                     fmt::format("has no segment on an accelerator that format {} is for (family {})",
                                 format->name, format->family));
  return kOk;
}

}  // namespace

void add_export(Program& program) {
  auto [command, o] =
      program.add("export", "Write the segments of a plan as files for a vendor's tool", export_plan);
  command.argument("PLAN", o.plan, "Plan file, as the command plan writes it")
      .option("--format", o.format, "Form of the files", Command::Needed::yes, format_names())
      .option("--out", o.out, "Folder to write them into, one for each segment", Command::Needed::yes)
      .option("--scenario", o.scenario, "Scenario file or name; default: the one that the plan names")
      .settings(o.settings);
}

}  // namespace synergy::cli
