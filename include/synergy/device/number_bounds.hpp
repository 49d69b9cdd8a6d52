#pragma once

#include "synergy/quantities/quantities.hpp"

#include <type_traits>

// How large a number of a profile may be where its key says nothing narrower, and how small one that divides.
// device_profiles/README.md has them as a table. They lie a hundred times and more beyond any part for a
// body, so that they stop a slip of the unit and never a part.
//
// They are there so that costs stay numbers. Networks have at most 2^30 elements a tensor, 2^40 weights and
// 2^50 multiply-accumulates an operator (network/derive.hpp), so that of a product with these
//   time per byte     1 ms x 2^40       = 1.1e9 s    one of them fits the 9.2e9 s of a Duration
//   time per word     60 s x 2^28       = 1.6e10 s   does not, so that keys per word say 1 ms: 2.7e5 s
//   size / rate       2^30 B / 1 B/s    = 1.1e9 s    fits
//   cycles / clock    1e12 / 1 kHz      = 1e9 s      fits
// and what may not fit (time per MAC, cycles per layer) goes through whole() of quantities/checked.hpp. No
// phase of an inference is longer than kLongestPhase, so that sums over a plan, and queues of 900,000
// transfers, fit as well: 9e5 x 1e13 ns < 2^63.
namespace synergy::device {

/// The most that a number of this dimension may be, in its SI unit.
/// Ratios are factors, and counts of cycles, which are the large ones.
template <class Q>
[[nodiscard]] constexpr Q most_of() {
  if constexpr (std::is_same_v<Q, Duration>) return Duration::from_ns(60'000'000'000);
  if constexpr (std::is_same_v<Q, Frequency>) return Q::from_si(4e9);
  if constexpr (std::is_same_v<Q, Voltage>) return Q::from_si(100);
  if constexpr (std::is_same_v<Q, Current>) return Q::from_si(10);
  if constexpr (std::is_same_v<Q, Power>) return Q::from_si(100);
  if constexpr (std::is_same_v<Q, Charge>) return Q::from_si(1);
  if constexpr (std::is_same_v<Q, Energy>) return Q::from_si(1000);
  if constexpr (std::is_same_v<Q, TimePerByte>) return Q::from_si(1e-3);
  if constexpr (std::is_same_v<Q, TimePerMac>) return Q::from_si(1e-3);
  if constexpr (std::is_same_v<Q, EnergyPerByte>) return Q::from_si(10e-3);
  if constexpr (std::is_same_v<Q, DataRate>) return Q::from_si(10e9);
  if constexpr (std::is_same_v<Q, Ratio>) return Q::from_si(1e9);
}

/// The least that a number may be by which something is divided. Itself allowed.
template <class Q>
[[nodiscard]] constexpr Q least_divisor() {
  if constexpr (std::is_same_v<Q, Duration>) return Duration::from_ns(1000);
  if constexpr (std::is_same_v<Q, Frequency>) return Q::from_si(1000);
  if constexpr (std::is_same_v<Q, Voltage>) return Q::from_si(0.1);
  if constexpr (std::is_same_v<Q, TimePerMac>) return Q::from_si(1e-15);
  if constexpr (std::is_same_v<Q, DataRate>) return Q::from_si(1);
  if constexpr (std::is_same_v<Q, Ratio>) return Q::from_si(1e-3);
}

/// The longest phase of an inference, or transfer, that a body may have, and the most energy of a phase: far
/// beyond any part. Ranges of layers (Lowered::problems_alone) and links (link/transfer_limit.hpp) are
/// refused beyond.
inline constexpr Duration kLongestPhase = Duration::from_ns(10'000'000'000'000);
inline constexpr Energy kMostOfAPhase = Energy::from_si(1000);

/// Of a memory, a size without a source. Sums of what networks take and of what a memory has fit 64 bits.
inline constexpr Bytes kMostMemory{1'000'000'000'000};

}  // namespace synergy::device
