#pragma once

#include <string>
#include <string_view>

namespace YAML {  // NOLINT(readability-identifier-naming): as yaml-cpp spells it
class Exception;
}

namespace synergy::input {

/// What a user must know who wrote the file that yaml-cpp refuses: "not valid YAML: ...". `line` is what the
/// line has before the place of the error.
[[nodiscard]] std::string what_is_wrong(const YAML::Exception& error, std::string_view line);

/// Whether something in brackets goes on where it should not.
[[nodiscard]] bool is_open_bracket(const YAML::Exception& error);

}  // namespace synergy::input
