#include "synergy/input/look_up.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/results/cost_table.hpp"
#include "synergy/scenario/library.hpp"

#include <charconv>

#include "command.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

struct CostOptions {
  std::string model;
  std::string device;
  std::string layers;
};

/// FIRST:LAST, both included and counted from 0. Without it the whole model, as one segment.
device::LayerRange parse_layers(const std::string& text, const device::Network& model) {
  if (text.empty()) return model.all();
  device::LayerRange range;
  const char* end = text.data() + text.size();
  const auto [colon, first_error] = std::from_chars(text.data(), end, range.first);
  const bool has_colon = first_error == std::errc() && colon != end && *colon == ':';
  const auto [stop, last_error] = std::from_chars(has_colon ? colon + 1 : end, end, range.last);
  if (!has_colon || last_error != std::errc() || stop != end || range.first < 0 || range.first > range.last ||
      range.last >= model.layer_count()) {
    throw UsageError(
        fmt::format("--layers {}: expected FIRST:LAST within 0:{}", text, model.layer_count() - 1));
  }
  return range;
}

int cost(const CostOptions& options, const Common& common) {
  scenario::Library library(common.data);
  const std::filesystem::path here = std::filesystem::current_path();
  const auto model =
      input::look_up("--model", options.model, [&](const input::Value& v) { return library.model(v, here); });
  const auto chip = input::look_up("--device", options.device,
                                   [&](const input::Value& v) { return library.accelerator(v, here); });
  const device::LayerRange range = parse_layers(options.layers, *model);
  // On one device alone, without a plan: the quickest answer to whether a model fits.
  const auto network = chip->lower(model);
  const results::Table table = results::cost_table(*network, range);
  std::vector<std::string_view> shown{"index", "name"};
  for (const std::string_view column : chip->family().shown_to_people) shown.push_back(column);
  for (const std::string_view column : {"cut_bytes", "cut_single_tensor"}) shown.push_back(column);
  print(table, common, shown);
  const auto problems = network->problems_alone(range);
  // Machine formats print the table alone; the exit code tells what the text below would.
  const int code = problems.empty() ? kOk : kInfeasible;
  if (common.quiet || common.format != "table") return code;
  to_stdout("{}", network->summary(range));
  for (const device::Problem& problem : problems)
    to_stdout("does not fit one {}: {}\n", chip->name(), problem.message);
  if (problems.empty()) to_stdout("fits one {}\n", chip->name());
  return code;
}

}  // namespace

void add_cost(Program& program) {
  auto [command, o] =
      program.add("cost",
                  "Cycles, memory and time of each layer of a model on an accelerator, and whether the "
                  "layers fit it together (columns fits and problem; exit code 4 if not)",
                  cost);
  command.option("--model", o.model, "Model of the zoo, or a model file", Command::Needed::yes)
      .option("--device", o.device, "Accelerator profile, or a profile file", Command::Needed::yes)
      .option("--layers", o.layers, "Only layers FIRST:LAST, as one segment");
  program.add_format(command);
}

}  // namespace synergy::cli
