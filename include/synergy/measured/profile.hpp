#pragma once

#include "synergy/device/flash.hpp"
#include "synergy/device/network.hpp"
#include "synergy/device/sourced.hpp"
#include "synergy/measured/kinds.hpp"
#include "synergy/quantities/quantities.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Accelerators and CPUs known by measurement: their times come from tables or fitted laws, their energies
/// from powers of states. Nobody else knows rows, laws or operating points; everybody else asks through
/// device::Accelerator (family.hpp). device_profiles/measured.md says it for readers.
namespace synergy::measured {

using device::Sourced;
using device::ValueClass;

/// A number that a profile may leave out.
/// Absent is not 0 with a source: what a number that is absent means stands at each member.
template <class Q>
using Optional = std::optional<Sourced<Q>>;

/// How long operators of one kind take: fixed + per_mac x MACs + per_byte x bytes of the tensors read and
/// written (weights do not count). What is absent is 0; at least one is there. Of the first operating point.
/// Operators of a kind without a law make the layer a problem of the device. At another operating point the
/// whole is multiplied by its time scale.
struct Law {
  /// Each kind once in a profile.
  Kind kind = Kind::conv;
  /// Once for each operator; s, s per MAC and s per byte.
  Optional<Duration> fixed;
  Optional<TimePerMac> per_mac;
  Optional<TimePerByte> per_byte;
};

/// One measurement: what a whole network, or some of its layers, took. Of the first operating point.
struct Row {
  /// By its exact name.
  /// A network of the zoo or of a user under this name: nothing else of it is compared.
  std::string network;
  /// Both ends included; none: the whole network. Those of one network do not overlap.
  /// Counted from 0, at most 4095. Rows of layers count only if together they make up the whole network; they
  /// say where it can be cut.
  std::optional<device::LayerRange> layers;
  /// More than 0.
  Sourced<Duration> time;
  /// All that the rail took in that time, idle power included. None: power of the state x time.
  /// In J on the whole rail; what lies above idle power x time is the inference's.
  Optional<Energy> energy;
};

/// A clock and a voltage with the powers that go with them. All powers are of the whole rail: what a meter
/// shows in that state.
struct Point {
  /// Distinct among the points of a profile.
  std::string name;
  /// More than 0; times of a point without a time scale go with its inverse.
  Sourced<Frequency> clock;
  /// Of the core; powers of a point that states none are computed with it.
  Sourced<Voltage> voltage;
  /// Multiplies all times. Absent: clock of the first point / this clock.
  Optional<Ratio> time_scale;
  /// Everything waits.
  /// At most `infer` and `cpu_active`. A point states idle, infer and cpu_active, or no power at all: then
  /// idle follows the first point's by the voltage, what lies above it by voltage squared x clock.
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
/// Users see these beside the times that the profile gives.
struct Residual {
  /// "time" or "energy".
  /// One of the words of profile files, as is `left_out`.
  std::string of;
  /// What the fit did not see of what it was asked for: "network" or "none".
  std::string left_out;
  /// Mean, root of the mean square and largest of the errors; shares of the points within 5 % and 10 %.
  /// Ratios: the last two are at most 1, the first three may be above it.
  Ratio mean, rms, worst, within_5, within_10;
  /// 1 to a million.
  int points = 0;
};

/// What a profile was made from: what lies outside is told, not refused (device::Lowered::doubts).
struct Calibrated {
  /// For people: being measured itself makes no difference to a network.
  std::vector<std::string> networks;
  /// Of one network: {least, most}.
  /// Both included. A range of layers may have fewer than the least without a doubt, since it is part of what
  /// was measured.
  std::array<std::int64_t, 2> macs{};
  /// Lowest and highest.
  std::array<Frequency, 2> clock{};
  /// Kinds whose laws the measurements say something about.
  std::vector<Kind> operators;
  /// Element-wise functions in those networks beyond clamping (costly_activations()), by their words
  /// in network files.
  std::vector<std::string> activations;
  /// May be empty: nothing was left to judge by.
  std::vector<Residual> residuals;
};

/// Where times come from.
/// laws: a sum over operators. table: measured networks and nothing else, cut only where rows of layers end.
/// rate: MACs x one number, an estimate always.
enum class Times : std::uint8_t { laws, table, rate };
/// What draws the powers of a profile: numbers of different rails never mix.
/// Told to people; no result changes by it.
enum class Rail : std::uint8_t { board, soc, accelerator };

/// A profile file with `family: measured` (load.hpp), every number with its source.
struct Profile {
  static constexpr std::string_view kKind = "accelerator";
  std::string name;
  /// Nothing but the CPU is there; it is busy for as long as an inference takes.
  /// Then the CPU is busy for other work while it infers: SegmentCost::feed is all of `infer`.
  bool infers_on_cpu = false;
  Rail rail = Rail::board;
  Times times = Times::laws;
  /// Without it a rate alone is refused for accelerators, which differ far more between networks than CPUs.
  bool allow_rate = false;

  /// Parameters: weights as packed in the network, biases of 4 bytes.
  /// In bytes, at least 1; all segments placed on the device share it.
  Bytes weight_memory;
  /// Tensors that are alive at once; segments share it, as one of them runs at a time.
  /// Of the most demanding operator of a segment (live_bytes()). In bytes, at least 1.
  Bytes activation_memory;
  /// Code of networks, where it does not come out of weight_memory: the room, and what an operator takes.
  /// Both or none.
  /// What an operator takes counts for those that take time (kind_of()), on each segment anew.
  std::optional<Bytes> code_memory, code_per_operator;
  /// Of the chip, whether or not weights are read from there; none: what a device stores is not checked.
  std::optional<device::Flash> flash{};

  std::vector<Law> laws;      ///< Times::laws: at least one
  std::vector<Row> table;     ///< Times::table: at least one
  Optional<TimePerMac> rate;  ///< Times::rate, and there alone

  /// Once for each inference of a range, on top of what its layers take. Rows of a table have it in them.
  Optional<Duration> inference_overhead;
  /// Input in, output out, to another segment, writing weights: fixed + per byte; absent: 0.
  /// Bytes are those of the cuts at both ends, and of weights and biases for `deploy`. A switch is fixed
  /// alone.
  Optional<Duration> load_fixed, unload_fixed, switch_fixed, deploy_fixed;
  Optional<TimePerByte> load_per_byte, unload_per_byte, deploy_per_byte;

  // Of the CPU, for an app's own work (device::Cpu).
  /// They do not change with the operating point.
  Sourced<Frequency> cpu_clock;
  Sourced<TimePerByte> softmax, argmax;
  Optional<Duration> cpu_wake;

  /// The name of the one that counts.
  /// One of `points`.
  std::string operating_point;
  /// The first is the one that times were measured at; it has idle, infer and cpu_active.
  /// At least one; the order is that of the file.
  std::vector<Point> points;

  /// None: nothing is told of networks and clocks that lie outside.
  std::optional<Calibrated> calibrated;
};

}  // namespace synergy::measured
