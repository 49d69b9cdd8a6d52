#pragma once

#include "synergy/network/network.hpp"

#include <vector>

namespace synergy::network {

/// More than any body of wearables holds; they bound the work that a hostile file can cause, and keep every
/// product below 2^63.
inline constexpr std::size_t kMaxOperators = 4096;
inline constexpr std::size_t kMaxInputs = 64;  ///< of one operator, and of a network
inline constexpr std::int64_t kMaxSide = 65536;
inline constexpr std::int64_t kMaxElements = std::int64_t{1} << 30;
inline constexpr std::int64_t kMaxWeights = std::int64_t{1} << 40;
inline constexpr std::int64_t kMaxMacs = std::int64_t{1} << 50;

/// Checks the operators and fills in what is computed from them, except where one is faulty or reads a faulty
/// one. `faulty` marks those already known to be so (empty: none), whose computed values are left alone.
/// Pre: every tensor read lies in front of its operator; so does every `shared_with`; outputs exist.
[[nodiscard]] std::vector<OperatorProblem> derive(NetworkParts& parts, std::vector<bool> faulty);

/// What Operator::output_bits is unless stated.
[[nodiscard]] int default_bits(const Operator& op, int input_bits);

/// What no reader of files lets through, but another caller may ask for: tensors that do not exist yet.
[[nodiscard]] std::vector<OperatorProblem> misplaced(const NetworkParts& parts);

/// The graph's side of the checks: operators whose output nobody reads.
[[nodiscard]] std::vector<OperatorProblem> unread(const NetworkParts& parts);

/// The layers; a problem where one is stated in two places or two have the same name. Their output_bytes are
/// left to flow.hpp.
[[nodiscard]] std::vector<Layer> layers_of(const std::vector<Operator>& operators,
                                           std::vector<OperatorProblem>& problems);

}  // namespace synergy::network
