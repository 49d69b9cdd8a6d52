#pragma once

#include "synergy/device/radio.hpp"
#include "synergy/link/ble/stack.hpp"
#include "synergy/link/ble/throughput.hpp"
#include "synergy/quantities/quantities.hpp"

#include <string>
#include <vector>

namespace synergy::link {

/// A published throughput beside ours, under its vendor's stack profile and the conditions the vendor states.
struct ThroughputRow {
  std::string source;
  ThroughputQuery query;  ///< query.spec.stack names the profile
  double published_kbps = 0;
  double ours_kbps = 0;
  [[nodiscard]] double deviation() const { return ours_kbps / published_kbps - 1; }  ///< relative
};

/// Compares every row of a table with the columns of device_profiles/published/ble_throughput.csv; `stacks`
/// must hold every stack it names. Throws InputError for a table that is not of that form.
[[nodiscard]] std::vector<ThroughputRow> compare_throughput(const std::string& csv,
                                                            const std::string& file_name,
                                                            const std::vector<StackProfile>& stacks);

/// Mean current of a chip that keeps one connection as peripheral and has nothing to send: one empty packet
/// each way per interval, asleep in between. The peer's sleep clock is as accurate as its own.
[[nodiscard]] Current connected_current(Phy phy, Duration connection_interval,
                                        const device::RadioProfile& radio);

/// A published current of an idle connection beside ours.
struct CurrentRow {
  std::string source;
  std::string radio;
  Phy phy = Phy::le_1m;
  Duration connection_interval;
  Current published;
  Current ours;
  bool calibrates = false;  ///< a number of the radio profile was derived from this row: it proves nothing
  std::string note;         ///< what explains the deviation; may be empty
  [[nodiscard]] double deviation() const { return ours / published - 1; }  ///< relative
};

/// As compare_throughput, for the columns of device_profiles/published/ble_idle_current.csv.
[[nodiscard]] std::vector<CurrentRow> compare_idle_current(const std::string& csv,
                                                           const std::string& file_name,
                                                           const std::vector<device::RadioProfile>& radios);

}  // namespace synergy::link
