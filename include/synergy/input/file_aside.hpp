#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace synergy::input {

/// A file that appears complete or not at all: it is written aside, as FILE.part, until commit() renames it.
/// What is a link, a device or a pipe stays one: it is written to as it is. So is what stdout leads to
/// (/dev/stdout, and the file that the shell sent it to): there the text goes behind what was printed before.
class FileAside {
 public:
  /// Throws OutputError, as the others do, if the file cannot be written. A FILE.part that is there goes
  /// first, so that a link with this name is not followed.
  explicit FileAside(std::filesystem::path file);
  FileAside(FileAside&&) = default;
  /// Removes what was not committed.
  ~FileAside();

  /// Appends; whether it worked is known at commit().
  void write(std::string_view text);
  /// Puts the file in place of what had the name. Throws OutputError, and removes the file aside, if anything
  /// could not be written. Once only.
  void commit();

 private:
  struct Close {
    void operator()(std::FILE* stream) const { (void)std::fclose(stream); }
  };

  void remove_aside();
  [[noreturn]] void fail(int error);

  std::filesystem::path file_;
  std::filesystem::path aside_;
  std::unique_ptr<std::FILE, Close> stream_;
  int error_ = 0;  ///< errno of the first write that failed
};

/// Writes one file the same way. Throws OutputError if it cannot be written.
void write_file(const std::filesystem::path& file, const std::string& text);

}  // namespace synergy::input
