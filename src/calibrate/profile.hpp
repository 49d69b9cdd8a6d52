#pragma once

#include "synergy/calibrate/calibration.hpp"
#include "synergy/input/write.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace synergy::calibrate {

/// Everything that makes a profile of measured points; each reads `to.points` and adds to the rest of `to`.
struct Making {
  const File* file;
  const Options* options;
  scenario::Library* library;
  Calibration* to;
};

/// Whether a point was kept out of every fit.
[[nodiscard]] bool is_kept_out(const Making& making, const Point& point);
/// Points of a phase that count, with a time; networks that are kept out are not among them.
[[nodiscard]] std::vector<Point> points_of(const Making& making, std::string_view phase);
[[nodiscard]] const Point* find_state(const Making& making, std::string_view state);

/// {value, low, high, source, class} as profiles have it: texts with units, to six digits.
enum class Unit : std::uint8_t { time, energy, power, time_per_mac, time_per_byte, energy_per_byte };
[[nodiscard]] input::Yaml sourced(Unit unit, const Estimate& number, std::string_view source,
                                  std::string_view value_class);
/// As messages and tables show it: "1.436 ms".
[[nodiscard]] std::string shown(Unit unit, double si);

/// The mean active power of the state predicts energies: from the other networks' powers and the measured
/// time. Adds the law, its residuals and its errors; gives the power.
[[nodiscard]] std::optional<Estimate> infer_power(const Making& making);

/// Times of operators from whole networks and layers: laws of `infers_on` a CPU or an accelerator. Gives the
/// keys `laws` and, where it has an offset, `inference_overhead`.
[[nodiscard]] std::vector<std::pair<std::string, input::Yaml>> time_laws(const Making& making, bool on_cpu);

/// One time per MAC for all operators, the key `rate`; an estimate unless a CPU infers.
[[nodiscard]] input::Yaml mac_rate(const Making& making, bool on_cpu);

/// A law in bytes of load or unload: {fixed, per byte}; fixed only with three sizes or more.
struct TransferLaw {
  std::optional<Estimate> fixed, per_byte;
  std::string source;
};
[[nodiscard]] std::optional<TransferLaw> transfer_law(const Making& making, std::string_view phase);
/// The same of the energy above idle.
[[nodiscard]] std::optional<Estimate> energy_per_byte(const Making& making, std::string_view phase,
                                                      double idle_w);

/// The two kinds of profiles.
void make_measured(const Making& making);
void refine_max7800x(const Making& making);
/// Links beside what this program's model says of them.
void compare_links(const Making& making);

}  // namespace synergy::calibrate
