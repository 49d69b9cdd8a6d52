#include "synergy/device/load.hpp"

#include "synergy/input/reader.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace synergy::device {
namespace {

using input::Mapping;
using input::Problems;
using input::Value;

constexpr std::array<std::string_view, 4> kKinds = {"accelerator", "radio", "sensor", "actuator"};
constexpr std::int64_t kMaxCount = 1'000'000;

/// Numbers that something is divided by, or that would make no sense at 0.
bool must_be_positive(std::string_view key) {
  return key == "clock" || key == "cpu_clock" || key == "pipeline_factor" || key == "supply_efficiency" ||
         key == "interface_rate" || key == "sample_period" || key == "supply";
}

template <class Q>
void read_number(Mapping& from, std::string_view key, Sourced<Q>& to) {
  const auto value = from.required(key);
  if (!value) return;
  Mapping number = value->mapping();
  const std::optional<Q> zero(std::in_place);
  const std::size_t problems = value->problems().count();
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

/// Reads what all profiles have; false if the file is of another kind, whose keys would all be unknown.
bool read_head(Mapping& root, std::string_view expected, std::string& name) {
  input::read_schema_version(root);
  const auto kind = root.required("kind");
  if (const auto value = root.required("name")) name = value->text();
  if (!kind) return false;
  const std::string_view found = kKinds[kind->choice("kind", {kKinds.begin(), kKinds.end()})];
  if (kind->node().scalar != found) return false;
  if (found != expected)
    kind->fail(fmt::format("expected a profile of kind '{}', found '{}'", expected, found));
  return found == expected;
}

/// Reads a whole profile; `read_own` reads the keys that are neither head nor numbers with a key of their
/// own.
template <class Profile, class ReadOwn>
Profile read_profile(const input::Document& document, std::string_view kind, const ReadOwn& read_own) {
  Profile profile;
  Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  if (read_head(root, kind, profile.name)) {
    visit_numbers(profile, [&](std::string_view key, auto& number) { read_number(root, key, number); });
    read_own(root, profile);
    root.finish();
  }
  problems.throw_if_any();
  return profile;
}

template <class Profile>
void read_type(Mapping& root, Profile& profile) {
  if (const auto value = root.required("type")) profile.type = value->text();
}

/// The list `measured_power`; without it no network was measured.
void read_measured_power(Mapping& root, std::vector<MeasuredPower>& to) {
  const auto list = root.optional("measured_power");
  if (!list) return;
  for (const Value& item : list->items()) {
    Mapping entry = item.mapping();
    MeasuredPower measured;
    if (const auto network = entry.required("network")) {
      measured.network = network->text();
      const bool twice = std::any_of(to.begin(), to.end(),
                                     [&](const MeasuredPower& m) { return m.network == measured.network; });
      if (twice) network->fail(fmt::format("network '{}' is in the list already", measured.network));
    }
    read_number(entry, "power", measured.power);
    entry.finish();
    to.push_back(std::move(measured));
  }
}

void check(Mapping& root, const AcceleratorProfile& p) {
  // The cycle formula and the memory rules hold for this family only.
  if (p.processors != 64) root.fail("'processors' must be 64");
  if (p.words_per_processor % 4 != 0 || p.words_of_quadrant_head % 4 != 0) {
    root.fail("'words_per_processor' and 'words_of_quadrant_head' must be multiples of 4");
  }
  if (p.words_of_quadrant_head < p.words_per_processor) {
    root.fail("'words_of_quadrant_head' must not be less than 'words_per_processor'");
  }
}

}  // namespace

AcceleratorProfile read_accelerator(const input::Document& document) {
  return read_profile<AcceleratorProfile>(document, "accelerator", [](Mapping& root, AcceleratorProfile& p) {
    visit_facts(p, [&](std::string_view key, auto& fact) { read_fact(root, key, fact); });
    read_measured_power(root, p.measured_power);
    check(root, p);
  });
}

RadioProfile read_radio(const input::Document& document) {
  return read_profile<RadioProfile>(document, "radio", [](Mapping&, RadioProfile&) {});
}

SensorProfile read_sensor(const input::Document& document) {
  return read_profile<SensorProfile>(document, "sensor", read_type<SensorProfile>);
}

ActuatorProfile read_actuator(const input::Document& document) {
  return read_profile<ActuatorProfile>(document, "actuator", read_type<ActuatorProfile>);
}

}  // namespace synergy::device
