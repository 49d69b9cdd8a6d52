#include "definitions.hpp"

#include "synergy/device/load.hpp"

#include "shared_reader.hpp"

namespace synergy::scenario {
namespace {

/// By the text as written, be it a name or a path.
template <class Map>
typename Map::mapped_type find(const Map& map, const input::Value& name) {
  const auto found = map.find(name.node().scalar);
  return found == map.end() ? nullptr : found->second;
}

/// Whole files as items of a list. Each is read as a document of its own by the loader of such files, so that
/// what may stand in a file may stand here, word for word; the places in messages are those of the scenario
/// file.
template <class Map, class Read>
void read_list(input::Mapping& section, std::string_view key, const std::string& file, Map& map, Read read) {
  const auto list = section.optional(key);
  if (!list) return;
  for (const input::Value& item : list->items()) {
    typename Map::mapped_type thing = read(input::Document{file, {}, item.node()});
    const std::string name = [&] {
      if constexpr (requires { thing->name(); })
        return thing->name();
      else
        return thing->name;
    }();
    if (!map.emplace(name, std::move(thing)).second) item.fail("defined twice: " + name);
  }
}

}  // namespace

Definitions::Definitions(Library& library, std::filesystem::path base, std::string file)
    : library_(&library), base_(std::move(base)), file_(std::move(file)) {}

void Definitions::read(const input::Value& value) {
  input::Mapping section = value.mapping();
  read_list(section, "models", file_, models_,
            [this](const input::Document& document) { return library_->families().read_network(document); });
  read_list(section, "accelerators", file_, accelerators_,
            [this](const input::Document& document) { return library_->families().read(document); });
  read_list(section, "radios", file_, radios_, shared(device::read_radio));
  read_list(section, "sensors", file_, sensors_, shared(device::read_sensor));
  read_list(section, "actuators", file_, actuators_, shared(device::read_actuator));
  if (const auto profile = section.optional("link_profile")) {
    link_profile_ = std::make_shared<const input::Document>(input::Document{file_, {}, profile->node()});
  }
  section.finish();
}

std::shared_ptr<const device::Network> Definitions::model(const input::Value& name) const {
  const auto own = find(models_, name);
  return own ? own : library_->model(name, base_);
}
std::shared_ptr<const device::Accelerator> Definitions::accelerator(const input::Value& name) const {
  const auto own = find(accelerators_, name);
  return own ? own : library_->accelerator(name, base_);
}
std::shared_ptr<const device::RadioProfile> Definitions::radio(const input::Value& name) const {
  const auto own = find(radios_, name);
  return own ? own : library_->radio(name, base_);
}
std::shared_ptr<const device::SensorProfile> Definitions::sensor(const input::Value& name) const {
  const auto own = find(sensors_, name);
  return own ? own : library_->sensor(name, base_);
}
std::shared_ptr<const device::ActuatorProfile> Definitions::actuator(const input::Value& name) const {
  const auto own = find(actuators_, name);
  return own ? own : library_->actuator(name, base_);
}

/// The library knows a link's profile by its spec, which is no place in a file. Kinds name theirs by keys of
/// their own, so that the place is where the name stands.
std::shared_ptr<const input::Document> Definitions::profile_of(
    const link::LinkSpec& spec, const std::optional<input::Value>& section) const {
  try {
    return library_->link_profile(spec, base_);
  } catch (const InputError& error) {
    const synergy::Problem& problem = error.problems().front();
    // What is wrong within the profile's file has its place there.
    if (!section || problem.where.line != 0) throw;
    for (const input::Node::Entry& entry : section->node().entries) {
      if (entry.value.scalar != spec.profile()) continue;
      input::Value(entry.value, section->problems()).fail(problem.message);
      return nullptr;
    }
    section->fail(problem.message);
    return nullptr;
  }
}

std::shared_ptr<const input::Document> Definitions::link_profile(
    const link::LinkSpec& spec, const std::optional<input::Value>& section) const {
  return link_profile_ ? link_profile_ : profile_of(spec, section);
}

}  // namespace synergy::scenario
