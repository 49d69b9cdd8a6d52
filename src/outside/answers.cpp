#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"
#include "synergy/outside/process.hpp"
#include "synergy/plan/io.hpp"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "add.hpp"
#include <fmt/format.h>

namespace synergy::outside {
namespace {

using Json = nlohmann::ordered_json;

/// Of an answer: a line of JSON may be nested without end, and what walks it calls itself.
constexpr int kDeepest = 24;

/// For people and for tables: one line, and no longer than they can read.
std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 400;
  std::string result(text.substr(0, kMost));
  // Not within a character: those of several bytes go on with 10xxxxxx.
  if (text.size() > kMost) {
    while (!result.empty() && (static_cast<unsigned char>(text[result.size()]) & 0xC0U) == 0x80U)
      result.pop_back();
    result += "...";
  }
  std::replace_if(
      result.begin(), result.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; },
      ' ');
  return result;
}

bool is_deep(std::string_view line) {
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_text && c == '\\') ++i;
    if (c == '"') in_text = !in_text;
    if (in_text) continue;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kDeepest) return true;
  }
  return false;
}

Json object_in(const std::string& line) {
  if (line.find_first_not_of(" \t\r") == std::string::npos)
    throw std::invalid_argument("its answer is an empty line");
  if (is_deep(line)) throw std::invalid_argument("its answer is nested too deeply");
  Json json = Json::parse(line, nullptr, false);
  if (json.is_discarded() || !json.is_object())
    throw std::invalid_argument(fmt::format("its answer is no JSON object: {}", shown(line)));
  return json;
}

const Json* member(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() || found->is_null() ? nullptr : &*found;
}

std::string text_of(const Json& json, const char* name, std::optional<std::string> missing = {}) {
  const Json* value = member(json, name);
  if (value == nullptr && missing) return *missing;
  if (value == nullptr || !value->is_string())
    throw std::invalid_argument(fmt::format("its answer has no text '{}'", name));
  return shown(value->get_ref<const std::string&>());
}

std::int64_t count_of(const Json& json, const char* name) {
  const Json* value = member(json, name);
  if (value == nullptr) return 0;
  if (!value->is_number_unsigned() || value->get<std::uint64_t>() > INT64_MAX)
    throw std::invalid_argument(fmt::format("'{}' of its effort is no whole number from 0 on", name));
  return value->get<std::int64_t>();
}

template <class Number>
Number number_of(const Json& json, const char* name, Number missing) {
  const Json* value = member(json, name);
  if (value == nullptr) return missing;
  const bool fits = std::is_integral_v<Number> ? value->is_number_integer() : value->is_number();
  const bool too_large = value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX;
  if (!fits || too_large)
    throw std::invalid_argument(fmt::format("'{}' of a parameter is no number of its type", name));
  return value->get<Number>();
}

planner::Parameter::Boolean boolean_of(const Json& json) {
  const Json* value = member(json, "default");
  if (value == nullptr || !value->is_boolean())
    throw std::invalid_argument("the default of a boolean parameter is true or false");
  return {value->get<bool>()};
}

planner::Parameter::Text text_parameter_of(const Json& json) {
  planner::Parameter::Text text{text_of(json, "default"), {}};
  const Json* choices = member(json, "choices");
  for (const Json& choice : choices == nullptr ? Json::array() : *choices) {
    if (!choice.is_string()) throw std::invalid_argument("the choices of a parameter are texts");
    text.choices.push_back(shown(choice.get_ref<const std::string&>()));
  }
  return text;
}

decltype(planner::Parameter::type) type_of(const Json& json) {
  const std::string type = text_of(json, "type");
  if (type == "boolean") return boolean_of(json);
  if (type == "integer") {
    return planner::Parameter::Integer{number_of<std::int64_t>(json, "default", 0),
                                       number_of<std::int64_t>(json, "low", 0),
                                       number_of<std::int64_t>(json, "high", INT64_MAX)};
  }
  if (type == "real") {
    return planner::Parameter::Real{number_of(json, "default", 0.0), number_of(json, "low", 0.0),
                                    number_of(json, "high", 1.0)};
  }
  if (type == "text") return text_parameter_of(json);
  throw std::invalid_argument(unknown_name("type", type, {"boolean", "integer", "real", "text"}));
}

/// A slip in the name of an optional member would go unnoticed.
void require_known(const Json& json, const std::vector<std::string_view>& known) {
  for (const auto& item : json.items()) {
    if (std::find(known.begin(), known.end(), item.key()) == known.end())
      throw std::invalid_argument(unknown_name("member", shown(item.key()), known));
  }
}

