#include "synergy/link/ble/spec.hpp"

#include <algorithm>

#include "spec_fields.hpp"
#include <fmt/format.h>

namespace synergy::link {
namespace {

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

}  // namespace

const std::vector<std::string_view>& scheduling_names() {
  static const std::vector<std::string_view> names{"slots", "nordic_central"};
  return names;
}

const std::vector<std::string_view>& loss_model_names() {
  static const std::vector<std::string_view> names{"none", "fixed", "received_power"};
  return names;
}

void LossSection::read(const input::Value& value, LossSpec& to) const {
  input::Mapping keys = value.mapping();
  // Looked at beforehand, as which other keys there are depends on it; what is wrong with it comes out below.
  if (const auto model = keys.optional("model"); model && model->is_scalar()) {
    const auto& known = loss_model_names();
    const auto found = std::find(known.begin(), known.end(), model->node().scalar);
    if (found != known.end()) to.model = static_cast<LossModel>(found - known.begin());
  }
  // One `per` for both directions, or one for each: together they would say a thing twice.
  const bool one_rate = to.model == LossModel::fixed && keys.optional("per").has_value();
  input::Loader loader(keys);
  fields(loader, to, one_rate);
  for (const char* key : {"per_forward", "per_backward"}) {
    if (!one_rate) break;
    if (const auto twice = keys.optional(key)) twice->fail(fmt::format("'per' already sets '{}'", key));
  }
  keys.finish();
}

input::Yaml LossSection::save(const LossSpec& from) const {
  input::Saver saver;
  fields(saver, from, false);
  return saver.mapping();
}

input::Yaml LossSection::schema() const {
  const auto of = [](LossModel model, bool one_rate) {
    LossSpec standard;
    standard.model = model;
    input::Schema schema;
    fields(schema, standard, one_rate);
    return schema.object();
  };
  input::Yaml either = input::Yaml::sequence();
  either.add(of(LossModel::none, false))
      .add(of(LossModel::fixed, true))
      .add(of(LossModel::fixed, false))
      .add(of(LossModel::received_power, false));
  input::Yaml schema = input::Yaml::mapping();
  return schema.put("oneOf", std::move(either));
}

std::string BleSpec::to_yaml() const { return section_text(*this); }

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

PathLossUse BleSpec::path_loss() const {
  const bool heeded = loss.model == LossModel::received_power;
  return {loss.path_loss_db, heeded ? "" : "link: {loss: {model: received_power}}"};
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
