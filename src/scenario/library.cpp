#include "synergy/scenario/library.hpp"

#include "synergy/base/hash.hpp"
#include "synergy/device/load.hpp"
#include "synergy/import/any_file.hpp"
#include "synergy/network/load.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "model_path.hpp"
#include "shared_reader.hpp"
#include <fmt/format.h>

namespace synergy::scenario {

namespace fs = std::filesystem;

/// By the path of the file and not by name, as two folders may hold files of one name.
template <class Thing>
using Shelf = std::map<std::string, std::shared_ptr<const Thing>>;

/// One lock for all shelves, held while a file is read: two threads that want the same file would else read
/// it twice, and hold different objects for one profile. Reading is rare beside everything else.
struct Library::State {
  std::mutex mutex;
  Shelf<device::Network> models;
  Shelf<device::Accelerator> accelerators;
  /// By the profile and the name of the point; shelves keep the profile alive.
  std::map<std::pair<const device::Accelerator*, std::string>, std::shared_ptr<const device::Accelerator>>
      at_points;
  Shelf<device::RadioProfile> radios;
  Shelf<device::SensorProfile> sensors;
  Shelf<device::ActuatorProfile> actuators;
  Shelf<input::Document> bodies;              // and link profiles: files kept as parsed
  std::map<std::string, std::string> hashes;  // file -> hash
};

namespace {

/// Sorted, since the order in which a folder lists its files differs between machines.
std::vector<std::string> yaml_names(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// The `kind` a profile file states; empty if it cannot be read.
std::string kind_of(const fs::path& file) {
  try {
    const input::Document document = input::load(file);
    for (const input::Node::Entry& entry : document.root.entries) {
      if (entry.key == "kind") return entry.value.scalar;
    }
  } catch (const InputError&) {  // only the loader of that very file reports it
  }
  return {};
}

void fail_unknown(const input::Value& name, std::string_view typed, std::string_view what,
                  const std::vector<std::string>& known) {
  if (known.empty()) return name.fail(fmt::format("unknown {} '{}': there is none", what, typed));
  name.fail(unknown_name(what, typed, {known.begin(), known.end()}));
}

std::shared_ptr<const input::Document> keep_document(input::Document document) {
  return std::make_shared<const input::Document>(std::move(document));
}

/// A file of another program, read, with the hash of its bytes.
template <class Thing>
struct Foreign {
  std::shared_ptr<const Thing> thing;  // null: it cannot be read; the problem is told
  std::string hash;
};
/// None: the file is one of this program's.
template <class Thing>
using ReadForeign = std::function<std::optional<Foreign<Thing>>(const fs::path& file)>;

/// A network of another program. What its reader says is told at the place that names the file.
std::optional<Foreign<device::Network>> read_foreign_network(const fs::path& file, const input::Value& name) {
  const importer::Source source = importer::load_source(file);
  if (!importer::can_import(source)) return {};
  try {
    // By way of the file that the command `import` writes, so that both are the same network.
    const std::string written = importer::to_yaml(importer::import_source(source, {}));
    network::Network network = network::read_network(input::parse(written, file.string()));
    return Foreign<device::Network>{std::make_shared<const device::Network>(std::move(network)),
                                    hex_hash(source.bytes)};
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems()) name.fail(to_text(problem));
    return Foreign<device::Network>{};
  }
}

/// Finds, reads and shelves the thing `name` stands for. `known` lists the valid names for the error message.
///
/// A file that fails to load leaves an empty place on its shelf, and is tried again when it is asked for
/// again.
template <class Thing>
std::shared_ptr<const Thing> take(std::mutex& mutex, Shelf<Thing>& shelf,
                                  std::map<std::string, std::string>& hashes, const fs::path& folder,
                                  const fs::path& base, const input::Value& name, std::string_view what,
                                  const std::function<std::vector<std::string>()>& known,
                                  const std::function<std::shared_ptr<const Thing>(input::Document)>& read,
                                  const ReadForeign<Thing>& read_foreign = {}) {
  const std::string text = name.text();
  if (text.empty()) return nullptr;
  const bool by_path = read_foreign ? is_model_path(text) : is_path(text);
  const fs::path file = by_path ? (base / text).lexically_normal() : folder / (text + ".yaml");
  const std::lock_guard lock(mutex);
  auto& place = shelf[file.string()];
  if (place) return place;
  std::error_code error;
  if (!fs::exists(file, error)) {
    if (by_path)
      name.fail(fmt::format("no such file: {}", file.string()));
    else
      fail_unknown(name, name.node().scalar, what, known());
    return nullptr;
  }
  if (auto foreign = by_path && read_foreign ? read_foreign(file) : std::nullopt) {
    if (foreign->thing) hashes[file.string()] = foreign->hash;
    return place = std::move(foreign->thing);
  }
  input::Document document = input::load(file);
  hashes[file.string()] = hex_hash(document.text);
  place = read(std::move(document));
  return place;
}

}  // namespace

bool is_path(std::string_view name) {
  return name.find('/') != std::string_view::npos || name.ends_with(".yaml");
}

Library::Library(fs::path root, device::Families families, link::LinkKinds link_kinds)
    : root_(std::move(root)),
      families_(std::move(families)),
      link_kinds_(std::move(link_kinds)),
      state_(std::make_unique<State>()) {}
Library::~Library() = default;

std::shared_ptr<const device::Network> Library::model(const input::Value& name, const fs::path& base) {
  return take<device::Network>(
      state_->mutex, state_->models, state_->hashes, root_ / "model_zoo", base, name, "model",
      [&] { return model_names(); },
      [&](const input::Document& document) { return families_.read_network(document); },
      [&](const fs::path& file) { return read_foreign_network(file, name); });
}

/// NAME@POINT is the profile at another of its operating points: made once, so that devices share it.
std::shared_ptr<const device::Accelerator> Library::accelerator(const input::Value& name,
                                                                const fs::path& base) {
  input::Node file = name.node();
  const std::size_t at = file.scalar.rfind('@');
  const std::string point = at == std::string::npos ? "" : file.scalar.substr(at + 1);
  if (at != std::string::npos) file.scalar.resize(at);
  auto found = take<device::Accelerator>(
      state_->mutex, state_->accelerators, state_->hashes, root_ / "device_profiles", base,
      input::Value(file, name.problems()), "accelerator profile",
      [&] { return profile_names("accelerator"); },
      [&](const input::Document& document) { return families_.read(document); });
  if (!found || at == std::string::npos) return found;
  const std::vector<std::string> known = found->operating_points();
  if (std::find(known.begin(), known.end(), point) == known.end()) {
    fail_unknown(name, point, "operating point of " + found->name(), known);
    return nullptr;
  }
  const std::lock_guard lock(state_->mutex);
  auto& place = state_->at_points[{found.get(), point}];
  if (!place) place = found->at_operating_point(point);
  return place;
}

std::shared_ptr<const device::RadioProfile> Library::radio(const input::Value& name, const fs::path& base) {
  return take<device::RadioProfile>(
      state_->mutex, state_->radios, state_->hashes, root_ / "device_profiles", base, name, "radio profile",
      [&] { return profile_names("radio"); }, shared(device::read_radio));
}

std::shared_ptr<const device::SensorProfile> Library::sensor(const input::Value& name, const fs::path& base) {
  return take<device::SensorProfile>(
      state_->mutex, state_->sensors, state_->hashes, root_ / "device_profiles", base, name, "sensor profile",
      [&] { return profile_names("sensor"); }, shared(device::read_sensor));
}

std::shared_ptr<const device::ActuatorProfile> Library::actuator(const input::Value& name,
                                                                 const fs::path& base) {
  return take<device::ActuatorProfile>(
      state_->mutex, state_->actuators, state_->hashes, root_ / "device_profiles", base, name,
      "actuator profile", [&] { return profile_names("actuator"); }, shared(device::read_actuator));
}

std::shared_ptr<const input::Document> Library::body(const input::Value& name, const fs::path& base) {
  const fs::path folder = root_ / "scenarios" / "bodies";
  return take<input::Document>(
      state_->mutex, state_->bodies, state_->hashes, folder, base, name, "body",
      [&] { return yaml_names(folder); }, keep_document);
}

/// The name comes from a link spec, which is no place in a file, so a problem is thrown at once and filed
/// under the folder's name.
std::shared_ptr<const input::Document> Library::link_profile(const link::LinkSpec& spec,
                                                             const fs::path& base) {
  const std::string section(spec.kind().profile_folder);
  const fs::path folder = root_ / "device_profiles" / section;
  const input::Node node{
      .kind = input::Node::Kind::scalar, .scalar = spec.profile(), .items = {}, .entries = {}};
  input::Problems problems(section);
  auto found = take<input::Document>(
      state_->mutex, state_->bodies, state_->hashes, folder, base, input::Value(node, problems),
      "link profile", [&] { return yaml_names(folder); }, keep_document);
  problems.throw_if_any();
  return found;
}

std::vector<std::string> Library::model_names() const { return yaml_names(root_ / "model_zoo"); }
std::vector<std::string> Library::scenario_names() const { return yaml_names(root_ / "scenarios"); }
std::vector<std::string> Library::sweep_names() const { return yaml_names(root_ / "scenarios" / "sweeps"); }

std::vector<std::string> Library::profile_names(std::string_view kind) const {
  std::vector<std::string> names = yaml_names(root_ / "device_profiles");
  std::erase_if(names, [&](const std::string& name) {
    return kind_of(root_ / "device_profiles" / (name + ".yaml")) != kind;
  });
  return names;
}

std::vector<std::pair<std::string, std::string>> Library::files_read() const {
  const std::lock_guard lock(state_->mutex);
  return {state_->hashes.begin(), state_->hashes.end()};
}

}  // namespace synergy::scenario
