#include "hints.hpp"

#include "synergy/input/error.hpp"
#include "synergy/model/lower.hpp"
#include "synergy/model/names.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace synergy::model {
namespace {

std::string processors_text(std::uint64_t map) { return fmt::format("0x{:016x}", map); }

/// As in model files: "0x" and hexadecimal digits, or decimal ones. A map without a bit is refused like text
/// that is no number: it could only be a slip.
bool read_processors(const std::string& text, std::optional<std::uint64_t>& map) {
  const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
  const char* end = text.data() + text.size();
  std::uint64_t value = 0;
  const auto [stop, error] =
      std::from_chars(text.data() + (hexadecimal ? 2 : 0), end, value, hexadecimal ? 16 : 10);
  if (stop != end || error != std::errc() || value == 0) return false;
  map = value;
  return true;
}

/// As YAML has it.
bool read_flag(const std::string& text, bool& flag) {
  flag = text == "true";
  return flag || text == "false";
}

}  // namespace

/// Unknown keys are problems, since a wish that nobody reads would be lost in silence.
std::vector<std::string> add_hints(const network::Operator& op, LayerHints& hints) {
  std::vector<std::string> problems;
  for (const network::Hint& hint : op.hints) {
    if (hint.family != kFamily) continue;  // another's business
    bool understood = false;
    if (hint.key == "processors") {
      understood = read_processors(hint.value, hints.processors);
    } else if (hint.key == "output_processors") {
      understood = read_processors(hint.value, hints.output_processors);
    } else if (hint.key == "streaming") {
      understood = read_flag(hint.value, hints.streaming);
    } else if (hint.key == "flatten") {
      understood = read_flag(hint.value, hints.flatten);
    } else if (hint.key == "binary") {
      understood = read_flag(hint.value, hints.binary);
    } else {
      problems.push_back(unknown_name("hint", hint.key,
                                      {"processors", "output_processors", "streaming", "flatten", "binary"}));
      continue;
    }
    if (understood) continue;
    problems.push_back(fmt::format("has the hint '{}: {}'; expected {}", hint.key, hint.value,
                                   hint.key.ends_with("processors")
                                       ? "a processor map such as 0x00000000ffffffff, with a bit set"
                                       : "true or false"));
  }
  return problems;
}

std::vector<std::string> read_network_hints(const std::vector<network::Hint>& hints,
                                            std::optional<DataFormat>& format) {
  std::vector<std::string> problems;
  for (const network::Hint& hint : hints) {
    if (hint.family != kFamily) continue;
    const auto& words = data_format_names();
    const auto found = std::find(words.begin(), words.end(), hint.value);
    if (hint.key != "data_format") {
      problems.push_back(unknown_name("hint", hint.key, {"data_format"}));
    } else if (found == words.end()) {
      problems.push_back(unknown_name("data_format", hint.value, words));
    } else {
      format = static_cast<DataFormat>(found - words.begin());
    }
  }
  return problems;
}

std::vector<network::Hint> hints_of(const Layer& layer) {
  std::vector<network::Hint> hints;
  const auto add = [&hints](std::string key, std::string value) {
    hints.push_back({std::string(kFamily), std::move(key), std::move(value)});
  };
  if (layer.processors) add("processors", processors_text(*layer.processors));
  if (layer.output_processors) add("output_processors", processors_text(*layer.output_processors));
  if (layer.streaming) add("streaming", "true");
  if (layer.binary) add("binary", "true");
  // A map of one pixel lowers to a layer that does not flatten, unless told to.
  if (layer.flatten && layer.pooled.height == 1 && layer.pooled.width == 1) add("flatten", "true");
  return hints;
}

}  // namespace synergy::model
