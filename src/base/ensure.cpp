#include "synergy/base/ensure.hpp"

#include <string_view>

#include <fmt/format.h>

namespace synergy {

void broken_invariant(const char* what, const char* path, int line) {
  std::string_view file = path;
  // The path of __FILE__ is that of the build machine; the name alone keeps messages the same everywhere.
  file.remove_prefix(file.rfind('/') == std::string_view::npos ? 0 : file.rfind('/') + 1);
  throw BrokenInvariant(fmt::format("broken invariant at {}:{}: {}", file, line, what));
}

}  // namespace synergy
