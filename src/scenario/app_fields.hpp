#pragma once

#include "fields.hpp"

// Every key of an app, said once.
namespace synergy::scenario {

/// A list of {device, first, last}. Each is checked against the app's other constraints as it is read.
///
/// What is given is the app as read so far, so `forbidden_devices` comes before it in constraint_fields().
struct PinnedSegments {
  const Devices* devices;
  std::int64_t last_layer;
  const AppConstraints* constraints;

  void read(const input::Value& value, std::vector<PinnedSegment>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<PinnedSegment>& from) const;
  [[nodiscard]] input::Yaml schema() const;
  [[nodiscard]] bool absent(const std::vector<PinnedSegment>& from) const { return from.empty(); }
};

/// A rate of more than 0; without one, 0.
///
/// 0 in memory means that the file says nothing; a 0 in the file is refused, as an app without inferences
/// would be no app.
struct Rate : input::Amount<Frequency> {
  [[nodiscard]] bool absent(Frequency from) const { return !(from.si() > 0); }
};

/// Written only where an app does not run from the beginning.
struct Running : input::Boolean {
  [[nodiscard]] static bool absent(bool from) { return from; }
};

/// The last layer that a constraint may name.
template <class Model>
[[nodiscard]] std::int64_t last_layer_of(const std::shared_ptr<const Model>& model) {
  return model == nullptr ? INT32_MAX : model->layer_count() - 1;
}

template <class Archive, class S>
void constraint_fields(Archive& archive, S& app, const Devices* devices) {
  using namespace input;
  constexpr int kRank = 3;
  auto& constraints = app.constraints;
  archive(optional_key("latency_limit", "of the estimated latency without contention", {}, kRank),
          constraints.latency_limit, Amount<Duration>{nanoseconds(1), {}});
  archive(optional_key("forbidden_devices", "where the app neither senses, computes nor interacts", "none",
                       kRank),
          constraints.forbidden_devices, DeviceNames{devices});
  archive(optional_key("pinned_segments",
                       "layers that must be computed on a device: `[{device: watch, first: 0, last: 4}]`",
                       "none", kRank),
          constraints.pinned_segments, PinnedSegments{devices, last_layer_of(app.model), &constraints});
}

template <class Archive, Is<App> S>
void fields(Archive& archive, S& app, const Definitions* definitions, const Devices* devices) {
  using namespace input;
  const Amount<Duration> of_samples{microseconds(1), seconds(1e6)};
  archive(required_key("model", "model of the zoo, or a path", 1), app.model,
          named(definitions, &Definitions::model));
  archive(optional_key("name", "what plans and results call it", "the model's"), app.name, Text{});
  archive(required_key("sensor", "type of sensor, such as camera", 1), app.sensor, Text{});
  archive(required_key("interaction", "type of actuator, such as display", 1), app.interaction, Text{});
  archive(optional_key("result_bytes", "what travels to the interaction device",
                       "4 B; of a model with several outputs, all of them", 1),
          app.result, Amount<Bytes>{Bytes(1), Bytes(1 << 20)});
  archive(optional_key("sensing", "which sample an inference reads", "the scenario's", 1), app.sensing,
          Choice<Sensing>{"sensing"});
  archive(optional_key("window", "what the model reads of a stream (audio, motion)", "a sample", 1),
          app.window, of_samples);
  archive(optional_key("hop", "by how much the window moves until there is a new sample", "half of it", 1),
          app.hop, of_samples);
  archive(optional_key("preprocess", "CPU work on the model's input, before it is loaded", {}, 1),
          app.preprocess, CpuWorkText{false});
  archive(optional_key("postprocess", "CPU work on the model's output", "the scenario's", 1), app.postprocess,
          CpuWorkText{true});
  archive(optional_key("rate", "of the regimes periodic and poisson", "none", 1), app.rate,
          Rate{{Frequency::from_si(1e-6), Frequency::from_si(1e6)}});
  archive(
      optional_key(
          "deadline",
          "longer latencies count as misses; from the arrival with a rate, else from the start of sensing",
          {}, 1),
      app.deadline, Amount<Duration>{nanoseconds(1), {}});
  constraint_fields(archive, app, devices);
  archive(optional_key("source_device", "pins where it senses", "the planner's choice", 2), app.source_device,
          DeviceName{devices});
  archive(optional_key("target_device", "pins where it interacts", "the planner's choice", 2),
          app.target_device, DeviceName{devices});
  archive(optional_key("running", "whether it runs from the beginning; else a line of the timeline starts it",
                       "true", 2),
          app.running, Running{});
}

}  // namespace synergy::scenario
