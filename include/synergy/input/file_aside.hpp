#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace synergy::input {

/// A file that appears complete or not at all: it is written aside, as FILE.part, until commit() renames it.
/// What is a link, a device or a pipe stays one: it is written to as it is.
class FileAside {
 public:
  /// Throws InputError, as the others do, if the file cannot be written.
  explicit FileAside(std::filesystem::path file);
  FileAside(FileAside&&) = default;
  /// Removes what was not committed.
  ~FileAside();

  /// Appends; whether it worked is known at commit().
  void write(std::string_view text);
  /// Puts the file in place of what had the name. Throws InputError, and removes the file aside, if anything
  /// could not be written. Once only.
  void commit();

 private:
  void remove_aside();
  [[noreturn]] void fail(const std::string& why);

  std::filesystem::path file_;
  std::filesystem::path aside_;
  std::ofstream stream_;
};

/// Writes one file the same way. Throws InputError if it cannot be written.
void write_file(const std::filesystem::path& file, const std::string& text);

}  // namespace synergy::input
