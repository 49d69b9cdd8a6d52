#include "synergy/link/spec.hpp"

#include "synergy/input/edit.hpp"
#include "synergy/link/kinds.hpp"

#include <algorithm>

#include "ble/air_time.hpp"
#include <fmt/format.h>

namespace synergy::link {
namespace {

constexpr Duration kIntervalStep = Duration::from_ns(1'250'000);
constexpr Duration kShortestInterval = 6 * kIntervalStep;
constexpr Duration kLongestInterval = 3200 * kIntervalStep;
constexpr Duration kShortestTimeout = Duration::from_ns(100'000'000);
constexpr Duration kLongestTimeout = 320 * kShortestTimeout;
constexpr Ratio kNone = Ratio::from_si(0);
constexpr Ratio kAll = Ratio::from_si(1);

LossSpec read_loss(const input::Value& value) {
  LossSpec loss;
  input::Mapping keys = value.mapping();
  if (const auto v = keys.required("model")) {
    loss.model = static_cast<LossModel>(v->choice("loss model", loss_model_names()));
  }
  if (loss.model == LossModel::fixed) {
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

void read_ble(input::Mapping& keys, LinkSpec& spec) {
  if (const auto v = keys.optional("stack")) spec.stack = v->text();
  if (const auto v = keys.optional("phy")) spec.phy = static_cast<Phy>(v->choice("PHY", phy_names()));
  if (const auto v = keys.optional("connection_interval")) {
    spec.connection_interval = v->quantity<Duration>(kShortestInterval, kLongestInterval);
  }
  if (const auto v = keys.optional("event_length")) {
    spec.event_length = v->quantity<Duration>(milliseconds(0.5), kLongestInterval);
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

LinkSpec read_spec(const input::Value& value) {
  LinkSpec spec;
  std::vector<std::string_view> kinds;
  for (const LinkKindInfo& kind : link_kinds()) kinds.push_back(kind.name);
  input::Mapping keys = value.mapping();
  if (const auto v = keys.optional("kind")) spec.kind = kinds[v->choice("link kind", kinds)];
  if (spec.kind == "ble") {
    read_ble(keys, spec);
  } else if (const auto v = keys.optional("wifi")) {
    spec.wifi = v->text();
  }
  keys.finish();
  for (const SpecProblem& problem : problems_of(spec)) {
    const auto at = keys.optional(problem.key);
    (at ? *at : value).fail(problem.message);
  }
  return spec;
}

std::string to_yaml(const LinkSpec& spec) {
  std::string text = fmt::format("kind: {}\n", spec.kind);
  if (spec.kind == "wifi_tcp") return text + fmt::format("wifi: {}\n", input::in_quotes(spec.wifi));
  text += fmt::format("stack: {}\nphy: {}\nconnection_interval: {}\n", input::in_quotes(spec.stack),
                      to_text(spec.phy), to_text(spec.connection_interval));
  if (spec.event_length) text += fmt::format("event_length: {}\n", to_text(*spec.event_length));
  text += fmt::format(
      "att_mtu: {}\nll_payload: {}\nencrypted: {}\nscheduling: {}\nsupervision_timeout: "
      "{}\nreestablish_after: {}\n",
      spec.att_mtu, spec.ll_payload, spec.encrypted,
      scheduling_names()[static_cast<std::size_t>(spec.scheduling)], to_text(spec.supervision_timeout),
      to_text(spec.reestablish_after));
  return text + loss_to_yaml(spec.loss);
}

std::vector<SpecProblem> problems_of(const LinkSpec& spec) {
  std::vector<SpecProblem> problems;
  if (spec.kind != "ble") return problems;
  const Duration interval = spec.connection_interval;
  if (interval < kShortestInterval || kLongestInterval < interval || interval % kIntervalStep != Duration()) {
    const Duration below = interval / kIntervalStep * kIntervalStep;
    const auto valid = [](Duration d) { return to_text(std::clamp(d, kShortestInterval, kLongestInterval)); };
    problems.push_back(
        {"connection_interval",
         fmt::format("connection_interval {} is not 7.5 ms to 4000 ms in steps of 1.25 ms; nearest: {}, {}",
                     to_text(interval), valid(below), valid(below + kIntervalStep))});
  }
  if (spec.event_length && *spec.event_length > interval) {
    problems.push_back({"event_length", fmt::format("event_length {} is longer than connection_interval {}",
                                                    to_text(*spec.event_length), to_text(interval))});
  }
  if (spec.supervision_timeout <= 2 * interval) {
    problems.push_back({"supervision_timeout",
                        fmt::format("supervision_timeout {} is not more than two connection intervals ({})",
                                    to_text(spec.supervision_timeout), to_text(2 * interval))});
  }
  return problems;
}

}  // namespace synergy::link
