#pragma once

#include "synergy/base/hash.hpp"

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::calibrate {

/// A file in blocks, of any length in constant memory; hashes it on the way, as manifests do (hash.hpp).
class Blocks {
 public:
  static constexpr std::size_t kBlock = 1 << 20;
  static constexpr std::size_t kLongestLine = 1 << 16;

  /// Throws InputError: not there, no regular file, cannot be read.
  explicit Blocks(const std::string& file);

  /// The next whole lines, with their line ends; empty at the end of the file. What it gave before is gone.
  /// Throws InputError for a line longer than kLongestLine, and for bytes that are no text.
  [[nodiscard]] std::string_view lines();
  /// What stands behind the last line end, once lines() gave nothing: a line that was cut off.
  [[nodiscard]] std::string_view rest() const { return {buffer_.data() + begin_, end_ - begin_}; }
  /// The next bytes, at most `size` <= kBlock, fewer at the end alone.
  [[nodiscard]] std::string_view bytes(std::size_t size);

  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] std::string hash() const;

 private:
  /// Moves what is left to the front and reads more behind it; false at the end of the file.
  bool fill();

  std::string file_;
  std::ifstream stream_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::int64_t size_ = 0;
  std::uint64_t hash_ = fnv1a({});
};

}  // namespace synergy::calibrate
