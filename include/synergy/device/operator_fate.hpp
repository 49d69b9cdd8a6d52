#pragma once

#include "synergy/network/operators.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synergy::device {

/// What an accelerator makes of one operator of a network: a row of the legaliser report. For people and for
/// programs that choose between devices; no cost depends on it.
struct OperatorFate {
  enum class Kind : std::uint8_t {
    /// Work of its own, which takes time there.
    mapped,
    /// Done with another operator, without any time beside that one's.
    folded,
    /// Nothing is done, such as for another name of a tensor. Costs nothing.
    dropped,
    /// The CPU's, beside the accelerator. In no SegmentCost: scenarios say what it takes (postprocess).
    host,
    /// Keeps every range with it from running there.
    unsupported
  };
  Kind kind = Kind::mapped;
  /// Of a folded one: what it is done with, which is mapped. Else none.
  std::optional<network::OperatorId> into;
  /// Of a mapped one: what of the accelerator does it, in the family's words ("cluster"). Else empty.
  std::string by;
  /// Why, unless it is mapped. Without a full stop.
  std::string reason;
  /// Of an unsupported one: what is nearest among what the accelerator can do, where the family knows; often
  /// another network, to be trained anew. Without a full stop.
  std::string nearest;
};

/// The words of reports: "mapped", "folded", "dropped", "on the host CPU", "unsupported". Static.
[[nodiscard]] std::string_view to_text(OperatorFate::Kind kind);

}  // namespace synergy::device
