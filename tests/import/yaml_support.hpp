#pragma once

#include "synergy/import/formats.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"
#include "synergy/model/lower.hpp"
#include "synergy/network/load.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace test {

/// A network file of the vendor's tool, imported.
inline synergy::importer::ImportedNetwork imported_yaml(const std::string& text,
                                                        const synergy::importer::Options& options = {}) {
  return synergy::importer::read({"net.yaml", text}, options, "ai8x");
}

/// What the family makes of it, from the file that the import writes: nothing may hide in memory.
inline synergy::model::Model hardware_of(const synergy::importer::ImportedNetwork& from) {
  using namespace synergy;
  const network::Network network =
      network::read_network(input::parse(importer::to_yaml(from), "imported.yaml"));
  const model::LoweringResult result = model::lower_operators(network);
  REQUIRE(std::holds_alternative<std::shared_ptr<const model::Lowered>>(result));
  return std::get<std::shared_ptr<const model::Lowered>>(result)->model();
}

inline synergy::model::Model model_of(const std::string& text,
                                      const synergy::importer::Options& options = {}) {
  return hardware_of(imported_yaml(text, options));
}

inline std::string error_of(const std::string& text, const synergy::importer::Options& options = {}) {
  try {
    (void)imported_yaml(text, options);
  } catch (const synergy::InputError& error) {
    return error.what();
  }
  return "no error";
}

inline bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

inline bool notes_say(const synergy::importer::ImportedNetwork& from, const std::string& part) {
  for (const std::string& note : from.notes) {
    if (says(note, part)) return true;
  }
  return false;
}

}  // namespace test
