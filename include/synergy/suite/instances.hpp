#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace synergy::suite {

/// One scenario of a suite: the file FAMILY/NAME.yaml in its folder.
struct Instance {
  std::string family;
  std::string name;
  std::filesystem::path file;

  /// As tables and best_known.csv call it.
  [[nodiscard]] std::string id() const { return family + "/" + name; }
};

/// The families of a suite: the folders in it, but for `plans` (best_known.hpp), sorted by name. Throws
/// InputError if the folder cannot be read or has none.
[[nodiscard]] std::vector<std::string> families(const std::filesystem::path& folder);

/// The instances of these families, sorted by name within each. The files are not read.
[[nodiscard]] std::vector<Instance> instances(const std::filesystem::path& folder,
                                              const std::vector<std::string>& families);

}  // namespace synergy::suite
