#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace synergy::importer::tflite {

/// The bytes of a flatbuffer that nobody vouches for: a file of tables that refer to each other by offsets.
/// Every access is checked first; one that would leave the file is an InputError with the byte. Numbers are
/// put together byte by byte, so that nothing depends on how they are aligned. Nothing is copied or kept:
/// Table and Vector are places in the bytes, and both the bytes and this must outlive them.
class Flatbuffer {
 public:
  /// Both texts must outlive this.
  Flatbuffer(std::string_view bytes, std::string_view file) : bytes_(bytes), file_(file) {}

  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  [[nodiscard]] std::string_view file() const { return file_; }

  /// An unsigned number of `width` bytes, 1 to 8, lowest byte first.
  [[nodiscard]] std::uint64_t number(std::size_t at, std::size_t width) const;
  /// Where the offset at `at` leads.
  [[nodiscard]] std::size_t follow(std::size_t at) const;
  /// Throws unless `count` bytes from `at` on are in the file.
  void require(std::size_t at, std::uint64_t count) const;
  /// Throws InputError with the byte.
  [[noreturn]] void fail(std::size_t at, std::string_view problem) const;

 private:
  std::string_view bytes_;
  std::string_view file_;
};

class Table;

/// Numbers or offsets in a row.
class Vector {
 public:
  Vector() = default;
  /// The one at `at`, of elements of `width` bytes. Throws InputError unless it is in the file as a whole.
  Vector(const Flatbuffer& from, std::size_t at, std::size_t width);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  /// Pre: elements of 4 bytes, i < size(). As a signed number.
  [[nodiscard]] std::int32_t int32(std::size_t i) const;
  /// The table that element i refers to. Pre: elements of 4 bytes, i < size().
  [[nodiscard]] Table table(std::size_t i) const;
  /// All of it.
  [[nodiscard]] std::string_view bytes() const;

 private:
  const Flatbuffer* from_ = nullptr;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
  std::size_t width_ = 1;
};

/// Fields by number; those that are not there have defaults, which the format's declaration states.
class Table {
 public:
  /// The one at `at`. Throws InputError unless it and the list of its fields are in the file.
  Table(const Flatbuffer& from, std::size_t at);

  /// A number of the declared type.
  template <class Number>
  [[nodiscard]] Number number(int field, Number otherwise) const {
    static_assert(std::is_integral_v<Number>);
    const std::size_t at = place(field, sizeof(Number));
    return at == 0 ? otherwise : static_cast<Number>(from_->number(at, sizeof(Number)));
  }
  /// Empty if it is not there; `width` is that of an element.
  [[nodiscard]] Vector vector(int field, std::size_t width) const;
  [[nodiscard]] std::string_view text(int field) const { return vector(field, 1).bytes(); }
  [[nodiscard]] bool has(int field) const { return place(field, 1) != 0; }
  /// Pre: has(field), and it is one.
  [[nodiscard]] Table table(int field) const;

 private:
  /// Of a field; 0, where no table is, if it is not there.
  [[nodiscard]] std::size_t place(int field, std::size_t width) const;

  const Flatbuffer* from_;
  std::size_t at_;
  std::size_t fields_ = 0;       ///< where the list of fields is
  std::size_t fields_size_ = 0;  ///< bytes
  std::size_t size_ = 0;         ///< bytes
};

}  // namespace synergy::importer::tflite
