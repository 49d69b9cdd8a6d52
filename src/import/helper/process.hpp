#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace synergy::importer {

/// How a program ended.
struct Ended {
  /// As it returned; -1: by a signal, or it could not be started.
  int code = -1;
  std::string out;
  std::string err;
};

/// Runs a program and waits for it, with nothing on its stdin; `scratch` is a folder for what it prints. No
/// shell looks at the arguments.
[[nodiscard]] Ended run_program(const std::filesystem::path& program,
                                const std::vector<std::string>& arguments,
                                const std::filesystem::path& scratch);

/// A new folder for this process alone, which goes when this does. Throws InputError if there can be none.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The bytes of a file; empty if it cannot be read.
[[nodiscard]] std::string bytes_of(const std::filesystem::path& file);

/// The executable of this process; empty: the system does not tell.
[[nodiscard]] std::filesystem::path own_executable();

}  // namespace synergy::importer
