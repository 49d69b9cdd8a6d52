#include "synergy/sweep/journal.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/input/output_error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <unistd.h>

#include "journal_line.hpp"
#include <fmt/format.h>

namespace synergy::sweep {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& file, std::string_view what) {
  throw OutputError({file.string()}, fmt::format("{}: {}", what, std::strerror(errno)));
}

/// write(2) may take less than it is given, or be interrupted by a signal such as Ctrl-C.
void write_all(int descriptor, std::string_view bytes, const fs::path& file) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(file, "cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// Opens a journal for appending, and keeps other processes from doing so where the file system can: some of
/// those that clusters use cannot lock.
int open_locked(const fs::path& file) {
  // O_APPEND: where locks do not work, two processes at least do not write over each other's lines.
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor < 0) fail(file, "cannot be opened");
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(descriptor);
    throw InputError({file.string()}, "is being written by another process");
  }
  return descriptor;
}

/// The header twice, since without one no entry can be used, with an empty line between: where a line feed is
/// damaged, it takes the lines on both sides with it.
constexpr int kHeaders = 2;
std::string header_lines(const JournalHeader& header) {
  const std::string line = to_line(to_json(header));
  return line + "\n" + line;
}

/// Makes a renamed or new file last.
void sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;  // some file systems cannot
  (void)::fsync(descriptor);
  ::close(descriptor);
}

/// Whether a result directory may go on with this sweep; throws InputError if not. Other points, inputs and
/// tables may: what is out of date is taken out.
void require_same_sweep(const fs::path& folder, const JournalHeader& old, const JournalHeader& header,
                        const std::vector<std::pair<std::string, std::string>>& planners) {
  const auto refuse = [&](const std::string& what) {
    throw InputError({folder.string()}, what + "; choose another --out, or start anew with --overwrite");
  };
  if (old.sweep != header.sweep) refuse(fmt::format("holds results of sweep {}", old.sweep));
  if (!(old.shard == header.shard)) {
    refuse(fmt::format("holds shard {}/{}, not {}/{}", old.shard.index, old.shard.count, header.shard.index,
                       header.shard.count));
  }
  // Another build may compute something else under the same id, since the id is a hash of inputs alone.
  if (old.program != header.program) {
    refuse(fmt::format("was begun by {}, this is {}: their rows must not be mixed", old.program,
                       header.program));
  }
  // So may other code of a planner from outside.
  for (const auto& planner : planners) {
    const auto same = std::find_if(old.inputs.begin(), old.inputs.end(),
                                   [&](const auto& input) { return input.first == planner.first; });
    if (same != old.inputs.end() && same->second != planner.second)
      refuse(
          fmt::format("was begun with another {}: what its planners did then must not be mixed with what "
                      "they do now",
                      planner.first));
  }
}

}  // namespace

JournalContent::JournalContent(const fs::path& folder)
    : folder_(folder), stream_(folder / kFileName, std::ios::binary) {
  const fs::path file = folder / kFileName;
  if (!stream_)
    throw InputError({folder.string()}, fmt::format("has no {}: no sweep was run here", kFileName));
  // The file is read once, line by line: of millions of entries only keys and places stay in memory.
  std::uint64_t offset = 0;
  int headers = 0;
  for (std::string line; std::getline(stream_, line);) {
    const auto json = stream_.eof() ? std::nullopt : json_of(line);  // at the end without a line feed
    const auto key = json ? key_from(*json) : std::nullopt;
    const auto header = json && !key ? header_from(*json) : std::nullopt;
    // The first that is whole counts, and a line of another version is as good as torn.
    if (header && headers++ == 0)
      header_ = *header;
    else if (key && json->size() <= UINT32_MAX)
      places_.push_back({*key, offset + kHashLength, static_cast<std::uint32_t>(json->size())});
    else if (!header && !line.empty())
      ++torn_;
    offset += line.size() + 1;
  }
  if (offset == 0) throw InputError({file.string()}, "is empty");
  if (headers == 0)
    throw InputError({file.string(), 1},
                     "is no journal of a sweep of this version, or its header is damaged");
  // By key, then by place in the file: of two entries with one key the first one written stays.
  std::sort(places_.begin(), places_.end());
  const auto repeated = std::unique(places_.begin(), places_.end(),
                                    [](const Place& a, const Place& b) { return a.key == b.key; });
  clean_ = torn_ == 0 && headers == kHeaders && repeated == places_.end();
  places_.erase(repeated, places_.end());
}

