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

/// `kind`, which must be body_channel.
struct KindText {
  static void read(const input::Value& value, BodyChannel& to);
  [[nodiscard]] static input::Yaml save(const BodyChannel& /*from*/) {
    return input::Yaml::plain("body_channel");
  }
};

/// `fading`, with its source.
struct FadingText {
  void read(const input::Value& value, BodyChannel& to) const;
  [[nodiscard]] input::Yaml save(const BodyChannel& from) const;
};

/// `postures`, with their source.
struct PosturesText {
  void read(const input::Value& value, BodyChannel& to) const;
  [[nodiscard]] input::Yaml save(const BodyChannel& from) const;
};

template <class Archive, Is<BodyChannel> S>
void fields(Archive& archive, S& channel) {
  using namespace input;
  archive(required_key("schema_version", "1"), channel, SchemaVersion{});
  archive(required_key("kind", "body_channel"), channel, KindText{});
  archive(required_key("name", "that of the file"), channel.name, Text{});
  archive(required_key("mean_path_loss", "list of pairs"), channel.mean_path_loss,
          ListOf<Group<BodyChannel::Pair>, BodyChannel::Pair>{{Yaml::Style::flow}});
  archive(required_key("fading", "around it"), channel, FadingText{});
  archive(required_key("postures", "what postures add"), channel, PosturesText{});
}

}  // namespace synergy::scenario
