// The program synergy-import: networks in files of other programs, to network files. It knows every format
// that synergy-sim knows, and ONNX, whose library takes longer to load than a small run; `synergy-sim import`
// calls it for that.
#include "synergy/import/options.hpp"
#include "synergy/input/file_aside.hpp"
#include "synergy/onnx/format.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/guarded.hpp"
#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

using namespace synergy;

struct Arguments {
  std::string file;
  std::string format = "auto";
  importer::TypedOptions typed;
  std::string output;
  std::string report;
  bool quiet = false;
};

/// What a report of the way needs beside the network's file. Operators are those of that file, from 0.
nlohmann::ordered_json report_of(const importer::ImportedNetwork& imported) {
  nlohmann::ordered_json report;
  const importer::Provenance& from = imported.provenance;
  report["provenance"] = {{"file", from.file}, {"hash", from.hash}, {"format", from.format}};
  report["operators"] = nlohmann::ordered_json::array();
  for (const importer::SourceOperator& op : imported.operators) {
    nlohmann::ordered_json row{{"name", op.name}, {"kind", op.kind}, {"fate", importer::to_text(op.fate)}};
    row["operators"] = nlohmann::ordered_json::array();
    for (const network::OperatorId id : op.operators) row["operators"].push_back(id.value());
    row["reason"] = op.reason;
    report["operators"].push_back(std::move(row));
  }
  const importer::Totals totals = importer::totals_of(imported.network);
  report["totals"] = {
      {"macs", *totals.macs}, {"weight_bytes", *totals.weight_bytes}, {"biases", *totals.biases}};
  report["notes"] = imported.notes;
  report["inferred"] = nlohmann::ordered_json::array();
  for (const importer::InferredNumber& number : from.inferred)
    report["inferred"].push_back({{"what", number.what}, {"value", number.value}, {"rule", number.rule}});
  return report;
}

int import(const Arguments& arguments) {
  std::vector<importer::Format> formats = importer::formats();
  formats.push_back(importer::onnx::format());
  std::vector<std::string_view> names{"auto"};
  for (const importer::Format& format : formats) names.push_back(format.name);
  if (std::find(names.begin(), names.end(), arguments.format) == names.end())
    throw UsageError(fmt::format("--format: {}", unknown_name("format", arguments.format, names)));
  if (arguments.output == "-" && arguments.report == "json")
    throw UsageError("-o - and --report json both write to stdout");
  const importer::Options options = importer::options_of(arguments.typed);
  const importer::Source source = importer::load_source(arguments.file);
  const importer::ImportedNetwork imported = importer::read(source, options, arguments.format, formats);
  const std::string text = importer::to_yaml(imported);
  const bool to_stdout = arguments.output.empty() || arguments.output == "-";
  if (!to_stdout) input::write_file(arguments.output, text);
  if (to_stdout) fmt::print("{}", text);
  for (const std::string& note : imported.notes) {
    if (!arguments.quiet) cli::to_stderr("{}: {}\n", arguments.file, note);
  }
  // Names of a hostile file may be no UTF-8.
  if (arguments.report == "json")
    fmt::print("{}\n", report_of(imported).dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  return cli::kOk;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Networks in files of other programs, to network files of synergy-sim.", "synergy-import");
  importer::TypedOptions& typed = arguments.typed;
  app.add_option("file", arguments.file, "ONNX model (binary or text), or what synergy-sim import reads")
      ->required();
  app.add_option("--format", arguments.format, "Of the file; auto: by its content")->capture_default_str();
  app.add_option("--name", typed.name, "Of the network; else the file's");
  app.add_option("--input", typed.input, "Channels, rows and columns where the file leaves them open: CxHxW");
  app.add_option("--checkpoint", typed.checkpoint, "Second file, with the sizes of the weights");
  app.add_option("--from-c", typed.from_c, "cnn.c that the vendor's tool made of the same network");
  app.add_option("--channels", typed.channels, "Output channels of layers: LAYER=CHANNELS[,...]")
      ->allow_extra_args(false);
  app.add_option("--channels-file", typed.channels_file, "The same as a file, one on each line");
  app.add_flag("--force", typed.force, "Differences from what the file states are notes, not errors");
  CLI::Option* output =
      app.add_option("-o,--output", arguments.output, "Network file to write; - or none: to stdout");
  app.add_option("--report", arguments.report, "json: what became of each operator, to stdout")
      ->check(CLI::IsMember({"json"}))
      ->needs(output);
  app.add_flag("-q,--quiet", arguments.quiet, "No messages but errors");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return cli::unless_unwritten(code == 0 ? code : cli::kUsage);
  }
  return cli::guarded("synergy-import", "the file", [&] { return import(arguments); });
}
