#include "synergy/gate/junit.hpp"

#include "synergy/results/table.hpp"

#include <cstddef>
#include <string_view>

#include <fmt/format.h>

namespace synergy::gate {
namespace {

/// Fit for text and for attributes in double quotes.
std::string xml_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\n':
        result += "&#10;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? '?' : c;
    }
  }
  return result;
}

struct Case {
  std::string name;
  Verdict verdict = Verdict::same;
  std::string words;  ///< of a failure
};

std::string failure_words(const MetricChange& metric) {
  const std::string change =
      metric.worst_change ? fmt::format(" ({:+.4g} %)", *metric.worst_change * 100) : std::string();
  return fmt::format("{}: {} -> {}{}{}; {} rows beyond the tolerance", metric.worst_row,
                     results::to_text(metric.worst_old), results::to_text(metric.worst_new),
                     metric.unit.empty() ? "" : " " + metric.unit, change, metric.breach_count);
}

std::vector<Case> cases_of(const TableChange& table) {
  std::vector<Case> cases;
  for (const MetricChange& metric : table.metrics)
    cases.push_back({metric.metric, metric.verdict, failure_words(metric)});
  const auto add = [&cases](const std::vector<std::string>& names, Verdict verdict) {
    for (const std::string& name : names)
      cases.push_back({fmt::format("{} {}", to_text(verdict), name), verdict, "only in the old table"});
  };
  add(table.missing_columns, Verdict::missing_column);
  add(table.missing_rows, Verdict::missing_row);
  add(table.new_columns, Verdict::new_column);
  add(table.new_rows, Verdict::new_row);
  return cases;
}

}  // namespace

std::string junit(const std::vector<TableChange>& changes) {
  std::string suites;
  for (const TableChange& table : changes) {
    std::string text;
    std::size_t failures = 0;
    const std::vector<Case> cases = cases_of(table);
    for (const Case& each : cases) {
      text += fmt::format(R"(    <testcase classname="{}" name="{}")", xml_text(table.table),
                          xml_text(each.name));
      if (!fails(each.verdict)) {
        text += "/>\n";
        continue;
      }
      ++failures;
      text += fmt::format(">\n      <failure type=\"{}\" message=\"{}\"/>\n    </testcase>\n",
                          to_text(each.verdict), xml_text(each.words));
    }
    suites += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n{}  </testsuite>\n",
                          xml_text(table.table), cases.size(), failures, text);
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"compare\">\n{}</testsuites>\n", suites);
}

}  // namespace synergy::gate
