#pragma once

#include <cstdint>

namespace synergy::ne16 {

/// a / b, rounded up. Pre: a >= 0, b > 0.
[[nodiscard]] constexpr std::int64_t divided_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

}  // namespace synergy::ne16
