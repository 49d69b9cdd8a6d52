#include "synergy/import/options.hpp"

#include "synergy/input/error.hpp"
#include "synergy/input/text_file.hpp"
#include "synergy/input/usage_error.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace synergy::importer {
namespace {

constexpr int kMaxSide = 65'536;  // as of networks
constexpr std::size_t kMaxChannelsFile = std::size_t{1} << 20;

/// Also the empty ones: a separator that separates nothing is a slip.
std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// A whole number of the whole text, 1 to kMaxSide; 0: it is none.
int side_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && number >= 1 && number <= kMaxSide ? number : 0;
}

network::Shape shape_of(const std::string& text) {
  std::array<int, 3> sides{1, 1, 1};
  const std::vector<std::string_view> parts = parts_of(text, 'x');
  bool good = parts.size() <= sides.size();
  for (std::size_t i = 0; good && i < parts.size(); ++i) {
    sides[i] = side_of(parts[i]);
    good = sides[i] > 0;
  }
  if (!good)
    throw UsageError(fmt::format("--input {}: expected CxHxW such as 3x32x32, CxL or C, each number 1 to {}",
                                 text, kMaxSide));
  return {sides[0], sides[1], sides[2]};
}

/// LAYER=CHANNELS; empty: it is fine.
std::string add_channels(std::string_view text, Options& options) {
  const std::size_t equals = text.rfind('=');
  const int count = equals == std::string_view::npos ? 0 : side_of(text.substr(equals + 1));
  if (count == 0 || equals == 0)
    return fmt::format("expected LAYER=CHANNELS such as conv1=96, found '{}'", text);
  const std::string name(text.substr(0, equals));
  if (!options.channels.emplace(name, count).second) return fmt::format("'{}' stands twice", name);
  return {};
}

/// A LAYER=CHANNELS on each line; what follows # is a comment.
void read_channels_file(const std::string& file, Options& options) {
  const std::string text = input::read_text(file, kMaxChannelsFile);
  std::vector<Problem> problems;
  int number = 0;
  for (std::string_view line : parts_of(text, '\n')) {
    ++number;
    line = line.substr(0, line.find('#'));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) continue;
    const std::string_view item = line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
    if (std::string problem = add_channels(item, options); !problem.empty())
      problems.push_back({{file, number, 1}, std::move(problem)});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

}  // namespace

Options options_of(const TypedOptions& typed) {
  Options options;
  options.name = typed.name;
  if (!typed.input.empty()) options.input = shape_of(typed.input);
  options.checkpoint = typed.checkpoint;
  options.c_project = typed.from_c;
  options.force = typed.force;
  if (!typed.channels_file.empty()) read_channels_file(typed.channels_file, options);
  for (const std::string& list : typed.channels) {
    for (const std::string_view item : parts_of(list, ',')) {
      if (const std::string problem = add_channels(item, options); !problem.empty())
        throw UsageError("--channels: " + problem);
    }
  }
  return options;
}

void refuse_unused(const Options& options, const Format& format) {
  struct Row {
    const char* name;
    bool given;
    bool taken;
  };
  const Takes& takes = format.takes;
  const std::array rows{Row{"--input", options.input.has_value(), takes.input},
                        Row{"--checkpoint", !options.checkpoint.empty(), takes.checkpoint},
                        Row{"--from-c", !options.c_project.empty(), takes.c_project},
                        Row{"--channels", !options.channels.empty(), takes.channels}};
  std::string taken = "--name";
  for (const Row& row : rows) taken += row.taken ? fmt::format(", {}", row.name) : "";
  std::vector<Problem> problems;
  for (const Row& row : rows) {
    if (row.given && !row.taken)
      problems.push_back(
          {{row.name},
           fmt::format("format {} ({}) has no use for it; it takes {}", format.name, format.title, taken)});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

}  // namespace synergy::importer
