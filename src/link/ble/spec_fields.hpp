#pragma once

#include "synergy/link/ble/spec.hpp"

#include "air_time.hpp"
#include "section_fields.hpp"

// The keys of a `link` section of the kind `ble`, each said once.
namespace synergy::link {

[[nodiscard]] inline const std::vector<std::string_view>& names_of(Phy) { return phy_names(); }
[[nodiscard]] inline const std::vector<std::string_view>& names_of(Scheduling) { return scheduling_names(); }
[[nodiscard]] inline const std::vector<std::string_view>& names_of(LossModel) { return loss_model_names(); }

// Bluetooth Core, Vol 6 Part B 4.5.1 (connInterval) and 4.5.2 (connSupervisionTimeout).
inline constexpr Duration kIntervalStep = Duration::from_ns(1'250'000);
inline constexpr Duration kShortestInterval = 6 * kIntervalStep;
inline constexpr Duration kLongestInterval = 3200 * kIntervalStep;
// From Core 6.2 on (shorter connection intervals): 375 us to 4 s in steps of 125 us.
inline constexpr Duration kFineStep = Duration::from_ns(125'000);
inline constexpr Duration kShortestOfAll = 3 * kFineStep;
inline constexpr Duration kShortestTimeout = Duration::from_ns(100'000'000);
inline constexpr Duration kLongestTimeout = 320 * kShortestTimeout;

/// `model`; its schema knows the one word alone, as each model has keys of its own.
struct LossModelWord {
  LossModel model;

  void read(const input::Value& value, LossModel& to) const {
    input::Choice<LossModel>{"loss model"}.read(value, to);
  }
  [[nodiscard]] input::Yaml save(LossModel from) const {
    return input::Choice<LossModel>{"loss model"}.save(from);
  }
  [[nodiscard]] input::Yaml schema() const {
    return input::schema_of_choice({loss_model_names()[static_cast<std::size_t>(model)]});
  }
};

/// A probability that a packet is lost.
inline constexpr PlainAmount<Ratio> kLossRate{{Ratio::from_si(0), Ratio::from_si(1)}};

/// `per`, which sets both directions.
struct BothDirections {
  void read(const input::Value& value, LossSpec& to) const {
    kLossRate.read(value, to.per_forward);
    to.per_backward = to.per_forward;
  }
  [[nodiscard]] input::Yaml save(const LossSpec& from) const { return kLossRate.save(from.per_forward); }
  [[nodiscard]] input::Yaml schema() const { return kLossRate.schema(); }
};

/// The keys of the model that `loss` has by then. `one_rate`: whether `per` says both directions.
template <class Archive, input::Is<LossSpec> L>
void fields(Archive& archive, L& loss, bool one_rate) {
  using namespace input;
  archive(required_key("model", "where losses come from"), loss.model, LossModelWord{loss.model});
  if (loss.model == LossModel::fixed && one_rate)
    archive(required_key("per", "packets lost, in both directions: 0 to 1"), loss, BothDirections{});
  if (loss.model == LossModel::fixed && !one_rate) {
    archive(
        required_key("per_forward", "packets lost on the way from the first device of the body to the other"),
        loss.per_forward, kLossRate);
    archive(required_key("per_backward", "packets lost the other way"), loss.per_backward, kLossRate);
  }
  if (loss.model == LossModel::received_power) {
    archive(optional_key("path_loss_db", "where the body gives none"), loss.path_loss_db, Number{0, 200});
    archive(optional_key("shadowing_sigma_db", "standard deviation of the log-normal shadowing"),
            loss.shadowing_sigma_db, Number{0, 40});
    archive(optional_key("coherence_time", "after which the shadowing is drawn anew, 1 ms to 1 h"),
            loss.coherence_time, PlainAmount<Duration>{{milliseconds(1), seconds(3600)}});
  }
}

/// `loss`: a mapping whose keys depend on its model.
struct LossSection {
  void read(const input::Value& value, LossSpec& to) const;
  [[nodiscard]] input::Yaml save(const LossSpec& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

template <class Archive, input::Is<BleSpec> S>
void fields(Archive& archive, S& spec) {
  using namespace input;
  const PlainAmount<Duration> interval{{kShortestOfAll, kLongestInterval}};
  archive(optional_key("stack", "profile in `device_profiles/ble_stacks`, or a path"), spec.stack,
          Text{true});
  archive(optional_key("phy", "`1M`, `2M`, or coded `S2`, `S8`"), spec.phy, Choice<Phy>{"PHY"});
  archive(
      optional_key("connection_interval",
                   "7.5 ms to 4 s in steps of 1.25 ms; with a stack of `core_version` 6.2 or later 375 us "
                   "to 4 s in steps of 125 us"),
      spec.connection_interval, interval);
  archive(optional_key("event_length", "cap on the length of a connection event, at most the interval",
                       "the whole slot; with `nordic_central` 3.75 ms"),
          spec.event_length, interval);
  archive(optional_key("att_mtu", "23 to 517"), spec.att_mtu, Whole<int>{23, 517});
  archive(optional_key("ll_payload", "bytes of link-layer payload in a packet, 27 to 251"), spec.ll_payload,
          Whole<int>{kMinLinkPayload, kMaxLinkPayload});
  archive(optional_key("encrypted", "adds 4 bytes to every packet that is not empty"), spec.encrypted,
          Boolean{});
  archive(optional_key("scheduling",
                       "`slots`: the interval is divided into equal slots, by an edge colouring of the link "
                       "graph; `nordic_central`: each connection owns `event_length`, laid back to back"),
          spec.scheduling, Choice<Scheduling>{"scheduling"});
  archive(optional_key("supervision_timeout",
                       "a link without a valid packet for so long is lost; 100 ms to 32 s, more than two "
                       "intervals"),
          spec.supervision_timeout, PlainAmount<Duration>{{kShortestTimeout, kLongestTimeout}});
  archive(optional_key("reestablish_after",
                       "from the loss of a link to its first new connection event: an assumption"),
          spec.reestablish_after, PlainAmount<Duration>{{Duration(), seconds(3600)}});
  archive(optional_key("loss",
                       "`{model: none}`; `{model: fixed, per: 0.1}` or `per_forward` and `per_backward`; "
                       "`{model: received_power, path_loss_db: 75, shadowing_sigma_db: 6, coherence_time: 50 "
                       "ms}`",
                       "none"),
          spec.loss, LossSection{});
}

}  // namespace synergy::link
