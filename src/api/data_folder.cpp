#include "synergy/api/data_folder.hpp"

#include <cstdlib>
#include <system_error>

namespace synergy::api {

namespace fs = std::filesystem;

fs::path data_folder(const fs::path& prefix) {
  // Before what lies beside the program, so that an installed program can be pointed at a checkout.
  if (const char* from_environment = std::getenv("SYNERGY_SIM_DATA")) return from_environment;
  std::error_code error;
  fs::path root = prefix;
  // Resolved by the system: links to the program lead to where it lies.
  if (root.empty()) root = fs::read_symlink("/proc/self/exe", error).parent_path().parent_path();
  const fs::path installed = root / "share" / "synergy-sim";
  return fs::is_directory(installed / "model_zoo", error) ? installed : fs::path(SYNERGY_DATA_DIR);
}

}  // namespace synergy::api
