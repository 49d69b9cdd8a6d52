#pragma once

#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"
#include "synergy/quantities/quantities.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a user says about measurements: the file of `synergy-sim calibrate` (device_profiles/CALIBRATE.md).
namespace synergy::calibrate {

/// Where the current was measured. Numbers of different rails count different consumers and never mix: a
/// board's power includes regulators and sensors, a chip's its memories, a core rail the accelerator alone.
enum class Rail : std::uint8_t { board, soc, accelerator };
[[nodiscard]] const std::vector<std::string_view>& names_of(Rail);

/// How a recording is written down; what each has is said in device_profiles/CALIBRATE.md.
enum class Format : std::uint8_t { csv, ppk2, joulescope, otii, energyrunner, mlperf_v1_3 };
[[nodiscard]] const std::vector<std::string_view>& names_of(Format);

/// A column of a CSV file that holds a physical number.
struct MappedColumn {
  /// As in the header, letter for letter.
  std::string name;
  /// A number of the column times this is in s, A, V, W or J. More than 0.
  double factor = 1;
};

/// Which columns of a CSV recording hold what. Power is `power`, or `current` times `voltage` (or times the
/// supply), or `energy` of a sample over the step to the next.
struct Columns {
  std::optional<MappedColumn> time, current, voltage, power, energy;
};

/// A digital signal that the device raises while it does something.
struct Marker {
  /// A column that holds 0 and 1, or for ppk2 one of D0 to D7.
  std::string column;
  /// What it does while the signal is high, and while it is low: a phase (phases()) or the
  /// name of a state. Empty: of no interest. Not both empty.
  std::string high, low;
  /// For an analogue column: high is whatever lies above. In the column's unit.
  std::optional<double> above;
};

/// One recording. Each window of it, a span in which the marker holds one level, is one measurement.
struct Trace {
  /// Its path, from the folder of the calibration file on; as the user wrote it, for messages and sources.
  std::string path, file;
  Location where;
  Format format = Format::csv;
  Columns columns;
  std::optional<Marker> marker;
  /// The network that runs in it; empty where no inference is measured.
  std::string network;
  /// Without a marker: the state that the device is in all the time.
  std::string state;
  /// So many inferences (or loads) in each window, one after the other. At least 1.
  std::int64_t repeat = 1;
  /// What a load, unload or deploy moves, each time.
  std::optional<Bytes> bytes;
  /// Of the recording, where it has no voltage column: then current times this is power.
  std::optional<Voltage> supply;
  /// Without a marker: the recording is cut into windows of this length.
  Duration window = milliseconds(100);
  /// energyrunner: the JSON file of the windows' edges, and what the runner says of the first window's
  /// energy, which tells joules from microjoules.
  std::string edges, edges_file;
  std::optional<Energy> first_window;
};

/// One number that somebody else measured: a line of a data sheet, a paper or a table.
struct Row {
  Location where;
  std::string network;
  /// A layer of the network, by its name in the zoo; empty: all of it.
  std::string layer;
  /// One of phases(); empty for a state.
  std::string phase;
  std::string state;
  std::optional<Bytes> bytes;
  std::optional<Duration> time;
  std::optional<Energy> energy;
  std::optional<Power> power;
  /// Document and page, for people. Not empty.
  std::string source;
};

/// One measured transfer of a link: `time` for `bytes`, or a throughput of large transfers.
struct LinkRow {
  Location where;
  Bytes bytes;
  std::optional<Duration> time;
  std::optional<DataRate> rate;
  std::string source;
};

/// The rows of one link. They are held against what this program's model says of the same link.
struct LinkRows {
  Location where;
  /// Of this set of rows, in tables.
  std::string name;
  /// A `link` section as scenarios have it; null node: no model is asked.
  std::optional<input::Node> section;
  std::vector<LinkRow> rows;
};

/// A calibration file, read and checked; paths are complete.
struct File {
  /// As the user gave it.
  std::string name;
  /// The profile that is refined (name or path), or empty.
  std::string refine;
  /// The profile that is made, or empty; and its family's name.
  std::string make, family;
  /// What measured: name, firmware, date, and its gain error as a ratio (0.01: 1 %), which widens every low
  /// and high.
  std::string instrument;
  double accuracy = 0;
  Rail rail = Rail::board;
  /// Of the bootstrap.
  std::uint64_t seed = 1;
  /// Kept for the family that the profile is made for: its structure, memories, operating point.
  std::optional<input::Node> profile;
  std::vector<Trace> traces;
  std::vector<Row> rows;
  std::vector<LinkRows> links;
  /// Every file that the numbers come from, with its hash where it was read whole already.
  std::vector<std::string> inputs;
};

/// Reads a calibration file, and the CSV files of rows that it names (recordings are read later). Throws
/// InputError with every problem: unknown keys and units, numbers of another rail, recordings without marker
/// or state, a missing supply, rows without a number or a source.
[[nodiscard]] File read_file(const input::Document& document);

/// What takes time and energy of its own: infer, load (input in), unload (output out), switch (to another
/// resident network), deploy (writing weights).
[[nodiscard]] const std::vector<std::string_view>& phases();
[[nodiscard]] bool is_phase(std::string_view name);
/// Whether the phase moves bytes, which must then be stated: load, unload, deploy.
[[nodiscard]] bool moves_bytes(std::string_view phase);

}  // namespace synergy::calibrate
