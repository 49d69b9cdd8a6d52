#pragma once

#include "synergy/import/imported.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::importer {

/// A file of another program, in memory. Its bytes may be hostile: readers check every offset, size and count
/// before they use it, execute nothing, and allocate no more than a small multiple of the file's size.
struct Source {
  /// As the user gave it: for messages, and to find other files beside it.
  std::string file;
  std::string bytes;
};

/// What the user adds to a file that does not say everything. read() refuses what a format has no use for.
struct Options {
  /// Of the resulting network; empty: the reader's choice, most often the file's name without its ending.
  std::string name;
  /// Of the network's first input, where the file leaves it open.
  std::optional<network::Shape> input;
  /// A second file with the sizes of the weights; empty: none.
  std::filesystem::path checkpoint;
  /// cnn.c of a project that the vendor's tool generated from the same network, whose comments have sizes
  /// that the file leaves open (--from-c); empty: none.
  std::filesystem::path c_project;
  /// Output channels of layers, by the source's names of them, where the file leaves them open.
  std::map<std::string, int, std::less<>> channels;
  /// Totals that the source states and the network does not have are a note, not an error.
  bool force = false;
};

/// The Options that a format has a use for, beside `name` and `force`.
struct Takes {
  bool input = false;
  bool checkpoint = false;
  bool c_project = false;
  bool channels = false;
};

/// A format of networks: one row of the table of formats (src/import/formats.cpp), and all that the program
/// needs to reach the folder of its reader.
struct Format {
  /// As --format takes it: lower case, distinct.
  std::string_view name;
  /// For people: "TensorFlow Lite flatbuffer".
  std::string_view title;
  /// Whether the bytes look like this format; the file's name is not asked. Quick, never throws. At most one
  /// format says yes to a file that any of them can read.
  bool (*recognises)(const Source& source);
  /// Reads it. Throws InputError: what is wrong, where (a line of a text, else the byte offset or the
  /// operator in the message) and what to do. Never leaves anything unsaid: an operator of the source that is
  /// not known is an error.
  ImportedNetwork (*read)(const Source& source, const Options& options);
  Takes takes;
};

/// Ours: larger than any network for devices of this kind, small enough that every file ends in a result or
/// an error soon. Bytes.
inline constexpr std::size_t kMaxSourceBytes = std::size_t{128} << 20;

/// Those that need no library beside the program's own, in the order of the documentation. Static.
[[nodiscard]] const std::vector<Format>& formats();

/// The format of a file by its content. Null: none of them, or a file of this project, which needs no import.
/// By the first format of `among`, in their order, that says yes. Reads the bytes alone. The result points
/// into `among`.
[[nodiscard]] const Format* recognise(const Source& source, const std::vector<Format>& among = formats());

/// The bytes of a file. Throws InputError: no such file, not a regular file, larger than kMaxSourceBytes,
/// cannot be read.
/// The whole file is in memory afterwards; nothing is kept open.
[[nodiscard]] Source load_source(const std::filesystem::path& file);

/// Reads a source with the format of `among` named, or with the one it is recognised as ("auto"). Throws
/// InputError also for a name that is no format, for content that no format recognises and for options that
/// the format does not take. Fills in file, hash and format of the provenance. Deterministic: the same bytes,
/// options and format give the same network. `format` counts letter for letter.
[[nodiscard]] ImportedNetwork read(const Source& source, const Options& options = {},
                                   std::string_view format = "auto",
                                   const std::vector<Format>& among = formats());

}  // namespace synergy::importer
