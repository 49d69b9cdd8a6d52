// A struct's keys said once: what the loader, the saver, the schema and the table make of them.
#include "synergy/input/fields.hpp"

#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::input;

namespace lamp {

enum class Mood : std::uint8_t { calm, bright };
const std::vector<std::string_view>& names_of(Mood) {
  static const std::vector<std::string_view> names{"calm", "bright"};
  return names;
}

struct Bulb {
  int count = 1;
  double factor = 0.5;
};

struct Lamp {
  std::string name;
  Mood mood = Mood::calm;
  Duration delay = milliseconds(10);
  std::optional<Power> power;
  bool dimmed = false;
  Bulb bulb;
  std::vector<std::string> rooms;
};

template <class Archive, class S>
requires std::is_same_v<std::remove_const_t<S>, Bulb>
void fields(Archive& archive, S& bulb) {
  archive(optional_key("count", "how many"), bulb.count, Whole<int>{1, 9});
  archive(optional_key("factor", "how bright"), bulb.factor, Number{0, 1});
}

template <class Archive, class S>
requires std::is_same_v<std::remove_const_t<S>, Lamp>
void fields(Archive& archive, S& lamp) {
  archive(optional_key("mood", "calm or bright", {}, 1), lamp.mood, Choice<Mood>{"mood"});
  archive(required_key("name", "what it is called"), lamp.name, Text{});
  archive(optional_key("delay", "until it is on", {}, 1), lamp.delay,
          Amount<Duration>{Duration(), seconds(1)});
  archive(optional_key("power", "when it is on", {}, 1), lamp.power, Amount<Power>{Power(), {}});
  archive(optional_key("dimmed", "at night", {}, -1), lamp.dimmed, Boolean{});
  archive(optional_key("bulb", "what is in it", "one of half", 1), lamp.bulb, Group<Bulb>{Yaml::Style::flow});
  archive(optional_key("rooms", "where it stands", "none", 1), lamp.rooms,
          ListOf<Text, std::string>{Text{true}, Yaml::Style::flow});
}

Lamp read(const std::string& text) {
  const Document document = parse(text, "f.yaml");
  Problems problems("f.yaml");
  Lamp lamp;
  Group<Lamp>{}.read(Value(document.root, problems), lamp);
  problems.throw_if_any();
  return lamp;
}

std::string error_of(const std::string& text) {
  try {
    (void)read(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace lamp

TEST_CASE("does what is saved read back, by rank, and without what is absent or not saved?") {
  lamp::Lamp lamp{"no", lamp::Mood::bright, milliseconds(7.5), {}, true, {3, 0.25}, {"hall", "no"}};
  const std::string text = to_yaml(Group<lamp::Lamp>{}.save(lamp));
  CHECK(text ==
        "name: \"no\"\nmood: bright\ndelay: \"7.5 ms\"\nbulb: {count: 3, factor: 0.25}\nrooms: [\"hall\", "
        "\"no\"]\n");
  lamp::Lamp back = lamp::read(text);
  CHECK(back.name == "no");
  CHECK(back.mood == lamp::Mood::bright);
  CHECK(back.delay == milliseconds(7.5));
  CHECK(!back.power);
  CHECK(!back.dimmed);
  CHECK(back.bulb.count == 3);
  CHECK(back.rooms == std::vector<std::string>{"hall", "no"});
  lamp.power = Power::from_si(3e-6);
  CHECK_THAT(to_yaml(Group<lamp::Lamp>{}.save(lamp)), Catch::Contains("power: \"3 uW\"\n"));
}

TEST_CASE("does a key that is not there leave its member as it was?") {
  const lamp::Lamp lamp = lamp::read("name: a\nbulb: {count: 2}\n");
  CHECK(lamp.delay == milliseconds(10));
  CHECK(lamp.bulb.factor == 0.5);
  CHECK(lamp.bulb.count == 2);
}

TEST_CASE("are the problems of all keys said, at their places, with the keys in the order of fields()?") {
  CHECK(lamp::error_of("delay: 2 s\nbulb: {count: 0}\nmodd: calm\nbulbs: 3\n") ==
        "f.yaml:1:1: missing key 'name'\n"
        "f.yaml:1:8: 2 s is out of range: 0 s to 1 s\n"
        "f.yaml:2:15: 0 is out of range: 1 to 9\n"
        "f.yaml:3:1: unknown key 'modd'; known: mood, name, delay, power, dimmed, bulb, rooms; did you mean "
        "'mood'?\n"
        "f.yaml:4:1: unknown key 'bulbs'; known: mood, name, delay, power, dimmed, bulb, rooms; did you mean "
        "'bulb'?");
}

TEST_CASE("does a problem that is found later stand at its key, or at the mapping without one?") {
  const Document document = parse("name: a\ndelay: 1 s\npower: 1 s\n", "f.yaml");
  Problems problems("f.yaml");
  Mapping mapping = Value(document.root, problems).mapping();
  Loader loader(mapping);
  lamp::Lamp lamp;
  fields(loader, lamp);
  CHECK(loader.has("delay"));
  CHECK(!loader.has("mood"));
  CHECK(loader.is_good("delay"));
  CHECK(!loader.is_good("power"));
  CHECK(!loader.is_good("mood"));
  loader.fail("delay", "too late");
  loader.fail("mood", "no mood");
  try {
    problems.throw_if_any();
    FAIL("no error");
  } catch (const InputError& error) {
    REQUIRE(error.problems().size() == 3);
    CHECK(to_text(error.problems()[0]) == "f.yaml:1:1: no mood");
    CHECK(to_text(error.problems()[1]) == "f.yaml:2:8: too late");
  }
}

TEST_CASE("does the schema have every key with its type, bounds, words and meaning?") {
  const Document schema = parse(to_json(Group<lamp::Lamp>{}.schema()), "schema.json");  // JSON is YAML
  const auto at = [&](std::initializer_list<std::string_view> path) {
    const Node* node = &schema.root;
    for (const std::string_view key : path) {
      const Node* next = nullptr;
      for (const Node::Entry& entry : node->entries) {
        if (entry.key == key) next = &entry.value;
      }
      REQUIRE(next != nullptr);
      node = next;
    }
    return *node;
  };
  CHECK(at({"additionalProperties"}).scalar == "false");
  REQUIRE(at({"required"}).items.size() == 1);
  CHECK(at({"required"}).items[0].scalar == "name");
  CHECK(at({"properties", "mood", "enum"}).items[1].scalar == "bright");
  CHECK(at({"properties", "mood", "description"}).scalar == "calm or bright");
  CHECK(at({"properties", "bulb", "properties", "count", "maximum"}).scalar == "9");
  CHECK(at({"properties", "bulb", "description"}).scalar == "what is in it; default: one of half");
  CHECK(at({"properties", "rooms", "items", "type"}).scalar == "string");
  CHECK(at({"properties", "delay", "pattern"}).scalar ==
        "^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)? *(s|ms|us|ns|min|h)$");
}

TEST_CASE("does the table of keys have meanings and defaults?") {
  KeyTable table;
  const lamp::Lamp standard;
  fields(table, standard);
  CHECK(table.text("lamp") ==
        "| lamp | meaning | default |\n|---|---|---|\n"
        "| `mood` | calm or bright | calm |\n"
        "| `name` | what it is called | required |\n"
        "| `delay` | until it is on | 10 ms |\n"
        "| `power` | when it is on | none |\n"
        "| `dimmed` | at night | false |\n"
        "| `bulb` | what is in it | one of half |\n"
        "| `rooms` | where it stands | none |\n");
}

TEST_CASE("does a table of keys that are all required say nothing about defaults?") {
  KeyTable table;
  table(required_key("a", "first"), std::string(), Text{});
  table(required_key("b", "second"), 2, Whole<int>{});
  CHECK(table.text() == "| key | meaning |\n|---|---|\n| `a` | first |\n| `b` | second |\n");
}

TEST_CASE("is what is in brackets in JSON in their line?") {
  Yaml inner = Yaml::mapping();
  inner.put("b", Yaml::plain("1"));
  Yaml outer = Yaml::mapping(Yaml::Style::flow);
  CHECK(to_json(outer.put("a", std::move(inner))) == "{\"a\": {\"b\": 1}}\n");
}

TEST_CASE("is JSON written as JSON readers want it?") {
  Yaml value = Yaml::mapping();
  value.put("a \"b\"\\\n", Yaml::quoted("\t\xC3\xA9"));
  Yaml list = Yaml::sequence(Yaml::Style::flow);
  value.put("list", list.add(Yaml::plain("1.5")).add(Yaml::plain("true")).add(Yaml()));
  value.put("none", Yaml::mapping());
  CHECK(to_json(value) ==
        "{\n \"a \\\"b\\\"\\\\\\u000a\": \"\\u0009\xC3\xA9\",\n \"list\": [1.5, true, null],\n \"none\": "
        "{}\n}\n");
}
