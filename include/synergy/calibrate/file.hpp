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
/// The words of files, by the value of the enumerator. The argument only says of which type; static.
[[nodiscard]] const std::vector<std::string_view>& names_of(Rail);

/// How a recording is written down; what each has is said in device_profiles/CALIBRATE.md.
/// csv and otii need Trace::columns, all others have columns of their own. energyrunner and mlperf_v1_3 have
/// windows of their own, too, and take no marker.
enum class Format : std::uint8_t { csv, ppk2, joulescope, otii, energyrunner, mlperf_v1_3 };
/// As for Rail; `mlperf_v1_3` is "mlperf_v1.3" in files.
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
/// In a file that states them: `time`, and exactly one of `current`, `power` and `energy`; `voltage` beside
/// `current` alone.
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
  /// -1e12 to 1e12. None: cells are 0 and 1.
  std::optional<double> above;
};

/// One recording. Each window of it, a span in which the marker holds one level, is one measurement.
struct Trace {
  /// Its path, from the folder of the calibration file on; as the user wrote it, for messages and sources.
  /// `path` is as written and goes into results, `file` is complete and is what is opened.
  std::string path, file;
  /// Where its entry begins: messages about what was measured point there.
  Location where;
  Format format = Format::csv;
  Columns columns;
  std::optional<Marker> marker;
  /// The network that runs in it; empty where no inference is measured.
  std::string network;
  /// Without a marker: the state that the device is in all the time.
  std::string state;
  /// So many inferences (or loads) in each window, one after the other. At least 1.
  /// Times and energies of a window are divided by it. At most 1e9.
  std::int64_t repeat = 1;
  /// What a load, unload or deploy moves, each time.
  /// 1 to 2^40 bytes. Must be there where moves_bytes() of what the marker says holds.
  std::optional<Bytes> bytes;
  /// Of the recording, where it has no voltage column: then current times this is power.
  /// 0.1 to 60 V. Where the entry states none, that of the whole file.
  std::optional<Voltage> supply;
  /// Without a marker: the recording is cut into windows of this length.
  /// 10 us to 1 h. An incomplete one at the end does not count.
  Duration window = milliseconds(100);
  /// energyrunner: the JSON file of the windows' edges, and what the runner says of the first window's
  /// energy, which tells joules from microjoules.
  /// As written, and complete. The file holds times in s, ascending: the start, then begin and end of each
  /// window.
  std::string edges, edges_file;
  /// The sum over the window must be within 1 % of it in one of the two units.
  std::optional<Energy> first_window;
};

/// One number that somebody else measured: a line of a data sheet, a paper or a table.
/// Either a phase or a state. A state has a power; a phase has a time, or energy and power, whose quotient it
/// is.
struct Row {
  Location where;
  std::string network;
  /// A layer of the network, by its name in the zoo; empty: all of it.
  std::string layer;
  /// One of phases(); empty for a state.
  std::string phase;
  std::string state;
  std::optional<Bytes> bytes;
  /// Of the three at least one. Each is more than 0 and at most 1e6 of its SI unit: what is above was stated
  /// in another unit than the file says.
  std::optional<Duration> time;
  std::optional<Energy> energy;
  std::optional<Power> power;
  /// Document and page, for people. Not empty.
  std::string source;
};

/// One measured transfer of a link: `time` for `bytes`, or a throughput of large transfers.
/// Either of the two, never both. A time has the set-up of the transfer in it, a throughput has not.
struct LinkRow {
  Location where;
  /// Payload, 1 to 2^40 bytes; for a throughput, of the transfer that it was measured with.
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
  /// At least one, in the order of the file.
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
  /// 0 to 0.5. Applies to energies and powers, not to times.
  double accuracy = 0;
  Rail rail = Rail::board;
  /// Of the bootstrap.
  /// The same seed gives the same intervals on every platform.
  std::uint64_t seed = 1;
  /// Kept for the family that the profile is made for: its structure, memories, operating point.
  /// Only where `make` is set.
  std::optional<input::Node> profile;
  /// Of traces, rows and links, at least one entry in all.
  std::vector<Trace> traces;
  std::vector<Row> rows;
  std::vector<LinkRows> links;
  /// Every file that the numbers come from, with its hash where it was read whole already.
  std::vector<std::string> inputs;
};

/// Reads a calibration file, and the CSV files of rows that it names (recordings are read later). Throws
/// InputError with every problem: unknown keys and units, numbers of another rail, recordings without marker
/// or state, a missing supply, rows without a number or a source.
/// Networks and profiles that the file names are looked up later, by calibrate(). Deterministic; paths are
/// taken from the folder of document.name on.
[[nodiscard]] File read_file(const input::Document& document);

/// What takes time and energy of its own: infer, load (input in), unload (output out), switch (to another
/// resident network), deploy (writing weights).
/// In this order, lower case as in files. Static.
[[nodiscard]] const std::vector<std::string_view>& phases();
/// How a device waits or works between phases, with a power of its own: idle, cpu_active, cpu_asleep.
/// In this order, as in files. Static.
[[nodiscard]] const std::vector<std::string_view>& states();
/// Letter for letter; what is none is the name of a state.
[[nodiscard]] bool is_phase(std::string_view name);
/// Whether the phase moves bytes, which must then be stated: load, unload, deploy.
[[nodiscard]] bool moves_bytes(std::string_view phase);

}  // namespace synergy::calibrate
