#include "synergy/input/csv.hpp"
#include "synergy/input/text_file.hpp"

#include <algorithm>

#include "dynamics_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Value;
using input::Yaml;

/// A trace's text form takes no more; a CSV file may have other columns.
constexpr std::size_t kMaxTraceBytes = 64u << 20;

/// What kind of values a subject can have, the first by default.
std::vector<TraceSets> sets_of(const Trace& line) {
  if (line.app) return {TraceSets::running, TraceSets::rate};
  if (line.device) return {TraceSets::present, TraceSets::accelerator_clock};
  return {TraceSets::path_loss, TraceSets::path_loss_add};
}

std::pair<double, double> range_of(TraceSets sets) {
  switch (sets) {
    case TraceSets::path_loss:
      return {0, 200};
    case TraceSets::path_loss_add:
      return {-200, 200};
    case TraceSets::accelerator_clock:
      return {0.01, 1};
    case TraceSets::rate:
      return {1e-6, 1e6};
    case TraceSets::present:
    case TraceSets::running:
      break;
  }
  return {0, 1};
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == ',' || c == '\r'; }

/// Words apart by blanks or commas.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto begin = std::find_if_not(text.begin(), text.end(), is_blank);
    const auto end = std::find_if(begin, text.end(), is_blank);
    if (begin != end)
      words.push_back(
          text.substr(static_cast<std::size_t>(begin - text.begin()), static_cast<std::size_t>(end - begin)));
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  }
  return words;
}

/// A time and a value as they stand somewhere; what is wrong goes to `problems`.
void add_point(std::string_view time, double unit, std::string_view value, const Location& where,
               std::vector<Problem>& problems, std::vector<Trace::Point>& to) {
  const auto at = input::to_number(time);
  const auto number = input::to_number(value);
  if (!at || *at < 0 || *at * unit > 1e8) {
    problems.push_back({where, fmt::format("'{}' is not a time from 0 to 1e8 s", time)});
  } else if (!number) {
    problems.push_back({where, fmt::format("'{}' is not a number", value)});
  } else if (!to.empty() && seconds(*at * unit) <= to.back().at) {
    problems.push_back({where, fmt::format("time {} is not after the one before it", time)});
  } else {
    to.push_back({seconds(*at * unit), *number});
  }
}

/// The two columns of BabbleSim's channels: microseconds and dB apart by blanks (or a comma), one pair a
/// line, comments from '#' on.
std::vector<Trace::Point> read_two_columns(const std::string& file) {
  const std::string text = input::read_text(file, kMaxTraceBytes);
  std::vector<Trace::Point> points;
  std::vector<Problem> problems;
  std::string_view rest = text;
  for (int line = 1; !rest.empty() && problems.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view content = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::vector<std::string_view> words = words_of(content.substr(0, content.find('#')));
    if (words.empty()) continue;
    const Location where{file, line, 1};
    if (words.size() != 2)
      problems.push_back({where, "expected two columns: microseconds and dB; other files need 'columns'"});
    else
      add_point(words[0], 1e-6, words[1], where, problems, points);
  }
  if (!problems.empty()) throw InputError(std::move(problems));
  return points;
}

std::vector<Trace::Point> read_csv(const input::Loader& loader, const Trace& line) {
  const input::Csv csv = input::Csv::load(line.file);
  const std::vector<std::string_view> names(csv.columns().begin(), csv.columns().end());
  const auto unit = unit_of_column(line.time_column);
  const auto time = csv.find(line.time_column);
  const auto value = csv.find(line.value_column);
  std::vector<Trace::Point> points;
  for (const auto& [place, name] : {std::pair(time, line.time_column), std::pair(value, line.value_column)}) {
    if (!place) loader.fail("columns", unknown_name("column", name, names));
  }
  if (!unit)
    loader.fail("columns",
                fmt::format("column '{}' does not say its unit: _s, _ms, _us, _min or _h", line.time_column));
  if (!unit || !time || !value) return points;
  std::vector<Problem> problems;
  for (std::size_t row = 0; row < csv.row_count() && problems.empty(); ++row)
    add_point(csv.cell(row, *time), *unit, csv.cell(row, *value), csv.where(row), problems, points);
  if (!problems.empty()) throw InputError(std::move(problems));
  return points;
}

