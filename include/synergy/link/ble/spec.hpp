#pragma once

#include "synergy/input/document.hpp"
#include "synergy/link/ble/phy.hpp"
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
/// nordic_central: every connection owns `event_length`, laid back to back by the central.
enum class Scheduling : std::uint8_t { slots, nordic_central };
[[nodiscard]] const std::vector<std::string_view>& scheduling_names();

/// Where a link's packet losses come from (src/link/ble/loss.hpp). none: nothing is lost. fixed: every packet
/// of a direction is lost with one probability. received_power: path loss and shadowing give the bit errors.
enum class LossModel : std::uint8_t { none, fixed, received_power };
[[nodiscard]] const std::vector<std::string_view>& loss_model_names();

/// The `loss` section of a link.
struct LossSpec {
  LossModel model = LossModel::none;
  // fixed
  Ratio per_forward;   ///< of packets from ends.first to ends.second
  Ratio per_backward;  ///< of packets the other way
  // received_power
  double path_loss_db = 75;                    ///< where the body gives none; ear to pocket is 75 to 80 dB
  double shadowing_sigma_db = 6;               ///< of the log-normal shadowing
  Duration coherence_time = milliseconds(50);  ///< after which the shadowing is drawn anew
  bool operator==(const LossSpec&) const = default;
};

/// The parameters of links of the kind `ble`. The defaults are those of the reproduction's scenarios.
/// KindOfSpec says what the functions do.
struct BleSpec {
  std::string stack = "nordic_s132";  ///< profile in device_profiles/ble_stacks, or a path to one
  Phy phy = Phy::le_2m;
  Duration connection_interval = milliseconds(15);  ///< 7.5 ms to 4 s, a multiple of 1.25 ms
  /// Cap on the length of a connection event. Default: the whole slot; with nordic_central 3.75 ms, the
  /// SoftDevice's default. Never longer than the interval.
  std::optional<Duration> event_length;
  int att_mtu = 247;      ///< 23 to 517
  int ll_payload = 251;   ///< 27 to 251
  bool encrypted = true;  ///< adds 4 bytes to every packet that is not empty
  Scheduling scheduling = Scheduling::slots;
  /// 100 ms to 32 s, more than two intervals. A link without a valid packet for so long is lost.
  Duration supervision_timeout = seconds(4);
  /// From the loss of a link to its first new connection event. A stated assumption, not a measurement: one
  /// advertising interval, its response and the set-up take 0.1 to some seconds on wearables.
  Duration reestablish_after = seconds(1);
  LossSpec loss;

  bool operator==(const BleSpec&) const = default;

  [[nodiscard]] static const LinkKindInfo& kind();
  [[nodiscard]] std::string to_yaml() const;
  [[nodiscard]] const std::string& profile() const { return stack; }
  [[nodiscard]] std::vector<SpecProblem> problems() const;
  [[nodiscard]] std::shared_ptr<const LinkKind> make(const input::Document& profile) const;
};

}  // namespace synergy::link
