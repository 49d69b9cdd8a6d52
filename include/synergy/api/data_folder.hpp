#pragma once

#include <filesystem>

namespace synergy::api {

/// The folder with model_zoo, device_profiles and scenarios, for whoever is not told one (--data): that of
/// the environment's SYNERGY_SIM_DATA; else share/synergy-sim of the installation, which may have been moved
/// since; else the source folder that the library was built from. Not asked whether the last one is there:
/// whoever reads from it says so.
///
/// `prefix`: where the program is installed; empty: the parent of the folder that the running program lies
/// in, as for PREFIX/bin/synergy-sim. A binding passes the prefix of its own file.
[[nodiscard]] std::filesystem::path data_folder(const std::filesystem::path& prefix = {});

}  // namespace synergy::api
