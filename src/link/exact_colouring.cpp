#include "exact_colouring.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace synergy::link {
namespace {

constexpr int kQuickSteps = 100;    // of the walk, before the proof that it is in vain
constexpr int kLongSteps = 20'000;  // of the walk, after it: some fifty times what tests needed
// Of the exhaustive search: enough for sparse graphs, the only ones left.
constexpr int kSearchNodes = 200'000;

/// Whether some odd set of devices holds more links than `colours` matchings can cover within it: proof that
/// no colouring exists. For degrees of at least a third of the devices it is conjectured to be the only
/// obstacle (Chetwynd and Hilton 1986).
bool overfull(int device_count, const std::vector<Ends>& links, int colours) {
  std::array<std::uint32_t, kExactDevices> neighbours{};
  for (const Ends& l : links) {
    neighbours[l.first.index()] |= 1u << l.second.value();
    neighbours[l.second.index()] |= 1u << l.first.value();
  }
  std::vector<std::uint8_t> inside(std::size_t{1} << device_count, 0);
  for (std::uint32_t set = 1; set < inside.size(); ++set) {
    const auto lowest = static_cast<std::size_t>(std::countr_zero(set));
    const std::uint32_t rest = set & (set - 1);
    inside[set] = static_cast<std::uint8_t>(inside[rest] + std::popcount(neighbours[lowest] & rest));
    const int size = std::popcount(set);
    if (size % 2 == 1 && inside[set] > colours * (size / 2)) return true;
  }
  return false;
}

/// Looks for a proper colouring with a given number of colours: first by a walk, which finds nearly all there
/// are, then by exhaustion.
class Colouring {
 public:
  Colouring(const std::vector<Ends>& links, int colours)
      : links_(links), colours_(colours), colour_(links.size(), kNone) {
    for (auto& row : link_at_) row.fill(kNone);
    lacking_.fill((1u << colours) - 1);
  }

  /// Colours link after link. One that finds no colour changes the colouring at random (fixed seed), by
  /// exchanging two colours along a path or by taking another link's colour, until it does.
  bool walk(int steps) {
    clear_all();
    for (std::size_t i = 0; i < links_.size(); ++i) {
      std::size_t link = i;
      while (!place(link)) {
        if (--steps < 0) return false;
        const auto [first, second] = links_[link];
        const bool at_first = draw(2) == 0;
        const DeviceId here = at_first ? first : second;
        const int lacks = pick(lacking(here));
        if (draw(2) == 0) {
          const std::uint32_t has = ~lacking(here) & ((1u << colours_) - 1);
          if (has != 0) exchange(here, pick(has), lacks, kNowhere);
        } else {
          const auto robbed = static_cast<std::size_t>(link_at(at_first ? second : first, lacks));
          clear(robbed);
          set(link, lacks);
          link = robbed;
        }
      }
    }
    return true;
  }

  /// Depth first: the link with the fewest colours left goes next; of the colours nobody uses yet only one
  /// is tried, because they are interchangeable.
  bool search() {
    clear_all();
    nodes_ = kSearchNodes;
    return search(0, 0);
  }

  [[nodiscard]] std::vector<int> take() { return std::move(colour_); }

 private:
  static constexpr int kNone = -1;
  static constexpr DeviceId kNowhere = DeviceId(kNone);

  int& link_at(DeviceId device, int colour) {
    return link_at_[device.index()][static_cast<std::size_t>(colour)];
  }
  [[nodiscard]] std::uint32_t lacking(DeviceId device) const { return lacking_[device.index()]; }

  void set(std::size_t link, int colour) {
    colour_[link] = colour;
    for (const DeviceId device : {links_[link].first, links_[link].second}) {
      link_at(device, colour) = static_cast<int>(link);
      lacking_[device.index()] &= ~(1u << colour);
    }
  }
  void clear(std::size_t link) {
    for (const DeviceId device : {links_[link].first, links_[link].second}) {
      link_at(device, colour_[link]) = kNone;
      lacking_[device.index()] |= 1u << colour_[link];
    }
    colour_[link] = kNone;
  }
  void clear_all() {
    for (std::size_t i = 0; i < links_.size(); ++i) {
      if (colour_[i] != kNone) clear(i);
    }
  }

