#include "synergy/attack/shrink.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "nodes.hpp"

namespace synergy::attack {
namespace {

/// Something that can be taken out of a case.
struct Piece {
  enum class Kind : std::uint8_t {
    change,
    change_key,
    app,
    device,
    part,
    device_key,
    app_key,
    link_key,
    root_key,
    loss,
    number
  };
  Kind kind = Kind::app;
  std::size_t item = 0;   ///< app or device
  std::string key = {};   ///< of a mapping, or a list of parts, or a path of a number
  std::size_t index = 0;  ///< in a list
};
using Pieces = std::vector<Piece>;

// What makes an app an app and a device a device stays, and so does what tells them apart.
constexpr std::array<std::string_view, 4> kAppKeeps{"name", "model", "sensor", "interaction"};
constexpr std::array<std::string_view, 4> kDeviceKeeps{"name", "radio", "sensors", "interactions"};
/// Of the scenario: what has a default, and is no part of what was asked.
constexpr std::array<std::string_view, 5> kRootDrops{"battery_life_floor", "more_links", "link_devices",
                                                     "postprocess", "sensing"};

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// Lines of the timeline first: what happens is what such a finding is about.
Pieces changes_in(Case& one) {
  Pieces pieces;
  const Node* lines = find(one.root, "timeline");
  for (std::size_t i = 0; lines != nullptr && i < lines->items.size(); ++i)
    pieces.push_back({Piece::Kind::change, i});
  return pieces;
}

/// That they end.
Pieces ends_of_changes_in(Case& one) {
  Pieces pieces;
  const Node* lines = find(one.root, "timeline");
  for (std::size_t i = 0; lines != nullptr && i < lines->items.size(); ++i) {
    if (find(lines->items[i], "for") != nullptr) pieces.push_back({Piece::Kind::change_key, i, "for"});
  }
  return pieces;
}

Pieces apps_in(Case& one) {
  Pieces pieces;
  for (std::size_t a = 0; a < app_count(one.root); ++a) pieces.push_back({Piece::Kind::app, a});
  return pieces;
}

Pieces devices_in(Case& one) {
  Pieces pieces;
  for (std::size_t d = 0; d < device_count(one.root); ++d) pieces.push_back({Piece::Kind::device, d});
  return pieces;
}

Pieces parts_in(Case& one) {
  Pieces pieces;
  const Node& devices = devices_of(one.root);
  for (std::size_t d = 0; d < devices.items.size(); ++d) {
    for (const std::string_view list : {"sensors", "interactions"}) {
      const Node* parts = find(devices.items[d], list);
      for (std::size_t i = 0; parts != nullptr && i < parts->items.size(); ++i)
        pieces.push_back({Piece::Kind::part, d, std::string(list), i});
    }
    for (const Node::Entry& entry : devices.items[d].entries) {
      if (!is_in(kDeviceKeeps, entry.key)) pieces.push_back({Piece::Kind::device_key, d, entry.key});
    }
  }
  return pieces;
}

Pieces keys_in(Case& one) {
  Pieces pieces;
  const Node& apps = apps_of(one.root);
  for (std::size_t a = 0; a < apps.items.size(); ++a) {
    for (const Node::Entry& entry : apps.items[a].entries) {
      if (!is_in(kAppKeeps, entry.key)) pieces.push_back({Piece::Kind::app_key, a, entry.key});
    }
  }
  if (const Node* link = find(one.root, "link")) {
    for (const Node::Entry& entry : link->entries) {
      if (entry.key != "kind") pieces.push_back({Piece::Kind::link_key, 0, entry.key});
    }
  }
  for (const Node::Entry& entry : one.root.entries) {
    if (is_in(kRootDrops, entry.key)) pieces.push_back({Piece::Kind::root_key, 0, entry.key});
  }
  const Node* losses = find(child(one.root, "body", Node::Kind::mapping), "path_loss");
  for (std::size_t i = 0; losses != nullptr && i < losses->items.size(); ++i)
    pieces.push_back({Piece::Kind::loss, 0, {}, i});
  return pieces;
}

Pieces numbers_in(Case& one) {
  Pieces pieces;
  for (const auto& [path, si] : one.numbers) pieces.push_back({Piece::Kind::number, 0, path});
  return pieces;
}

void erase_at(Node& list, std::size_t index) {
  list.items.erase(list.items.begin() + static_cast<std::ptrdiff_t>(index));
}

void take_out(Case& one, const Piece& piece) {
  switch (piece.kind) {
    case Piece::Kind::change:
      erase_at(timeline_of(one.root), piece.item);
      if (timeline_of(one.root).items.empty()) remove(one.root, "timeline");
      return;
    case Piece::Kind::change_key:
      remove(timeline_of(one.root).items[piece.item], piece.key);
      return;
    case Piece::Kind::app:
      erase_at(apps_of(one.root), piece.item);
      return drop_dangling(one.root);
    case Piece::Kind::device:
      erase_at(devices_of(one.root), piece.item);
      return drop_dangling(one.root);
    case Piece::Kind::part:
      return erase_at(*find(devices_of(one.root).items[piece.item], piece.key), piece.index);
    case Piece::Kind::device_key:
      remove(devices_of(one.root).items[piece.item], piece.key);
      return;
    case Piece::Kind::app_key:
      remove(apps_of(one.root).items[piece.item], piece.key);
      return;
    case Piece::Kind::link_key:
      remove(*find(one.root, "link"), piece.key);
      return;
    case Piece::Kind::root_key:
      remove(one.root, piece.key);
      return;
    case Piece::Kind::loss: {
      Node& body = *find(one.root, "body");
      erase_at(*find(body, "path_loss"), piece.index);
      if (find(body, "path_loss")->items.empty()) remove(body, "path_loss");
      return;
    }
    case Piece::Kind::number:
      one.numbers.erase(piece.key);
  }
}

class Shrinker {
 public:
  Shrinker(const Case& found, const Verdict& verdict, double least,
           const std::function<Verdict(const Case&)>& judge)
      : least_(least), judge_(judge), shrunk_{found, verdict, 0, 0} {}

