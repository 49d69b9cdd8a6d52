#include "synergy/quantities/checked.hpp"

#include <fmt/format.h>

namespace synergy {

void out_of_range(double value, const char* unit) {
  throw OutOfRange(fmt::format("{:.3g} {} is more than a 64-bit count can hold", value, unit));
}

}  // namespace synergy
