#pragma once

#include "synergy/scenario/scenario.hpp"

#include "kinds.hpp"

// The keys of what changes while a scenario runs, said once. See input/fields.hpp. Rules between keys are
// checked where the kinds read (dynamics_fields.cpp), and over the whole list by check_dynamics.cpp.
namespace synergy::scenario {

using input::Is;

inline constexpr input::Amount<Duration> kOfTimeline{Duration(), seconds(1e8)};
inline constexpr input::Amount<Duration> kAboveZero{nanoseconds(1), seconds(1e8)};
/// Between two looks of a trigger: each is an event, of which a run should not hold more than of inferences.
inline constexpr input::Amount<Duration> kLooks{milliseconds(1), seconds(1e8)};

/// A kind of which some lines say nothing.
template <class Kind>
struct Used : Kind {
  bool used;
  template <class T>
  [[nodiscard]] bool absent(const T& /*from*/) const {
    return !used;
  }
};

/// What the lines name. Neither is read where there was a problem before (DeviceName).
struct Subjects {
  const Devices* devices;
  const IdVector<AppId, App>* apps;
};

/// An app by its name in the file, by its place in memory; as DeviceName.
struct AppName {
  const IdVector<AppId, App>* apps;

  void read(const input::Value& value, AppId& to) const;
  [[nodiscard]] input::Yaml save(AppId from) const { return input::Yaml::text((*apps)[from].name); }
  [[nodiscard]] input::Yaml schema() const { return input::schema_of_text(); }
};

/// "20 dB".
struct Decibels {
  double low, high;

