#include "synergy/results/folder_lock.hpp"

#include "synergy/input/output_error.hpp"
#include "synergy/results/write.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

namespace synergy::results {

namespace fs = std::filesystem;

namespace {

/// Of a longer command line others are told the beginning.
constexpr std::size_t kShownBytes = 300;

int open_lock_file(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  // One that another user's process left: a lock can be had without writing.
  if (descriptor < 0 && errno == EACCES) return ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  return descriptor;
}

/// Whether the open file is still the one with this name: its last owner removes it.
bool is_still(int descriptor, const fs::path& file) {
  struct stat open = {};
  struct stat named = {};
  return ::fstat(descriptor, &open) == 0 && ::lstat(file.c_str(), &named) == 0 &&
         open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

/// What the owner wrote; empty where it cannot be read, or has not been written yet.
std::string owner(int descriptor) {
  std::array<char, 2 * kShownBytes> text{};
  const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
  std::string words(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  while (!words.empty() && words.back() == '\n') words.pop_back();
  return words;
}

/// Made for one line of a message: whatever is no printable ASCII is left out.
std::string who(const std::vector<std::string>& command_line) {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  std::string command;
  for (const std::string& word : command_line) {
    if (command.size() > kShownBytes) break;
    command += command.empty() ? "" : " ";
    for (const char c : word) command += c >= ' ' && c <= '~' ? c : '?';
  }
  return fmt::format("process {} on {}: {}\n", ::getpid(), host.data(), command.substr(0, kShownBytes));
}

void tell(int descriptor, std::string_view text) {
  // Only told to others; a disk that is full is found out where results are written.
  if (::ftruncate(descriptor, 0) != 0) return;
  const ssize_t ignored = ::pwrite(descriptor, text.data(), text.size(), 0);
  (void)ignored;
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder, const std::vector<std::string>& command_line)
    : file_(folder / kFileName) {
  make_folder(folder);
  while (true) {
    descriptor_ = open_lock_file(file_);
    if (descriptor_ < 0)
      throw OutputError({file_.string()}, "cannot be written: " + std::generic_category().message(errno));
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
      const std::string first = owner(descriptor_);
      ::close(descriptor_);
      throw InputError({folder.string()}, fmt::format("is being written by another process{}{}",
                                                      first.empty() ? "" : ": ", first));
    }
    if (is_still(descriptor_, file_)) break;
    ::close(descriptor_);
  }
  tell(descriptor_, who(command_line));
}

FolderLock::~FolderLock() {
  // Removed while it is locked: whoever opened it meanwhile finds that it is no longer the one.
  (void)::unlink(file_.c_str());
  ::close(descriptor_);
}

}  // namespace synergy::results
