#pragma once

#include "synergy/input/error.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace synergy::importer::ai8x {

/// Little-endian reading of bytes that nobody vouches for. Every access is checked first; one beyond the end
/// is an InputError with the offset.
class Bytes {
 public:
  /// `what` is what the bytes are a part of, for messages. Both texts must outlive this.
  Bytes(std::string_view bytes, std::string_view file, std::string_view what)
      : bytes_(bytes), file_(file), what_(what) {}

  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] std::string_view file() const { return file_; }

  /// `count` bytes from `at`.
  [[nodiscard]] std::string_view view(std::size_t at, std::uint64_t count) const {
    if (at > bytes_.size() || count > bytes_.size() - at) {
      fail(at, fmt::format("it ends after {} bytes, where {} more should be; copy the file again",
                           bytes_.size(), count));
    }
    return bytes_.substr(at, static_cast<std::size_t>(count));
  }
  /// An unsigned number of 1 to 8 bytes.
  [[nodiscard]] std::uint64_t number(std::size_t at, std::size_t count) const {
    const std::string_view raw = view(at, count);
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;) value = value << 8 | static_cast<unsigned char>(raw[i]);
    return value;
  }

  [[noreturn]] void fail(std::size_t at, std::string_view problem) const {
    throw InputError({std::string(file_), 0, 0}, fmt::format("{}, byte {}: {}", what_, at, problem));
  }

 private:
  std::string_view bytes_;
  std::string_view file_;
  std::string_view what_;
};

}  // namespace synergy::importer::ai8x
