#pragma once

#include "synergy/quantities/quantities.hpp"

#include <compare>
#include <cstdint>
#include <string>

namespace synergy::network {

/// Channels x height x width of a tensor. 1-D data are a map of `height` rows and one column.
/// The order of comparison means nothing but is total, so that shapes can be keys.
struct Shape {
  int channels = 1;
  int height = 1;
  int width = 1;
  auto operator<=>(const Shape&) const = default;
  [[nodiscard]] std::int64_t elements() const { return std::int64_t{channels} * height * width; }
  /// Of one channel.
  [[nodiscard]] std::int64_t pixels() const { return std::int64_t{height} * width; }
};

/// "3x32x32".
[[nodiscard]] std::string to_text(const Shape& shape);

/// Elements of so many bits, packed; a started byte counts.
[[nodiscard]] constexpr Bytes packed_bytes(std::int64_t elements, int bits) {
  return Bytes((elements * bits + 7) / 8);
}
[[nodiscard]] inline Bytes bytes_of(const Shape& shape, int bits) {
  return packed_bytes(shape.elements(), bits);
}

/// Rows and columns.
/// At least 1 where it is a size.
struct Extent {
  int rows = 1;
  int columns = 1;
  auto operator<=>(const Extent&) const = default;
};

/// Rows and columns of zeros around a map, each side for itself.
/// Each at least 0.
struct Padding {
  int top = 0;
  int left = 0;
  int bottom = 0;
  int right = 0;
  auto operator<=>(const Padding&) const = default;
};

}  // namespace synergy::network
