#pragma once

#include "synergy/import/formats.hpp"
#include "synergy/network/network.hpp"

#include <string>

namespace synergy::importer {

/// The network of these parts. Operators that do not fit together are an InputError at the source: each
/// problem with the operator's name, which readers therefore make so that it says where the operator is in
/// the source.
[[nodiscard]] network::Network build(network::NetworkParts parts, const Source& source);

/// What a network is called if the user does not say: the file's name without folder and ending, characters
/// that are neither letters, digits, '_' nor '-' as '_'. Never empty.
[[nodiscard]] std::string name_from(const Source& source, const Options& options);

}  // namespace synergy::importer
