#pragma once

#include "synergy/import/formats.hpp"

#include <string>
#include <vector>

#include "command.hpp"

namespace synergy::cli {

/// What users add to a file that does not say everything, as it is typed.
struct ImportSettings {
  std::string format = "auto";
  std::string name;
  std::string input;
  std::string checkpoint;
  std::string from_c;
  std::vector<std::string> channels;
  std::string channels_file;
  bool force = false;
};

/// Declares them.
void add_import_settings(Command& command, ImportSettings& settings);

/// As readers take them. Throws UsageError for what is no shape or no number of channels, InputError for a
/// channels file that cannot be read.
[[nodiscard]] importer::Options reader_options(const ImportSettings& settings);

/// The formats there are, for help: "generated C project (cnn.c), ...".
[[nodiscard]] std::string import_titles();

/// The parts of texts that separators divide, in their order; empty ones are left out.
[[nodiscard]] std::vector<std::string> split(const std::vector<std::string>& texts, char separator);

}  // namespace synergy::cli
