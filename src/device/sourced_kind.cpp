#include "synergy/device/sourced_kind.hpp"

#include "synergy/input/field_kinds.hpp"
#include "synergy/quantities/parse.hpp"
#include "synergy/quantities/range.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace synergy::device {

using input::Yaml;

template <class Q>
std::string SourcedAmount<Q>::why_not(Q amount) const {
  if (least <= amount && amount <= most) return {};
  return fmt::format("{} is out of range: {}", to_text(amount),
                     range_text(std::optional<Q>(least), std::optional<Q>(most)));
}

template <class Q>
std::vector<NumberProblem> SourcedAmount<Q>::problems(const Sourced<Q>& number) const {
  std::vector<NumberProblem> found;
  const auto judge = [&](std::string_view part, const std::optional<Q>& amount, std::string misplaced) {
    if (!amount) return;
    std::string message = why_not(*amount);
    if (message.empty()) message = std::move(misplaced);
    if (!message.empty()) found.push_back({part, std::move(message)});
  };
  judge("value", number.value, {});
  // A value that cannot be has been told of; comparing with it would say nothing more.
  const bool comparable = found.empty();
  judge("low", number.low, comparable && number.low > number.value ? "'low' is above 'value'" : "");
  judge("high", number.high,
        comparable && number.high && *number.high < number.value ? "'high' is below 'value'" : "");
  return found;
}

template <class Q>
void SourcedAmount<Q>::read(const input::Value& value, Sourced<Q>& to) const {
  input::Mapping keys = value.mapping();
  const std::size_t problems_before = value.problems().count();
  const auto stated = keys.required("value");
  const auto low = keys.optional("low");
  const auto high = keys.optional("high");
  if (stated) to.value = stated->template quantity<Q>();
  if (low) to.low = low->template quantity<Q>();
  if (high) to.high = high->template quantity<Q>();
  // An amount that could not be read is 0 here. Judging it would add a second, untrue problem to the true
  // one.
  if (stated && value.problems().count() == problems_before) {
    for (const NumberProblem& problem : problems(to))
      (problem.part == "low" ? *low : problem.part == "high" ? *high : *stated).fail(problem.message);
  }
  if (const auto source = keys.required("source")) to.source = source->text();
  if (const auto word = keys.required("class"))
    to.value_class = static_cast<ValueClass>(word->choice("class", class_names()));
  keys.finish();
}

template <class Q>
Yaml SourcedAmount<Q>::save(const Sourced<Q>& from) const {
  Yaml number = Yaml::mapping();
  number.put("value", Yaml::quoted(to_text(from.value)));
  if (from.low) number.put("low", Yaml::quoted(to_text(*from.low)));
  if (from.high) number.put("high", Yaml::quoted(to_text(*from.high)));
  number.put("source", Yaml::quoted(from.source)).put("class", Yaml::plain(to_text(from.value_class)));
  return number;
}

template <class Q>
Yaml SourcedAmount<Q>::schema() const {
  // One line each: a profile has twenty of these, and nobody reads the second.
  const auto in_line = [](Yaml part) {
    part.set_style(Yaml::Style::flow);
    return part;
  };
  const Yaml amount = in_line(input::Amount<Q>{}.schema());
  Yaml keys = Yaml::mapping();
  for (const std::string_view key : {"value", "low", "high"}) keys.put(key, amount);
  keys.put("source", in_line(input::schema_of_text()))
      .put("class", in_line(input::schema_of_choice(class_names())));
  Yaml required = Yaml::sequence(Yaml::Style::flow);
  for (const std::string_view key : {"value", "source", "class"}) required.add(Yaml::quoted(key));
  Yaml number = Yaml::mapping();
  return number.put("type", Yaml::quoted("object"))
      .put("additionalProperties", Yaml::plain("false"))
      .put("required", std::move(required))
      .put("properties", std::move(keys));
}

// Every quantity that a profile may state. Instantiated here, so that the bodies stay out of the header.
template struct SourcedAmount<Frequency>;
template struct SourcedAmount<Ratio>;
template struct SourcedAmount<TimePerByte>;
template struct SourcedAmount<TimePerMac>;
template struct SourcedAmount<EnergyPerByte>;
template struct SourcedAmount<DataRate>;
template struct SourcedAmount<Duration>;
template struct SourcedAmount<Energy>;
template struct SourcedAmount<Power>;
template struct SourcedAmount<Voltage>;
template struct SourcedAmount<Current>;
template struct SourcedAmount<Charge>;

}  // namespace synergy::device
