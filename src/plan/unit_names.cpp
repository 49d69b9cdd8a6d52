#include "synergy/plan/unit_names.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::plan {

/// Everything that separates parts of a key is quoted, and control characters with it.
std::string name_in_key(std::string_view name) {
  const auto plain = [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 &&
           std::string_view("-./#'").find(c) == std::string_view::npos;
  };
  if (!name.empty() && std::all_of(name.begin(), name.end(), plain)) return std::string(name);
  std::string quoted = "'";
  for (const char c : name) {
    quoted += c;
    if (c == '\'') quoted += c;
  }
  return quoted + '\'';
}

std::string part_name(std::string_view part, int number) {
  return number == 1 ? name_in_key(part) : fmt::format("{}#{}", name_in_key(part), number);
}

std::string unit_name(std::string_view device, std::string_view part, int number) {
  return fmt::format("{}.{}", name_in_key(device), part_name(part, number));
}

std::string link_name(std::string_view first, std::string_view second) {
  return fmt::format("{}-{}", name_in_key(first), name_in_key(second));
}

}  // namespace synergy::plan
