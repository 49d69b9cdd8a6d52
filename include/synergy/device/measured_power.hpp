#pragma once

#include "synergy/device/sourced_kind.hpp"
#include "synergy/input/fields.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace synergy::device {

/// What inferring one network draws where somebody measured it. Above which other power, and at which rail,
/// is the family's to say.
struct MeasuredPower {
  /// A network is known by its name alone: another one under this name would get its power.
  std::string network;
  /// While it infers, at least 0.
  Sourced<Power> power;
};

/// The entry of a network, by its exact name; null if nobody measured it. Valid as long as the list stays as
/// it is.
[[nodiscard]] const MeasuredPower* find_measured(const std::vector<MeasuredPower>& list,
                                                 std::string_view network);

/// The kind of a list `measured_power` in a profile file. A list and not keys: networks are named by the
/// file's author.
struct MeasuredPowers {
  /// What the two keys of an entry mean, in the family's words.
  std::string_view network;
  std::string_view power;

  /// Refuses a network that is in the list twice.
  /// The second entry could only contradict the first; the problem is recorded there.
  void read(const input::Value& value, std::vector<MeasuredPower>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<MeasuredPower>& from) const;
  [[nodiscard]] input::Yaml schema() const;
  /// A list without entries is not written.
  [[nodiscard]] bool absent(const std::vector<MeasuredPower>& from) const { return from.empty(); }
  /// Each with the key "measured_power.NETWORK".
  /// The key lives as long as the call; a name with a dot in it stays as it is.
  template <class Archive, class List>
  void numbers(Archive& archive, std::string_view key, List& list) const {
    for (auto& measured : list) {
      const std::string own = std::string(key) + '.' + measured.network;
      archive(input::Field{own, {}}, measured.power, SourcedAmount<Power>{});
    }
  }
};

}  // namespace synergy::device
