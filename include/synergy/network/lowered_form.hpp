#pragma once

#include <string>
#include <string_view>

namespace synergy::network {

/// What an accelerator family made of a network, carried along with it: a file that states hardware layers
/// keeps its registers exactly. Only the family looks inside, by casting to its own type after comparing
/// family(); every other family lowers the operators anew. Immutable and shared by every copy of its network.
class LoweredForm {
 public:
  LoweredForm() = default;
  LoweredForm(const LoweredForm&) = delete;
  LoweredForm& operator=(const LoweredForm&) = delete;
  virtual ~LoweredForm() = default;
  /// The name of the family that made it, such as "max7800x". Static.
  [[nodiscard]] virtual std::string_view family() const = 0;
  /// The file that states it; the family reads it back to an equal network.
  [[nodiscard]] virtual std::string to_yaml() const = 0;
};

}  // namespace synergy::network
