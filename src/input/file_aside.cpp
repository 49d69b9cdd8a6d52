#include "synergy/input/file_aside.hpp"

#include "synergy/input/output_error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace synergy::input {

namespace fs = std::filesystem;

namespace {

/// Whether the file is what stdout writes to.
bool leads_to_stdout(const fs::path& file) {
  struct stat named = {};
  struct stat out = {};
  return ::stat(file.c_str(), &named) == 0 && ::fstat(STDOUT_FILENO, &out) == 0 &&
         named.st_dev == out.st_dev && named.st_ino == out.st_ino && !S_ISCHR(out.st_mode);
}

/// A rename would put a file in place of a link, a device or a pipe, and what they lead to would get nothing.
bool is_written_through(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(file, error);
  return fs::exists(status) && (!fs::is_regular_file(status) || leads_to_stdout(file));
}

int open_through(const fs::path& file) {
  if (!leads_to_stdout(file)) return ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  // The same open file, with its position: opened anew it would be written from its beginning.
  (void)std::fflush(stdout);
  return ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
}

int open_aside(const fs::path& aside) {
  (void)::unlink(aside.c_str());
  return ::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

}  // namespace

FileAside::FileAside(fs::path file)
    : file_(std::move(file)), aside_(is_written_through(file_) ? file_ : fs::path(file_.string() + ".part")) {
  const int descriptor = aside_ == file_ ? open_through(file_) : open_aside(aside_);
  if (descriptor < 0) fail(errno);
  stream_.reset(::fdopen(descriptor, "w"));
  if (stream_) return;
  const int error = errno;
  (void)::close(descriptor);
  remove_aside();
  fail(error);
}

FileAside::~FileAside() {
  // Still open where something threw before commit(): half a file must not stay.
  if (stream_) remove_aside();  // else committed, or moved from
}

void FileAside::remove_aside() {
  stream_.reset();
  if (aside_ != file_) (void)::unlink(aside_.c_str());
}

void FileAside::fail(int error) {
  if (stream_) remove_aside();
  throw OutputError({file_.string()}, "cannot be written: " + std::generic_category().message(error));
}

/// Kept and not thrown: who writes many pieces asks once, at commit().
void FileAside::write(std::string_view text) {
  if (error_ == 0 && std::fwrite(text.data(), 1, text.size(), stream_.get()) != text.size()) error_ = errno;
}

void FileAside::commit() {
  if (error_ != 0) fail(error_);
  if (std::fflush(stream_.get()) != 0) fail(errno);
  // Some file systems find out here that there is no room.
  if (std::fclose(stream_.release()) != 0) {
    const int error = errno;
    if (aside_ != file_) (void)::unlink(aside_.c_str());
    fail(error);
  }
  if (aside_ == file_) return;
  // In the same folder, hence on the same file system, where a rename is one step.
  std::error_code error;
  fs::rename(aside_, file_, error);
  if (!error) return;
  (void)::unlink(aside_.c_str());
  fail(error.value());
}

void write_file(const fs::path& file, const std::string& text) {
  FileAside aside(file);
  aside.write(text);
  aside.commit();
}

}  // namespace synergy::input
