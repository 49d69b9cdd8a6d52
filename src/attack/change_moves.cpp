#include <array>

#include "moves.hpp"
#include "nodes.hpp"

/// Lines of a timeline, drawn and changed.
namespace synergy::attack {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// What `do` says: its word, or its key.
std::string_view action_of(const Node& node) {
  return node.kind == Node::Kind::mapping && !node.entries.empty()
             ? std::string_view(node.entries.front().key)
             : std::string_view(node.scalar);
}

}  // namespace

/// About an app, a device or a pair of devices, as its action asks for; of none where there is none.
Node Mover::drawn_change(Node& root) {
  const ChangeSpace& space = *space_.changes;
  Node line = node_of(Node::Kind::mapping);
  put(line, "at", text_node(pick(space.times)));
  const Node& action = pick(space.actions);
  const Node& devices = devices_of(root);
  const Node& apps = apps_of(root);
  if (is_one_of(action_of(action), {"start", "stop", "rate"})) {
    if (!apps.items.empty()) put(line, "app", text_node(text_of(pick(apps.items), "name")));
  } else if (is_one_of(action_of(action), {"block", "path_loss", "path_loss_add"})) {
    if (devices.items.size() > 1) {
      const std::size_t x = below(devices.items.size());
      const std::size_t y = below(devices.items.size() - 1);
      Node ends = node_of(Node::Kind::sequence);
      for (const std::size_t end : {x, y < x ? y : y + 1})
        ends.items.push_back(text_node(text_of(devices.items[end], "name")));
      put(line, "link", std::move(ends));
    }
  } else if (!devices.items.empty()) {
    put(line, "device", text_node(text_of(pick(devices.items), "name")));
  }
  put(line, "do", action);
  const std::string& lasts = pick(space.lasts);
  // What joins or is charged does so once.
  if (lasts != "good" && !is_one_of(action_of(action), {"join", "charge"}))
    put(line, "for", text_node(lasts));
  return line;
}

bool Mover::move_change(Node& root) {
  const ChangeSpace& space = *space_.changes;
  Node& lines = timeline_of(root);
  const auto count = static_cast<int>(lines.items.size());
  switch (below(4)) {
    case 0:
      if (count >= space.count.most) return false;
      {
        Node line = drawn_change(root);
        timeline_of(root).items.push_back(std::move(line));
      }
      return true;
    case 1:
      if (count <= space.count.least) return false;
      lines.items.erase(lines.items.begin() + static_cast<std::ptrdiff_t>(below(lines.items.size())));
      if (lines.items.empty()) remove(root, "timeline");
      return true;
    case 2:
      if (lines.items.empty()) return false;
      put(lines.items[below(lines.items.size())], "at", text_node(pick(space.times)));
      return true;
    default: {
      if (lines.items.empty()) return false;
      const std::size_t at = below(lines.items.size());
      Node line = drawn_change(root);
      put(line, "at", *find(timeline_of(root).items[at], "at"));
      timeline_of(root).items[at] = std::move(line);
      return true;
    }
  }
}

}  // namespace synergy::attack
