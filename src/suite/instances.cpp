#include "synergy/suite/instances.hpp"

#include "synergy/input/error.hpp"

#include <algorithm>
#include <system_error>

namespace synergy::suite {
namespace {

namespace fs = std::filesystem;

/// A folder's entries come in any order.
std::vector<fs::path> entries(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder, error)) found.push_back(entry.path());
  if (error) throw InputError({folder.string()}, "cannot be read: " + error.message());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::vector<std::string> families(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::path& entry : entries(folder)) {
    if (fs::is_directory(entry) && entry.filename() != "plans") names.push_back(entry.filename().string());
  }
  if (names.empty()) throw InputError({folder.string()}, "has no families: folders with scenarios in them");
  return names;
}

std::vector<Instance> instances(const fs::path& folder, const std::vector<std::string>& families) {
  std::vector<Instance> found;
  for (const std::string& family : families) {
    for (const fs::path& entry : entries(folder / family)) {
      if (entry.extension() == ".yaml") found.push_back({family, entry.stem().string(), entry});
    }
  }
  return found;
}

}  // namespace synergy::suite
