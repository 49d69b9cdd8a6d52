#pragma once

#include "synergy/network/shape.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace synergy::importer::tflite {

/// Sides of a tensor as the file orders them: batch, rows, columns, channels, or fewer. No allocation: a file
/// has thousands.
class Dims {
 public:
  static constexpr std::size_t kMaxRank = 8;

  [[nodiscard]] std::size_t rank() const { return rank_; }
  /// Pre: i < rank().
  [[nodiscard]] std::int32_t operator[](std::size_t i) const { return sides_[i]; }
  void set(std::size_t i, std::int32_t side) { sides_[i] = side; }
  /// Counted from the last one, so that 0 is the channels; 1 where there is none.
  [[nodiscard]] std::int32_t from_end(std::size_t i) const { return i < rank_ ? sides_[rank_ - 1 - i] : 1; }
  /// Pre: rank() < kMaxRank.
  void push(std::int32_t side) { sides_[rank_++] = side; }
  bool operator==(const Dims& other) const = default;

  /// Product of the sides. Pre: they are 0 or more and their product is below 2^63; see sound().
  [[nodiscard]] std::int64_t elements() const;
  /// Every side is 1 or more, and there are 2^30 elements at most.
  [[nodiscard]] bool sound() const;

 private:
  std::array<std::int32_t, kMaxRank> sides_{};
  std::size_t rank_ = 0;
};

/// "1x49x10x1".
[[nodiscard]] std::string to_text(const Dims& dims);

/// What a network has for a tensor of the file.
struct Map {
  network::Shape shape;
  /// A map of one row is taken as one of one column, as 1-D data have it here: its columns are our rows.
  bool turned = false;
};

/// The map of these sides. `problem` says what is wrong with them, for a message, or is empty: a batch larger
/// than 1, more dimensions than rows and columns. Pre: dims.sound().
[[nodiscard]] Map map_of(const Dims& dims, std::string& problem);

/// Rows and columns of a window's zeros along one side.
struct SideZeros {
  std::int32_t begin = 0;
  std::int32_t end = 0;
};
/// Zeros of SAME padding along one side of `in` elements, for a kernel of `taps`: as many outputs as strides
/// begin in the input, the zeros split, the odd one at the end. Pre: in 1 to 2^30, stride and taps 1 to 2^20.
[[nodiscard]] SideZeros same_padding(std::int64_t in, std::int64_t stride, std::int64_t taps);

}  // namespace synergy::importer::tflite
