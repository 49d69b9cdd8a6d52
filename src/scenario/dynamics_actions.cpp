#include <algorithm>
#include <array>

#include "body_channel_fields.hpp"
#include "dynamics_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Value;
using input::Yaml;
using Kind = Action::Kind;

constexpr Decibels kPathLoss{0, 200};
constexpr Decibels kPathLossAdd{-200, 200};

/// One of the three, as the key `do` of their lines.
enum class Subject : std::uint8_t { app, device, link, unknown };

Subject subject_of(const TimelineEntry& line) {
  if (line.app) return Subject::app;
  if (line.device) return Subject::device;
  return line.link ? Subject::link : Subject::unknown;
}

Subject subject_of(Kind kind) {
  if (kind <= Kind::rate) return Subject::app;
  return kind <= Kind::charge ? Subject::device : Subject::link;
}

bool is_word(Kind kind) {
  constexpr std::array kWords{Kind::start, Kind::stop,  Kind::leave, Kind::crash,
                              Kind::join,  Kind::sleep, Kind::block};
  return std::find(kWords.begin(), kWords.end(), kind) != kWords.end();
}

/// What may be done, words or keys of a mapping; without a subject all.
std::vector<std::string_view> actions_of(Subject subject, bool words) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < names_of(Kind{}).size(); ++i) {
    const auto kind = static_cast<Kind>(i);
    if (is_word(kind) == words && (subject == Subject::unknown || subject == subject_of(kind)))
      names.push_back(names_of(kind)[i]);
  }
  return names;
}

Kind kind_named(std::string_view name) {
  const auto& names = names_of(Kind{});
  return static_cast<Kind>(std::find(names.begin(), names.end(), name) - names.begin());
}

/// Of the kinds that have a parameter.
void read_parameter(const Value& value, Action& to) {
  const auto read_share = [&](double least) {
    to.number = value.quantity<Ratio>(Ratio::from_si(least), Ratio::from_si(1)).si();
  };
  switch (to.kind) {
    case Kind::rate:
      to.rate = value.quantity<Frequency>(Frequency::from_si(1e-6), Frequency::from_si(1e6));
      break;
    case Kind::accelerator_clock:
      return read_share(0.01);
    case Kind::charge:
      return read_share(0);
    case Kind::path_loss:
      return kPathLoss.read(value, to.number);
    case Kind::path_loss_add:
      return kPathLossAdd.read(value, to.number);
    default:
      break;
  }
}

Yaml saved_parameter(const Action& from) {
  if (from.kind == Kind::rate) return Yaml::text(to_text(from.rate));
  if (from.kind == Kind::path_loss || from.kind == Kind::path_loss_add) return kPathLossAdd.save(from.number);
  return Yaml::plain(fmt::format("{}", from.number));
}

/// Exactly one of the subjects.
template <class Line>
int count_subjects(const Line& line) {
  return static_cast<int>(line.app.has_value()) + static_cast<int>(line.device.has_value()) +
         static_cast<int>(line.link.has_value());
}

bool names_something(const input::Loader& loader) {
  return loader.has("app") || loader.has("device") || loader.has("link") || loader.has("posture");
}

/// Keys that a line has though they mean nothing for what it is about.
void refuse_keys(const input::Loader& loader, std::initializer_list<std::string_view> keys,
                 std::string_view subject) {
  for (const std::string_view key : keys) {
    if (loader.has(key)) loader.fail(key, fmt::format("'{}' means nothing for {}", key, subject));
  }
}

void check_channel(const input::Loader& loader, Process& line, const Definitions* definitions) {
  refuse_keys(loader, {"on", "off", "begins_on", "goes"}, "a link");
  if (!loader.has("model")) loader.fail("link", "a link's process needs a 'model'; known: body_channel");
  if (!loader.has("between"))
    loader.fail("link", "a body channel needs 'between': where the link's two ends are on the body");
  if (!loader.has("profile")) line.channel = shipped_channel(*definitions);
  if (line.channel == nullptr || !loader.is_good("between")) return;
  if (!line.channel->path_loss(line.between)) {
    std::vector<std::string> pairs;
    for (const BodyChannel::Pair& pair : line.channel->mean_path_loss)
      pairs.push_back(fmt::format("{}-{}", pair.between[0], pair.between[1]));
    loader.fail("between",
                unknown_name("pair of positions", fmt::format("{}-{}", line.between[0], line.between[1]),
                             {pairs.begin(), pairs.end()}));
  }
}

