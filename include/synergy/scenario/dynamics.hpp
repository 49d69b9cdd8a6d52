#pragma once

#include "synergy/input/error.hpp"
#include "synergy/link/link.hpp"
#include "synergy/quantities/quantities.hpp"
#include "synergy/scenario/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a scenario says of a body that changes while it runs: which things happen, and how anybody answers
// them. Plain values, as they stand in the file; concept `dynamics` makes the list of changes from them.
namespace synergy::scenario {

/// The law by which a length of time is drawn.
struct Distribution {
  enum class Law : std::uint8_t { fixed, uniform, exponential, weibull, lognormal, empirical };
  Law law = Law::fixed;
  /// fixed: the time itself; uniform: the least; exponential: the mean; weibull: the scale; lognormal: the
  /// median. Above 0, of `uniform` also 0.
  Duration time;
  /// uniform: the greatest, not below `time`.
  Duration most;
  /// weibull: the shape; lognormal: the standard deviation of the natural logarithm. Above 0.
  double shape = 1;
  /// empirical: each of these is equally likely. Above 0 and at least one.
  std::vector<Duration> values;
};

/// What happens to an app, a device or a link: the key `do`.
struct Action {
  /// start, stop, rate: of an app; leave, crash, join, sleep, accelerator_clock, charge: of a device;
  /// path_loss, path_loss_add, block: of a link.
  enum class Kind : std::uint8_t {
    start,
    stop,
    rate,
    leave,
    crash,
    join,
    sleep,
    accelerator_clock,
    charge,
    path_loss,
    path_loss_add,
    block
  };
  Kind kind = Kind::start;
  /// accelerator_clock: the share of its clock, above 0 to 1; charge: of the capacity, 0 to 1; path_loss: 0
  /// to 200 dB; path_loss_add: -200 to 200 dB. 0 otherwise.
  double number = 0;
  Frequency rate;  ///< of `rate`
};

/// A line of the key `timeline`: one of app, device and link is set.
struct TimelineEntry {
  Time at;
  std::optional<AppId> app;
  std::optional<DeviceId> device;
  std::optional<link::Ends> link;
  Action action;
  /// `for`: after so long it is as it would be without this entry. Not of charge and join.
  std::optional<Duration> lasts;
  Location where{};
};

/// Postures of the body one after the other, a semi-Markov process: how long each lasts has a law of its own,
/// and which comes next depends on the one before alone.
struct Posture {
  /// At least one, names distinct. The first is the one at the beginning.
  std::vector<std::string> states;
  /// One for each state.
  std::vector<Distribution> dwell;
  /// next[i][j]: how much more likely than others state j comes after i; each row has one above 0, and
  /// next[i][i] is 0. Empty: all others are equally likely.
  std::vector<std::vector<double>> next;
  /// What a state adds to the path loss of a pair, in dB for each state. Links with a body channel have what
  /// its profile says of their positions unless they are here.
  struct Added {
    link::Ends link;
    std::vector<double> db;
  };
  std::vector<Added> added;
};

struct BodyChannel;  // body_channel.hpp

/// How the path loss of a link is drawn. body_channel: mean by position, fading around it (body_channel.hpp).
enum class ChannelModel : std::uint8_t { body_channel };

/// A line of the key `processes`: changes that chance makes. One of app, device, link and posture is set.
///
/// Drawn once for each replication from streams of their own, so every planner and policy meets the same.
struct Process {
  std::optional<AppId> app;
  std::optional<DeviceId> device;
  std::optional<link::Ends> link;
  std::optional<Posture> posture;
  /// Of app and device: how long it runs or is there, and how long not.
  std::optional<Distribution> on, off;
  /// Whether it begins with `on`.
  bool begins_on = true;
  /// How a device goes: leave, crash or sleep.
  Action::Kind goes = Action::Kind::leave;
  std::optional<ChannelModel> model;  ///< of link
  /// Of link: where its two ends are on the body, as the channel's profile names positions.
  std::vector<std::string> between;
  std::shared_ptr<const BodyChannel> channel{};  ///< of link: the profile
  Location where{};
};

/// What a trace's numbers are. path_loss, path_loss_add: dB, of a link; present (1 or 0) and
/// accelerator_clock: of a device; running (1 or 0) and rate (Hz): of an app.
enum class TraceSets : std::uint8_t { path_loss, path_loss_add, present, accelerator_clock, running, rate };
/// hold: a value stays until the next one. linear: between two values, in steps of `step`.
enum class Interpolation : std::uint8_t { hold, linear };

/// So many points a trace has at most: it is written out in `resolved.yaml`, which is read again.
inline constexpr std::size_t kMaxTracePoints = 100'000;

/// A line of the key `traces`: numbers that were measured, over time. One of app, device and link is set.
///
/// Before its first time nothing changes. After its last one it holds, or begins anew (`loop`): the first
/// time follows the last by as much as the last follows the one before it.
struct Trace {
  std::optional<AppId> app;
  std::optional<DeviceId> device;
  std::optional<link::Ends> link;
  TraceSets sets = TraceSets::path_loss;
  Interpolation interpolation = Interpolation::hold;
  bool loop = false;
  Duration step = milliseconds(100);
  /// Ascending in time, at least one, at most kMaxTracePoints.
  struct Point {
    Time at;
    double value = 0;
  };
  std::vector<Point> points;
  /// Where they were read from, if from a file; not saved.
  std::string file{}, time_column{}, value_column{};
  Location where{};
};

/// What is asked of a battery beside its capacity. Only bodies that change look at it.
struct BatteryUse {
  /// Of the capacity, at the start.
  Ratio charge = Ratio::from_si(1);
  /// Of the capacity: with so much left the device is off. 0 to below 1.
  Ratio cut_off = Ratio::from_si(0.05);
  /// When the charge falls to this, the device goes of its own accord.
  std::optional<Ratio> at_charge;
  /// How it goes then.
  enum class Does : std::uint8_t { leave, sleep } does = Does::leave;
  bool operator==(const BatteryUse&) const = default;
};

/// A device as one thermal resistance and capacity to the air (dynamics: "Thermal"). Temperature of the side
/// at the skin: at_rest_c without power, at_rest_c + R P in the long run.
struct Thermal {
  /// R = 1 / (h A), kelvins per watt.
  double resistance_k_per_w = 100;
  /// R C, after which 63 % of the way is gone.
  Duration time_constant = seconds(450);
  /// Worn and idle without any power: about that of the skin.
  double at_rest_c = 32;
  /// What should not be exceeded; results have the time above it.
  double limit_c = 41;
  /// From here on the accelerator works at `throttle_clock` of its clock, until it is 1 K cooler. None:
  /// never.
  std::optional<double> throttle_c;
  double throttle_clock = 0.5;
};

/// How devices that come back are found and connected.
struct Joining {
  /// A of Bluetooth: an advertising event every A + U(0, 10) ms.
  Duration advertising_interval = milliseconds(100);
  /// W and I: the others listen for W at the start of every I, on the next of three channels each time.
  Duration scan_window = milliseconds(30);
  Duration scan_interval = milliseconds(60);
  /// High-duty directed advertising instead: 3.75 ms between two events on the same channel.
  bool directed = false;
  /// Procedures of 1 to 2 connection intervals each, once connected: features, data length, MTU, services.
  int procedures = 4;
  /// Connection events until a new PHY is in use, and until the link is encrypted.
  int phy_update_events = 6;
  int encryption_events = 6;
};

/// When plans are made anew.
struct Trigger {
  /// never: the first plan is kept. change: when something lasting has changed. every: at these intervals.
  /// drop: when throughput stays below what the plan promises. clairvoyant_*: bounds, which know the future.
  enum class Kind : std::uint8_t { never, change, every, drop, clairvoyant_free, clairvoyant_paid };
  Kind kind = Kind::change;
  Duration every;      ///< of `every`, above 0
  Ratio drop;          ///< of `drop`: the share that is missing, above 0 to 1
  Duration drop_time;  ///< of `drop`: for so long, above 0
};

/// Which apps a new plan may move: all, or those that the change hits, while the others stay as they are.
enum class Scope : std::uint8_t { all, affected };
/// stop_all: nothing runs while a new plan is put in force. drain: what is in flight ends first.
/// make_before_break: the old plan runs on while the new one loads, where memory allows.
enum class Handover : std::uint8_t { stop_all, drain, make_before_break };

/// Time that the coordinator takes for a plan: from the planner's own count of what it looked at, which is
/// the same on every machine.
struct PlanningTime {
  Duration base = milliseconds(2);
  Duration per_candidate = microseconds(60);
};

/// How changes are answered: the key `replanning`. Only bodies that change look at it.
struct Replanning {
  Trigger trigger;
  /// Changes within it are answered together.
  Duration hold_off = seconds(1);
  /// No plan is made sooner after the last one.
  Duration min_dwell = seconds(2);
  /// A new plan is taken only if what it promises to gain over the horizon exceeds so many times what the
  /// switch is expected to cost.
  double gain_over_cost = 1;
  Duration horizon = seconds(60);
  Scope scope = Scope::all;
  /// Plans, and pays for it. None: the present device with most charge.
  std::optional<DeviceId> coordinator;
  PlanningTime planning_time;
  Handover handover = Handover::drain;
  /// Whether accelerators load all their segments anew, without holes between them.
  bool compact = false;
};

struct Scenario;

/// Whether anything may change while it runs: a timeline, processes, traces, an app that does not run at the
/// start, a battery with a charge or a threshold, a thermal model. Else `replanning` and `joining` mean
/// nothing, and a run is the same with and without them.
[[nodiscard]] bool is_dynamic(const Scenario& scenario);

/// Names as in files, in the order of the enumerators.
[[nodiscard]] const std::vector<std::string_view>& names_of(Distribution::Law);
[[nodiscard]] const std::vector<std::string_view>& names_of(Action::Kind);
[[nodiscard]] const std::vector<std::string_view>& names_of(ChannelModel);
[[nodiscard]] const std::vector<std::string_view>& names_of(TraceSets);
[[nodiscard]] const std::vector<std::string_view>& names_of(Interpolation);
[[nodiscard]] const std::vector<std::string_view>& names_of(BatteryUse::Does);
[[nodiscard]] const std::vector<std::string_view>& names_of(Trigger::Kind);
[[nodiscard]] const std::vector<std::string_view>& names_of(Scope);
[[nodiscard]] const std::vector<std::string_view>& names_of(Handover);

}  // namespace synergy::scenario
