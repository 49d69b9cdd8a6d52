#include "synergy/measured/load.hpp"

#include "synergy/input/reader.hpp"
#include "synergy/measured/family.hpp"
#include "synergy/measured/numbers.hpp"

#include "check.hpp"
#include "pieces.hpp"
#include "words.hpp"
#include <fmt/format.h>

namespace synergy::measured {
namespace {

using input::Mapping;
using input::Problems;
using input::Value;

constexpr std::int64_t kMaxLayer = 4095;
/// Of a list: far above what anybody measures, and low enough that files made to be slow end.
constexpr std::size_t kMaxEntries = 10'000;
constexpr std::int64_t kMaxMacs = 1'000'000'000'000'000;

/// A number that may be missing; the reader of profile files takes only those that must be there.
template <class Q>
void read_if_there(Mapping& from, std::string_view key, Optional<Q>& to) {
  if (from.optional(key)) read_number(from, key, to.emplace());
}

void read_if_there(Mapping& from, std::string_view key, std::optional<Bytes>& to) {
  if (const auto value = from.optional(key)) to = value->quantity<Bytes>(Bytes(1));
}

/// The items of a list that is not too long; none, after a problem.
std::vector<Value> items_of(const Value& list) {
  std::vector<Value> items = list.items();
  if (items.size() <= kMaxEntries) return items;
  list.fail(fmt::format("has {} entries; at most {}", items.size(), kMaxEntries));
  return {};
}

/// Two ends, the first not above the second.
template <class T, class Read>
bool read_ends(const Value& value, T& low, T& high, const Read& read) {
  const std::vector<Value> ends = value.items();
  const std::size_t before = value.problems().count();
  if (ends.size() != 2) {
    if (value.is_sequence()) value.fail("expected [LOWEST, HIGHEST]");
    return false;
  }
  low = read(ends[0]);
  high = read(ends[1]);
  if (value.problems().count() == before && high < low) value.fail("the first is above the second");
  return value.problems().count() == before;
}

void read_laws(Mapping& root, std::vector<Law>& to) {
  const auto list = root.required("laws");
  if (!list) return;
  for (const Value& item : items_of(*list)) {
    Law& law = to.emplace_back();
    Mapping entry = item.mapping();
    if (const auto kind = entry.required("operator")) {
      law.kind = static_cast<Kind>(kind->choice("kind of operators", kind_names()));
      for (std::size_t i = 0; i + 1 < to.size(); ++i) {
        if (to[i].kind == law.kind && kind->node().scalar == to_text(law.kind))
          kind->fail(fmt::format("there is a law for '{}' already", to_text(law.kind)));
      }
    }
    read_if_there(entry, "fixed", law.fixed);
    read_if_there(entry, "per_mac", law.per_mac);
    read_if_there(entry, "per_byte", law.per_byte);
    if (!law.fixed && !law.per_mac && !law.per_byte)
      item.fail("a law needs at least one of fixed, per_mac, per_byte");
    entry.finish();
  }
  if (to.empty() && list->is_sequence()) list->fail("needs at least one law");
}

void read_table(Mapping& root, std::vector<Row>& to) {
  const auto list = root.required("table");
  if (!list) return;
  for (const Value& item : items_of(*list)) {
    Row& row = to.emplace_back();
    Mapping entry = item.mapping();
    if (const auto network = entry.required("network")) row.network = network->text();
    if (const auto layers = entry.optional("layers")) {
      device::LayerRange range;
      const auto layer = [](const Value& v) { return static_cast<int>(v.integer(0, kMaxLayer)); };
      if (read_ends(*layers, range.first, range.last, layer)) row.layers = range;
    }
    read_number(entry, "time", row.time);
    read_if_there(entry, "energy", row.energy);
    entry.finish();
    check_row(item, to);
  }
  if (to.empty() && list->is_sequence()) list->fail("needs at least one row");
}

void read_points(Mapping& root, Profile& profile) {
  const auto chosen = root.required("operating_point");
  const auto list = root.required("operating_points");
  if (chosen) profile.operating_point = chosen->text();
  if (!list) return;
  for (const Value& item : items_of(*list)) {
    Point& point = profile.points.emplace_back();
    Mapping entry = item.mapping();
    if (const auto name = entry.required("name")) point.name = name->text();
    read_number(entry, "clock", point.clock);
    read_number(entry, "voltage", point.voltage);
    visit_optional(point, [&](std::string_view key, auto& number) { read_if_there(entry, key, number); });
    entry.finish();
    check_point(item, profile);
  }
  if (profile.points.empty() && list->is_sequence()) list->fail("needs at least one operating point");
  if (chosen) check_chosen(*chosen, profile);
}

void read_residual(const Value& item, Residual& to) {
  Mapping entry = item.mapping();
  if (const auto of = entry.required("of"))
    to.of = residual_words()[of->choice("quantity", residual_words())];
  if (const auto left_out = entry.required("left_out"))
    to.left_out = left_out_words()[left_out->choice("thing left out", left_out_words())];
  const auto share = [&](std::string_view key, Ratio& ratio, std::optional<Ratio> most) {
    if (const auto value = entry.required(key)) ratio = value->quantity<Ratio>(Ratio(), most);
  };
  share("mean", to.mean, {});
  share("rms", to.rms, {});
  share("worst", to.worst, {});
  share("within_5", to.within_5, Ratio::from_si(1));
  share("within_10", to.within_10, Ratio::from_si(1));
  if (const auto points = entry.required("points"))
    to.points = static_cast<int>(points->integer(1, 1'000'000));
  entry.finish();
}

void read_calibrated(const Value& value, Calibrated& to) {
  Mapping from = value.mapping();
  if (const auto networks = from.required("networks")) {
    for (const Value& name : items_of(*networks)) to.networks.push_back(name.text());
  }
  if (const auto macs = from.required("macs"))
    read_ends(*macs, to.macs[0], to.macs[1], [](const Value& v) { return v.integer(0, kMaxMacs); });
  if (const auto clock = from.required("clock"))
    read_ends(*clock, to.clock[0], to.clock[1],
              [](const Value& v) { return v.quantity<Frequency>(Frequency()); });
  if (const auto operators = from.required("operators")) {
    for (const Value& kind : items_of(*operators))
      to.operators.push_back(static_cast<Kind>(kind.choice("kind of operators", kind_names())));
  }
  if (const auto residuals = from.optional("residuals")) {
    for (const Value& item : items_of(*residuals)) read_residual(item, to.residuals.emplace_back());
  }
  from.finish();
}

void read_all(Mapping& root, Profile& p) {
  (void)root.required("family");
  if (const auto on = root.required("infers_on"))
    p.infers_on_cpu = on->choice("processor", processor_words()) == 0;
  if (const auto rail = root.required("rail")) p.rail = static_cast<Rail>(rail->choice("rail", rail_words()));
  const auto times = root.required("times");
  if (times) p.times = static_cast<Times>(times->choice("form of times", times_words()));
  if (const auto allow = root.optional("allow_rate")) p.allow_rate = allow->boolean();
  read_size(root, "weight_memory", p.weight_memory);
  read_size(root, "activation_memory", p.activation_memory);
  read_if_there(root, "code_memory", p.code_memory);
  read_if_there(root, "code_per_operator", p.code_per_operator);
  if (times && p.times == Times::laws) read_laws(root, p.laws);
  if (times && p.times == Times::table) read_table(root, p.table);
  if (times && p.times == Times::rate) read_number(root, "rate", p.rate.emplace());
  visit_optional(p, [&](std::string_view key, auto& number) { read_if_there(root, key, number); });
  read_number(root, "cpu_clock", p.cpu_clock);
  read_number(root, "softmax", p.softmax);
  read_number(root, "argmax", p.argmax);
  read_points(root, p);
  if (const auto calibrated = root.optional("calibrated"))
    read_calibrated(*calibrated, p.calibrated.emplace());
  if (p.code_memory.has_value() != p.code_per_operator.has_value())
    root.fail("'code_memory' and 'code_per_operator' come together or not at all");
  if (times && p.times == Times::rate && !p.infers_on_cpu && !p.allow_rate) {
    times->fail(
        "one rate for all networks is refused for an accelerator: measured ones differ tenfold between "
        "networks. Give laws or a table, or add 'allow_rate: true' to take it as an estimate");
  }
}

}  // namespace

Profile read_profile(const input::Document& document) {
  Profile profile;
  Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  input::read_schema_version(root);
  const auto kind = root.required("kind");
  if (kind) device::ProfileKind{"accelerator"}.read(*kind, profile);
  if (const auto name = root.required("name")) profile.name = name->text();
  // Of a file of another kind all keys would be unknown, and one problem says more than twenty.
  if (kind && kind->node().scalar == "accelerator") {
    read_all(root, profile);
    root.finish();
  }
  problems.throw_if_any();
  return profile;
}

}  // namespace synergy::measured
