#pragma once

#include "synergy/device/network.hpp"
#include "synergy/device/sourced.hpp"
#include "synergy/measured/kinds.hpp"
#include "synergy/quantities/quantities.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Accelerators and CPUs known by measurement: their times come from tables or fitted laws, their energies
/// from powers of states. Nobody else knows rows, laws or operating points; everybody else asks through
/// device::Accelerator (family.hpp). device_profiles/measured.md says it for readers.
namespace synergy::measured {

using device::Sourced;
using device::ValueClass;

/// A number that a profile may leave out.
template <class Q>
using Optional = std::optional<Sourced<Q>>;

/// How long operators of one kind take: fixed + per_mac x MACs + per_byte x bytes of the tensors read and
/// written (weights do not count). What is absent is 0; at least one is there. Of the first operating point.
struct Law {
  /// Each kind once in a profile.
  Kind kind = Kind::conv;
  Optional<Duration> fixed;
  Optional<TimePerMac> per_mac;
  Optional<TimePerByte> per_byte;
};

/// One measurement: what a whole network, or some of its layers, took. Of the first operating point.
struct Row {
  /// By its exact name.
  std::string network;
  /// Both ends included; none: the whole network. Those of one network do not overlap.
  std::optional<device::LayerRange> layers;
  /// More than 0.
  Sourced<Duration> time;
  /// All that the rail took in that time, idle power included. None: power of the state x time.
  Optional<Energy> energy;
};

/// A clock and a voltage with the powers that go with them. All powers are of the whole rail: what a meter
/// shows in that state.
struct Point {
  std::string name;
  Sourced<Frequency> clock;
  Sourced<Voltage> voltage;
  /// Multiplies all times. Absent: clock of the first point / this clock.
  Optional<Ratio> time_scale;
  /// Everything waits.
  Optional<Power> idle;
  /// While it infers.
  Optional<Power> infer;
  /// While the CPU works and the accelerator waits. Of a CPU that infers, at most `infer`.
  Optional<Power> cpu_active;
  /// The CPU's share of `idle`; absent: none. Not of CPUs that infer: there all of it is theirs.
  Optional<Power> cpu_asleep;
  /// Each absent: cpu_active, since it is the CPU that moves data.
  Optional<Power> load, unload, switching, deploy;
};

/// How far what was fitted is from what was measured, as a share of the measured.
struct Residual {
  /// "time" or "energy".
  std::string of;
  /// What the fit did not see of what it was asked for: "network" or "none".
  std::string left_out;
  /// Mean, root of the mean square and largest of the errors; shares of the points within 5 % and 10 %.
  Ratio mean, rms, worst, within_5, within_10;
  int points = 0;
};

/// What a profile was made from: what lies outside is told, not refused (device::Lowered::doubts).
struct Calibrated {
  std::vector<std::string> networks;
  /// Of one network: {least, most}.
  std::array<std::int64_t, 2> macs{};
  /// Lowest and highest.
  std::array<Frequency, 2> clock{};
  /// Kinds whose laws the measurements say something about.
  std::vector<Kind> operators;
  std::vector<Residual> residuals;
};

/// Where times come from.
enum class Times : std::uint8_t { laws, table, rate };
/// What draws the powers of a profile: numbers of different rails never mix.
enum class Rail : std::uint8_t { board, soc, accelerator };

/// A profile file with `family: measured` (load.hpp), every number with its source.
struct Profile {
  std::string name;
  /// Nothing but the CPU is there; it is busy for as long as an inference takes.
  bool infers_on_cpu = false;
  Rail rail = Rail::board;
  Times times = Times::laws;
  /// Without it a rate alone is refused for accelerators, which differ far more between networks than CPUs.
  bool allow_rate = false;

  /// Parameters: weights as packed in the network, biases of 4 bytes.
  Bytes weight_memory;
  /// Tensors that are alive at once; segments share it, as one of them runs at a time.
  Bytes activation_memory;
  /// Code of networks, where it does not come out of weight_memory: the room, and what an operator takes.
  /// Both or none.
  std::optional<Bytes> code_memory, code_per_operator;

  std::vector<Law> laws;      ///< Times::laws: at least one
  std::vector<Row> table;     ///< Times::table: at least one
  Optional<TimePerMac> rate;  ///< Times::rate, and there alone

  /// Once for each inference of a range, on top of what its layers take. Rows of a table have it in them.
  Optional<Duration> inference_overhead;
  /// Input in, output out, to another segment, writing weights: fixed + per byte; absent: 0.
  Optional<Duration> load_fixed, unload_fixed, switch_fixed, deploy_fixed;
  Optional<TimePerByte> load_per_byte, unload_per_byte, deploy_per_byte;

  // Of the CPU, for an app's own work (device::Cpu).
  Sourced<Frequency> cpu_clock;
  Sourced<TimePerByte> softmax, argmax;
  Optional<Duration> cpu_wake;

  /// The name of the one that counts.
  std::string operating_point;
  /// The first is the one that times were measured at; it has idle, infer and cpu_active.
  std::vector<Point> points;

  std::optional<Calibrated> calibrated;
};

}  // namespace synergy::measured