void check_switch(const input::Loader& loader, const Process& line) {
  refuse_keys(loader, {"model", "between", "profile"}, line.app ? "an app" : "a device");
  if (line.app) refuse_keys(loader, {"goes"}, "an app");
  for (const std::string_view key : {"on", "off"}) {
    if (!loader.has(key))
      loader.fail(line.app ? "app" : "device", fmt::format("'{0}' is missing: how long it is {0}", key));
  }
}

}  // namespace

void ActionText::read(const Value& value, Action& to) const {
  const Subject subject = subject_of(*line);
  const std::vector<std::string_view> words = actions_of(subject, true);
  const std::vector<std::string_view> keys = actions_of(subject, false);
  const auto fail = [&](std::string_view typed) {
    std::vector<std::string_view> all = words;
    all.insert(all.end(), keys.begin(), keys.end());
    value.fail(unknown_name("action", typed, all));
  };
  if (value.is_scalar()) {
    const std::string word = value.text();
    if (std::find(keys.begin(), keys.end(), word) != keys.end())
      return value.fail(fmt::format("'{0}' needs a value: {{{0}: ...}}", word));
    if (std::find(words.begin(), words.end(), word) == words.end()) return fail(word);
    to.kind = kind_named(word);
    return;
  }
  input::Mapping mapping = value.mapping();
  const auto entries = mapping.entries();
  if (entries.size() != 1) return value.fail("expected one action; several at one time are several lines");
  const auto& [key, parameter] = entries.front();
  if (std::find(keys.begin(), keys.end(), key) == keys.end()) return fail(key);
  to.kind = kind_named(key);
  read_parameter(parameter, to);
}

Yaml ActionText::save(const Action& from) const {
  const std::string_view name = names_of(from.kind)[static_cast<std::size_t>(from.kind)];
  if (is_word(from.kind)) return Yaml::plain(name);
  Yaml action = Yaml::mapping(Yaml::Style::flow);
  return action.put(name, saved_parameter(from));
}

Yaml ActionText::schema() const {
  return schema_of_any(
      {input::schema_of_choice(actions_of(Subject::unknown, true)), schema_of_any_mapping()});
}

void check_line(const input::Loader& loader, TimelineEntry& line) {
  if (count_subjects(line) != 1)
    return loader.fail(names_something(loader) ? "at" : "do",
                       "a line of the timeline is about one app, one device or one link");
  const bool once = line.action.kind == Kind::charge || line.action.kind == Kind::join;
  if (line.lasts && once)
    loader.fail("for", fmt::format("'for' means nothing for {}",
                                   names_of(Kind{})[static_cast<std::size_t>(line.action.kind)]));
}

void check_line(const input::Loader& loader, Process& line, const Definitions* definitions) {
  const int subjects = count_subjects(line) + static_cast<int>(line.posture.has_value());
  if (subjects != 1) {
    const std::string_view at = loader.has("posture") ? "posture" : loader.has("link") ? "link" : "device";
    return loader.fail(at, "a process is about one app, one device, one link or the posture");
  }
  if (line.posture)
    return refuse_keys(loader, {"on", "off", "begins_on", "goes", "model", "between", "profile"},
                       "a posture");
  if (line.link) return check_channel(loader, line, definitions);
  check_switch(loader, line);
}

void check_line(const input::Loader& loader, Joining& joining) {
  if (joining.scan_window > joining.scan_interval)
    loader.fail("scan_window", "the scan window is longer than the scan interval");
}

void check_line(const input::Loader& /*loader*/, Replanning& /*replanning*/) {}

}  // namespace synergy::scenario