Entry JournalContent::read(const Place& place) {
  std::string json(place.length, '\0');
  stream_.clear();
  stream_.seekg(static_cast<std::streamoff>(place.offset));
  stream_.read(json.data(), place.length);
  const std::string file = (folder_ / kFileName).string();
  if (!stream_) throw InputError({file}, "has become shorter while it was read");
  auto entry = entry_from(json);
  // What has the right hash and is something else was written by hand or by another version.
  if (!entry || entry->rows.size() != header_.tables.size())
    throw InputError({file}, fmt::format("the entry {} is none of this version", to_id(place.key)));
  return *std::move(entry);
}

Journal::Journal(const fs::path& folder, const JournalHeader& header, const std::function<bool(Key)>& wanted,
                 bool overwrite, const std::vector<std::pair<std::string, std::string>>& planners)
    : file_(folder / JournalContent::kFileName) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw OutputError({folder.string()}, "cannot be created: " + error.message());
  // Locked before it is read: another process could append between reading and locking.
  descriptor_ = open_locked(file_);
  try {
    // A journal whose header was never completed holds nothing.
    if (overwrite || fs::file_size(file_) == 0 || !has_header()) {
      rewrite(header, nullptr);
      return;
    }
    JournalContent old(folder);
    require_same_sweep(folder, old.header(), header, planners);
    torn_ = old.torn_count();
    const bool same_tables = old.header().tables == header.tables;
    for (const JournalContent::Place& place : old.places()) {
      if (same_tables && wanted(place.key))
        done_.push_back(place.key);
      else
        ++stale_;
    }
    // Only what needs it is written anew: going on with a long sweep is instant.
    if (stale_ > 0 || !old.clean_ || !(old.header() == header)) rewrite(header, &old);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

Journal::~Journal() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool Journal::has_header() const {
  std::ifstream stream(file_, std::ios::binary);
  std::string line;
  return std::getline(stream, line) && !stream.eof();
}

/// Writes the journal anew aside and puts it in place of the old one, with the entries of `old` that are
/// wanted.
void Journal::rewrite(const JournalHeader& header, JournalContent* old) {
  const fs::path aside = file_.string() + ".part";
  fs::remove(aside);
  // The new file is locked before it gets the name, so that the journal is never without a lock.
  const int fresh = open_locked(aside);
  try {
    write_all(fresh, header_lines(header), aside);
    if (old != nullptr) {
      for (const JournalContent::Place& place : old->places()) {
        if (is_done(place.key)) write_all(fresh, to_line(to_json(old->read(place))), aside);
      }
    }
    // Before the rename: after a crash there must be the old journal or all of the new one.
    if (::fsync(fresh) != 0) fail(aside, "cannot be written");
    fs::rename(aside, file_);
  } catch (...) {
    ::close(fresh);
    throw;
  }
  sync_folder(file_.parent_path());
  ::close(std::exchange(descriptor_, fresh));
}

bool Journal::is_done(Key key) const { return std::binary_search(done_.begin(), done_.end(), key); }

void Journal::append(const Entry& entry) {
  // Outside the lock: threads wait for each other's writing alone.
  const std::string line = to_line(to_json(entry));
  const std::lock_guard lock(mutex_);
  write_all(descriptor_, line, file_);
}

void Journal::sync() {
  // The length of the file is synced with the data; times of change are not needed.
  if (::fdatasync(descriptor_) != 0) fail(file_, "cannot be written");
}

}  // namespace synergy::sweep
