#pragma once

#include "synergy/device/radio.hpp"
#include "synergy/link/ble/stack.hpp"
#include "synergy/link/ble/throughput.hpp"
#include "synergy/quantities/quantities.hpp"

#include <string>
#include <vector>

namespace synergy::link {

/// A published throughput beside ours, under its vendor's stack profile and the conditions the vendor states.
/// The conditions are the table's; what no column says has the default of BleSpec.
struct ThroughputRow {
  /// Document and table, for people.
  std::string source;
  ThroughputQuery query;  ///< query.spec.stack names the profile
  /// Application data, kbit/s.
  double published_kbps = 0;
  /// ThroughputRow::query's Throughput::throughput_kbps.
  double ours_kbps = 0;
  [[nodiscard]] double deviation() const { return ours_kbps / published_kbps - 1; }  ///< relative
};

/// Compares every row of a table with the columns of device_profiles/published/ble_throughput.csv; `stacks`
/// must hold every stack it names. Throws InputError for a table that is not of that form.
[[nodiscard]] std::vector<ThroughputRow> compare_throughput(const std::string& csv,
                                                            const std::string& file_name,
                                                            const std::vector<StackProfile>& stacks);

/// Mean current of a chip that keeps one connection as peripheral and has nothing to send: one empty packet
/// each way per interval, asleep in between. The peer's sleep clock is as accurate as its own. At the radio's
/// supply, so that it compares with what a meter there shows.
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
  /// A number of the radio profile was derived from this row: its agreement proves nothing.
  bool calibrates = false;
  /// What explains the deviation; may be empty.
  std::string note;
  [[nodiscard]] double deviation() const { return ours / published - 1; }  ///< relative
};

/// As compare_throughput, for the columns of device_profiles/published/ble_idle_current.csv.
[[nodiscard]] std::vector<CurrentRow> compare_idle_current(const std::string& csv,
                                                           const std::string& file_name,
                                                           const std::vector<device::RadioProfile>& radios);

}  // namespace synergy::link
