#pragma once

#include <string>
#include <string_view>

namespace synergy::network {

/// What an accelerator family made of a network, carried along with it: a file that states hardware layers
/// keeps its registers exactly. Only the family looks inside, by casting to its own type after comparing
/// family(); every other family lowers the operators anew.
class LoweredForm {
 public:
  LoweredForm() = default;
  LoweredForm(const LoweredForm&) = delete;
  LoweredForm& operator=(const LoweredForm&) = delete;
  virtual ~LoweredForm() = default;
  /// Such as "max7800x".
  [[nodiscard]] virtual std::string_view family() const = 0;
  /// The file that states it; the family reads it back to an equal network.
  [[nodiscard]] virtual std::string to_yaml() const = 0;
};

}  // namespace synergy::network
