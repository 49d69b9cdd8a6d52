#pragma once

#include "synergy/import/imported.hpp"

#include <string>

namespace synergy::importer {

/// What synergy-import prints with --report json, and the network file that it wrote, as an import. `program`
/// stands for it in messages. Throws InputError: it is not what the program writes.
[[nodiscard]] ImportedNetwork imported_from(const std::string& report, const std::string& network_file,
                                            const std::string& program);

}  // namespace synergy::importer