  Shrunk run() {
    std::int64_t before = -1;
    while (before != shrunk_.removed) {
      before = shrunk_.removed;
      for (const auto& list :
           {changes_in, ends_of_changes_in, apps_in, devices_in, parts_in, keys_in, numbers_in})
        take_from(list);
    }
    return std::move(shrunk_);
  }

 private:
  /// From halves to single pieces; the list is made anew after each success, since places move.
  void take_from(Pieces (*list)(Case&)) {
    Pieces pieces = list(shrunk_.left);
    for (std::size_t size = std::max<std::size_t>(1, pieces.size() / 2); size > 0; size /= 2) {
      for (std::size_t end = pieces.size(); end > 0;) {
        const std::size_t begin = end > size ? end - size : 0;
        if (can_go(pieces, begin, end)) pieces = list(shrunk_.left);
        // Whether or not it went: those before it keep their places.
        end = begin;
      }
    }
  }

  bool can_go(const Pieces& pieces, std::size_t begin, std::size_t end) {
    Case without = shrunk_.left;
    // The last first, so that the places of those before it stay right.
    for (std::size_t i = end; i > begin; --i) take_out(without, pieces[i - 1]);
    const Verdict verdict = judge_(without);
    if (verdict.kind != Verdict::Kind::invalid) ++shrunk_.evaluations;
    if (verdict.kind != Verdict::Kind::judged || verdict.ratio < least_) return false;
    shrunk_.left = std::move(without);
    shrunk_.verdict = verdict;
    shrunk_.removed += static_cast<std::int64_t>(end - begin);
    return true;
  }

  double least_;
  const std::function<Verdict(const Case&)>& judge_;
  Shrunk shrunk_;
};

}  // namespace

Shrunk shrink(const Case& found, const Verdict& verdict, double least,
              const std::function<Verdict(const Case&)>& judge) {
  return Shrinker(found, verdict, least, judge).run();
}

}  // namespace synergy::attack
