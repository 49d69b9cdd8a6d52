#pragma once

#include "synergy/quantities/duration.hpp"

#include <compare>
#include <cstdint>

namespace synergy {

/// A count that must not be mixed with other counts (bytes, clock cycles). Whole, 64-bit.
template <class Tag>
class Count {
 public:
  constexpr Count() = default;
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

using Bytes = Count<struct BytesTag>;
using Cycles = Count<struct CyclesTag>;

/// A physical quantity held as a double in its SI unit. Each dimension is a type of its own.
template <class Tag>
class Scalar {
 public:
  constexpr Scalar() = default;
  /// `si` is the value in the SI unit of the dimension (W, J, Hz, A, V, C, s/B, J/B).
  static constexpr Scalar from_si(double si) { return Scalar(si); }
  [[nodiscard]] constexpr double si() const { return si_; }
  constexpr auto operator<=>(const Scalar&) const = default;
  constexpr Scalar& operator+=(Scalar o) { return si_ += o.si_, *this; }
  constexpr Scalar& operator-=(Scalar o) { return si_ -= o.si_, *this; }
  friend constexpr Scalar operator+(Scalar a, Scalar b) { return Scalar(a.si_ + b.si_); }
  friend constexpr Scalar operator-(Scalar a, Scalar b) { return Scalar(a.si_ - b.si_); }
  friend constexpr Scalar operator*(Scalar a, double f) { return Scalar(a.si_ * f); }
  friend constexpr Scalar operator*(double f, Scalar a) { return a * f; }
  friend constexpr Scalar operator/(Scalar a, double f) { return Scalar(a.si_ / f); }
  friend constexpr double operator/(Scalar a, Scalar b) { return a.si_ / b.si_; }

 private:
  explicit constexpr Scalar(double si) : si_(si) {}
  double si_ = 0;
};

using Power = Scalar<struct PowerTag>;                  // W
using Energy = Scalar<struct EnergyTag>;                // J
using Frequency = Scalar<struct FrequencyTag>;          // Hz
using Current = Scalar<struct CurrentTag>;              // A
using Voltage = Scalar<struct VoltageTag>;              // V
using Charge = Scalar<struct ChargeTag>;                // C
using TimePerByte = Scalar<struct TimePerByteTag>;      // s/B
using EnergyPerByte = Scalar<struct EnergyPerByteTag>;  // J/B
using DataRate = Scalar<struct DataRateTag>;            // B/s
/// A number without a unit (a factor, an efficiency).
using Ratio = Scalar<struct RatioTag>;

constexpr Power milliwatts(double mw) { return Power::from_si(mw * 1e-3); }
constexpr Energy microjoules(double uj) { return Energy::from_si(uj * 1e-6); }
constexpr Frequency megahertz(double mhz) { return Frequency::from_si(mhz * 1e6); }

constexpr Energy operator*(Power p, Duration d) { return Energy::from_si(p.si() * d.s()); }
constexpr Energy operator*(Duration d, Power p) { return p * d; }
constexpr Power operator*(Current i, Voltage u) { return Power::from_si(i.si() * u.si()); }
constexpr Energy operator*(Charge q, Voltage u) { return Energy::from_si(q.si() * u.si()); }
constexpr Charge operator*(Current i, Duration d) { return Charge::from_si(i.si() * d.s()); }
constexpr Energy operator*(EnergyPerByte e, Bytes b) {
  return Energy::from_si(e.si() * static_cast<double>(b.count()));
}
/// Rounded to the nearest nanosecond: convert once per task, not per byte or per cycle.
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
