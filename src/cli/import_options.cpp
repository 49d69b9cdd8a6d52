#include "import_options.hpp"

#include "synergy/input/error.hpp"
#include "synergy/input/text_file.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace synergy::cli {
namespace {

constexpr int kMaxSide = 65'536;  // as of networks
constexpr std::size_t kMaxChannelsFile = std::size_t{1} << 20;

/// A whole number of the whole text, 1 to kMaxSide; 0: it is none.
int side_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && number >= 1 && number <= kMaxSide ? number : 0;
}

/// CxHxW, or CxL of one dimension.
network::Shape shape_of(const std::string& text) {
  std::vector<int> sides;
  for (const std::string& part : split({text}, 'x')) sides.push_back(side_of(part));
  const bool good =
      (sides.size() == 2 || sides.size() == 3) && std::count(sides.begin(), sides.end(), 0) == 0 &&
      std::count(text.begin(), text.end(), 'x') == static_cast<std::ptrdiff_t>(sides.size()) - 1;
  if (!good)
    throw UsageError(
        fmt::format("--input {}: expected CxHxW such as 3x32x32, or CxL, each 1 to {}", text, kMaxSide));
  return {sides[0], sides[1], sides.size() == 3 ? sides[2] : 1};
}

/// NAME=COUNT; empty: it is fine.
std::string add_channels(std::string_view text, importer::Options& options) {
  const std::size_t equals = text.rfind('=');
  const int count = equals == std::string_view::npos ? 0 : side_of(text.substr(equals + 1));
  if (count == 0 || equals == 0)
    return fmt::format("expected LAYER=CHANNELS such as conv1=96, found '{}'", text);
  const std::string name(text.substr(0, equals));
  if (!options.channels.emplace(name, count).second) return fmt::format("'{}' stands twice", name);
  return {};
}

/// A LAYER=CHANNELS on each line; what follows # is a comment.
void read_channels_file(const std::string& file, importer::Options& options) {
  const std::string text = input::read_text(file, kMaxChannelsFile);
  std::vector<Problem> problems;
  int number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    line.resize(std::min(line.find('#'), line.size()));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos) continue;
    const std::string_view item =
        std::string_view(line).substr(first, line.find_last_not_of(" \t\r") - first + 1);
    if (std::string problem = add_channels(item, options); !problem.empty())
      problems.push_back({{file, number, 1}, std::move(problem)});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

}  // namespace

std::vector<std::string> split(const std::vector<std::string>& texts, char separator) {
  std::vector<std::string> parts;
  for (const std::string& text : texts) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(separator, begin), text.size());
      if (end > begin) parts.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return parts;
}

std::string import_titles() {
  std::string titles;
  for (const importer::Format& format : importer::formats())
    titles += fmt::format("{}{} ({})", titles.empty() ? "" : ", ", format.title, format.name);
  return titles;
}

void add_import_settings(Command& command, ImportSettings& settings) {
  command.option("--format", settings.format, "Format of the file; auto: told by its content")
      .option("--name", settings.name, "Name of the network; default: the file's")
      .option("--input", settings.input, "Shape of its first input, CxHxW, where the file leaves it open")
      .option("--checkpoint", settings.checkpoint, "File of trained weights, where sizes of layers are open")
      .option("--from-c", settings.from_c,
              "cnn.c that the vendor's tool made of the same network, where sizes of layers are open")
      .option("--channels", settings.channels,
              "Output channels of layers, LAYER=CHANNELS[,...], where they are open")
      .option("--channels-file", settings.channels_file, "The same as a file, one on each line")
      .flag("--force", settings.force,
            "Totals that the source states and the network does not have are a note");
}

importer::Options reader_options(const ImportSettings& settings) {
  importer::Options options;
  options.name = settings.name;
  if (!settings.input.empty()) options.input = shape_of(settings.input);
  options.checkpoint = settings.checkpoint;
  options.c_project = settings.from_c;
  options.force = settings.force;
  if (!settings.channels_file.empty()) read_channels_file(settings.channels_file, options);
  for (const std::string& item : split(settings.channels, ',')) {
    if (const std::string problem = add_channels(item, options); !problem.empty())
      throw UsageError("--channels: " + problem);
  }
  return options;
}

}  // namespace synergy::cli
