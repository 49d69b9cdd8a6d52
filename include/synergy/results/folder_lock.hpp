#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace synergy::results {

/// That one process alone writes results into a folder, from before its work until they are written: tables
/// of two runs in one folder would look like those of one. The lock is one of the operating system on the
/// file
/// `.in_use` of the folder, which says who has it; it ends with its owner or its process, however that ends,
/// and what a killed process leaves of the file hinders nobody. Where the file system cannot lock, it does
/// not.
class FolderLock {
 public:
  static constexpr const char* kFileName = ".in_use";

  /// Makes the folder as make_folder() does. Throws what that throws, and InputError, with what is known of
  /// the other process, if the folder is in use. `command_line` is what others are told.
  FolderLock(const std::filesystem::path& folder, const std::vector<std::string>& command_line);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
};

}  // namespace synergy::results
