#include "profile.hpp"

#include <cmath>

#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

struct Scale {
  double factor;
  std::string_view symbol;
};
constexpr Scale kTimeScales[] = {{1, "s"}, {1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}};
constexpr Scale kEnergyScales[] = {{1, "J"}, {1e-3, "mJ"}, {1e-6, "uJ"}, {1e-9, "nJ"}};
constexpr Scale kPowerScales[] = {{1, "W"}, {1e-3, "mW"}, {1e-6, "uW"}};
constexpr Scale kPerMac[] = {{1e-6, "us/MAC"}, {1e-9, "ns/MAC"}, {1e-12, "ps/MAC"}};
constexpr Scale kPerByte[] = {{1e-6, "us/B"}, {1e-9, "ns/B"}};
constexpr Scale kEnergyPerByte[] = {{1e-6, "uJ/B"}, {1e-9, "nJ/B"}};

std::span<const Scale> scales(Unit unit) {
  switch (unit) {
    case Unit::time:
      return kTimeScales;
    case Unit::energy:
      return kEnergyScales;
    case Unit::power:
      return kPowerScales;
    case Unit::time_per_mac:
      return kPerMac;
    case Unit::time_per_byte:
      return kPerByte;
    default:
      return kEnergyPerByte;
  }
}

/// The unit in which a number is 1 or more; the smallest if there is none.
const Scale& scale_for(Unit unit, double si) {
  for (const Scale& scale : scales(unit)) {
    if (std::abs(si) >= scale.factor) return scale;
  }
  return scales(unit).back();
}

}  // namespace

std::string shown(Unit unit, double si) {
  const Scale& scale = scale_for(unit, si);
  // Below a nanosecond per byte nothing but the digits is left.
  return fmt::format("{:.6g} {}", si / scale.factor, scale.symbol);
}

input::Yaml sourced(Unit unit, const Estimate& number, std::string_view source,
                    std::string_view value_class) {
  using input::Yaml;
  const Scale& scale = scale_for(unit, number.value);
  // Low and high in the same unit, rounded outwards, so that they still bound what was rounded.
  const auto text = [&](double si, double digits_up) {
    const double x = si / scale.factor;
    if (x == 0) return fmt::format("0 {}", scale.symbol);
    const double step = std::pow(10, std::floor(std::log10(std::abs(x))) - 5);
    const double rounded = digits_up > 0   ? std::ceil(x / step - 1e-6) * step
                           : digits_up < 0 ? std::floor(x / step + 1e-6) * step
                                           : x;
    return fmt::format("{:.6g} {}", rounded, scale.symbol);
  };
  Yaml mapping = Yaml::mapping();
  mapping.put("value", Yaml::quoted(text(number.value, 0)));
  if (number.low < number.value || number.high > number.value) {
    mapping.put("low", Yaml::quoted(text(number.low, -1)));
    mapping.put("high", Yaml::quoted(text(number.high, 1)));
  }
  mapping.put("source", Yaml::quoted(source));
  mapping.put("class", Yaml::plain(value_class));
  return mapping;
}

bool is_kept_out(const Making& making, const Point& point) {
  return !making.options->holdout.empty() && point.network == making.options->holdout;
}

std::vector<Point> points_of(const Making& making, std::string_view phase) {
  std::vector<Point> points;
  for (const Point& point : making.to->points) {
    if (point.phase == phase && point.time && !is_kept_out(making, point)) points.push_back(point);
  }
  return points;
}

const Point* find_state(const Making& making, std::string_view state) {
  for (const Point& point : making.to->points) {
    if (point.state == state) return &point;
  }
  return nullptr;
}

}  // namespace synergy::calibrate
