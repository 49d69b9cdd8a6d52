#pragma once

#include "synergy/quantities/duration.hpp"

#include <compare>
#include <cstdint>

namespace synergy {

/// A count that must not be mixed with other counts (bytes, clock cycles). Whole, 64-bit, so that sums are
/// exact; may be negative, as a difference. Default: 0. Nothing checks for overflow.
template <class Tag>
class Count {
 public:
  constexpr Count() = default;
  /// Explicit: a bare number does not say what it counts.
  constexpr explicit Count(std::int64_t n) : n_(n) {}
  [[nodiscard]] constexpr std::int64_t count() const { return n_; }
  constexpr auto operator<=>(const Count&) const = default;
  constexpr Count& operator+=(Count o) { return n_ += o.n_, *this; }
  constexpr Count& operator-=(Count o) { return n_ -= o.n_, *this; }
  friend constexpr Count operator+(Count a, Count b) { return Count(a.n_ + b.n_); }
  friend constexpr Count operator-(Count a, Count b) { return Count(a.n_ - b.n_); }
  friend constexpr Count operator*(Count a, std::int64_t n) { return Count(a.n_ * n); }

 private:
  std::int64_t n_ = 0;
};

/// Sizes of memory, packets and tensors; 8 bits each.
using Bytes = Count<struct BytesTag>;
/// Cycles of one clock; a time only with that clock's Frequency.
using Cycles = Count<struct CyclesTag>;

/// A physical quantity held as a double in its SI unit. Each dimension is a type of its own, so that a power
/// is not added to an energy; only products and quotients that mean something are defined below. Default: 0.
/// May be negative (a difference). Sums depend on the order of their parts in the last bits: what is compared
/// exactly after adding goes through whole.hpp.
template <class Tag>
class Scalar {
 public:
  constexpr Scalar() = default;
  /// `si` is the value in the SI unit of the dimension (W, J, Hz, A, V, C, s/B, s/MAC, J/B).
  static constexpr Scalar from_si(double si) { return Scalar(si); }
  /// The value in the SI unit, for formulas and for output.
  [[nodiscard]] constexpr double si() const { return si_; }
  constexpr auto operator<=>(const Scalar&) const = default;
  constexpr Scalar& operator+=(Scalar o) { return si_ += o.si_, *this; }
  constexpr Scalar& operator-=(Scalar o) { return si_ -= o.si_, *this; }
  friend constexpr Scalar operator+(Scalar a, Scalar b) { return Scalar(a.si_ + b.si_); }
  friend constexpr Scalar operator-(Scalar a, Scalar b) { return Scalar(a.si_ - b.si_); }
  friend constexpr Scalar operator*(Scalar a, double f) { return Scalar(a.si_ * f); }
  friend constexpr Scalar operator*(double f, Scalar a) { return a * f; }
  friend constexpr Scalar operator/(Scalar a, double f) { return Scalar(a.si_ / f); }
  /// A ratio of two of one dimension, without a unit; infinite or NaN if `b` is zero.
  friend constexpr double operator/(Scalar a, Scalar b) { return a.si_ / b.si_; }

 private:
  explicit constexpr Scalar(double si) : si_(si) {}
  double si_ = 0;
};

/// Watts.
using Power = Scalar<struct PowerTag>;
/// Joules.
using Energy = Scalar<struct EnergyTag>;
/// Hertz: cycles per second.
using Frequency = Scalar<struct FrequencyTag>;
/// Amperes.
using Current = Scalar<struct CurrentTag>;
/// Volts.
using Voltage = Scalar<struct VoltageTag>;
/// Coulombs; files also say mAh, which is 3.6 C.
using Charge = Scalar<struct ChargeTag>;
/// Seconds per byte: how long a processor works on each byte it moves.
using TimePerByte = Scalar<struct TimePerByteTag>;
/// Seconds per multiply-accumulate.
using TimePerMac = Scalar<struct TimePerMacTag>;
/// Joules per byte.
using EnergyPerByte = Scalar<struct EnergyPerByteTag>;
/// Bytes per second, also where a file says bits.
using DataRate = Scalar<struct DataRateTag>;
/// A number without a unit (a factor, an efficiency, a probability): 0.5, not 50, for "50 %".
using Ratio = Scalar<struct RatioTag>;

/// Shorthands for the units that on-body devices are specified in.
constexpr Power milliwatts(double mw) { return Power::from_si(mw * 1e-3); }
constexpr Energy microjoules(double uj) { return Energy::from_si(uj * 1e-6); }
constexpr Frequency megahertz(double mhz) { return Frequency::from_si(mhz * 1e6); }

/// A constant power over a time.
constexpr Energy operator*(Power p, Duration d) { return Energy::from_si(p.si() * d.s()); }
constexpr Energy operator*(Duration d, Power p) { return p * d; }
/// What a supply at voltage `u` delivers: data sheets give currents, the accounts want power and energy.
constexpr Power operator*(Current i, Voltage u) { return Power::from_si(i.si() * u.si()); }
constexpr Energy operator*(Charge q, Voltage u) { return Energy::from_si(q.si() * u.si()); }
constexpr Charge operator*(Current i, Duration d) { return Charge::from_si(i.si() * d.s()); }
constexpr Energy operator*(EnergyPerByte e, Bytes b) {
  return Energy::from_si(e.si() * static_cast<double>(b.count()));
}
/// Rounded to the nearest nanosecond: convert once per task, not per byte or per cycle, or the rounding of
/// each adds up. So do the two below, which need a rate or frequency above zero.
constexpr Duration operator*(TimePerByte t, Bytes b) {
  return nanoseconds_rounded(t.si() * 1e9 * static_cast<double>(b.count()));
}
constexpr Duration operator/(Bytes b, DataRate r) {
  return nanoseconds_rounded(static_cast<double>(b.count()) / r.si() * 1e9);
}
constexpr Duration operator/(Cycles c, Frequency f) {
  return nanoseconds_rounded(static_cast<double>(c.count()) / f.si() * 1e9);
}

}  // namespace synergy
