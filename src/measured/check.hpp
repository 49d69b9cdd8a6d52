#pragma once

#include "synergy/input/fields.hpp"
#include "synergy/measured/profile.hpp"

// What single keys of a profile file do not say; each records problems at the value it is given.
namespace synergy::measured {

/// The ends of what is known of a number: itself where no bound is stated.
template <class Q>
[[nodiscard]] Q lowest(const Sourced<Q>& number) {
  return number.low.value_or(number.value);
}
template <class Q>
[[nodiscard]] Q highest(const Sourced<Q>& number) {
  return number.high.value_or(number.value);
}

/// The last row against those before it: no two of one network overlap.
void check_row(const input::Value& item, const std::vector<Row>& rows);

/// A row against the powers of the first point, at which rows were measured: its energy is not less than what
/// is drawn anyway in its time, whatever their intervals leave open. Pre: the first point has its powers.
void check_energy(const input::Value& item, const Row& row, const Profile& profile);

/// The last point against the first and the kind of processor. Powers whose intervals overlap contradict
/// nothing.
void check_point(const input::Value& item, const Profile& profile);

/// That the point that counts is in the list.
void check_chosen(const input::Loader& loader, const Profile& profile);

}  // namespace synergy::measured
