#include "synergy/input/csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "dynamics_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Mapping;
using input::Value;
using input::Yaml;

/// Numbers apart by commas, each a time in seconds; false where one is none.
bool read_seconds(const Value& value, std::string_view text, std::vector<Duration>& to) {
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view part = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    const auto number = input::to_number(part);
    if (!number || *number <= 0 || *number > 1e8) {
      value.fail(fmt::format("'{}' is not a number of seconds above 0 to 1e8", part));
      return false;
    }
    to.push_back(seconds(*number));
  }
  return true;
}

/// A column of times, in seconds or in the unit that its name ends with.
void read_column(const Value& value, const std::string& file, const std::string& column,
                 std::vector<Duration>& to) {
  const input::Csv csv = input::Csv::load(file);
  const auto place = csv.find(column);
  const auto unit = unit_of_column(column);
  if (!place || !unit) {
    const std::vector<std::string_view> names(csv.columns().begin(), csv.columns().end());
    value.fail(place ? fmt::format("column '{}' does not say its unit: _s, _ms, _us, _min or _h", column)
                     : unknown_name("column", column, names));
    return;
  }
  for (std::size_t row = 0; row < csv.row_count(); ++row) {
    const auto number = input::to_number(csv.cell(row, *place));
    const double time = number ? *number * *unit : -1;
    if (!(time > 0) || time > 1e8)
      return value.fail(to_text(synergy::Problem{
          csv.where(row), fmt::format("'{}' is not a time above 0 to 1e8 s", csv.cell(row, *place))}));
    to.push_back(seconds(time));
  }
}

/// `{scale: "1 h", shape: 0.8}`, `{median: "3 min", sigma: 1}`
struct Shaped {
  std::string_view time, shape;

  void read(const Value& value, Distribution& to) const {
    Mapping mapping = value.mapping();
    input::Loader loader(mapping);
    fields(loader, to);
    mapping.finish();
  }
  [[nodiscard]] Yaml save(const Distribution& from) const {
    input::Saver saver;
    fields(saver, from);
    return saver.mapping(Yaml::Style::flow);
  }

 private:
  template <class Archive, class S>
  void fields(Archive& archive, S& law) const {
    archive(input::required_key(time, ""), law.time, kAboveZero);
    archive(input::required_key(shape, ""), law.shape, input::Number{0.01, 100});
  }
};

constexpr Shaped kWeibull{"scale", "shape"};
constexpr Shaped kLognormal{"median", "sigma"};

void read_uniform(const Value& value, Distribution& to) {
  const std::vector<Value> ends = value.items();
  if (ends.size() != 2) return value.fail("expected two times: the least and the greatest");
  kOfTimeline.read(ends[0], to.time);
  kAboveZero.read(ends[1], to.most);
  if (to.most < to.time) value.fail("the greatest time is less than the least");
}

void read_empirical(const Value& value, const Definitions& definitions, Distribution& to) {
  if (value.is_scalar()) {
    (void)read_seconds(value, value.text(), to.values);
  } else {
    Mapping mapping = value.mapping();
    const auto file = mapping.required("file");
    const auto column = mapping.required("column");
    mapping.finish();
    if (file && column)
      read_column(*file, (definitions.base() / file->text()).string(), column->text(), to.values);
  }
  if (to.values.empty()) value.fail("an empirical law needs at least one time");
  if (to.values.size() > kMaxTracePoints)
    value.fail(fmt::format("an empirical law has at most {} times", kMaxTracePoints));
}

std::string seconds_text(const std::vector<Duration>& values) {
  std::string text;
  for (const Duration value : values) text += fmt::format("{}{}", text.empty() ? "" : ", ", value.s());
  return text;
}

}  // namespace

std::optional<double> unit_of_column(std::string_view column) {
  for (const auto& [ending, factor] : {std::pair<std::string_view, double>{"_s", 1},
                                       {"_ms", 1e-3},
                                       {"_us", 1e-6},
                                       {"_min", 60},
                                       {"_h", 3600}}) {
    if (column.ends_with(ending)) return factor;
  }
  return {};
}

void AppName::read(const Value& value, AppId& to) const {
  if (apps->empty()) return;
  std::vector<std::string_view> names;
  for (const App& app : *apps) names.push_back(app.name);
  to = AppId(value.choice("app", names));
}

void Decibels::read(const Value& value, double& to) const {
  const std::string text = value.text();
  if (text.empty()) return;
  const std::size_t begin = text.starts_with('+') && !text.starts_with("+-") ? 1 : 0;
  const char* end = text.data() + text.size();
  double db = 0;
  const auto [stop, error] = std::from_chars(text.data() + begin, end, db);
  std::string_view unit(stop, static_cast<std::size_t>(end - stop));
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  if (error != std::errc() || !std::isfinite(db) || unit != "dB")
    return value.fail(fmt::format("'{}' is not a ratio such as \"20 dB\"", text));
  if (db < low || db > high) value.fail(fmt::format("{} is out of range: {} dB to {} dB", text, low, high));
  to = db;
}

Yaml Decibels::save(double from) const { return Yaml::quoted(fmt::format("{} dB", from)); }

Yaml Decibels::schema() const {
  Yaml schema = Yaml::mapping();
  return schema.put("type", Yaml::quoted("string"))
      .put("pattern", Yaml::quoted("^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)? *dB$"));
}