planner::Parameter parameter_of(const Json& json) {
  if (!json.is_object()) throw std::invalid_argument("a parameter is no JSON object");
  require_known(json, {"name", "type", "default", "low", "high", "choices", "description"});
  return {text_of(json, "name"), type_of(json), text_of(json, "description", "")};
}

scenario::Policy policy_of(const std::string& name) {
  const auto& known = scenario::names_of(scenario::Policy{});
  const auto found = std::find(known.begin(), known.end(), name);
  if (found == known.end()) throw std::invalid_argument(unknown_name("policy", name, known));
  return static_cast<scenario::Policy>(found - known.begin());
}

plan::Infeasible reasons_of(const Json& reasons) {
  plan::Infeasible result;
  if (!reasons.is_array()) throw std::invalid_argument("its 'reasons' are no list");
  for (const Json& reason : reasons) {
    if (reason.is_string())
      result.reasons.push_back({{}, "", "", shown(reason.get_ref<const std::string&>())});
    if (reason.is_object())
      result.reasons.push_back(
          {{}, text_of(reason, "app", ""), text_of(reason, "device", ""), text_of(reason, "message")});
  }
  if (result.reasons.empty()) throw std::invalid_argument("its answer has 'reasons' that say nothing");
  return result;
}

/// The first of what is wrong, and how much more there is.
std::string told(const std::vector<Problem>& problems) {
  constexpr std::size_t kTold = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(problems.size(), kTold); ++i)
    text += (i == 0 ? "" : "; ") + problems[i].message;
  return problems.size() > kTold ? fmt::format("{}; and {} more", text, problems.size() - kTold) : text;
}

/// Read by the rules of plan files, so that what is wrong with it is told in the same words.
plan::CollaborationPlan plan_of(Json json, const scenario::Scenario& scenario) {
  if (!json.is_object()) throw std::invalid_argument("its 'plan' is no JSON object");
  json["schema_version"] = 1;
  json["scenario"] = scenario.name;
  try {
    return plan::read_plan(input::parse(json.dump(-1, ' ', false, Json::error_handler_t::replace), "answer"),
                           scenario);
  } catch (const InputError& error) {
    throw std::invalid_argument("its plan is wrong: " + shown(told(error.problems())));
  }
}

}  // namespace

planner::Planner read_description(const std::string& line) {
  const Json json = object_in(line);
  const Json* protocol = member(json, "protocol");
  if (protocol == nullptr || *protocol != kProtocol) {
    throw std::invalid_argument(fmt::format("it speaks protocol {}, this program {}",
                                            protocol == nullptr ? "none" : shown(protocol->dump()),
                                            kProtocol));
  }
  require_known(json, {"protocol", "name", "description", "policy", "takes_objective", "parameters"});
  planner::Planner planner;
  planner.name = text_of(json, "name");
  planner.description = text_of(json, "description", "a planner in another process");
  planner.paired_policy = policy_of(text_of(json, "policy", "adaptive"));
  if (const Json* takes = member(json, "takes_objective")) planner.takes_objective = *takes == true;
  if (const Json* parameters = member(json, "parameters")) {
    for (const Json& parameter : *parameters) planner.parameters.push_back(parameter_of(parameter));
  }
  return planner;
}

planner::Planned read_plan_answer(const std::string& line, const std::string& planner,
                                  const plan::PlanningProblem& problem) {
  planner::Planned planned;
  try {
    const Json json = object_in(line);
    if (const Json* effort = member(json, "effort")) {
      if (!effort->is_object()) throw std::invalid_argument("its 'effort' is no JSON object");
      planned.effort.candidates_considered = count_of(*effort, "candidates_considered");
      planned.effort.candidates_pruned = count_of(*effort, "candidates_pruned");
      planned.effort.budget_ended = effort->value("budget_ended", Json()) == true;
    }
    if (const Json* plan = member(json, "plan")) {
      planned.result = plan_of(*plan, problem.scenario());
    } else if (const Json* reasons = member(json, "reasons")) {
      planned.result = reasons_of(*reasons);
    } else {
      throw std::invalid_argument(
          fmt::format("its answer has neither 'plan' nor 'reasons': {}", shown(line)));
    }
  } catch (const std::invalid_argument& error) {
    planned.result = no_answer(fmt::format("planner {}: {}", planner, error.what()));
  }
  return planned;
}

}  // namespace synergy::outside
