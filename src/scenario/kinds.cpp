#include "kinds.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Value;
using input::Yaml;

std::vector<std::string_view> names_of_devices(const Devices& devices) {
  std::vector<std::string_view> names;
  for (const Device& device : devices) names.push_back(device.name);
  return names;
}

}  // namespace

int DeviceName::place_of(const Value& value) const {
  return static_cast<int>(value.choice("device", names_of_devices(*devices_)));
}

/// Ascending and distinct is what AppConstraints promises: users look devices up by binary search.
void DeviceNames::read(const Value& value, std::vector<DeviceId>& to) const {
  if (devices->empty()) return;
  for (const Value& item : value.items()) DeviceName{devices}.read(item, to.emplace_back());
  std::sort(to.begin(), to.end());
  to.erase(std::unique(to.begin(), to.end()), to.end());
  // A list of none would say the same as no list, which is all devices.
  if (linked && to.size() < 2) value.fail("a link joins two devices");
}

Yaml DeviceNames::save(const std::vector<DeviceId>& from) const {
  Yaml names = Yaml::sequence(Yaml::Style::flow);
  for (const DeviceId device : from) names.add(DeviceName{devices}.save(device));
  return names;
}

void EndNames::read(const Value& value, link::Ends& to) const {
  const std::vector<Value> ends = value.items();
  if (ends.size() != 2) return value.fail("expected two device names");
  if (devices->empty()) return;
  const std::size_t problems = value.problems().count();
  DeviceId a{};
  DeviceId b{};
  DeviceName{devices}.read(ends[0], a);
  DeviceName{devices}.read(ends[1], b);
  if (a == b && value.problems().count() == problems) value.fail("expected two different devices");
  // A pair has no direction; link::Ends are ordered, and that is how everybody looks them up.
  to = {std::min(a, b), std::max(a, b)};
}

Yaml EndNames::save(const link::Ends& from) const {
  Yaml names = Yaml::sequence(Yaml::Style::flow);
  names.add(DeviceName{devices}.save(DeviceId(from.first)))
      .add(DeviceName{devices}.save(DeviceId(from.second)));
  return names;
}

Yaml EndNames::schema() const {
  Yaml schema = input::schema_of_list(input::schema_of_text());
  return schema.put("minItems", Yaml::plain("2")).put("maxItems", Yaml::plain("2"));
}

namespace {

/// {cycles_per_byte: N}
template <class Archive, class S>
void cycles_fields(Archive& archive, S& work) {
  archive(input::required_key("cycles_per_byte", ""), work.cycles_per_byte, input::Number{0, 1e9});
}

constexpr input::Amount<Duration> kWindow{milliseconds(1), seconds(1e8)};

/// Zero is allowed: it says "none" in a sweep over times.
constexpr input::Amount<Duration> kWorkTime{Duration(), seconds(1e6)};

}  // namespace

void CpuWorkText::read(const Value& value, CpuWork& to) const {
  if (value.is_mapping()) {
    input::Mapping mapping = value.mapping();
    to = CpuWork{.kind = CpuWork::Kind::cycles_per_byte, .time = {}};
    input::Loader loader(mapping);
    cycles_fields(loader, to);
    mapping.finish();
    return;
  }
  const std::string text = value.text();
  to = CpuWork{};
  if (text.empty()) return;
  if (text == "model") {
    to.kind = CpuWork::Kind::by_model;
  } else if (text != "none") {
    to.kind = CpuWork::Kind::time;
    kWorkTime.read(value, to.time);
  }
}

Yaml CpuWorkText::save(const CpuWork& from) const {
  switch (from.kind) {
    case CpuWork::Kind::none:
      return Yaml::plain("none");
    case CpuWork::Kind::by_model:
      return Yaml::plain("model");
    case CpuWork::Kind::time:
      return kWorkTime.save(from.time);
    case CpuWork::Kind::cycles_per_byte:
      break;
  }
  input::Saver saver;
  cycles_fields(saver, from);
  return saver.mapping(Yaml::Style::flow);
}

Yaml CpuWorkText::schema() const {
  input::Schema cycles;
  const CpuWork standard;
  cycles_fields(cycles, standard);
  Yaml words = by_model ? input::schema_of_choice({"none", "model"}) : input::schema_of_choice({"none"});
  return schema_of_any({std::move(words), kWorkTime.schema(), cycles.object()});
}

void WindowText::read(const Value& value, Measurement& to) const {
  const std::string text = value.text();
  to.steady = text == "steady";
  if (to.steady)
    to.window = Measurement().window;
  else if (!text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0)
    value.fail("'" + text + "' is neither a time, such as \"60 s\", nor steady");
  else
    kWindow.read(value, to.window);
}

Yaml WindowText::save(const Measurement& from) const {
  return from.steady ? Yaml::plain("steady") : kWindow.save(from.window);
}

Yaml WindowText::schema() const {
  return schema_of_any({input::schema_of_choice({"steady"}), kWindow.schema()});
}

/// By hand, as no unit of quantities is a share of another number: "20 %" and "+20 %" are the same, "0.2" is
/// refused, since it might mean either 20 % or 0.2 %. -100 % would be a speed of 0.
void Percent::read(const Value& value, double& to) const {
  const std::string text = value.text();
  if (text.empty()) return;
  const std::size_t begin = text.starts_with('+') && !text.starts_with("+-") ? 1 : 0;
  const char* end = text.data() + text.size();
  double percent = 0;
  const auto [stop, error] = std::from_chars(text.data() + begin, end, percent);
  std::string_view unit(stop, static_cast<std::size_t>(end - stop));
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  if (error != std::errc() || !std::isfinite(percent) || unit != "%")
    return value.fail(fmt::format("'{}' is not a percentage such as +20 % or -30 %", text));
  if (percent < -90 || percent > 900) value.fail(fmt::format("{} is out of range: -90 % to +900 %", text));
  to = percent;
}

Yaml Percent::save(double from) const { return Yaml::quoted(fmt::format("{} %", from)); }

Yaml Percent::schema() const {
  Yaml schema = Yaml::mapping();
  return schema.put("type", Yaml::quoted("string"))
      .put("pattern", Yaml::quoted("^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)? *%$"));
}

/// Rounded, not cut off: 0.001 in binary lies a little beside the decimal number.
void Thousandths::read(const Value& value, std::int64_t& to) const {
  to = std::llround(value.number(0, 1000) * 1000);
}

/// Exact: a whole number of thousandths divided once gives the shortest decimal back.
Yaml Thousandths::save(std::int64_t from) const {
  return Yaml::plain(fmt::format("{}", static_cast<double>(from) / 1000));
}

Yaml schema_of_any_mapping() {
  Yaml schema = Yaml::mapping();
  return schema.put("type", Yaml::quoted("object"));
}

Yaml schema_of_any(std::vector<Yaml> schemas) {
  Yaml list = Yaml::sequence();
  for (Yaml& schema : schemas) list.add(std::move(schema));
  Yaml any = Yaml::mapping();
  return any.put("anyOf", std::move(list));
}

}  // namespace synergy::scenario
