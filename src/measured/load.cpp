#include "synergy/measured/load.hpp"

#include "synergy/input/reader.hpp"
#include "synergy/measured/family.hpp"
#include "synergy/measured/numbers.hpp"

#include <algorithm>

#include "check.hpp"
#include "pieces.hpp"
#include "words.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

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
  if (const auto value = from.optional(key)) to = value->quantity<Bytes>(Bytes(1), device::kMostMemory);
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
    // What is no list at all has been told of by items().
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
        // A word that is no kind has been told of and was read as the first: it is no second law.
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

/// A row that was read without a problem, by its place in the file and in the table.
struct GoodRow {
  Value item;
  std::size_t index;
};

/// The good rows, for checks that need powers, which come later in the file.
std::vector<GoodRow> read_table(Mapping& root, std::vector<Row>& to) {
  const auto list = root.required("table");
  if (!list) return {};
  std::vector<GoodRow> good;
  for (const Value& item : items_of(*list)) {
    const std::size_t problems = item.problems().count();
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
    if (item.problems().count() == problems) good.push_back({item, to.size() - 1});
  }
  if (to.empty() && list->is_sequence()) list->fail("needs at least one row");
  return good;
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
  // When the list is read, of whose names it must be one.
  if (chosen) check_chosen(*chosen, profile);
}

void read_residual(const Value& item, Residual& to) {
  Mapping entry = item.mapping();
  if (const auto of = entry.required("of"))
    to.of = residual_words()[of->choice("quantity", residual_words())];
  if (const auto left_out = entry.required("left_out"))
    to.left_out = left_out_words()[left_out->choice("thing left out", left_out_words())];
  const auto share = [&](std::string_view key, Ratio& ratio, Ratio most) {
    if (const auto value = entry.required(key)) ratio = value->quantity<Ratio>(Ratio(), most);
  };
  share("mean", to.mean, device::most_of<Ratio>());
  share("rms", to.rms, device::most_of<Ratio>());
  share("worst", to.worst, device::most_of<Ratio>());
  // These are shares of the points; errors, above, may exceed 1.
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
    read_ends(*clock, to.clock[0], to.clock[1], [](const Value& v) {
      return v.quantity<Frequency>(Frequency(), device::most_of<Frequency>());
    });
  if (const auto operators = from.required("operators")) {
    for (const Value& kind : items_of(*operators))
      to.operators.push_back(static_cast<Kind>(kind.choice("kind of operators", kind_names())));
  }
  if (const auto residuals = from.optional("residuals")) {
    for (const Value& item : items_of(*residuals)) read_residual(item, to.residuals.emplace_back());
  }
  from.finish();
}

/// Not a choice like others, which would ask whether npu, gpu and dsp mean cpu: a letter away, and the
/// opposite.
void read_processor(const Value& value, bool& is_cpu) {
  const std::string word = value.text();
  if (word == "cpu" || word == "accelerator")
    is_cpu = word == "cpu";
  else if (!word.empty())
    value.fail(fmt::format("unknown processor '{}'; known: {}", word.substr(0, 64),
                           fmt::join(processor_words(), ", ")));
}

void read_all(Mapping& root, Profile& p) {
  // Judged by whoever chose this reader; asked for here so that it is no unknown key.
  (void)root.required("family");
  if (const auto on = root.required("infers_on")) read_processor(*on, p.infers_on_cpu);
  if (const auto rail = root.required("rail")) p.rail = static_cast<Rail>(rail->choice("rail", rail_words()));
  const auto times = root.required("times");
  if (times) p.times = static_cast<Times>(times->choice("form of times", times_words()));
  if (const auto allow = root.optional("allow_rate")) p.allow_rate = allow->boolean();
  read_size(root, "weight_memory", p.weight_memory);
  read_size(root, "activation_memory", p.activation_memory);
  read_if_there(root, "code_memory", p.code_memory);
  read_if_there(root, "code_per_operator", p.code_per_operator);
  // Of the three forms only the one that is stated is read: keys of the others are then unknown, and no file
  // can state two.
  // A word that is no form is one problem, not one and all that its keys would miss.
  const bool form_known = times && std::find(times_words().begin(), times_words().end(),
                                             times->node().scalar) != times_words().end();
  std::vector<GoodRow> rows;
  if (form_known && p.times == Times::laws) read_laws(root, p.laws);
  if (form_known && p.times == Times::table) rows = read_table(root, p.table);
  if (form_known && p.times == Times::rate) read_number(root, "rate", p.rate.emplace());
  if (times && !form_known) {
    for (const std::string_view key : {"laws", "table", "rate"}) (void)root.optional(key);
  }
  visit_optional(p, [&](std::string_view key, auto& number) { read_if_there(root, key, number); });
  read_number(root, "cpu_clock", p.cpu_clock);
  read_number(root, "softmax", p.softmax);
  read_number(root, "argmax", p.argmax);
  read_points(root, p);
  const bool powers = !p.points.empty() && p.points.front().idle && p.points.front().cpu_active;
  for (const GoodRow& row : rows) {
    if (powers) check_energy(row.item, p.table[row.index], p);
  }
  if (const auto calibrated = root.optional("calibrated"))
    read_calibrated(*calibrated, p.calibrated.emplace());
  // A memory that nothing fills would never refuse anything, and code without a memory would fit nowhere.
  if (p.code_memory.has_value() != p.code_per_operator.has_value())
    root.fail("'code_memory' and 'code_per_operator' come together or not at all");
  if (form_known && p.times == Times::rate && !p.infers_on_cpu && !p.allow_rate) {
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
