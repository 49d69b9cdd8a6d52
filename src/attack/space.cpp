#include "synergy/attack/space.hpp"

#include "synergy/base/hash.hpp"
#include "synergy/input/error.hpp"
#include "synergy/scenario/load.hpp"

#include <algorithm>

#include "keys.hpp"
#include "nodes.hpp"
#include <fmt/format.h>

namespace synergy::attack {
namespace {

namespace fs = std::filesystem;
using input::Value;

/// Whether a number's path fits a pattern: the same, or what stands before a star begins it.
bool fits(std::string_view pattern, std::string_view path) {
  if (pattern.ends_with('*')) return path.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == path;
}

/// A name of the space as a value of its file: at the list's place in messages.
class Checks {
 public:
  Checks(const input::Document& document, input::Problems& problems, scenario::Library& library)
      : document_(document), problems_(problems), library_(library) {}

  /// Every profile of a list, by what the library calls its kind.
  template <class Look>
  void each(std::string_view section, std::string_view key, const Look& look) const {
    const Node* in = find(document_.root, section);
    const Node* list = in == nullptr ? nullptr : find(*in, key);
    if (list == nullptr) return;
    for (const Node& item : list->items) {
      const Node* name = item.kind == Node::Kind::mapping ? find(item, "model") : &item;
      if (name == nullptr || name->kind != Node::Kind::scalar || name->scalar == "none") continue;
      const Value value(*name, problems_);
      if (scenario::is_path(name->scalar) && !fs::path(name->scalar).is_absolute())
        value.fail("expected a name, or an absolute path: what is found is written to another folder");
      else
        look(value);
    }
  }

  void all() const {
    const fs::path base = fs::path(document_.name).parent_path();
    each("apps", "models", [&](const Value& v) { (void)library_.model(v, base); });
    each("devices", "accelerators", [&](const Value& v) { (void)library_.accelerator(v, base); });
    each("devices", "sensors", [&](const Value& v) { (void)library_.sensor(v, base); });
    each("devices", "interactions", [&](const Value& v) { (void)library_.actuator(v, base); });
    each("devices", "radios", [&](const Value& v) { (void)library_.radio(v, base); });
  }

