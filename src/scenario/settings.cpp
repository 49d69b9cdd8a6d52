// --set: what a path and a value mean in a scenario, beyond what they mean in any YAML file.
#include "synergy/input/edit.hpp"
#include "synergy/scenario/load.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "model_path.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

namespace fs = std::filesystem;
using input::Node;

/// Keys whose values, or the items of whose lists, may be paths to files.
///
/// Only under these: any other text with a '/' in it is just a text.
constexpr std::array<std::string_view, 8> kFileKeys{"body",    "model",        "accelerator", "radio",
                                                    "sensors", "interactions", "stack",       "wifi"};

/// Makes relative paths to files start at `base`, and forgets the places of a node that comes from elsewhere.
/// `key` is the last key above the node.
///
/// Without places a later problem is reported at the setting or the file alone; the line of another file
/// would point anywhere. Quoted, since a path may look like a number or a boolean to YAML.
void bring_from(const fs::path& base, std::string_view key, Node& node) {
  node.line = node.column = 0;
  const bool names_file = std::find(kFileKeys.begin(), kFileKeys.end(), key) != kFileKeys.end();
  const bool is_file = key == "model" ? is_model_path(node.scalar) : is_path(node.scalar);
  if (names_file && node.kind == Node::Kind::scalar && is_file) {
    node.scalar = fs::absolute(base / node.scalar).lexically_normal().string();
    node.quoted = true;
  }
  for (Node& item : node.items) bring_from(base, key, item);
  for (Node::Entry& entry : node.entries) {
    entry.line = entry.column = 0;
    bring_from(base, entry.key, entry.value);
  }
}

