#pragma once

#include "synergy/scenario/body_channel.hpp"

#include <algorithm>

#include "dynamics_fields.hpp"

// The keys of a body channel's profile, said once. See input/fields.hpp.
namespace synergy::scenario {

/// The profile that is meant where a line names none.
[[nodiscard]] std::shared_ptr<const BodyChannel> shipped_channel(const Definitions& definitions);

/// How good a number is; device::Sourced has the same for the numbers of parts.
struct QualityText : input::Text {
  void read(const input::Value& value, std::string& to) const;
  [[nodiscard]] static input::Yaml schema();
};

template <class Archive, Is<BodyChannel::Pair> S>
void fields(Archive& archive, S& pair) {
  using namespace input;
  archive(required_key("between", "two positions on the body"), pair.between, Positions{});
  archive(required_key("db", "mean path loss"), pair.db, Number{0, 200});
  archive(required_key("source", "who says so"), pair.source, Text{true});
  archive(required_key("class", "how good that is"), pair.quality, QualityText{});
}

template <class Archive, Is<Fading> S>
void fading_fields(Archive& archive, S& fading) {
  using namespace input;
  archive(required_key("offset_db", "received level where V is 1"), fading.offset_db, Number{-100, 100});
  archive(required_key("slope_db", "per decade of V"), fading.slope_db, Number{0, 100});
  archive(required_key("correlation_time", "of V"), fading.correlation_time,
          Amount<Duration>{milliseconds(1), seconds(3600)});
  archive(required_key("sample", "a level holds so long"), fading.sample,
          Amount<Duration>{milliseconds(1), seconds(3600)});
}

/// Of several numbers together.
template <class Archive, class Words>
void channel_source_fields(Archive& archive, Words& source, Words& quality) {
  using namespace input;
  archive(required_key("source", "who says so"), source, Text{true});
  archive(required_key("class", "how good that is"), quality, QualityText{});
}

/// `kind`, which must be body_channel.
struct KindText {
  static void read(const input::Value& value, BodyChannel& to);
  [[nodiscard]] static input::Yaml save(const BodyChannel& /*from*/) {
    return input::Yaml::plain("body_channel");
  }
  [[nodiscard]] static input::Yaml schema();
};

/// `fading`, with its source.
struct FadingText {
  void read(const input::Value& value, BodyChannel& to) const;
  [[nodiscard]] input::Yaml save(const BodyChannel& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// `states` of postures: `{lie: {hip_r: 20, ear: 10}}`.
struct PostureStates {
  using States = std::map<std::string, std::map<std::string, double>>;
  void read(const input::Value& value, States& to) const;
  [[nodiscard]] input::Yaml save(const States& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

template <class Archive, Is<BodyChannel> S>
void channel_posture_fields(Archive& archive, S& channel) {
  channel_source_fields(archive, channel.postures_source, channel.postures_quality);
  archive(input::required_key("states", "dB for each state and position"), channel.postures, PostureStates{});
}

/// `postures`, with their source.
struct PosturesText {
  void read(const input::Value& value, BodyChannel& to) const;
  [[nodiscard]] input::Yaml save(const BodyChannel& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

template <class Archive, Is<BodyChannel> S>
void fields(Archive& archive, S& channel) {
  using namespace input;
  archive(required_key("schema_version", "1"), channel, SchemaVersion{});
  archive(required_key("kind", "body_channel"), channel, KindText{});
  archive(required_key("name", "that of the file"), channel.name, Text{});
  archive(
      required_key("mean_path_loss", "a list of `between`, `db`, `source`, `class`: of pairs of positions"),
      channel.mean_path_loss, ListOf<Group<BodyChannel::Pair>, BodyChannel::Pair>{{Yaml::Style::flow}});
  archive(required_key("fading",
                       "around it: `offset_db`, `slope_db`, `correlation_time`, `sample`, `source`, `class`"),
          channel, FadingText{});
  archive(required_key("postures", "what postures add: `source`, `class`, `states`"), channel,
          PosturesText{});
}

}  // namespace synergy::scenario
