#pragma once

#include "synergy/sweep/points.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace synergy::sweep {

/// More shares than points do no work; a limit of ours.
inline constexpr int kMaxShards = 1'000'000;

/// A share of a sweep, for one of several machines: every `count`-th task, from the `index`-th on; 1 <= index
/// <= count.
struct Shard {
  int index = 1;
  int count = 1;
  bool operator==(const Shard&) const = default;
};

/// What the points of a journal have in common. Shards of one sweep differ in `shard` and `shard_count`
/// alone.
struct JournalHeader {
  std::string sweep;    ///< its name
  std::string digest;   ///< Points::digest(): the same points of the same inputs
  std::string program;  ///< version and commit that computed the points
  Shard shard;
  std::int64_t total_count = 0;  ///< points of the whole sweep
  std::int64_t shard_count = 0;  ///< points of this shard
  /// Name and CSV header line of every table.
  std::vector<std::pair<std::string, std::string>> tables;
  std::string data_package;  ///< datapackage.json, which describes them
  /// Name and content hash of every input file.
  std::vector<std::pair<std::string, std::string>> inputs;
  bool operator==(const JournalHeader&) const = default;
};

/// One finished point: what the tables will say.
struct Entry {
  Key key = 0;
  std::string status;  ///< as in runs.csv
  /// CSV rows for each table, in the order of JournalHeader::tables; each ends with a line feed, or is empty.
  std::vector<std::string> rows;
};

/// What is in a journal: its header, and where its entries stand. Entries stay on the disk.
///
/// A journal keeps finished points until the tables are written; an interrupted sweep goes on from it. It is
/// the file `points.journal` of a result directory: text lines, each 16 hexadecimal digits (FNV-1a of what
/// follows the blank), a blank, and a JSON object. The first is the header (`{"journal":1,"sweep":...}`),
/// which stands there once more after an empty line; every other one is an entry
/// (`{"id":"p...","status":"ok","rows":["..."]}`), in the order in which points finished. A line whose hash
/// does not fit, that is of another version, or that has no line feed, is torn: it does not count, and its
/// point is done again. Of two entries with one id, and of two headers, the first counts.
class JournalContent {
 public:
  static constexpr const char* kFileName = "points.journal";

  struct Place {
    Key key = 0;
    /// Of the JSON text, in bytes from the begin of the file.
    std::uint64_t offset = 0;
    std::uint32_t length = 0;
    auto operator<=>(const Place&) const = default;
  };

  /// Throws InputError if the folder has no journal, or none of its lines is a header.
  explicit JournalContent(const std::filesystem::path& folder);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] const JournalHeader& header() const { return header_; }
  [[nodiscard]] const std::vector<Place>& places() const { return places_; }  ///< by key
  /// Lines that do not count, apart from entries that came twice.
  [[nodiscard]] int torn_count() const { return torn_; }
  /// Reads one entry from the disk. Throws InputError if the file has become shorter, or if the entry is none
  /// of this version in spite of its hash. Not safe to call from
  /// several threads: the file has one position.
  [[nodiscard]] Entry read(const Place& place);

 private:
  friend class Journal;
  std::filesystem::path folder_;
  std::ifstream stream_;
  JournalHeader header_;
  std::vector<Place> places_;
  bool clean_ = true;  // nothing but whole lines, each id once
  int torn_ = 0;
};

/// A journal being written. Appending is one write(2) per entry: the death of the process at any moment loses
/// at most the points that had not finished; sync() makes entries survive the death of the machine.
class Journal {
 public:
  /// Opens the journal of a result directory for a sweep, or begins one. Entries that are torn or that
  /// `wanted` refuses (changed inputs, points no longer in the sweep) are taken out, and all are if
  /// `overwrite`. Throws InputError if the directory cannot be written, is in use by another process, or
  /// (without `overwrite`) holds another sweep, another shard, or results of another build of this program or
  /// of its `planners` from outside: by name and hash, as among the inputs of the header.
  Journal(const std::filesystem::path& folder, const JournalHeader& header,
          const std::function<bool(Key)>& wanted, bool overwrite,
          const std::vector<std::pair<std::string, std::string>>& planners = {});
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// The points that were there when it was opened, ascending.
  [[nodiscard]] const std::vector<Key>& done() const { return done_; }
  /// Whether a point was there when the journal was opened; not what was appended since. Takes logarithmic
  /// time, and is safe to call from several threads.
  [[nodiscard]] bool is_done(Key key) const;
  /// Torn lines, and entries that were not wanted, that were taken out when it was opened.
  [[nodiscard]] int torn_count() const { return torn_; }
  [[nodiscard]] int stale_count() const { return stale_; }

  /// Safe to call from several threads. Throws InputError if the disk is full.
  void append(const Entry& entry);
  /// Waits for the disk. Throws InputError if it fails.
  void sync();

 private:
  [[nodiscard]] bool has_header() const;
  void rewrite(const JournalHeader& header, JournalContent* old);

  std::filesystem::path file_;
  std::vector<Key> done_;
  std::mutex mutex_;
  int descriptor_ = -1;
  int torn_ = 0;
  int stale_ = 0;
};

}  // namespace synergy::sweep