template <class SomeNode>  // Node or const Node
SomeNode* find(SomeNode& node, std::string_view key) {
  for (auto& entry : node.entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

/// Puts the body's file into the scenario, so that something in it can be changed.
void write_out_body(input::Document& scenario, Library& library) {
  Node* body = find(scenario.root, "body");
  if (body == nullptr || body->kind != Node::Kind::scalar) return;
  input::Problems problems(scenario.name);
  const auto document = library.body(input::Value(*body, problems), fs::path(scenario.name).parent_path());
  problems.throw_if_any();
  if (!document) return;
  *body = document->root;
  // It is a key of files; in the scenario's own body it would be unknown.
  std::erase_if(body->entries, [](const Node::Entry& entry) { return entry.key == "schema_version"; });
  bring_from(fs::path(document->name).parent_path(), "body", *body);
}

/// The name of an app that gives itself none: its model's. Empty if there is no such model, of which the
/// reader of the scenario will speak.
std::string default_name(const Node& app, const input::Document& scenario, Library& library) {
  const Node* model = find(app, "model");
  if (model == nullptr || model->kind != Node::Kind::scalar) return {};
  if (const Node* definitions = find(scenario.root, "definitions")) {
    const Node* own = find(*definitions, "models");
    for (const Node& written : own != nullptr ? own->items : std::vector<Node>{}) {
      const Node* name = find(written, "name");
      if (name != nullptr && name->scalar == model->scalar) return model->scalar;
    }
  }
  try {
    input::Problems problems(scenario.name);
    const auto found = library.model(input::Value(*model, problems), fs::path(scenario.name).parent_path());
    return found ? found->name() : std::string();
  } catch (const InputError&) {
    return {};
  }
}

/// The profile that `link` names, put into the scenario, so that something in it can be changed.
void write_out_link_profile(input::Document& scenario, Library& library) {
  Node* definitions = find(scenario.root, "definitions");
  if (definitions != nullptr && find(*definitions, "link_profile") != nullptr) return;
  link::LinkSpec spec;
  if (const Node* link = find(scenario.root, "link")) {
    input::Problems problems(scenario.name);
    spec = library.link_kinds().read(input::Value(*link, problems));
    problems.throw_if_any();
  }
  Node profile = library.link_profile(spec, fs::path(scenario.name).parent_path())->root;
  bring_from({}, {}, profile);
  input::set_node(scenario, "definitions.link_profile", std::move(profile), scenario.name);
}

constexpr std::string_view kApps = "apps.";

/// "apps.NAME.rate" as "apps.2.rate", where an app has this name; the longest counts. Other paths as they
/// are.
///
/// The longest, since names may have dots in them: "kws" must not take what was meant for "kws.left".
std::string with_number(const std::string& path, const input::Document& scenario, Library& library) {
  const Node* apps = find(scenario.root, "apps");
  if (!path.starts_with(kApps) || apps == nullptr) return path;
  const std::string_view rest = std::string_view(path).substr(kApps.size());
  std::size_t length = 0;
  std::string result = path;
  for (std::size_t a = 0; a < apps->items.size(); ++a) {
    const Node* own = find(apps->items[a], "name");
    const std::string name = own != nullptr ? own->scalar : default_name(apps->items[a], scenario, library);
    if (name.size() <= length || !input::path_starts_with(rest, name)) continue;
    length = name.size();
    result = fmt::format("{}{}{}", kApps, a, rest.substr(length));
  }
  return result;
}

/// What a path stands for where a * ends the name of an app: that key of all apps whose names begin so, which
/// may be none. Any other path stands for one.
std::vector<std::string> paths_of(const std::string& path, const input::Document& scenario,
                                  Library& library) {
  const std::size_t star = path.starts_with(kApps) ? path.find('*') : std::string::npos;
  const Node* apps = find(scenario.root, "apps");
  const bool is_pattern = star != std::string::npos && star + 1 < path.size() && path[star + 1] == '.';
  if (!is_pattern || apps == nullptr) return {with_number(path, scenario, library)};
  const std::string begin = path.substr(kApps.size(), star - kApps.size());
  std::vector<std::string> paths;
  for (std::size_t a = 0; a < apps->items.size(); ++a) {
    const Node* own = find(apps->items[a], "name");
    const std::string name = own != nullptr ? own->scalar : default_name(apps->items[a], scenario, library);
    if (name.starts_with(begin)) paths.push_back(fmt::format("{}{}{}", kApps, a, path.substr(star + 1)));
  }
  if (!paths.empty()) return paths;
  // "apps.0.name*.x" and "apps.kws.name*.x" name an app already: the star is part of a key, which the reader
  // of apps will not know.
  const std::string named = with_number(path, scenario, library);
  const std::size_t dot = begin.find('.');
  const bool by_number = dot != std::string::npos && begin.find_first_not_of("0123456789") == dot;
  if (by_number || named != path) paths.push_back(named);
  return paths;
}

/// The last key of a path: of "apps.0.model" model; "0" of "sensors.0" names none, so the one before it.
std::string_view last_key(std::string_view path) {
  while (true) {
    const std::size_t dot = path.rfind('.');
    const std::string_view last = dot == std::string_view::npos ? path : path.substr(dot + 1);
    const bool number = last.find_first_not_of("0123456789") == std::string_view::npos;
    if (!number || dot == std::string_view::npos) return last;
    path = path.substr(0, dot);
  }
}

}  // namespace

void apply(input::Document& scenario, const Override& change, Library& library) {
  const std::string shown = change.value.substr(0, change.value.find_last_not_of('\n') + 1);
  const std::string setting = fmt::format("--set {}={}", change.path, shown);
  Node value = input::parse(change.value, setting).root;
  std::string path = change.path;
  // The order matters: what a path leads into is written out first, so that the path then leads somewhere.
  if (path.starts_with("devices.")) path = "body." + path;
  if (path.starts_with("body.")) write_out_body(scenario, library);
  if (path.starts_with("link_profile.")) {
    write_out_link_profile(scenario, library);
    path = "definitions." + path;
  }
  bring_from(change.base, last_key(path), value);
  for (const std::string& each : paths_of(path, scenario, library))
    input::set_node(scenario, each, value, setting);
}

}  // namespace synergy::scenario
