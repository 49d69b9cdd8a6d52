#pragma once

#include "synergy/import/formats.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"
#include "synergy/model/lower.hpp"
#include "synergy/network/load.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace synergy::test {

/// A network file with most of the keys.
inline const char* const kManyKeys =
    "arch: net\ndataset: svhn_74\noutput_map: 0xf\n"
    "data_buffer:\n  - {processors: 0xf000, dim: 74, channels: 4, offset: 0, name: past}\n"
    "layers:\n"
    "- processors: 0x7\n  op: conv2d\n  name: a\n  output_processors: 0xff\n  streaming: true\n"
    "- processors: 0xff\n  op: conv2d\n  eltwise: add\n  in_sequences: [a, 0]\n  max_pool: 2\n"
    "  pool_stride: 2\n  output_processors: 0x00ffffffffffffff\n  out_channels: 112\n"
    "- processors: 0x00ffffffffffffff\n  op: conv2d\n  kernel_size: 1x1\n  pad: 0\n  name: c\n"
    "- processors: 0xffffffff\n  op: none\n  in_sequences: [2]\n  output: on\n  output_processors: "
    "0xffffffff\n"
    "- processors: 0x0000ffffffffffff\n  op: fc\n  flatten: yes\n  in_sequences: [1, c]\n  max_pool: 9\n"
    "  pool_stride: 9\n  out_channels: 4\n  quantization: 4\n";

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

}  // namespace synergy::test
