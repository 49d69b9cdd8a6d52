#pragma once

#include "synergy/import/options.hpp"

#include <string>
#include <vector>

#include "command.hpp"

namespace synergy::cli {

/// The options of importing, as they are typed.
struct ImportSettings {
  std::string format = "auto";
  importer::TypedOptions typed;
};

/// Declares them.
void add_import_settings(Command& command, ImportSettings& settings);

/// The formats there are, for help: "generated C project (cnn.c), ...".
[[nodiscard]] std::string import_titles();

/// The parts of texts that separators divide, in their order; empty ones are left out.
[[nodiscard]] std::vector<std::string> split(const std::vector<std::string>& texts, char separator);

}  // namespace synergy::cli