  /// Gives the link a colour that both its ends lack, after an exchange along a path (Kempe's) if need be.
  bool place(std::size_t link) {
    const auto [u, v] = links_[link];
    if (const std::uint32_t common = lacking(u) & lacking(v))
      return set(link, std::countr_zero(common)), true;
    for (std::uint32_t at_u = lacking(u); at_u != 0; at_u &= at_u - 1) {
      for (std::uint32_t at_v = lacking(v); at_v != 0; at_v &= at_v - 1) {
        const int colour = std::countr_zero(at_u);
        if (exchange(v, colour, std::countr_zero(at_v), u)) return set(link, colour), true;
      }
    }
    return false;
  }

  /// Exchanges colours a and b along the path that starts at `device` with a. False, and nothing changed, if
  /// the path ends at `avoid`.
  bool exchange(DeviceId device, int a, int b, DeviceId avoid) {
    path_.clear();
    DeviceId end = device;
    for (int c = a; link_at(end, c) != kNone; c = a + b - c) {
      const auto link = static_cast<std::size_t>(link_at(end, c));
      path_.emplace_back(link, a + b - c);
      end = links_[link].first == end ? links_[link].second : links_[link].first;
    }
    if (end == avoid) return false;  // the exchange would only carry the clash to the link's other end
    for (const auto& [link, colour] : path_) clear(link);
    for (const auto& [link, colour] : path_) set(link, colour);
    return true;
  }

  bool search(std::size_t coloured, int used) {
    if (coloured == links_.size()) return true;
    if (--nodes_ < 0) return false;
    std::size_t next = 0;
    int fewest = colours_ + 1;
    for (std::size_t i = 0; i < links_.size(); ++i) {
      if (colour_[i] != kNone) continue;
      const int left = std::popcount(lacking(links_[i].first) & lacking(links_[i].second));
      if (left < fewest) fewest = left, next = i;
    }
    const std::uint32_t first_unused = (2u << used) - 1;
    std::uint32_t choices = lacking(links_[next].first) & lacking(links_[next].second) & first_unused;
    for (; choices != 0; choices &= choices - 1) {
      const int colour = std::countr_zero(choices);
      set(next, colour);
      if (search(coloured + 1, std::max(used, colour + 1))) return true;
      clear(next);
    }
    return false;
  }

  // A generator of its own, begun anew for every body: schedules must not depend on what was drawn elsewhere.
  unsigned draw(unsigned below) {
    shuffle_ = shuffle_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<unsigned>(shuffle_ >> 33) % below;
  }
  int pick(std::uint32_t colours) {
    for (auto skip = draw(static_cast<unsigned>(std::popcount(colours))); skip > 0; --skip) {
      colours &= colours - 1;
    }
    return std::countr_zero(colours);
  }

  const std::vector<Ends>& links_;
  int colours_;
  std::vector<int> colour_;                                              // of each link
  std::array<std::array<int, kExactDevices>, kExactDevices> link_at_{};  // of a device and colour
  std::array<std::uint32_t, kExactDevices> lacking_{};  // colours a device's links do not use
  std::vector<std::pair<std::size_t, int>> path_;
  std::uint64_t shuffle_ = 1;
  int nodes_ = 0;
};

}  // namespace

std::optional<std::vector<int>> colour_exactly(int device_count, const std::vector<Ends>& links,
                                               int colours) {
  Colouring colouring(links, colours);
  // Most bodies are coloured by the first steps of the walk; the proof costs 2^devices and so comes second.
  if (colouring.walk(kQuickSteps)) return colouring.take();
  if (overfull(device_count, links, colours)) return {};
  if (colouring.walk(kLongSteps) || colouring.search()) return colouring.take();
  return {};
}

}  // namespace synergy::link
