#include "dims.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::importer::tflite {

std::int64_t Dims::elements() const {
  std::int64_t product = 1;
  for (std::size_t i = 0; i < rank_; ++i) product *= sides_[i];
  return product;
}

bool Dims::sound() const {
  constexpr std::int64_t kMost = std::int64_t{1} << 30;  // as networks have it
  std::int64_t product = 1;
  for (std::size_t i = 0; i < rank_; ++i) {
    if (sides_[i] < 1) return false;
    product *= sides_[i];  // below 2^61: it was at most 2^30 before
    if (product > kMost) return false;
  }
  return true;
}

std::string to_text(const Dims& dims) {
  std::string text;
  for (std::size_t i = 0; i < dims.rank(); ++i) text += fmt::format("{}{}", i == 0 ? "" : "x", dims[i]);
  return text.empty() ? "a single number" : text;
}

Map map_of(const Dims& dims, std::string& problem) {
  const std::size_t rank = dims.rank();
  for (std::size_t i = 0; i + 3 < rank; ++i) {
    if (dims[i] == 1) continue;
    problem = rank == 4 ? fmt::format("has a batch of {}; convert the model with a batch of 1", dims[0])
                        : fmt::format("has {} dimensions; networks here have rows, columns and channels",
                                      to_text(dims));
    return {};
  }
  if (rank == 3 && dims[0] != 1) {
    problem = fmt::format(
        "has sides of {}: a batch, or rows without one; convert the model with a batch of 1 in "
        "front",
        to_text(dims));
    return {};
  }
  Map map;
  map.shape.channels = dims.from_end(0);
  if (rank >= 4) {
    map.shape.height = dims.from_end(2);
    map.shape.width = dims.from_end(1);
  } else {
    // Steps by channels, and perhaps a batch of 1 in front.
    map.shape.height = dims.from_end(1);
  }
  map.turned = map.shape.height == 1 && map.shape.width > 1;
  if (map.turned) std::swap(map.shape.height, map.shape.width);
  return map;
}

SideZeros same_padding(std::int64_t in, std::int64_t stride, std::int64_t taps) {
  const std::int64_t out = (in + stride - 1) / stride;
  const std::int64_t zeros = std::max<std::int64_t>((out - 1) * stride + taps - in, 0);
  return {static_cast<std::int32_t>(zeros / 2), static_cast<std::int32_t>(zeros - zeros / 2)};
}

}  // namespace synergy::importer::tflite
