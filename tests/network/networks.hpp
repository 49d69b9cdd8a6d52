#pragma once

#include "synergy/input/error.hpp"
#include "synergy/network/load.hpp"

#include <string>
#include <string_view>

/// Networks of the tests, written as files.
namespace synergy::test {

inline synergy::network::Network network_of(const std::string& text) {
  return synergy::network::read_network(synergy::input::parse(text, "n.yaml"));
}

/// What reading the text complains about; empty if nothing.
inline std::string errors_of(const std::string& text) {
  try {
    (void)network_of(text);
  } catch (const synergy::InputError& error) {
    return error.what();
  }
  return "";
}

/// A file whose only input `x` is 4x8x8; operators begin in line 6.
inline std::string file_of(const std::string& operators) {
  return "schema_version: 1\nform: network\nname: n\ninputs: [{name: x, channels: 4, height: 8, width: 8}]\n"
         "operators:\n" +
         operators;
}

/// As file_of(), of one operator `a`.
inline std::string file_of_one(const std::string& what) {
  return file_of("  - {name: a, operator: " + what + "}\n");
}

inline std::string network_file(const std::string& name) {
  return std::string(SYNERGY_TEST_DATA) + "/networks/" + name + ".yaml";
}

}  // namespace synergy::test
