#pragma once

#include "synergy/input/document.hpp"
#include "synergy/link/kinds.hpp"
#include "synergy/link/link.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "profile.hpp"

namespace synergy::link {

/// The parameters of links of the kind `generic`. KindOfSpec says what the functions do.
struct GenericSpec {
  std::string profile_name;  ///< in device_profiles/generic_links, or a path to one
  /// In place of the profile's, for the body at hand: 0 to 0.9.
  std::optional<Ratio> packet_error_rate;

  bool operator==(const GenericSpec&) const = default;

  [[nodiscard]] static const LinkKindInfo& kind();
  [[nodiscard]] std::string to_yaml() const;
  [[nodiscard]] const std::string& profile() const { return profile_name; }
  [[nodiscard]] std::vector<SpecProblem> problems() const { return {}; }
  [[nodiscard]] std::shared_ptr<const LinkKind> make(const input::Document& profile) const;
};

/// The row of the kind.
[[nodiscard]] const LinkKindInfo& generic();

/// Every link a FIFO server: a transfer takes the set-up time and its packets at the rate, each sent again
/// until it arrives, and is received a latency later. On a shared medium one transfer at a time is under way
/// (LinkUse::shares_medium).
[[nodiscard]] std::shared_ptr<const LinkKind> make_generic(const GenericProfile& profile);

}  // namespace synergy::link
