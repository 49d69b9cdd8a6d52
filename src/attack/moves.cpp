#include "moves.hpp"

#include "synergy/input/error.hpp"

#include <set>

#include "nodes.hpp"
#include <fmt/format.h>

namespace synergy::attack {
namespace {

constexpr int kTries = 20;         // moves that change nothing, before one gives up
constexpr int kStepsFromBase = 6;  // at most, of the scenario that a restart begins with
constexpr double kHasPart = 0.5;   // chance that a drawn device has a sensor or an actuator

/// "a0" and so on: the first that no item of the list has.
std::string free_name(const Node& list, std::string_view letter) {
  std::set<std::string> taken;
  for (const Node& item : list.items) taken.insert(text_of(item, "name"));
  for (std::size_t i = 0;; ++i) {
    std::string name = fmt::format("{}{}", letter, i);
    if (!taken.contains(name)) return name;
  }
}

Node empty_list() { return node_of(Node::Kind::sequence); }

}  // namespace

std::size_t Mover::below(std::size_t count) {
  return static_cast<std::size_t>(random_.integer(0, static_cast<std::int64_t>(count) - 1));
}

bool Mover::chance(double share) { return random_.uniform() < share; }

int Mover::drawn_count(const Count& count) {
  return static_cast<int>(random_.integer(count.least, count.most));
}

Node Mover::drawn_app(const Node& root) {
  const Node* apps = find(root, "apps");
  Node app = node_of(Node::Kind::mapping);
  put(app, "name", text_node(free_name(apps == nullptr ? empty_list() : *apps, "a")));
  for (const Node::Entry& entry : pick(space_.apps->models).entries) put(app, entry.key, entry.value);
  if (find(app, "sensor") == nullptr && !space_.apps->sensors.empty())
    put(app, "sensor", text_node(pick(space_.apps->sensors)));
  if (find(app, "interaction") == nullptr && !space_.apps->interactions.empty())
    put(app, "interaction", text_node(pick(space_.apps->interactions)));
  if (!space_.apps->rates.empty()) put(app, "rate", text_node(pick(space_.apps->rates)));
  return app;
}

Node Mover::drawn_parts(const std::vector<std::string>& profiles) {
  Node parts = empty_list();
  for (const std::string& profile : profiles) {
    if (chance(kHasPart)) parts.items.push_back(text_node(profile));
  }
  return parts;
}

Node Mover::drawn_device(const Node& root) {
  const DeviceSpace& space = *space_.devices;
  const Node* body = find(root, "body");
  const Node* devices = body == nullptr ? nullptr : find(*body, "devices");
  Node device = node_of(Node::Kind::mapping);
  put(device, "name", text_node(free_name(devices == nullptr ? empty_list() : *devices, "d")));
  const std::string& accelerator = pick(space.accelerators);
  if (accelerator != "none") put(device, "accelerator", text_node(accelerator));
  put(device, "radio", text_node(pick(space.radios)));
  put(device, "sensors", drawn_parts(space.sensors));
  put(device, "interactions", drawn_parts(space.interactions));
  if (!space.batteries.empty()) put(device, "battery", text_node(pick(space.batteries)));
  return device;
}

void Mover::draw_path_loss(Node& root) {
  const auto& range = space_.links.path_loss_db;
  if (!range) return;
  Node losses = empty_list();
  const Node& devices = devices_of(root);
  for (std::size_t x = 0; x < devices.items.size(); ++x) {
    for (std::size_t y = x + 1; y < devices.items.size(); ++y) {
      Node between = empty_list();
      between.items.push_back(text_node(text_of(devices.items[x], "name")));
      between.items.push_back(text_node(text_of(devices.items[y], "name")));
      Node loss = node_of(Node::Kind::mapping);
      put(loss, "between", std::move(between));
      put(loss, "loss_db", plain_node(std::to_string(drawn_count(*range))));
      losses.items.push_back(std::move(loss));
    }
  }
  put(*find(root, "body"), "path_loss", std::move(losses));
}

Case Mover::start() {
  Case one = space_.base;
  if (space_.has_base) {
    for (std::int64_t steps = random_.integer(0, kStepsFromBase); steps > 0; --steps) one = moved(one);
    return one;
  }
  for (int count = drawn_count(space_.devices->count); count > 0; --count) {
    Node device = drawn_device(one.root);
    devices_of(one.root).items.push_back(std::move(device));
  }
  for (int count = drawn_count(space_.apps->count); count > 0; --count) {
    Node app = drawn_app(one.root);
    apps_of(one.root).items.push_back(std::move(app));
  }
  if (space_.links.kinds.size() > 1) put(one.root, "link", pick(space_.links.kinds));
  if (space_.links.intervals.size() > 1) (void)move_link(one.root);
  draw_path_loss(one.root);
  if (space_.changes) {
    for (int count = drawn_count(space_.changes->count); count > 0; --count)
      timeline_of(one.root).items.push_back(drawn_change(one.root));
  }
  return one;
}

Case Mover::moved(const Case& from) {
  Case to = from;
  for (int i = 0; i < kTries; ++i) {
    std::vector<int> kinds;
    if (space_.apps) kinds.push_back(0);
    if (space_.devices) kinds.push_back(1);
    if (space_.moves_links()) kinds.push_back(2);
    if (!space_.numbers.empty()) kinds.push_back(3);
    if (space_.changes) kinds.push_back(4);
    bool changed = false;
    switch (pick(kinds)) {
      case 0:
        changed = move_app(to.root);
        break;
      case 1:
        changed = move_device(to.root);
        break;
      case 2:
        changed = move_link(to.root);
        break;
      case 3:
        changed = move_number(to);
        break;
      default:
        changed = move_change(to.root);
    }
    if (changed) break;
  }
  return to;
}

bool Mover::exchange(Node& list) {
  if (list.items.size() < 2) return false;
  const std::size_t x = below(list.items.size());
  const std::size_t y = below(list.items.size() - 1);
  std::swap(list.items[x], list.items[y < x ? y : y + 1]);
  return true;
}

bool Mover::move_app(Node& root) {
  Node& apps = apps_of(root);
  const auto count = static_cast<int>(apps.items.size());
  switch (below(6)) {
    case 0:
      if (count >= space_.apps->count.most) return false;
      {
        Node app = drawn_app(root);
        const std::size_t at = below(apps.items.size() + 1);
        apps.items.insert(apps.items.begin() + static_cast<std::ptrdiff_t>(at), std::move(app));
      }
      return true;
    case 1:
      if (count <= space_.apps->count.least || count < 2) return false;
      apps.items.erase(apps.items.begin() + static_cast<std::ptrdiff_t>(below(apps.items.size())));
      drop_dangling(root);
      return true;
    case 2:
      return exchange(apps);
    default:
      return !apps.items.empty() && change_app(apps.items[below(apps.items.size())]);
  }
}

bool Mover::change_app(Node& app) {
  const AppSpace& space = *space_.apps;
  switch (below(4)) {
    case 0: {
      const std::string interaction = text_of(app, "interaction");
      Node other = node_of(Node::Kind::mapping);
      put(other, "name", text_node(text_of(app, "name")));
      for (const Node::Entry& entry : pick(space.models).entries) put(other, entry.key, entry.value);
      if (find(other, "sensor") == nullptr && !space.sensors.empty())
        put(other, "sensor", text_node(pick(space.sensors)));
      if (find(other, "interaction") == nullptr) put(other, "interaction", text_node(interaction));
      if (const Node* rate = find(app, "rate")) put(other, "rate", *rate);
      app = std::move(other);
      return true;
    }
    case 1:
      // Of a model that goes with a sensor: what it hears is its own.
      if (space.sensors.size() < 2 || find(app, "window") != nullptr) return false;
      put(app, "sensor", text_node(pick(space.sensors)));
      return true;
    case 2:
      if (space.interactions.size() < 2) return false;
      put(app, "interaction", text_node(pick(space.interactions)));
      return true;
    default:
      if (space.rates.size() < 2) return false;
      put(app, "rate", text_node(pick(space.rates)));
      return true;
  }
}

bool Mover::move_device(Node& root) {
  Node& devices = devices_of(root);
  const auto count = static_cast<int>(devices.items.size());
  switch (below(6)) {
    case 0:
      if (count >= space_.devices->count.most) return false;
      {
        Node device = drawn_device(root);
        const std::size_t at = below(devices.items.size() + 1);
        devices.items.insert(devices.items.begin() + static_cast<std::ptrdiff_t>(at), std::move(device));
      }
      draw_path_loss(root);
      return true;
    case 1:
      if (count <= space_.devices->count.least || count < 2) return false;
      devices.items.erase(devices.items.begin() + static_cast<std::ptrdiff_t>(below(devices.items.size())));
      drop_dangling(root);
      return true;
    case 2:
      return exchange(devices);
    default:
      return !devices.items.empty() && change_device(devices.items[below(devices.items.size())]);
  }
}

bool Mover::toggle(Node& device, std::string_view key, const std::vector<std::string>& profiles) {
  Node& parts = child(device, key, Node::Kind::sequence);
  parts.kind = Node::Kind::sequence;
  const std::string& profile = pick(profiles);
  const auto erased = std::erase_if(parts.items, [&](const Node& part) { return part.scalar == profile; });
  if (erased == 0) parts.items.push_back(text_node(profile));
  return true;
}

bool Mover::change_device(Node& device) {
  const DeviceSpace& space = *space_.devices;
  switch (below(3)) {
    case 0: {
      if (space.accelerators.size() < 2) return false;
      const std::string& accelerator = pick(space.accelerators);
      if (accelerator == "none") return remove(device, "accelerator");
      if (text_of(device, "accelerator") == accelerator) return false;
      put(device, "accelerator", text_node(accelerator));
      return true;
    }
    case 1:
      return toggle(device, "sensors", space.sensors);
    default:
      return toggle(device, "interactions", space.interactions);
  }
}

bool Mover::move_link(Node& root) {
  const LinkSpace& links = space_.links;
  switch (below(3)) {
    case 0:
      if (links.kinds.size() < 2) return false;
      put(root, "link", pick(links.kinds));
      return true;
    case 1: {
      if (links.intervals.size() < 2) return false;
      Node& link = child(root, "link", Node::Kind::mapping);
      const std::string kind = text_of(link, "kind");
      if (!kind.empty() && kind != "ble") return false;
      put(link, "connection_interval", text_node(pick(links.intervals)));
      return true;
    }
    default: {
      Node* losses = find(child(root, "body", Node::Kind::mapping), "path_loss");
      if (!links.path_loss_db || losses == nullptr || losses->items.empty()) return false;
      put(losses->items[below(losses->items.size())], "loss_db",
          plain_node(std::to_string(drawn_count(*links.path_loss_db))));
      return true;
    }
  }
}

bool Mover::move_number(Case& one) {
  std::vector<scenario::ProfileNumber> numbers;
  try {
    numbers = space_.movable(scenario_of({one.root, {}}, space_.base_file, library_));
  } catch (const InputError&) {  // no scenario: whoever judges it says so
    return false;
  }
  if (numbers.empty()) return false;
  const scenario::ProfileNumber& number = pick(numbers);
  const double low = number.low.value_or(number.value).si;
  const double high = number.high.value_or(number.value).si;
  const std::size_t how = below(4);
  const double between = low + random_.uniform() * (high - low);
  if (how == 0) return one.numbers.erase(number.path) > 0;
  one.numbers[number.path] = how == 1 ? low : how == 2 ? high : between;
  return true;
}

}  // namespace synergy::attack