  void read(const input::Value& value, double& to) const;
  [[nodiscard]] input::Yaml save(double from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// A time, or a mapping of one law: `{exponential: "40 min"}`, `{uniform: ["1 s", "3 s"]}`, `{weibull:
/// {scale: "1 h", shape: 0.8}}`, `{lognormal: {median: "3 min", sigma: 1}}`, `{empirical: {file: wear.csv,
/// column: on_s}}` or `{empirical: ["2 s", "5 s"]}`.
struct DistributionText {
  const Definitions* definitions;

  void read(const input::Value& value, Distribution& to) const;
  [[nodiscard]] input::Yaml save(const Distribution& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// A word, or a mapping of one key. Which ones there are depends on whether the line is about an app, a
/// device or a link.
struct ActionText {
  const TimelineEntry* line;

  void read(const input::Value& value, Action& to) const;
  [[nodiscard]] input::Yaml save(const Action& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

template <class Archive, Is<Trigger> S>
void trigger_fields(Archive& archive, S& trigger) {
  using namespace input;
  const bool drop = trigger.kind == Trigger::Kind::drop;
  archive(optional_key("every", "a plan at these intervals"), trigger.every,
          Used<Amount<Duration>>{kLooks, trigger.kind == Trigger::Kind::every});
  archive(optional_key("drop", "of the planned throughput that is missing"), trigger.drop,
          Used<Amount<Ratio>>{{Ratio::from_si(0.001), Ratio::from_si(1)}, drop});
  archive(optional_key("for", "so long"), trigger.drop_time, Used<Amount<Duration>>{kLooks, drop});
}

/// A word, or `{every: "10 s"}`, or `{drop: "20 %", for: "2 s"}`.
struct TriggerText {
  void read(const input::Value& value, Trigger& to) const;
  [[nodiscard]] input::Yaml save(const Trigger& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// In seconds, what a column's times are in by the end of its name; none where it does not say.
[[nodiscard]] std::optional<double> unit_of_column(std::string_view column);

/// `auto`, or a device.
struct CoordinatorText {
  const Devices* devices;

  void read(const input::Value& value, Replanning& to) const;
  [[nodiscard]] input::Yaml save(const Replanning& from) const;
  [[nodiscard]] input::Yaml schema() const { return input::schema_of_text(); }
};

/// `{states, dwell, next, path_loss_add}`.
struct PostureText {
  const Devices* devices;
  const Definitions* definitions;

  void read(const input::Value& value, Posture& to) const;
  [[nodiscard]] input::Yaml save(const Posture& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// leave, crash or sleep.
struct GoesText {
  static void read(const input::Value& value, Action::Kind& to);
  [[nodiscard]] static input::Yaml save(Action::Kind from) {
    return input::Yaml::plain(names_of(from)[static_cast<std::size_t>(from)]);
  }
  [[nodiscard]] static input::Yaml schema();
};

/// Names of two positions.
struct Positions {
  void read(const input::Value& value, std::vector<std::string>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<std::string>& from) const;
  [[nodiscard]] input::Yaml schema() const;
  [[nodiscard]] static bool absent(const std::vector<std::string>& from) { return from.empty(); }
};

/// A profile by its name or path, or written out.
struct ChannelText {
  const Definitions* definitions;

  void read(const input::Value& value, std::shared_ptr<const BodyChannel>& to) const;
  [[nodiscard]] input::Yaml save(const std::shared_ptr<const BodyChannel>& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// The key `file` of a trace, which is read with its `columns`: kept until the line is whole (check_line).
struct TraceFile {
  const Definitions* definitions;

  void read(const input::Value& value, Trace& to) const;
  [[nodiscard]] static input::Yaml save(const Trace& /*from*/) { return {}; }
  [[nodiscard]] static input::Yaml schema() { return input::schema_of_text(); }
};

/// `{time: time_s, value: path_loss_db}`.
struct TraceColumns {
  static void read(const input::Value& value, Trace& to);
  [[nodiscard]] static input::Yaml save(const Trace& /*from*/) { return {}; }
  [[nodiscard]] static input::Yaml schema();
};

/// "0 60, 1.5 72": pairs of seconds and values.
struct TracePoints {
  void read(const input::Value& value, std::vector<Trace::Point>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<Trace::Point>& from) const;
  [[nodiscard]] input::Yaml schema() const { return input::schema_of_text(); }
  [[nodiscard]] static bool absent(const std::vector<Trace::Point>& from) { return from.empty(); }
};

/// Rules between the keys of a line. Problems are recorded at the keys.
void check_line(const input::Loader& loader, TimelineEntry& line);
void check_line(const input::Loader& loader, Process& line, const Definitions* definitions);
void check_line(const input::Loader& loader, Trace& line);
void check_line(const input::Loader& loader, Joining& joining);
void check_line(const input::Loader& loader, Replanning& replanning);

/// The three keys that say what a line is about.
template <class Archive, class S>
void subject_fields(Archive& archive, S& line, const Subjects& subjects) {
  using namespace input;
  archive(optional_key("app", "what it is about: an app,"), line.app, AppName{subjects.apps});
  archive(optional_key("device", "or a device,"), line.device, DeviceName{subjects.devices});
  archive(optional_key("link", "or the link of two devices"), line.link, EndNames{subjects.devices});
}

template <class Archive, Is<TimelineEntry> S>
void fields(Archive& archive, S& line, const Subjects& subjects, const Definitions* /*definitions*/) {
  using namespace input;
  archive(required_key("at", "since the start, the warm-up included"), line.at, kOfTimeline);
  subject_fields(archive, line, subjects);
  archive(
      required_key(
          "do",
          "of an app `start`, `stop`, `{rate: \"5 Hz\"}`; of a device `leave` (it says so), `crash` (nobody "
          "knows), `sleep`, `join`, `{accelerator_clock: 0.5}`, `{charge: \"20 %\"}`; of a link "
          "`{path_loss: \"92 dB\"}`, `{path_loss_add: \"20 dB\"}`, `block`"),
      line.action, ActionText{&line});
  archive(optional_key("for", "after so long it is as without this line", "for good"), line.lasts,
          kAboveZero);
}

template <class Archive, Is<Process> S>
void fields(Archive& archive, S& line, const Subjects& subjects, const Definitions* definitions) {
  using namespace input;
  subject_fields(archive, line, subjects);
  archive(optional_key("posture", "or postures of the body: `{states: [stand, sit], dwell: ...}`, see below"),
          line.posture, PostureText{subjects.devices, definitions});
  archive(optional_key("on", "of an app or device: the law of how long it runs or is there"), line.on,
          DistributionText{definitions});
  archive(optional_key("off", "and of how long it does not"), line.off, DistributionText{definitions});
  archive(optional_key("begins_on", "whether it begins with `on`", "true"), line.begins_on,
          Used<Boolean>{{}, line.app || line.device});
  archive(optional_key("goes", "how a device goes: leave, crash or sleep", "leave"), line.goes,
          Used<GoesText>{{}, line.device.has_value()});
  archive(optional_key("model", "of a link: `body_channel`"), line.model, Choice<ChannelModel>{"model"});
  archive(optional_key("between",
                       "of a body channel: where the two ends of `link` are on the body: `[head, "
                       "wrist_l]`",
                       "none"),
          line.between, Positions{});
  archive(optional_key("profile", "of a body channel: a file in `device_profiles/body_channels`, or a path",
                       "body_2g4"),
          line.channel, ChannelText{definitions});
}

/// What a trace's file says, or its points written out.
template <class Archive, Is<Trace> S>
void fields(Archive& archive, S& line, const Subjects& subjects, const Definitions* definitions) {
  using namespace input;
  subject_fields(archive, line, subjects);
  archive(
      optional_key("file", "CSV with the `columns`; without them two columns, microseconds and dB", {}, -1),
      line, TraceFile{definitions});
  archive(
      optional_key("columns",
                   "`{time: time_s, value: path_loss_db}`; the time's unit is what its name ends with: _s, "
                   "_ms, _us, _min or _h",
                   {}, -1),
      line, TraceColumns{});
  archive(optional_key("points", "seconds and values instead of a file: `\"0 60, 1.5 72\"`"), line.points,
          TracePoints{});
  archive(optional_key(
              "sets",
              "what the values are: of a link path_loss or path_loss_add (dB), of a device present (0 or "
              "1) or accelerator_clock, of an app running (0 or 1) or rate (Hz)",
              "path_loss, present, running"),
          line.sets, Choice<TraceSets>{"value of a trace"});
  archive(optional_key("interpolation", "between two values: hold the first, or linear"), line.interpolation,
          Choice<Interpolation>{"interpolation"});
  archive(optional_key("step", "of linear interpolation"), line.step,
          Amount<Duration>{microseconds(10), seconds(1e6)});
  archive(optional_key("loop", "begin anew after the last value, instead of holding it"), line.loop,
          Boolean{});
}

template <class Archive, Is<Joining> S>
void fields(Archive& archive, S& joining, const Devices* /*devices*/) {
  using namespace input;
  // Bluetooth Core, Vol 6 Part B, 4.4.2.2: advertising intervals; Vol 4 Part E, 7.8.10: scans.
  archive(optional_key("advertising_interval", "of a device that wants to be found, before U(0, 10 ms)"),
          joining.advertising_interval, Amount<Duration>{milliseconds(20), seconds(10.24)});
  archive(optional_key("scan_window", "the others listen so long"), joining.scan_window,
          Amount<Duration>{milliseconds(2.5), seconds(40.96)});
  archive(optional_key("scan_interval", "in each of these, on one of three channels in turn"),
          joining.scan_interval, Amount<Duration>{milliseconds(2.5), seconds(40.96)});
  archive(optional_key("directed", "high-duty directed advertising instead, 3.75 ms apart"), joining.directed,
          Boolean{});
  archive(optional_key("procedures", "of 1 to 2 connection intervals each, once connected"),
          joining.procedures, Whole<int>{0, 100});
  archive(optional_key("phy_update_events", "connection events until the PHY is in use"),
          joining.phy_update_events, Whole<int>{0, 1000});
  archive(optional_key("encryption_events", "connection events until the link is encrypted"),
          joining.encryption_events, Whole<int>{0, 1000});
}

template <class Archive, Is<PlanningTime> S>
void fields(Archive& archive, S& time) {
  using namespace input;
  constexpr Amount<Duration> kBelowHour{Duration(), seconds(3600)};
  archive(optional_key("base", "for each plan"), time.base, kBelowHour);
  archive(optional_key("per_candidate", "for each candidate that the planner looked at"), time.per_candidate,
          kBelowHour);
}

template <class Archive, Is<Replanning> S>
void fields(Archive& archive, S& replanning, const Devices* devices) {
  using namespace input;
  archive(
      optional_key("trigger",
                   "never, change, `{every: \"10 s\"}`, `{drop: \"20 %\", for: \"2 s\"}` (observed against "
                   "planned throughput); as bounds clairvoyant_free, clairvoyant_paid",
                   "change"),
      replanning.trigger, TriggerText{});
  archive(optional_key("hold_off", "changes within it are answered together"), replanning.hold_off,
          kOfTimeline);
  archive(optional_key("min_dwell", "no plan sooner after the last one"), replanning.min_dwell, kOfTimeline);
  archive(
      optional_key("gain_over_cost",
                   "a plan is taken only if it gains so many times the cost of switching over the horizon"),
      replanning.gain_over_cost, Number{0, 1e6});
  archive(optional_key("horizon", "over which gains count"), replanning.horizon, kAboveZero);
  archive(optional_key("scope", "which apps a new plan may move: all or affected"), replanning.scope,
          Choice<Scope>{"scope"});
  archive(optional_key("coordinator", "the device that plans and pays for it; auto: the one with most charge",
                       "auto"),
          replanning, CoordinatorText{devices});
  archive(optional_key("planning_time", "on the coordinator: `{base, per_candidate}`", "2 ms, 60 us"),
          replanning.planning_time, Group<PlanningTime>{Yaml::Style::flow});
  archive(optional_key("handover", "stop_all, drain or make_before_break"), replanning.handover,
          Choice<Handover>{"handover"});
  archive(optional_key("compact", "whether accelerators load all segments anew, without holes"),
          replanning.compact, Boolean{});
}

/// A list of lines; none is not written.
template <class Line>
struct ListOfLines {
  Subjects subjects;
  const Definitions* definitions;

  void read(const input::Value& value, std::vector<Line>& to) const {
    for (const input::Value& item : value.items()) {
      to.push_back({});
      to.back().where = item.where();
      input::Mapping mapping = item.mapping();
      input::Loader loader(mapping);
      fields(loader, to.back(), subjects, definitions);
      mapping.finish();
      if constexpr (std::is_same_v<Line, Process>)
        check_line(loader, to.back(), definitions);
      else
        check_line(loader, to.back());
    }
  }
  [[nodiscard]] input::Yaml save(const std::vector<Line>& from) const {
    input::Yaml list = input::Yaml::sequence();
    for (const Line& line : from) {
      input::Saver saver;
      fields(saver, line, subjects, definitions);
      list.add(saver.mapping(input::Yaml::Style::flow));
    }
    return list;
  }
  [[nodiscard]] input::Yaml schema() const {
    const Line standard{};
    input::Schema schema;
    fields(schema, standard, subjects, definitions);
    return input::schema_of_list(schema.object());
  }
  [[nodiscard]] bool absent(const std::vector<Line>& from) const { return from.empty(); }
};

/// A group that is only written where something changes.
template <class S>
struct OfDynamics {
  S Scenario::*member;

  void read(const input::Value& value, Scenario& to) const {
    input::Mapping mapping = value.mapping();
    input::Loader loader(mapping);
    fields(loader, to.*member, &to.devices);
    mapping.finish();
    check_line(loader, to.*member);
  }
  [[nodiscard]] input::Yaml save(const Scenario& from) const {
    input::Saver saver;
    fields(saver, from.*member, &from.devices);
    return saver.mapping();
  }
  [[nodiscard]] input::Yaml schema() const {
    const S standard;
    input::Schema schema;
    fields(schema, standard, nullptr);
    return schema.object();
  }
  [[nodiscard]] bool absent(const Scenario& from) const { return !is_dynamic(from); }
};

}  // namespace synergy::scenario
