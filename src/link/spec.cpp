#include "synergy/link/spec.hpp"

#include "synergy/link/kinds.hpp"

#include <fmt/format.h>

namespace synergy::link {

// By reading an empty section: defaults are said once, where the kind's struct has them.
LinkSpec::LinkSpec() : LinkSpec(link_kinds().standard()) {}

std::string to_yaml(const LinkSpec& spec) {
  return fmt::format("kind: {}\n", spec.kind().name) + spec.held_->to_yaml();
}

}  // namespace synergy::link
