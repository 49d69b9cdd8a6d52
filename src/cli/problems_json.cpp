#include "problems_json.hpp"

#include "synergy/results/write.hpp"

#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace synergy::cli {
namespace {

using Json = nlohmann::ordered_json;

/// With bytes that are not UTF-8 replaced, since a path may be any bytes.
std::string dumped(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

/// The path as a relative reference of RFC 3986: a colon in its first part would begin a scheme.
std::string uri_of(const std::string& file) {
  constexpr std::string_view kPlain = "/-._~";
  std::string uri;
  for (const char c : file) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kPlain.find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

Json sarif_result(const Problem& problem, std::string_view rule, std::string_view level) {
  Json location;
  location["physicalLocation"]["artifactLocation"]["uri"] = uri_of(problem.where.file);
  if (problem.where.line > 0) {
    location["physicalLocation"]["region"]["startLine"] = problem.where.line;
    location["physicalLocation"]["region"]["startColumn"] =
        problem.where.column > 0 ? problem.where.column : 1;
  }
  Json result;
  result["ruleId"] = rule;
  result["level"] = level;
  result["message"]["text"] = problem.message;
  result["locations"] = Json::array({location});
  return result;
}

Json sarif_rule(std::string_view id, std::string_view text) {
  Json rule;
  rule["id"] = id;
  rule["shortDescription"]["text"] = text;
  return rule;
}

}  // namespace

std::vector<std::string> choices_in(std::string_view message) {
  constexpr std::array<std::string_view, 2> kBefore{"; known: ", "one of: "};
  std::vector<std::string> choices;
  for (const std::string_view before : kBefore) {
    const std::size_t at = message.find(before);
    if (at == std::string_view::npos) continue;
    std::string_view list = message.substr(at + before.size());
    list = list.substr(0, list.find(';'));
    // "a, b and 3 more": only what is named is a choice.
    if (const std::size_t more = list.rfind(" and ");
        more != std::string_view::npos && list.ends_with(" more"))
      list = list.substr(0, more);
    // "a, b (or a path to a file)"
    if (list.ends_with(')')) list = list.substr(0, list.rfind(" ("));
    while (!list.empty() && list != "none") {
      const std::size_t comma = list.find(", ");
      choices.emplace_back(list.substr(0, comma));
      list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 2);
    }
    return choices;
  }
  return choices;
}

std::string problems_json(const std::vector<Problem>& problems, int code) {
  std::string lines;
  for (const Problem& problem : problems) {
    Json json;
    json["file"] = problem.where.file;
    json["line"] = problem.where.line;
    json["column"] = problem.where.column;
    json["message"] = problem.message;
    json["choices"] = choices_in(problem.message);
    json["code"] = code;
    json["severity"] = code == 0 ? "warning" : "error";
    lines += dumped(json, -1) + "\n";
  }
  return lines;
}

std::string sarif(const std::vector<Checked>& files) {
  Json run;
  run["tool"]["driver"]["name"] = "synergy-sim";
  run["tool"]["driver"]["fullName"] = results::program();
  run["tool"]["driver"]["rules"] = Json::array(
      {sarif_rule("invalid-input", "The file breaks a rule of its format, or cannot be read."),
       sarif_rule("doubtful-input", "The file is valid; what it says is likely not what was meant.")});
  run["columnKind"] = "unicodeCodePoints";
  run["artifacts"] = Json::array();
  run["results"] = Json::array();
  for (const Checked& checked : files) {
    Json artifact;
    artifact["location"]["uri"] = uri_of(checked.file);
    run["artifacts"].push_back(std::move(artifact));
    for (const Problem& problem : checked.errors)
      run["results"].push_back(sarif_result(problem, "invalid-input", "error"));
    for (const std::string& warning : checked.warnings)
      run["results"].push_back(sarif_result({{checked.file}, warning}, "doubtful-input", "warning"));
  }
  Json report;
  report["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  report["version"] = "2.1.0";
  report["runs"] = Json::array({run});
  return dumped(report, 2) + "\n";
}

}  // namespace synergy::cli
