#pragma once

#include "synergy/input/reader.hpp"

#include <string>

namespace synergy::cli {

/// Looks up a name given as the command-line option `option`, as a library wants it; throws InputError with
/// the valid names if there is none.
/// The name is made a node of YAML, because libraries take what a scenario holds: a name, or a path.
template <class Look>
auto look_up(const std::string& option, const std::string& name, Look look) {
  input::Problems problems(option);
  input::Node node;
  node.kind = input::Node::Kind::scalar;
  node.scalar = name;
  auto found = look(input::Value(node, problems));
  problems.throw_if_any();
  return found;
}

}  // namespace synergy::cli
