// The program synergy-import: networks in files of other programs, to network files. It knows every format
// that synergy-sim knows, and ONNX, whose library takes longer to load than a small run; `synergy-sim import`
// calls it for that.
#include "synergy/cli/exit_codes.hpp"
#include "synergy/import/formats.hpp"
#include "synergy/input/error.hpp"
#include "synergy/onnx/format.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

using namespace synergy;

struct Arguments {
  std::string file;
  std::string format = "auto";
  std::string input;
  std::vector<std::string> channels;
  std::string output;
  std::string report;
  bool quiet = false;
  importer::Options options;
};

int number_of(std::string_view option, std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1 || number > 65536)
    throw InputError({std::string(option)}, fmt::format("'{}' is no whole number of 1 to 65536", text));
  return number;
}

/// "3x32x32"; one number less for a series, two less for a vector.
network::Shape shape_of(std::string_view text) {
  std::array<int, 3> sides{1, 1, 1};
  std::size_t count = 0;
  for (std::size_t begin = 0; begin <= text.size(); ++count) {
    const std::size_t end = std::min(text.find('x', begin), text.size());
    if (count == sides.size()) throw InputError({"--input"}, fmt::format("'{}' has more than CxHxW", text));
    sides[count] = number_of("--input", text.substr(begin, end - begin));
    begin = end + 1;
  }
  return {sides[0], sides[1], sides[2]};
}

importer::Options options_of(const Arguments& arguments) {
  importer::Options options = arguments.options;
  if (!arguments.input.empty()) options.input = shape_of(arguments.input);
  for (const std::string& pair : arguments.channels) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos)
      throw InputError({"--channels"}, fmt::format("'{}' is not name=number", pair));
    options.channels[pair.substr(0, equals)] =
        number_of("--channels", std::string_view(pair).substr(equals + 1));
  }
  return options;
}

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

void write(const std::string& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) throw InputError({file}, "cannot be written");
}

void import(const Arguments& arguments) {
  std::vector<importer::Format> formats = importer::formats();
  formats.push_back(importer::onnx::format());
  const importer::Options options = options_of(arguments);
  const importer::Source source = importer::load_source(arguments.file);
  const importer::ImportedNetwork imported = importer::read(source, options, arguments.format, formats);
  const std::string text = importer::to_yaml(imported);
  if (arguments.output.empty())
    fmt::print("{}", text);
  else
    write(arguments.output, text);
  for (const std::string& note : imported.notes) {
    if (!arguments.quiet) fmt::print(stderr, "{}: {}\n", arguments.file, note);
  }
  // Names of a hostile file may be no UTF-8.
  if (arguments.report == "json")
    fmt::print("{}\n", report_of(imported).dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Networks in files of other programs, to network files of synergy-sim.", "synergy-import");
  importer::Options& options = arguments.options;
  app.add_option("file", arguments.file, "ONNX model (binary or text), or what synergy-sim import reads")
      ->required();
  app.add_option("--format", arguments.format, "Of the file; auto: by its content")->capture_default_str();
  app.add_option("--name", options.name, "Of the network; else the file's");
  app.add_option("--input", arguments.input,
                 "Channels, rows and columns where the file leaves them open: CxHxW");
  app.add_option("--checkpoint", options.checkpoint, "Second file, with the sizes of the weights");
  app.add_option("--from-c", options.c_project, "cnn.c that the vendor's tool made of the same network");
  app.add_option("--channels", arguments.channels, "Output channels of layers: name=number,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_flag("--force", options.force, "Differences from what the file states are notes, not errors");
  CLI::Option* output =
      app.add_option("-o,--output", arguments.output, "Network file to write; else to stdout");
  app.add_option("--report", arguments.report, "json: what became of each operator, to stdout")
      ->check(CLI::IsMember({"json"}))
      ->needs(output);
  app.add_flag("-q,--quiet", arguments.quiet, "No messages but errors");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return error.get_exit_code() == 0 ? app.exit(error) : (app.exit(error), cli::kUsage);
  }
  try {
    import(arguments);
    return cli::kOk;
  } catch (const InputError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return cli::kInvalidInput;
  } catch (const std::exception& error) {
    fmt::print(stderr, "synergy-import: internal error: {}\nThis is a bug; please report it with the file.\n",
               error.what());
    return cli::kInternalError;
  }
}
