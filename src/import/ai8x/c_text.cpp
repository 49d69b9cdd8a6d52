#include "c_text.hpp"

#include <algorithm>
#include <charconv>

namespace synergy::importer::ai8x {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";
constexpr int kQuadrants = 4;
constexpr int kProcessorsOfQuadrant = 16;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// The next line, cut off.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<std::int64_t> take_number(std::string_view& text, bool commas) {
  constexpr std::int64_t kMax = 1'000'000'000'000;
  const auto digit = [&text](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  std::int64_t value = 0;
  std::size_t i = 0;
  for (; digit(i) || (commas && i > 0 && i < text.size() && text[i] == ',' && digit(i + 1)); ++i) {
    if (text[i] == ',') continue;
    value = value * 10 + (text[i] - '0');
    if (value > kMax) return {};
  }
  if (i == 0) return {};
  text.remove_prefix(i);
  return value;
}

Comments::Comments(std::string_view source) {
  bool in_block = false;
  for (int line = 1; !source.empty(); ++line) {
    std::string_view rest = take_line(source);
    // What is not a comment is skipped; a line may end one and begin another.
    while (!rest.empty()) {
      if (!in_block) {
        const std::size_t start = std::min(rest.find("//"), rest.find("/*"));
        if (start == std::string_view::npos) break;
        in_block = rest[start + 1] == '*';
        rest.remove_prefix(start + 2);
        if (!in_block) {
          add_words(rest, line);
          break;
        }
      }
      const std::size_t end = rest.find("*/");
      std::string_view words = trimmed(rest.substr(0, end));
      while (words.starts_with('*')) words.remove_prefix(1);
      add_words(words, line);
      in_block = end == std::string_view::npos;
      rest.remove_prefix(in_block ? rest.size() : end + 2);
    }
  }
}

void Comments::add_words(std::string_view words, int line) {
  words = trimmed(words);
  if (words.empty()) return;
  lines_.emplace_back(text_.size(), line);
  while (!words.empty()) {
    const std::size_t end = std::min(words.find_first_of(kBlanks), words.size());
    if (!text_.empty()) text_ += ' ';
    text_ += words.substr(0, end);
    words = trimmed(words.substr(end));
  }
}

int Comments::line_at(std::size_t offset) const {
  const auto behind = std::upper_bound(lines_.begin(), lines_.end(), std::pair(offset, 1 << 30));
  return behind == lines_.begin() ? 0 : std::prev(behind)->second;
}

namespace {

/// "// Layer 3 quadrant 1" or "group 1", which stands above the writes of that layer.
std::optional<std::pair<int, int>> section(std::string_view line) {
  if (!take(line, "// Layer ")) return {};
  const auto layer = take_number(line);
  if (!layer || *layer > 1024 || !(take(line, " quadrant ") || take(line, " group "))) return {};
  const auto quadrant = take_number(line);
  if (!quadrant || *quadrant >= kQuadrants) return {};
  return std::pair(static_cast<int>(*layer), static_cast<int>(*quadrant));
}

/// "... = 0x0001f800; // Layer control": value and comment.
std::optional<std::pair<std::uint32_t, std::string_view>> assignment(std::string_view line) {
  const std::size_t equals = line.find("= 0x");
  const std::size_t comment = line.find("//");
  if (equals == std::string_view::npos || comment == std::string_view::npos || comment < equals) return {};
  std::uint32_t value = 0;
  const char* from = line.data() + equals + 4;
  if (std::from_chars(from, line.data() + line.size(), value, 16).ec != std::errc()) return {};
  return std::pair(value, trimmed(line.substr(comment + 2)));
}

}  // namespace

std::map<int, LayerRegisters> read_registers(std::string_view source) {
  std::map<int, LayerRegisters> layers;
  std::optional<std::pair<int, int>> current;
  while (!source.empty()) {
    const std::string_view line = trimmed(take_line(source));
    if (const auto begun = section(line)) {
      current = begun;
      continue;
    }
    // The function that configures has ended.
    if (line.starts_with("}")) current.reset();
    if (!current) continue;
    const auto write = assignment(line);
    if (!write) continue;
    const auto& [value, name] = *write;
    LayerRegisters& to = layers[current->first];
    if (name == "Mask and processor enables") {
      // Copies have no masks, so the processors count, in the upper half; of a copy they are in the lower.
      const std::uint64_t enabled = (value >> 16) != 0 ? value >> 16 : value & 0xffff;
      to.processors = to.processors.value_or(0) | enabled << (kProcessorsOfQuadrant * current->second);
    } else if (name == "SRAM read ptr") {
      to.read_pointer = value;
    } else if (name == "SRAM write ptr") {
      to.write_pointer = value;
    } else if (name == "Write ptr mask offs") {
      to.bank_step = value;
    } else if (name == "Layer control") {
      to.control |= value;
    } else if (name == "Post processing register") {
      to.post |= value;
    }
  }
  return layers;
}

}  // namespace synergy::importer::ai8x
