#pragma once

#include "synergy/input/document.hpp"
#include "synergy/network/network.hpp"

#include <filesystem>

namespace synergy::network {

/// Whether a file states `form: network`, and so is for read_network(); files of hardware layers state no
/// form. Looks at the key alone, so that a wrong value is reported by read_network() and not taken for
/// another format.
[[nodiscard]] bool is_network_file(const input::Document& document);

/// Reads a network file (model_zoo/README.md, "Networks in general form"; schema network.schema.json). Throws
/// InputError with every problem of the file at its place. The result carries no lowered form.
[[nodiscard]] Network load_network(const std::filesystem::path& file);
[[nodiscard]] Network read_network(const input::Document& document);

}  // namespace synergy::network
