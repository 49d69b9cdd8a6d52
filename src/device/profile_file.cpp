#include "synergy/device/profile_file.hpp"

#include "synergy/input/edit.hpp"
#include "synergy/quantities/parse.hpp"

#include <array>
#include <type_traits>

#include <fmt/format.h>

namespace synergy::device {

using input::Mapping;

namespace {

constexpr std::array<std::string_view, 4> kKinds = {"accelerator", "radio", "sensor", "actuator"};
// Far above any chip's counts, and in the range of int even when multiplied by the 64 processors.
constexpr std::int64_t kMaxCount = 1'000'000;

/// Numbers that something is divided by, or that would make no sense at 0. By key and not by type: other
/// durations and rates may well be 0. One list for all profiles, so that a key means the same in each.
bool must_be_positive(std::string_view key) {
  return key == "clock" || key == "cpu_clock" || key == "pipeline_factor" || key == "supply_efficiency" ||
         key == "interface_rate" || key == "sample_period" || key == "supply" || key == "voltage" ||
         key == "time_scale" || key == "time" || key == "rate";
}

}  // namespace

template <class Q>
void read_number(Mapping& from, std::string_view key, Sourced<Q>& to) {
  const auto value = from.required(key);
  if (!value) return;
  Mapping number = value->mapping();
  const std::optional<Q> zero(std::in_place);
  const std::size_t problems = value->problems().count();
  // A value that could not be read is 0 here. Comparing it would add a second, untrue problem to the true
  // one.
  const auto readable = [&] { return value->problems().count() == problems; };  // so far
  const auto stated = number.required("value");
  if (stated) to.value = stated->quantity<Q>(zero);
  if (stated && must_be_positive(key) && to.value == Q{} && readable()) stated->fail("must be more than 0");
  if constexpr (std::is_same_v<Q, Ratio>) {
    if (stated && key == "supply_efficiency" && to.value.si() > 1) stated->fail("must not be more than 1");
  }
  const auto low = number.optional("low");
  const auto high = number.optional("high");
  if (low) to.low = low->quantity<Q>(zero);
  if (high) to.high = high->quantity<Q>(zero);
  if (low && *to.low > to.value && readable()) low->fail("'low' is above 'value'");
  if (high && *to.high < to.value && readable()) high->fail("'high' is below 'value'");
  if (low && must_be_positive(key) && *to.low == Q{} && readable()) low->fail("must be more than 0");
  if (const auto source = number.required("source")) to.source = source->text();
  if (const auto stated_class = number.required("class")) {
    to.value_class = static_cast<ValueClass>(stated_class->choice("class", class_names()));
  }
  number.finish();
}

void read_fact(Mapping& from, std::string_view key, bool& to) {
  if (const auto value = from.required(key)) to = value->boolean();
}
void read_fact(Mapping& from, std::string_view key, int& to) {
  if (const auto value = from.required(key)) to = static_cast<int>(value->integer(1, kMaxCount));
}
void read_fact(Mapping& from, std::string_view key, Bytes& to) {
  if (const auto value = from.required(key)) to = value->quantity<Bytes>(Bytes(1));
}

/// Without `kind` nothing more is read: which keys belong here depends on it.
bool read_head(Mapping& root, std::string_view expected, std::string& name) {
  input::read_schema_version(root);
  const auto kind = root.required("kind");
  if (const auto value = root.required("name")) name = value->text();
  if (!kind) return false;
  // A word that is no kind has been recorded by choice(); its answer then means nothing.
  const std::string_view found = kKinds[kind->choice("kind", {kKinds.begin(), kKinds.end()})];
  if (kind->node().scalar != found) return false;
  if (found != expected)
    kind->fail(fmt::format("expected a profile of kind '{}', found '{}'", expected, found));
  return found == expected;
}

std::string head_text(std::string_view kind, std::string_view name) {
  return fmt::format("schema_version: 1\nkind: {}\nname: {}\n", kind, input::in_quotes(name));
}

template <class Q>
std::string number_text(std::string_view key, const Sourced<Q>& n, std::string_view indent) {
  std::string text = fmt::format("{}{}:\n", indent, key);
  const auto line = [&](std::string_view field, const std::string& value) {
    text += fmt::format("{}  {}: {}\n", indent, field, value);
  };
  line("value", input::in_quotes(to_text(n.value)));
  if (n.low) line("low", input::in_quotes(to_text(*n.low)));
  if (n.high) line("high", input::in_quotes(to_text(*n.high)));
  line("source", input::in_quotes(n.source));
  line("class", std::string(to_text(n.value_class)));
  return text;
}

std::string fact_text(std::string_view key, bool value) { return fmt::format("{}: {}\n", key, value); }
std::string fact_text(std::string_view key, int value) { return fmt::format("{}: {}\n", key, value); }
std::string fact_text(std::string_view key, Bytes value) {
  return fmt::format("{}: {}\n", key, input::in_quotes(to_text(value)));
}

// Every quantity that a profile may state. Instantiated here, so that the bodies stay out of the header; a
// new quantity takes a line in both lists.
template void read_number(Mapping& from, std::string_view key, Sourced<Frequency>& to);
template void read_number(Mapping& from, std::string_view key, Sourced<Ratio>& to);
template void read_number(Mapping& from, std::string_view key, Sourced<TimePerByte>& to);
template void read_number(Mapping& from, std::string_view key, Sourced<TimePerMac>& to);
template void read_number(Mapping& from, std::string_view key, Sourced<EnergyPerByte>& to);
template void read_number(Mapping& from, std::string_view key, Sourced<DataRate>& to);
template void read_number(Mapping& from, std::string_view key, Sourced<Duration>& to);
template void read_number(Mapping& from, std::string_view key, Sourced<Energy>& to);
template void read_number(Mapping& from, std::string_view key, Sourced<Power>& to);
template void read_number(Mapping& from, std::string_view key, Sourced<Voltage>& to);
template void read_number(Mapping& from, std::string_view key, Sourced<Current>& to);
template void read_number(Mapping& from, std::string_view key, Sourced<Charge>& to);
template std::string number_text(std::string_view key, const Sourced<Frequency>& number,
                                 std::string_view indent);
template std::string number_text(std::string_view key, const Sourced<Ratio>& number, std::string_view indent);
template std::string number_text(std::string_view key, const Sourced<TimePerByte>& number,
                                 std::string_view indent);
template std::string number_text(std::string_view key, const Sourced<TimePerMac>& number,
                                 std::string_view indent);
template std::string number_text(std::string_view key, const Sourced<EnergyPerByte>& number,
                                 std::string_view indent);
template std::string number_text(std::string_view key, const Sourced<DataRate>& number,
                                 std::string_view indent);
template std::string number_text(std::string_view key, const Sourced<Duration>& number,
                                 std::string_view indent);
template std::string number_text(std::string_view key, const Sourced<Energy>& number,
                                 std::string_view indent);
template std::string number_text(std::string_view key, const Sourced<Power>& number, std::string_view indent);
template std::string number_text(std::string_view key, const Sourced<Voltage>& number,
                                 std::string_view indent);
template std::string number_text(std::string_view key, const Sourced<Current>& number,
                                 std::string_view indent);
template std::string number_text(std::string_view key, const Sourced<Charge>& number,
                                 std::string_view indent);

}  // namespace synergy::device
