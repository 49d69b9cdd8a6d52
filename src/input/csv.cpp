#include "synergy/input/csv.hpp"

#include "synergy/input/text_file.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace synergy::input {
namespace {

/// Goes through the text cell by cell. One pass, looking ahead by one byte at most: tables of sweeps have
/// hundreds of megabytes. Every throw names the place of the byte that does not belong there.
class Cells {
 public:
  Cells(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  enum class After : std::uint8_t { cell, line };

  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] int line() const { return line_; }

  /// Appends the next cell to `out`; says what comes after it: another cell of the row, or the row's end.
  After next(std::string& out) {
    if (!at_end() && text_[at_] == '"')
      quoted(out);
    else
      plain(out);
    if (at_end()) return After::line;
    if (text_[at_] == ',') {
      ++at_;
      return After::cell;
    }
    // plain() and quoted() stop at a '\r' only if '\n' follows it.
    at_ += text_[at_] == '\r' ? 2u : 1u;
    begin_line(at_);
    return After::line;
  }

  [[noreturn]] void fail(std::string message) const { fail(line_, column(), std::move(message)); }

 private:
  [[noreturn]] void fail(int line, int column, std::string message) const {
    throw InputError({name_, line, column}, std::move(message));
  }
  [[nodiscard]] int column() const { return static_cast<int>(at_ - line_start_) + 1; }
  void begin_line(std::size_t at) {
    ++line_;
    line_start_ = at;
  }
  [[nodiscard]] bool at_line_end() const {
    if (text_[at_] == '\n') return true;
    if (text_[at_] != '\r') return false;
    if (at_ + 1 == text_.size() || text_[at_ + 1] != '\n') fail("a carriage return without a line feed");
    return true;
  }

  void plain(std::string& out) {
    const std::size_t start = at_;
    for (; !at_end() && text_[at_] != ',' && !at_line_end(); ++at_) {
      if (text_[at_] == '"')
        fail("a quote inside a cell; the whole cell must be in quotes, and quotes in it doubled");
    }
    out.append(text_, start, at_ - start);
  }

  void quoted(std::string& out) {
    const int line = line_;
    // A quote that is never closed swallows the rest of the file; the place to look at is where it was
    // opened.
    const int opened = column();
    for (++at_;; ++at_) {
      if (at_end()) fail(line, opened, "a quoted cell that does not end");
      if (text_[at_] == '"') {
        ++at_;
        if (at_end() || text_[at_] != '"') break;
      }
      out += text_[at_];
      if (text_[at_] == '\n') begin_line(at_ + 1);
    }
    if (!at_end() && text_[at_] != ',' && !at_line_end())
      fail("text after a quoted cell; expected ',' or the end of the line");
  }

  std::string_view text_;
  const std::string& name_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
};

std::vector<std::string> header(Cells& cells, const std::string& name) {
  if (cells.at_end())
    throw InputError({name}, "the file is empty; expected a line with the names of the columns");
  std::vector<std::string> columns;
  // Two columns of one name would let a comparison pick either.
  std::set<std::string> seen;
  for (bool more = true; more;) {
    std::string& column = columns.emplace_back();
    more = cells.next(column) == Cells::After::cell;
    if (columns.size() > kMaxCsvColumns)
      throw InputError({name, 1, 1}, fmt::format("more than {} columns", kMaxCsvColumns));
    if (column.empty()) throw InputError({name, 1, 1}, fmt::format("column {} has no name", columns.size()));
    if (!seen.insert(column).second)
      throw InputError({name, 1, 1}, fmt::format("two columns are named '{}'", column));
  }
  return columns;
}

}  // namespace

Csv Csv::load(const std::string& file) { return parse(read_text(file, kMaxCsvBytes), file); }

Csv Csv::parse(std::string_view text, std::string name) {
  require_text(text, name, kMaxCsvBytes);
  if (text.starts_with("\xEF\xBB\xBF"))
    throw InputError({name, 1, 1}, "the file begins with a byte order mark; save it without one");
  Csv csv;
  csv.name_ = std::move(name);
  Cells cells(text, csv.name_);
  csv.columns_ = header(cells, csv.name_);
  while (!cells.at_end()) {
    const int line = cells.line();
    csv.lines_.push_back(line);
    std::size_t count = 0;
    for (bool more = true; more;) {
      more = cells.next(csv.text_) == Cells::After::cell;
      // All cells in one text and their ends beside it: a string each would take eight times as much.
      csv.ends_.push_back(static_cast<std::uint32_t>(csv.text_.size()));
      ++count;
    }
    if (count == csv.columns_.size()) continue;
    const std::size_t before = csv.ends_.size() - count;
    const bool empty = count == 1 && csv.ends_.back() == (before == 0 ? 0 : csv.ends_[before - 1]);
    throw InputError({csv.name_, line, 1},
                     empty ? "an empty line"
                           : fmt::format("{} cells where the header has {}", count, csv.columns_.size()));
  }
  return csv;
}

std::optional<std::size_t> Csv::find(std::string_view column) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  if (found == columns_.end()) return {};
  return static_cast<std::size_t>(found - columns_.begin());
}

std::string_view Csv::cell(std::size_t row, std::size_t column) const {
  const std::size_t index = row * columns_.size() + column;
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(text_).substr(begin, ends_[index] - begin);
}

std::optional<double> to_number(std::string_view cell) {
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value)) return {};
  return value;
}

}  // namespace synergy::input
