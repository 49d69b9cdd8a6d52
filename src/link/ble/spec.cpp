#include "synergy/link/ble/spec.hpp"

#include "synergy/input/edit.hpp"
#include "synergy/input/reader.hpp"

#include <algorithm>

#include "air_time.hpp"
#include "kind.hpp"
#include <fmt/format.h>

namespace synergy::link {
namespace {

// Bluetooth Core, Vol 6 Part B 4.5.1 (connInterval) and 4.5.2 (connSupervisionTimeout).
constexpr Duration kIntervalStep = Duration::from_ns(1'250'000);
constexpr Duration kShortestInterval = 6 * kIntervalStep;
constexpr Duration kLongestInterval = 3200 * kIntervalStep;
// From Core 6.2 on (shorter connection intervals): 375 us to 4 s in steps of 125 us.
constexpr Duration kFineStep = Duration::from_ns(125'000);
constexpr Duration kShortestOfAll = 3 * kFineStep;
constexpr Duration kShortestTimeout = Duration::from_ns(100'000'000);
constexpr Duration kLongestTimeout = 320 * kShortestTimeout;
constexpr Ratio kNone = Ratio::from_si(0);
constexpr Ratio kAll = Ratio::from_si(1);

bool on_grid(Duration interval, Duration shortest, Duration step) {
  return shortest <= interval && interval <= kLongestInterval && interval % step == Duration();
}

/// What is wrong with an interval that is not on a grid, and which of the grid come closest.
std::string off_grid(Duration interval, Duration shortest, Duration step, std::string_view grid) {
  const Duration below = interval / step * step;
  const auto valid = [&](Duration d) { return to_text(std::clamp(d, shortest, kLongestInterval)); };
  // Beyond an end of the grid both are that end.
  const std::string lower = valid(below);
  const std::string upper = valid(below + step);
  return fmt::format("connection_interval {} is not {}; nearest: {}", to_text(interval), grid,
                     lower == upper ? lower : lower + ", " + upper);
}

LossSpec read_loss(const input::Value& value) {
  LossSpec loss;
  input::Mapping keys = value.mapping();
  if (const auto v = keys.required("model")) {
    loss.model = static_cast<LossModel>(v->choice("loss model", loss_model_names()));
  }
  if (loss.model == LossModel::fixed) {
    // One `per` for both directions, or one for each: together they would say a thing twice.
    const auto both = keys.optional("per");
    if (both) loss.per_forward = loss.per_backward = both->quantity<Ratio>(kNone, kAll);
    for (const auto& [key, per] :
         {std::pair{"per_forward", &loss.per_forward}, {"per_backward", &loss.per_backward}}) {
      const auto v = both ? keys.optional(key) : keys.required(key);
      if (!v) continue;
      *per = v->quantity<Ratio>(kNone, kAll);
      if (both) v->fail(fmt::format("'per' already sets '{}'", key));
    }
  }
  if (loss.model == LossModel::received_power) {
    if (const auto v = keys.optional("path_loss_db")) loss.path_loss_db = v->number(0, 200);
    if (const auto v = keys.optional("shadowing_sigma_db")) loss.shadowing_sigma_db = v->number(0, 40);
    if (const auto v = keys.optional("coherence_time")) {
      loss.coherence_time = v->quantity<Duration>(milliseconds(1), seconds(3600));
    }
  }
  keys.finish();
  return loss;
}

std::string loss_to_yaml(const LossSpec& loss) {
  std::string text =
      fmt::format("loss:\n  model: {}\n", loss_model_names()[static_cast<std::size_t>(loss.model)]);
  if (loss.model == LossModel::fixed) {
    text += fmt::format("  per_forward: {}\n  per_backward: {}\n", to_text(loss.per_forward),
                        to_text(loss.per_backward));
  }
  if (loss.model == LossModel::received_power) {
    text += fmt::format("  path_loss_db: {}\n  shadowing_sigma_db: {}\n  coherence_time: {}\n",
                        loss.path_loss_db, loss.shadowing_sigma_db, to_text(loss.coherence_time));
  }
  return text;
}

}  // namespace

const std::vector<std::string_view>& scheduling_names() {
  static const std::vector<std::string_view> names{"slots", "nordic_central"};
  return names;
}

const std::vector<std::string_view>& loss_model_names() {
  static const std::vector<std::string_view> names{"none", "fixed", "received_power"};
  return names;
}

BleSpec read_ble(input::Mapping& keys) {
  BleSpec spec;
  if (const auto v = keys.optional("stack")) spec.stack = v->text();
  if (const auto v = keys.optional("phy")) spec.phy = static_cast<Phy>(v->choice("PHY", phy_names()));
  if (const auto v = keys.optional("connection_interval")) {
    spec.connection_interval = v->quantity<Duration>(kShortestOfAll, kLongestInterval);
  }
  if (const auto v = keys.optional("event_length")) {
    spec.event_length = v->quantity<Duration>(kShortestOfAll, kLongestInterval);
  }
  if (const auto v = keys.optional("att_mtu")) spec.att_mtu = static_cast<int>(v->integer(23, 517));
  if (const auto v = keys.optional("ll_payload")) {
    spec.ll_payload = static_cast<int>(v->integer(kMinLinkPayload, kMaxLinkPayload));
  }
  if (const auto v = keys.optional("encrypted")) spec.encrypted = v->boolean();
  if (const auto v = keys.optional("scheduling")) {
    spec.scheduling = static_cast<Scheduling>(v->choice("scheduling", scheduling_names()));
  }
  if (const auto v = keys.optional("supervision_timeout")) {
    spec.supervision_timeout = v->quantity<Duration>(kShortestTimeout, kLongestTimeout);
  }
  if (const auto v = keys.optional("reestablish_after")) {
    spec.reestablish_after = v->quantity<Duration>(Duration(), seconds(3600));
  }
  if (const auto v = keys.optional("loss")) spec.loss = read_loss(*v);
  return spec;
}

std::string BleSpec::to_yaml() const {
  std::string text = fmt::format("stack: {}\nphy: {}\nconnection_interval: {}\n", input::in_quotes(stack),
                                 to_text(phy), to_text(connection_interval));
  if (event_length) text += fmt::format("event_length: {}\n", to_text(*event_length));
  text += fmt::format(
      "att_mtu: {}\nll_payload: {}\nencrypted: {}\nscheduling: {}\nsupervision_timeout: "
      "{}\nreestablish_after: {}\n",
      att_mtu, ll_payload, encrypted, scheduling_names()[static_cast<std::size_t>(scheduling)],
      to_text(supervision_timeout), to_text(reestablish_after));
  return text + loss_to_yaml(loss);
}

std::vector<SpecProblem> BleSpec::problems_with(const StackProfile& controller) const {
  if (on_grid(connection_interval, kShortestInterval, kIntervalStep)) return {};
  if (controller.core_version.value >= CoreVersion::v6_2) return {};
  return {{"connection_interval",
           off_grid(connection_interval, kShortestInterval, kIntervalStep,
                    "7.5 ms to 4000 ms in steps of 1.25 ms") +
               fmt::format(" (stack {} has no core_version of 6.2 or later, which allows 375 us to 4 s in "
                           "steps of 125 us)",
                           controller.name)}};
}

std::vector<SpecProblem> BleSpec::problems() const {
  std::vector<SpecProblem> found;
  const Duration interval = connection_interval;
  // What no controller takes. Which of the others its own takes, problems_with() says.
  if (!on_grid(interval, kShortestOfAll, kFineStep)) {
    found.push_back({"connection_interval",
                     off_grid(interval, kShortestOfAll, kFineStep, "375 us to 4000 ms in steps of 125 us")});
  }
  if (event_length && *event_length > interval) {
    found.push_back({"event_length", fmt::format("event_length {} is longer than connection_interval {}",
                                                 to_text(*event_length), to_text(interval))});
  }
  if (supervision_timeout <= 2 * interval) {
    found.push_back({"supervision_timeout",
                     fmt::format("supervision_timeout {} is not more than two connection intervals ({})",
                                 to_text(supervision_timeout), to_text(2 * interval))});
  }
  return found;
}

}  // namespace synergy::link
