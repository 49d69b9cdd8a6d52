#pragma once

#include "synergy/input/document.hpp"
#include "synergy/link/ble/stack.hpp"
#include "synergy/link/link.hpp"
#include "synergy/link/spec.hpp"
#include "synergy/link/wifi_tcp/wifi_tcp.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace synergy::link {

/// One row of the table of link kinds.
struct LinkKindInfo {
  std::string_view name;            ///< as in LinkSpec::kind
  std::string_view description;     ///< one line
  std::string_view profile_folder;  ///< below device_profiles/
};

/// All kinds, in the order users see them.
[[nodiscard]] const std::vector<LinkKindInfo>& link_kinds();

/// The profile the spec names: `folder` below device_profiles/ and the name as written (a name, or a path).
struct ProfileName {
  std::string folder;
  std::string name;
};
[[nodiscard]] ProfileName profile_of(const LinkSpec& spec);

/// The profile of any kind of link.
using LinkProfile = std::variant<StackProfile, WifiProfile>;
/// Reads the document of profile_of(spec). Throws InputError with the problems of the profile.
[[nodiscard]] LinkProfile read_link_profile(const LinkSpec& spec, const input::Document& profile);

/// Makes the kind from its parameters and the document of profile_of(spec).
/// Throws InputError with the problems of the profile. Pre: problems_of(spec) is empty.
[[nodiscard]] std::shared_ptr<const LinkKind> make_link_kind(const LinkSpec& spec,
                                                             const input::Document& profile);

/// The same for kind "ble" with a stack profile at hand.
[[nodiscard]] std::shared_ptr<const LinkKind> make_link_kind(const LinkSpec& spec, const StackProfile& stack);

}  // namespace synergy::link
