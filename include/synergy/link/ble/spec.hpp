#pragma once

#include "synergy/input/document.hpp"
#include "synergy/link/ble/phy.hpp"
#include "synergy/link/ble/stack.hpp"
#include "synergy/link/spec.hpp"
#include "synergy/quantities/quantities.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::link {

/// How the connections of a body share its radios.
/// slots: the interval is divided into equal slots by an edge colouring of the link graph (schedule.hpp).
/// nordic_central: every connection owns `event_length`, laid back to back by the central. Which slots a
/// body's links get: schedule.hpp.
enum class Scheduling : std::uint8_t { slots, nordic_central };
[[nodiscard]] const std::vector<std::string_view>& scheduling_names();

/// Where a link's packet losses come from (src/link/ble/loss.hpp). none: nothing is lost. fixed: every packet
/// of a direction is lost with one probability. received_power: path loss and shadowing give the bit errors.
/// The random numbers of a link come from LinkContext::seed.
enum class LossModel : std::uint8_t { none, fixed, received_power };
[[nodiscard]] const std::vector<std::string_view>& loss_model_names();

/// The `loss` section of a link. Each model reads its own fields and leaves the others at their defaults.
struct LossSpec {
  LossModel model = LossModel::none;
  // fixed
  /// Of packets from ends.first to ends.second: 0 to 1.
  Ratio per_forward;
  /// Of packets the other way: 0 to 1.
  Ratio per_backward;
  // received_power
  /// Where the body gives none; ear to pocket is 75 to 80 dB. 0 to 200.
  double path_loss_db = 75;
  /// Standard deviation of the log-normal shadowing: 0 to 40 dB.
  double shadowing_sigma_db = 6;
  /// After which the shadowing is drawn anew: 1 ms to 1 h.
  Duration coherence_time = milliseconds(50);
  bool operator==(const LossSpec&) const = default;
};

/// The parameters of links of the kind `ble`. The defaults are those of the reproduction's scenarios.
/// KindOfSpec says what the functions do. Ranges of single keys are the reader's to check, what the values
/// are together problems() says.
struct BleSpec {
  /// Profile in device_profiles/ble_stacks, or a path to one: how its controller fills connection events
  /// (StackProfile).
  std::string stack = "nordic_s132";
  /// Of both directions.
  Phy phy = Phy::le_2m;
  /// 7.5 ms to 4 s, a multiple of 1.25 ms (Bluetooth Core, Vol 6 Part B, 4.5.1); with a controller of
  /// Core 6.2 or later (StackProfile::core_version) 375 us to 4 s, a multiple of 125 us. A transfer waits
  /// half of it in the mean, on an idle link.
  Duration connection_interval = milliseconds(15);
  /// Cap on the length of a connection event. Default: the whole slot; with nordic_central 3.75 ms, the
  /// SoftDevice's default. Never longer than the interval.
  std::optional<Duration> event_length;
  /// Bytes of an attribute packet: 23 to 517. Whether the L2CAP header is in them, the stack's profile says.
  int att_mtu = 247;
  /// Link-layer payload of a packet, in bytes: 27 to 251. Longer attribute packets go in several.
  int ll_payload = 251;
  /// Adds 4 bytes to every packet that is not empty.
  bool encrypted = true;
  Scheduling scheduling = Scheduling::slots;
  /// 100 ms to 32 s, more than two intervals. A link without a valid packet for so long is lost.
  Duration supervision_timeout = seconds(4);
  /// From the loss of a link to its first new connection event. A stated assumption, not a measurement: one
  /// advertising interval, its response and the set-up take 0.1 to some seconds on wearables.
  Duration reestablish_after = seconds(1);
  /// Nothing is lost by default.
  LossSpec loss;

  bool operator==(const BleSpec&) const = default;

  [[nodiscard]] static const LinkKindInfo& kind();
  [[nodiscard]] std::string to_yaml() const;
  [[nodiscard]] const std::string& profile() const { return stack; }
  [[nodiscard]] std::vector<SpecProblem> problems() const;
  [[nodiscard]] std::vector<SpecProblem> problems_with(const input::Document& profile) const;
  /// What this controller cannot do of what another may.
  [[nodiscard]] std::vector<SpecProblem> problems_with(const StackProfile& controller) const;
  [[nodiscard]] PathLossUse path_loss() const;
  [[nodiscard]] Duration interval() const { return connection_interval; }
  [[nodiscard]] std::shared_ptr<const LinkKind> make(const input::Document& profile) const;
};

}  // namespace synergy::link
