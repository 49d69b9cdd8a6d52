#include "nodes.hpp"

#include <set>

namespace synergy::attack {
namespace {

using DeviceNames = std::set<std::string, std::less<>>;

void keep_changes(Node& root, const DeviceNames& devices) {
  Node* lines = find(root, "timeline");
  if (lines == nullptr) return;
  DeviceNames apps;
  for (const Node& app : apps_of(root).items) apps.insert(text_of(app, "name"));
  std::erase_if(lines->items, [&](const Node& line) {
    const Node* link = find(line, "link");
    const bool dangles =
        link != nullptr && std::any_of(link->items.begin(), link->items.end(),
                                       [&](const Node& end) { return !devices.contains(end.scalar); });
    return dangles || (find(line, "device") != nullptr && !devices.contains(text_of(line, "device"))) ||
           (find(line, "app") != nullptr && !apps.contains(text_of(line, "app")));
  });
  if (lines->items.empty()) remove(root, "timeline");
}

void keep_named(Node* list, const DeviceNames& names) {
  if (list == nullptr) return;
  std::erase_if(list->items, [&](const Node& item) { return !names.contains(item.scalar); });
}

/// Of the list `list_key` the items whose list `key` names only what is there.
void keep_items(Node& mapping, std::string_view list_key, std::string_view key, const DeviceNames& names) {
  Node* list = find(mapping, list_key);
  if (list == nullptr) return;
  std::erase_if(list->items, [&](const Node& item) {
    const Node* named = find(item, key);
    return named != nullptr && std::any_of(named->items.begin(), named->items.end(),
                                           [&](const Node& n) { return !names.contains(n.scalar); });
  });
  if (list->items.empty()) remove(mapping, list_key);
}

}  // namespace

void drop_dangling(Node& root) {
  DeviceNames names;
  for (const Node& device : devices_of(root).items) {
    names.insert(text_of(device, "name"));
    // Of a device with several accelerators, whose others have names of their own.
    if (const Node* parts = find(device, "more_accelerators")) {
      for (const Node& part : parts->items) names.insert(text_of(part, "name"));
    }
  }
  keep_changes(root, names);
  keep_items(child(root, "body", Node::Kind::mapping), "path_loss", "between", names);
  keep_named(find(root, "link_devices"), names);
  if (Node* more = find(root, "more_links")) {
    for (Node& links : more->items) keep_named(find(links, "devices"), names);
    std::erase_if(more->items, [](const Node& links) {
      const Node* devices = find(links, "devices");
      return devices == nullptr || devices->items.size() < 2;
    });
    if (more->items.empty()) remove(root, "more_links");
  }
  if (Node* floors = find(root, "battery_life_floor");
      floors != nullptr && floors->kind == Node::Kind::mapping)
    std::erase_if(floors->entries, [&](const Node::Entry& entry) { return !names.contains(entry.key); });
}

}  // namespace synergy::attack
