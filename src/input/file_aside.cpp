#include "synergy/input/file_aside.hpp"

#include "synergy/input/error.hpp"

#include <utility>

namespace synergy::input {

namespace fs = std::filesystem;

namespace {

/// A rename would put a file in place of a link, a device or a pipe, and what they lead to would get nothing.
bool is_written_through(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(file, error);
  return fs::exists(status) && !fs::is_regular_file(status);
}

}  // namespace

FileAside::FileAside(fs::path file)
    : file_(std::move(file)),
      aside_(is_written_through(file_) ? file_ : fs::path(file_.string() + ".part")),
      stream_(aside_, std::ios::binary) {
  if (!stream_) fail("cannot be written");
}

FileAside::~FileAside() {
  // Still open where something threw before commit(): half a file must not stay.
  if (!stream_.is_open()) return;  // committed, or moved from
  remove_aside();
}

void FileAside::remove_aside() {
  std::error_code ignored;
  stream_.close();
  if (aside_ != file_) fs::remove(aside_, ignored);
}

void FileAside::fail(const std::string& why) {
  remove_aside();
  throw InputError({file_.string()}, why);
}

/// Not checked here: a stream that has failed stays failed, and commit() asks once.
void FileAside::write(std::string_view text) { stream_ << text; }

void FileAside::commit() {
  stream_.flush();
  if (!stream_) fail("cannot be written");
  stream_.close();
  if (aside_ == file_) return;
  std::error_code error;
  // In the same folder, hence on the same file system, where a rename is one step.
  fs::rename(aside_, file_, error);
  if (error) fail("cannot be written: " + error.message());
}

void write_file(const fs::path& file, const std::string& text) {
  FileAside aside(file);
  aside.write(text);
  aside.commit();
}

}  // namespace synergy::input