 private:
  const input::Document& document_;
  input::Problems& problems_;
  scenario::Library& library_;
};

/// A scenario whose body stands in it, and whose paths start nowhere.
input::Document written_out(input::Document document, scenario::Library& library) {
  const fs::path base = fs::path(document.name).parent_path();
  const Node* body = find(document.root, "body");
  // Setting a part of it writes the file that it lies in into the scenario.
  if (body != nullptr && body->kind == Node::Kind::scalar)
    scenario::apply(document, {"body.name", input::in_quotes(fs::path(body->scalar).stem().string())},
                    library);
  for (std::size_t a = 0; a < app_count(document.root); ++a) {
    const std::string model = text_of(find(document.root, "apps")->items[a], "model");
    if (scenario::is_path(model))
      scenario::apply(document, {fmt::format("apps.{}.model", a), input::in_quotes(model), base}, library);
  }
  return document;
}

/// The scenario that a space starts from. That there is none of that name is a problem of the space.
std::optional<input::Document> named_base(const SpaceKeys& keys, const fs::path& folder,
                                          const input::Loader& loader, scenario::Library& library) {
  if (keys.base.empty()) return {};
  try {
    return scenario::load_document(keys.base, library, folder);
  } catch (const InputError& error) {
    if (error.problems().front().where.line != 0) throw;
    loader.fail("base", error.problems().front().message);
    return {};
  }
}

input::Document base_document(const SpaceKeys& keys, const input::Document& document,
                              std::optional<input::Document> named, scenario::Library& library) {
  const fs::path folder = fs::path(document.name).parent_path();
  input::Document base{document.name, {}, node_of(Node::Kind::mapping)};
  if (named)
    base = written_out(std::move(*named), library);
  else
    put(base.root, "schema_version", plain_node("1"));
  put(base.root, "name", text_node(keys.name));
  for (const Node::Entry& setting : keys.set.entries)
    scenario::apply(base, {setting.key, input::to_yaml(setting.value), folder, {}}, library);
  if (keys.links && keys.links->kinds.size() == 1) put(base.root, "link", keys.links->kinds.front());
  if (keys.links && keys.links->intervals.size() == 1) {
    put(child(base.root, "link", Node::Kind::mapping), "connection_interval",
        text_node(keys.links->intervals.front()));
  }
  return base;
}

/// Names that several apps of a base share are told apart by the reader: moves give every app a name of its
/// own, so those that have none get that of their model, numbered where it comes twice.
void name_apps(Node& root) {
  for (Node& app : apps_of(root).items) {
    if (find(app, "name") == nullptr)
      put(app, "name", text_node(fs::path(text_of(app, "model")).stem().string()));
  }
}

void check_rules(const SpaceKeys& keys, const input::Loader& loader) {
  if (keys.base.empty() && (!keys.apps || !keys.devices))
    loader.fail("schema_version", "without `base` a space needs `apps` and `devices`");
  const bool moves = keys.apps || keys.devices || keys.changes || !keys.numbers.empty() ||
                     (keys.links && (keys.links->kinds.size() > 1 || keys.links->intervals.size() > 1 ||
                                     keys.links->path_loss_db));
  if (!moves)
    loader.fail(
        "name",
        "nothing can move: expected `apps`, `devices`, `links` with a choice, `changes` or `numbers`");
  if (keys.set.kind != Node::Kind::null && keys.set.kind != Node::Kind::mapping)
    loader.fail("set", "expected a mapping of paths to values");
}

}  // namespace

std::vector<scenario::ProfileNumber> Space::movable(const scenario::Scenario& scenario) const {
  std::vector<scenario::ProfileNumber> all = scenario::profile_numbers(scenario);
  std::erase_if(all, [&](const scenario::ProfileNumber& number) {
    const bool named = std::any_of(numbers.begin(), numbers.end(),
                                   [&](const std::string& pattern) { return fits(pattern, number.path); });
    return !named || (!number.low && !number.high);
  });
  return all;
}

Space read_space(const input::Document& document, scenario::Library& library) {
  input::Problems problems(document.name);
  input::Mapping root = Value(document.root, problems).mapping();
  SpaceKeys keys;
  input::Loader loader(root);
  fields(loader, keys);
  root.finish();
  problems.throw_if_any();
  check_rules(keys, loader);
  Checks(document, problems, library).all();
  std::optional<input::Document> named =
      named_base(keys, fs::path(document.name).parent_path(), loader, library);
  problems.throw_if_any();
  Space space;
  space.name = keys.name;
  space.file = {document.name, hex_hash(document.text)};
  input::Document base = base_document(keys, document, std::move(named), library);
  space.has_base = !keys.base.empty();
  space.base_file = base.name;
  space.base.root = std::move(base.root);
  if (space.has_base) name_apps(space.base.root);
  space.apps = keys.apps;
  space.devices = keys.devices;
  if (space.devices && space.devices->radios.empty()) space.devices->radios = {"nrf52840"};
  if (keys.links) space.links = *keys.links;
  space.changes = keys.changes;
  if (space.changes && space.changes->lasts.empty()) space.changes->lasts = {"good"};
  space.numbers = keys.numbers;
  if (!space.has_base) return space;
  const scenario::Scenario scenario = scenario_of(space.base, space.base_file, library);
  if (!space.numbers.empty() && space.movable(scenario).empty() && !space.apps && !space.devices &&
      !space.changes)
    loader.fail("numbers", "no number of the scenario's profiles with a low or a high has such a path");
  problems.throw_if_any();
  return space;
}

Space load_space(const std::string& file, scenario::Library& library) {
  const fs::path path = library.shipped_or_path("space", file, "scenarios/attack");
  return read_space(input::load(path), library);
}

}  // namespace synergy::attack
