#include "synergy/scenario/body_channel.hpp"

#include "synergy/input/document.hpp"

#include "body_channel_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Mapping;
using input::Value;
using input::Yaml;

constexpr std::string_view kShippedChannel = "body_2g4";

std::shared_ptr<const BodyChannel> load_channel(const std::string& name, const Definitions& definitions) {
  const auto file = definitions.library().shipped_or_path(
      "body channel", name, "device_profiles/body_channels", definitions.base());
  return std::make_shared<const BodyChannel>(read_body_channel(input::load(file.string())));
}

const std::vector<std::string_view>& channel_classes() {
  static const std::vector<std::string_view> words{"datasheet", "app_note", "vendor_file", "measured",
                                                   "secondary", "derived",  "estimate"};
  return words;
}

constexpr input::Number kAddedDb{-200, 200};

}  // namespace

std::optional<double> BodyChannel::path_loss(const std::vector<std::string>& between) const {
  for (const Pair& pair : mean_path_loss) {
    if (std::is_permutation(between.begin(), between.end(), pair.between.begin(), pair.between.end()))
      return pair.db;
  }
  return {};
}

double BodyChannel::added(std::string_view state, const std::vector<std::string>& between) const {
  const auto posture = postures.find(std::string(state));
  if (posture == postures.end()) return 0;
  double most = 0;
  for (const std::string& position : between) {
    const auto found = posture->second.find(position);
    if (found != posture->second.end()) most = std::max(most, found->second);
  }
  return most;
}

void QualityText::read(const Value& value, std::string& to) const {
  to = channel_classes()[value.choice("class", channel_classes())];
}

Yaml QualityText::schema() { return input::schema_of_choice(channel_classes()); }

void KindText::read(const Value& value, BodyChannel& /*to*/) {
  if (value.text() != "body_channel") value.fail("expected kind: body_channel");
}

Yaml KindText::schema() {
  Yaml schema = Yaml::mapping();
  return schema.put("const", Yaml::quoted("body_channel"));
}

void FadingText::read(const Value& value, BodyChannel& to) const {
  Mapping mapping = value.mapping();
  input::Loader loader(mapping);
  fading_fields(loader, to.fading);
  channel_source_fields(loader, to.fading_source, to.fading_quality);
  mapping.finish();
}

Yaml FadingText::save(const BodyChannel& from) const {
  input::Saver saver;
  fading_fields(saver, from.fading);
  channel_source_fields(saver, from.fading_source, from.fading_quality);
  return saver.mapping(Yaml::Style::flow);
}

Yaml FadingText::schema() const {
  const BodyChannel standard;
  input::Schema schema;
  fading_fields(schema, standard.fading);
  channel_source_fields(schema, standard.fading_source, standard.fading_quality);
  return schema.object();
}

void PostureStates::read(const Value& value, States& to) const {
  for (const auto& [state, positions] : value.mapping().entries()) {
    auto& added = to[state];
    for (const auto& [position, db] : positions.mapping().entries()) kAddedDb.read(db, added[position]);
  }
}

Yaml PostureStates::save(const States& from) const {
  Yaml states = Yaml::mapping(Yaml::Style::flow);
  for (const auto& [state, positions] : from) {
    Yaml added = Yaml::mapping(Yaml::Style::flow);
    for (const auto& [position, db] : positions) added.put(position, kAddedDb.save(db));
    states.put(state, std::move(added));
  }
  return states;
}

Yaml PostureStates::schema() const {
  Yaml positions = schema_of_any_mapping();
  positions.put("additionalProperties", kAddedDb.schema());
  Yaml states = schema_of_any_mapping();
  return states.put("additionalProperties", std::move(positions));
}

void PosturesText::read(const Value& value, BodyChannel& to) const {
  Mapping mapping = value.mapping();
  input::Loader loader(mapping);
  channel_posture_fields(loader, to);
  mapping.finish();
}

Yaml PosturesText::save(const BodyChannel& from) const {
  input::Saver saver;
  channel_posture_fields(saver, from);
  return saver.mapping(Yaml::Style::flow);
}

Yaml PosturesText::schema() const {
  const BodyChannel standard;
  input::Schema schema;
  channel_posture_fields(schema, standard);
  return schema.object();
}

BodyChannel read_body_channel(const input::Document& document) {
  input::Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  input::Loader loader(root);
  BodyChannel channel;
  fields(loader, channel);
  root.finish();
  problems.throw_if_any();
  return channel;
}

std::shared_ptr<const BodyChannel> shipped_channel(const Definitions& definitions) {
  return load_channel(std::string(kShippedChannel), definitions);
}

void ChannelText::read(const Value& value, std::shared_ptr<const BodyChannel>& to) const {
  if (value.is_mapping())
    to = std::make_shared<const BodyChannel>(
        read_body_channel(input::Document{value.where().file, {}, value.node()}));
  else if (const std::string name = value.text(); !name.empty())
    to = load_channel(name, *definitions);
}

Yaml ChannelText::save(const std::shared_ptr<const BodyChannel>& from) const {
  input::Saver saver;
  fields(saver, *from);
  return saver.mapping(Yaml::Style::flow);
}

Yaml ChannelText::schema() const { return schema_of_any({input::schema_of_text(), schema_of_any_mapping()}); }

}  // namespace synergy::scenario
