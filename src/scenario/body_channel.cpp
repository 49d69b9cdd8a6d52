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

/// `source` and `class`, of several numbers together.
template <class Archive, class Text>
void source_fields(Archive& archive, Text& source, Text& quality) {
  archive(input::required_key("source", ""), source, input::Text{true});
  archive(input::required_key("class", ""), quality, QualityText{});
}

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
  const std::vector<std::string_view> classes{"datasheet", "app_note", "vendor_file", "measured",
                                              "secondary", "derived",  "estimate"};
  to = classes[value.choice("class", classes)];
}

void KindText::read(const Value& value, BodyChannel& /*to*/) {
  if (value.text() != "body_channel") value.fail("expected kind: body_channel");
}

void FadingText::read(const Value& value, BodyChannel& to) const {
  Mapping mapping = value.mapping();
  input::Loader loader(mapping);
  fading_fields(loader, to.fading);
  source_fields(loader, to.fading_source, to.fading_quality);
  mapping.finish();
}

Yaml FadingText::save(const BodyChannel& from) const {
  input::Saver saver;
  fading_fields(saver, from.fading);
  source_fields(saver, from.fading_source, from.fading_quality);
  return saver.mapping(Yaml::Style::flow);
}

void PosturesText::read(const Value& value, BodyChannel& to) const {
  Mapping mapping = value.mapping();
  input::Loader loader(mapping);
  source_fields(loader, to.postures_source, to.postures_quality);
  const auto states = mapping.required("states");
  mapping.finish();
  if (!states) return;
  for (const auto& [state, positions] : states->mapping().entries()) {
    auto& added = to.postures[state];
    for (const auto& [position, db] : positions.mapping().entries()) added[position] = db.number(-200, 200);
  }
}

Yaml PosturesText::save(const BodyChannel& from) const {
  input::Saver saver;
  source_fields(saver, from.postures_source, from.postures_quality);
  Yaml states = Yaml::mapping(Yaml::Style::flow);
  for (const auto& [state, positions] : from.postures) {
    Yaml added = Yaml::mapping(Yaml::Style::flow);
    for (const auto& [position, db] : positions) added.put(position, Yaml::plain(fmt::format("{}", db)));
    states.put(state, std::move(added));
  }
  Yaml postures = saver.mapping(Yaml::Style::flow);
  return postures.put("states", std::move(states));
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
