#pragma once

#include "synergy/attack/space.hpp"
#include "synergy/base/random.hpp"

namespace synergy::attack {

/// Draws scenarios of a space, and steps from one to the next. What comes out need not be a scenario: an app
/// may ask for a sensor that no device has. Takes its chance from one stream, in a fixed order of draws.
class Mover {
 public:
  /// All must outlive it.
  Mover(const Space& space, RandomStream& random, scenario::Library& library)
      : space_(space), random_(random), library_(library) {}

  /// Where a search may begin: a drawn scenario, or the space's own, some moves away.
  [[nodiscard]] Case start();
  /// One move away: an app's model, sensor, interaction or rate, an app more or less, two apps in another
  /// order; the same of devices and their parts; another link, interval or path loss; a line of the timeline
  /// more or less, at another time, about something else; a profile number at its low, at its high, between
  /// them or as the profile says.
  [[nodiscard]] Case moved(const Case& from);

 private:
  [[nodiscard]] std::size_t below(std::size_t count);
  [[nodiscard]] bool chance(double share);
  template <class List>
  [[nodiscard]] const auto& pick(const List& list) {
    return list[below(list.size())];
  }
  [[nodiscard]] int drawn_count(const Count& count);

  [[nodiscard]] input::Node drawn_app(const input::Node& root);
  [[nodiscard]] input::Node drawn_device(const input::Node& root);
  [[nodiscard]] input::Node drawn_parts(const std::vector<std::string>& profiles);
  void draw_path_loss(input::Node& root);

  // Each tells whether it changed anything.
  bool move_app(input::Node& root);
  bool change_app(input::Node& app);
  bool move_device(input::Node& root);
  bool change_device(input::Node& device);
  bool toggle(input::Node& device, std::string_view key, const std::vector<std::string>& profiles);
  bool exchange(input::Node& list);
  bool move_link(input::Node& root);
  bool move_number(Case& one);
  // change_moves.cpp
  [[nodiscard]] input::Node drawn_change(input::Node& root);
  bool move_change(input::Node& root);

  const Space& space_;
  RandomStream& random_;
  scenario::Library& library_;
};

}  // namespace synergy::attack
