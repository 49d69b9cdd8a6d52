#pragma once

#include "synergy/network/network.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::network {

/// Changes of a network that keep what it computes and change what that costs: an operator that an
/// accelerator does not have as others that it may have. Weights are new arrangements of the old ones, with
/// zeros and ones added; nothing is trained anew. Hence two convolutions of 3x3 for one of 5x5, which are
/// another network, are no rewrite.

/// One rule, as the table of rules has it (src/network/rewrite/rules.cpp).
struct RewriteRule {
  /// Lower case, distinct.
  std::string_view name;
  /// For people: "stride 1, then a pooling of 1x1 at the stride".
  std::string_view what;
  /// The network with operator `at` so replaced: what remains of it keeps its name NAME, what is new is
  /// called NAME/something. None: the rule has nothing to say about it.
  std::optional<Network> (*apply)(const Network& network, OperatorId at);
};

/// In the order in which they are tried; those that cost least come first. Static.
[[nodiscard]] const std::vector<RewriteRule>& rewrite_rules();

/// A rewrite that was made.
struct Rewrite {
  /// Of the operator, in the network as it was.
  std::string name;
  /// RewriteRule::name of one or more, joined by '+', and their `what` joined by "; ".
  std::string rule;
  std::string what;
  /// Of the operator and of what stands for it.
  std::int64_t macs_before = 0;
  std::int64_t macs_after = 0;
};

struct Rewritten {
  Network network;
  /// In the order made; empty: the network is as it was.
  std::vector<Rewrite> done;
};

/// Names of the operators of a network that somebody cannot run.
using Unsupported = std::function<std::set<std::string>(const Network& network)>;

/// Rewrites operator after operator until all are supported, or none that is not can be made so: by the rules
/// (also several of them for one operator) that take fewest multiplications, at equal ones those that come
/// first. `unsupported` is asked for each try, so that no rule needs to know what an accelerator has. Without
/// the lowered form that the network carries.
[[nodiscard]] Rewritten rewrite(const Network& network, const Unsupported& unsupported);

}  // namespace synergy::network