void DistributionText::read(const Value& value, Distribution& to) const {
  to = Distribution{};
  if (value.is_scalar()) return kAboveZero.read(value, to.time);
  Mapping mapping = value.mapping();
  const auto entries = mapping.entries();
  if (entries.size() != 1)
    return mapping.fail("expected a time, or one law such as {exponential: \"40 min\"}");
  const auto& [name, parameters] = entries.front();
  const std::vector<std::string_view>& laws = names_of(Distribution::Law{});
  const auto law = std::find(laws.begin(), laws.end(), name);
  if (law == laws.end()) return mapping.fail(unknown_name("law", name, laws));
  to.law = static_cast<Distribution::Law>(law - laws.begin());
  switch (to.law) {
    case Distribution::Law::fixed:
    case Distribution::Law::exponential:
      return kAboveZero.read(parameters, to.time);
    case Distribution::Law::uniform:
      return read_uniform(parameters, to);
    case Distribution::Law::weibull:
      return kWeibull.read(parameters, to);
    case Distribution::Law::lognormal:
      return kLognormal.read(parameters, to);
    case Distribution::Law::empirical:
      return read_empirical(parameters, *definitions, to);
  }
}

Yaml DistributionText::save(const Distribution& from) const {
  const auto parameters = [&] {
    switch (from.law) {
      case Distribution::Law::uniform: {
        Yaml ends = Yaml::sequence(Yaml::Style::flow);
        return ends.add(kOfTimeline.save(from.time)).add(kOfTimeline.save(from.most));
      }
      case Distribution::Law::weibull:
        return kWeibull.save(from);
      case Distribution::Law::lognormal:
        return kLognormal.save(from);
      case Distribution::Law::empirical:
        return Yaml::quoted(seconds_text(from.values));
      case Distribution::Law::fixed:
      case Distribution::Law::exponential:
        break;
    }
    return kAboveZero.save(from.time);
  };
  Yaml law = Yaml::mapping(Yaml::Style::flow);
  return law.put(names_of(from.law)[static_cast<std::size_t>(from.law)], parameters());
}

Yaml DistributionText::schema() const {
  return schema_of_any({kAboveZero.schema(), schema_of_any_mapping()});
}

void GoesText::read(const Value& value, Action::Kind& to) {
  constexpr std::array kKinds{Action::Kind::leave, Action::Kind::crash, Action::Kind::sleep};
  to = kKinds.at(value.choice("way to go", {"leave", "crash", "sleep"}));
}

Yaml GoesText::schema() { return input::schema_of_choice({"leave", "crash", "sleep"}); }

void TriggerText::read(const Value& value, Trigger& to) const {
  to = Trigger{};
  if (value.is_scalar()) {
    constexpr std::array kKinds{Trigger::Kind::never, Trigger::Kind::change, Trigger::Kind::clairvoyant_free,
                                Trigger::Kind::clairvoyant_paid};
    to.kind = kKinds.at(value.choice("trigger", {"never", "change", "clairvoyant_free", "clairvoyant_paid"}));
    return;
  }
  Mapping mapping = value.mapping();
  input::Loader loader(mapping);
  trigger_fields(loader, to);
  mapping.finish();
  if (loader.has("every") == loader.has("drop"))
    return mapping.fail(R"(expected {every: "10 s"} or {drop: "20 %", for: "2 s"})");
  to.kind = loader.has("every") ? Trigger::Kind::every : Trigger::Kind::drop;
  if (loader.has("drop") != loader.has("for"))
    mapping.fail("'drop' needs 'for': how long throughput is missing");
}

Yaml TriggerText::save(const Trigger& from) const {
  if (from.kind != Trigger::Kind::every && from.kind != Trigger::Kind::drop)
    return Yaml::plain(names_of(from.kind)[static_cast<std::size_t>(from.kind)]);
  input::Saver saver;
  trigger_fields(saver, from);
  return saver.mapping(Yaml::Style::flow);
}

Yaml TriggerText::schema() const {
  const Trigger standard;
  input::Schema schema;
  trigger_fields(schema, standard);
  return schema_of_any({input::schema_of_choice({"never", "change", "clairvoyant_free", "clairvoyant_paid"}),
                        schema.object()});
}

void CoordinatorText::read(const Value& value, Replanning& to) const {
  if (value.is_scalar() && value.node().scalar == "auto") return to.coordinator.reset();
  DeviceName{devices}.read(value, to.coordinator.emplace());
}

Yaml CoordinatorText::save(const Replanning& from) const {
  return from.coordinator ? DeviceName{devices}.save(*from.coordinator) : Yaml::plain("auto");
}

void Positions::read(const Value& value, std::vector<std::string>& to) const {
  const std::vector<Value> items = value.items();
  if (items.size() != 2) return value.fail("expected two positions on the body");
  to.clear();
  for (const Value& item : items) to.push_back(item.text());
}

Yaml Positions::save(const std::vector<std::string>& from) const {
  Yaml list = Yaml::sequence(Yaml::Style::flow);
  for (const std::string& position : from) list.add(Yaml::text(position));
  return list;
}

Yaml Positions::schema() const {
  Yaml list = input::schema_of_list(input::schema_of_text());
  return list.put("minItems", Yaml::plain("2")).put("maxItems", Yaml::plain("2"));
}

}  // namespace synergy::scenario
