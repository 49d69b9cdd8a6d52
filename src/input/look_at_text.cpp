#include "look_at_text.hpp"

#include <algorithm>

namespace synergy::input {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// The byte behind a text in quotes that begins at `at`; kNone if it does not end.
std::size_t end_of_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      const bool doubled = quote == '\'' && text.substr(at + 1).starts_with('\'');
      if (!doubled) return at + 1;
      ++at;
    }
  }
  return kNone;
}

/// A line without its comment and the blanks before that.
/// A '#' begins a comment only after a blank, or at the line's beginning.
std::string_view content_of(std::string_view line) {
  const std::size_t comment = line.starts_with('#') ? 0 : line.find(" #");
  line = line.substr(0, comment);
  return line.substr(0, line.find_last_not_of(" \t\r") + 1);
}

}  // namespace

bool is_null_word(std::string_view text) {
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (!text.starts_with(word)) continue;
    const std::string_view after = text.substr(word.size());
    return after.empty() || std::string_view(" \t\r\n,]}:").find(after[0]) != kNone;
  }
  return false;
}

std::size_t end_of_colon(std::string_view text, std::size_t key, std::string_view name) {
  if (key >= text.size()) return kNone;
  const bool quoted = text[key] == '"' || text[key] == '\'';
  std::size_t at = quoted ? end_of_quoted(text, key) : key + name.size();
  at = text.find_first_not_of(" \t", std::min(at, text.size()));
  return at == kNone || text[at] != ':' ? kNone : at + 1;
}

std::size_t end_of_dash(std::string_view text, std::size_t next) {
  // The line that `next` is in counts as well: "- - a" has an item that begins behind a dash.
  for (std::size_t end = next;; --end) {
    const std::size_t before = end == 0 ? kNone : text.rfind('\n', end - 1);
    const std::size_t begin = before == kNone ? 0 : before + 1;
    const std::string_view content = content_of(text.substr(begin, end - begin));
    if (content.ends_with('-')) return begin + content.size();
    const bool blank = content.find_first_not_of(" \t") == kNone;
    if (!blank || begin == 0) return kNone;
    end = begin;  // and the loop steps over the line's end
  }
}

bool has_closing_quote(std::string_view text) {
  const std::size_t at = text.find_first_not_of("! \t");
  const bool quoted = at != kNone && (text[at] == '"' || text[at] == '\'');
  return !quoted || end_of_quoted(text, at) != kNone;
}

bool has_closing_bracket(std::string_view text) {
  // By count, without telling square from curly: which of them is missing is yaml-cpp's to find out.
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = end_of_quoted(text, at);
      if (at == kNone) return false;
      --at;
    } else {
      depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
    }
    if (depth == 0) return true;
  }
  return false;
}

}  // namespace synergy::input