void check_values(const input::Loader& loader, std::string_view key, const Trace& line) {
  const auto [low, high] = range_of(line.sets);
  const bool switches = line.sets == TraceSets::present || line.sets == TraceSets::running;
  for (const Trace::Point& point : line.points) {
    if (point.value < low || point.value > high || (switches && point.value != 0 && point.value != 1))
      return loader.fail(key, fmt::format("the value {} at {} s is not {}", point.value, point.at.s(),
                                          switches ? "0 or 1" : fmt::format("from {} to {}", low, high)));
  }
}

}  // namespace

void TraceFile::read(const Value& value, Trace& to) const {
  to.file = (definitions->base() / value.text()).string();
}

void TraceColumns::read(const Value& value, Trace& to) {
  input::Mapping mapping = value.mapping();
  if (const auto time = mapping.required("time")) to.time_column = time->text();
  if (const auto column = mapping.required("value")) to.value_column = column->text();
  mapping.finish();
}

Yaml TraceColumns::schema() {
  Yaml keys = Yaml::mapping();
  keys.put("time", input::schema_of_text()).put("value", input::schema_of_text());
  Yaml schema = schema_of_any_mapping();
  return schema.put("properties", std::move(keys)).put("additionalProperties", Yaml::plain("false"));
}

void TracePoints::read(const Value& value, std::vector<Trace::Point>& to) const {
  const std::string text = value.text();
  std::vector<Problem> problems;
  std::string_view rest = text;
  while (!rest.empty() && problems.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const std::vector<std::string_view> words = words_of(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (words.size() != 2)
      problems.push_back({value.where(), "expected pairs of seconds and a value: \"0 60, 1.5 72\""});
    else
      add_point(words[0], 1, words[1], value.where(), problems, to);
  }
  for (const Problem& problem : problems) value.fail(problem.message);
}

Yaml TracePoints::save(const std::vector<Trace::Point>& from) const {
  std::string text;
  for (const Trace::Point& point : from)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", point.at.s(), point.value);
  return Yaml::quoted(text);
}

void check_line(const input::Loader& loader, Trace& line) {
  const int subjects = static_cast<int>(line.app.has_value()) + static_cast<int>(line.device.has_value()) +
                       static_cast<int>(line.link.has_value());
  if (subjects != 1) return loader.fail("link", "a trace is about one app, one device or one link");
  if (loader.has("file") == loader.has("points"))
    return loader.fail("file", "a trace has a 'file', or its 'points' written out");
  const std::vector<TraceSets> allowed = sets_of(line);
  if (!loader.has("sets")) line.sets = allowed.front();
  if (std::find(allowed.begin(), allowed.end(), line.sets) == allowed.end()) {
    const auto name = [](TraceSets sets) { return names_of(sets)[static_cast<std::size_t>(sets)]; };
    return loader.fail("sets", unknown_name("value of this trace", name(line.sets),
                                            {name(allowed.front()), name(allowed.back())}));
  }
  const std::string_view key = loader.has("file") ? "file" : "points";
  if (key == "file" && loader.is_good("file"))
    line.points = loader.has("columns") ? read_csv(loader, line) : read_two_columns(line.file);
  if (line.points.empty() && loader.is_good(key) && loader.has("columns") == loader.is_good("columns"))
    loader.fail(key, "the trace has no points");
  if (line.points.size() > kMaxTracePoints)
    loader.fail(key, fmt::format("the trace has {} points; at most {} are read", line.points.size(),
                                 kMaxTracePoints));
  check_values(loader, key, line);
}

}  // namespace synergy::scenario
