#pragma once

#include "synergy/attack/case.hpp"
#include "synergy/input/document.hpp"
#include "synergy/scenario/library.hpp"
#include "synergy/scenario/profile_numbers.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace synergy::attack {

/// How many there may be, both ends included.
struct Count {
  int least = 1, most = 1;
};

/// What apps may be.
struct AppSpace {
  Count count;
  /// Mappings as in a scenario's `apps`, with a model and whatever else belongs to it; sensor and interaction
  /// are drawn where an entry does not say.
  std::vector<input::Node> models;
  std::vector<std::string> sensors, interactions;  ///< types
  std::vector<std::string> rates;                  ///< empty: none
};

/// What devices may be.
struct DeviceSpace {
  Count count;
  std::vector<std::string> accelerators;           ///< profiles, or "none"
  std::vector<std::string> sensors, interactions;  ///< profiles
  std::vector<std::string> radios;
  std::vector<std::string> batteries;  ///< empty: devices have none
};

/// What links may be.
struct LinkSpace {
  std::vector<input::Node> kinds;      ///< values of the key `link`
  std::vector<std::string> intervals;  ///< of Bluetooth links
  std::optional<Count> path_loss_db;   ///< of every pair of devices
};

/// What may happen to the body (scenario::TimelineEntry). What a line is about is drawn among the apps, the
/// devices or the pairs of devices that there are, whichever its `do` is for.
struct ChangeSpace {
  Count count;
  std::vector<std::string> times;
  /// How long it lasts: values of `for`, or "good" for lines without.
  std::vector<std::string> lasts;
  std::vector<input::Node> actions;  ///< values of `do`, words or mappings
};

/// A space file (scenarios/attack/README.md), read and checked: which scenarios a search may try.
///
/// A value. Every file that its scenarios can name was read when it was loaded, so that the hashes of what
/// the library has read say on what a search depends.
struct Space {
  std::string name;
  std::pair<std::string, std::string> file;  ///< name and content hash of the space file
  /// What every case begins with: the scenario it starts from, body written out, or one without apps and
  /// devices; with the settings of the space.
  Case base;
  /// Whether `base` is a scenario already: a search then starts there, else from a drawn one.
  bool has_base = false;
  std::string base_file;  ///< where relative paths in cases start, and what messages call them
  std::optional<AppSpace> apps;
  std::optional<DeviceSpace> devices;
  LinkSpace links;
  std::optional<ChangeSpace> changes;
  /// Paths of profile numbers that may move between low and high; a pattern may end in *.
  std::vector<std::string> numbers;

  [[nodiscard]] bool moves_links() const {
    return links.kinds.size() > 1 || links.intervals.size() > 1 || links.path_loss_db.has_value();
  }
  /// Those of a scenario that the space lets move: with a low or a high.
  [[nodiscard]] std::vector<scenario::ProfileNumber> movable(const scenario::Scenario& scenario) const;
};

/// `file` is a path, or the name of a shipped space (scenarios/attack/NAME.yaml). Throws InputError with
/// every problem of the file: unknown keys and names, counts the wrong way round, a space in which nothing
/// can move.
[[nodiscard]] Space load_space(const std::string& file, scenario::Library& library);
[[nodiscard]] Space read_space(const input::Document& document, scenario::Library& library);

}  // namespace synergy::attack
