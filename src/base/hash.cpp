#include "synergy/base/hash.hpp"

#include <fmt/format.h>

namespace synergy {

std::string hex_hash(std::string_view text) { return fmt::format("{:016x}", fnv1a(text)); }

}  // namespace synergy
