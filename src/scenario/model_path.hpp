#pragma once

#include "synergy/scenario/library.hpp"

namespace synergy::scenario {

/// is_path() for networks, whose files may be those of other programs: also what has the ending of a file,
/// such as "net.tflite".
[[nodiscard]] inline bool is_model_path(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return is_path(name) || (dot != std::string_view::npos && dot > 0 && dot + 1 < name.size());
}

}  // namespace synergy::scenario
