#include "synergy/measured/fields.hpp"

#include "synergy/measured/numbers.hpp"

#include "check.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace synergy::measured {
namespace {

using input::Value;
using input::Yaml;
using Words = std::vector<std::string_view>;

const Words& processor_words() {
  static const Words words = {"cpu", "accelerator"};
  return words;
}

/// Of a list: far above what anybody measures, and low enough that files made to be slow end.
constexpr std::size_t kMaxEntries = 10'000;

const EndsOf<input::Whole<int>, int> kLayerEnds{{0, 4095}};

/// Entries of a list one after the other, each checked against those before it.
template <class Entry, class Check>
void read_list(const Value& list, std::vector<Entry>& to, std::string_view what, const Check& check) {
  for (const Value& item : items_of(list)) {
    const std::size_t problems = item.problems().count();
    Entry& entry = to.emplace_back();
    input::Mapping mapping = item.mapping();
    input::Loader loader(mapping);
    fields(loader, entry);
    mapping.finish();
    check(item, loader, problems);
  }
  if (to.empty() && list.is_sequence()) list.fail(fmt::format("needs at least one {}", what));
}

template <class Entry>
Yaml save_list(const std::vector<Entry>& from) {
  return input::ListOf<input::Group<Entry>, Entry>{}.save(from);
}

/// A list of at least one object, for which more holds than its keys say.
Yaml list_schema(Yaml object) {
  Yaml list = input::schema_of_list(std::move(object));
  return list.put("minItems", Yaml::plain("1"));
}

/// {"required": [...]}
Yaml needs(std::initializer_list<std::string_view> keys) {
  Yaml list = Yaml::sequence(Yaml::Style::flow);
  for (const std::string_view key : keys) list.add(Yaml::quoted(key));
  Yaml schema = Yaml::mapping(Yaml::Style::flow);
  return schema.put("required", std::move(list));
}

}  // namespace

const std::vector<std::string_view>& names_of(Rail) {
  static const Words words = {"board", "soc", "accelerator"};
  return words;
}
const std::vector<std::string_view>& names_of(Times) {
  static const Words words = {"laws", "table", "rate"};
  return words;
}

void Processor::read(const Value& value, bool& on_cpu) const {
  const std::string word = value.text();
  if (word == "cpu" || word == "accelerator")
    on_cpu = word == "cpu";
  else if (!word.empty())
    value.fail(fmt::format("unknown processor '{}'; known: {}", word.substr(0, 64),
                           fmt::join(processor_words(), ", ")));
}
Yaml Processor::save(bool on_cpu) const { return Yaml::plain(processor_words()[on_cpu ? 0 : 1]); }
Yaml Processor::schema() const { return input::schema_of_choice(processor_words()); }

void WordOf::read(const Value& value, std::string& to) const {
  to = words.at(value.choice(what, {words.begin(), words.end()}));
}
Yaml WordOf::schema() const { return input::schema_of_choice({words.begin(), words.end()}); }

std::vector<Value> items_of(const Value& list) {
  std::vector<Value> items = list.items();
  if (items.size() <= kMaxEntries) return items;
  list.fail(fmt::format("has {} entries; at most {}", items.size(), kMaxEntries));
  return {};
}

void LayerEnds::read(const Value& value, device::LayerRange& to) const {
  std::array<int, 2> ends{};
  kLayerEnds.read(value, ends);
  to = {ends[0], ends[1]};
}
Yaml LayerEnds::save(const device::LayerRange& from) const {
  return kLayerEnds.save({from.first, from.last});
}
Yaml LayerEnds::schema() const { return kLayerEnds.schema(); }

void Laws::read(const Value& value, std::vector<Law>& to) const {
  read_list(value, to, "law", [&](const Value& item, const input::Loader& loader, std::size_t /*problems*/) {
    const Law& law = to.back();
    // A word that is no kind has been told of and was read as the first: it is no second law.
    for (std::size_t i = 0; i + 1 < to.size() && loader.is_good("operator"); ++i) {
      if (to[i].kind == law.kind)
        loader.fail("operator", fmt::format("there is a law for '{}' already", to_text(law.kind)));
    }
    if (!law.fixed && !law.per_mac && !law.per_byte)
      item.fail("a law needs at least one of fixed, per_mac, per_byte");
  });
}
Yaml Laws::save(const std::vector<Law>& from) const { return save_list(from); }
Yaml Laws::schema() const {
  Yaml any = Yaml::sequence();
  any.add(needs({"fixed"})).add(needs({"per_mac"})).add(needs({"per_byte"}));
  return list_schema(input::Group<Law>{}.schema().put("anyOf", std::move(any)));
}
std::string Laws::prefix(const Law& law) const { return fmt::format("laws.{}.", to_text(law.kind)); }

void Rows::read(const Value& value, std::vector<Row>& to) const {
  read_list(value, to, "row", [&](const Value& item, const input::Loader&, std::size_t problems) {
    check_row(item, to);
    if (item.problems().count() == problems) good->push_back({item, to.size() - 1});
  });
}
Yaml Rows::save(const std::vector<Row>& from) const { return save_list(from); }
Yaml Rows::schema() const { return list_schema(input::Group<Row>{}.schema()); }
std::string Rows::prefix(const Row& row) const { return fmt::format("table.{}.", row_key(row)); }

void Points::read(const Value& value, std::vector<Point>& to) const {
  read_list(value, to, "operating point",
            [&](const Value& item, const input::Loader&, std::size_t) { check_point(item, *profile); });
}
Yaml Points::save(const std::vector<Point>& from) const { return save_list(from); }
/// The first one has powers, for the others to follow.
Yaml Points::schema() const {
  const Yaml point = input::Group<Point>{}.schema();
  Yaml both = Yaml::sequence();
  both.add(point).add(needs({"idle", "infer", "cpu_active"}));
  Yaml first = Yaml::sequence();
  first.add(Yaml::mapping().put("allOf", std::move(both)));
  Yaml list = Yaml::mapping();
  return list.put("type", Yaml::quoted("array"))
      .put("minItems", Yaml::plain("1"))
      .put("items", std::move(first))
      .put("additionalItems", point);
}
std::string Points::prefix(const Point& point) const { return fmt::format("points.{}.", point.name); }

void check_energies(const std::vector<GoodRow>& rows, const Profile& profile) {
  const bool powers =
      !profile.points.empty() && profile.points.front().idle && profile.points.front().cpu_active;
  for (const GoodRow& row : rows) {
    if (powers) check_energy(row.item, profile.table[row.index], profile);
  }
}

void check(const input::Loader& loader, const Profile& p) {
  if (loader.has("operating_point") && loader.has("operating_points")) check_chosen(loader, p);
  // A memory that nothing fills would never refuse anything, and code without a memory would fit nowhere.
  if (p.code_memory.has_value() != p.code_per_operator.has_value())
    loader.fail("", "'code_memory' and 'code_per_operator' come together or not at all");
  if (loader.is_good("times") && p.times == Times::rate && !p.infers_on_cpu && !p.allow_rate) {
    loader.fail(
        "times",
        "one rate for all networks is refused for an accelerator: measured ones differ tenfold between "
        "networks. Give laws or a table, or add 'allow_rate: true' to take it as an estimate");
  }
}

}  // namespace synergy::measured
