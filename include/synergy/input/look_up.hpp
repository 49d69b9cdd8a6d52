#pragma once

#include "synergy/input/reader.hpp"

#include <string>

namespace synergy::input {

/// Looks up a name that stands in no file, as a library wants it; throws InputError with the valid names if
/// there is none. `what`: where it was given, such as the option of a command line; messages begin with it.
/// The name is made a node of YAML, because libraries take what a scenario holds: a name, or a path.
template <class Look>
auto look_up(const std::string& what, const std::string& name, Look look) {
  Problems problems(what);
  Node node;
  node.kind = Node::Kind::scalar;
  node.scalar = name;
  auto found = look(Value(node, problems));
  problems.throw_if_any();
  return found;
}

}  // namespace synergy::input
