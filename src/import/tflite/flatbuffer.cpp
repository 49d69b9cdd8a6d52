#include "flatbuffer.hpp"

#include "synergy/input/error.hpp"

#include <fmt/format.h>

namespace synergy::importer::tflite {

void Flatbuffer::fail(std::size_t at, std::string_view problem) const {
  throw InputError({std::string(file_)}, fmt::format("byte {}: {}", at, problem));
}

void Flatbuffer::require(std::size_t at, std::uint64_t count) const {
  // Written so that no sum overflows, whatever the file states.
  if (at <= bytes_.size() && count <= bytes_.size() - at) return;
  fail(at, fmt::format("the file ends after {} bytes, where {} should be from here on; it is cut off or "
                       "damaged, so copy or convert it again",
                       bytes_.size(), count));
}

std::uint64_t Flatbuffer::number(std::size_t at, std::size_t width) const {
  require(at, width);
  std::uint64_t value = 0;
  for (std::size_t i = width; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes_[at + i]);
  return value;
}

/// Offsets lead forward only, by less than 2^32: there is no sum that could overflow.
std::size_t Flatbuffer::follow(std::size_t at) const {
  const std::size_t target = at + static_cast<std::size_t>(number(at, 4));
  require(target, 4);
  return target;
}

Vector::Vector(const Flatbuffer& from, std::size_t at, std::size_t width)
    : from_(&from), first_(at + 4), size_(static_cast<std::size_t>(from.number(at, 4))), width_(width) {
  from.require(first_, std::uint64_t{size_} * width);
}

std::int32_t Vector::int32(std::size_t i) const {
  return static_cast<std::int32_t>(from_->number(first_ + 4 * i, 4));
}

Table Vector::table(std::size_t i) const { return {*from_, from_->follow(first_ + 4 * i)}; }

std::string_view Vector::bytes() const {
  return from_ == nullptr ? std::string_view() : from_->bytes().substr(first_, size_ * width_);
}

/// A table begins with how far in front of it the list of its fields is; behind it, if negative. The list
/// begins with its own size and that of the table.
Table::Table(const Flatbuffer& from, std::size_t at) : from_(&from), at_(at) {
  const auto back = static_cast<std::int32_t>(from.number(at, 4));
  const std::int64_t fields = static_cast<std::int64_t>(at) - back;
  if (fields < 0)
    from.fail(at, "the fields of this table would be in front of the file; convert the model again");
  fields_ = static_cast<std::size_t>(fields);
  fields_size_ = static_cast<std::size_t>(from.number(fields_, 2));
  size_ = static_cast<std::size_t>(from.number(fields_ + 2, 2));
  if (fields_size_ < 4 || size_ < 4)
    from.fail(fields_, "the list of a table's fields is damaged; convert the model again");
  from.require(fields_, fields_size_);
  from.require(at_, size_);
}

std::size_t Table::place(int field, std::size_t width) const {
  const std::size_t entry = 4 + 2 * static_cast<std::size_t>(field);
  if (entry + 2 > fields_size_) return 0;  // written before there was such a field
  const auto offset = static_cast<std::size_t>(from_->number(fields_ + entry, 2));
  if (offset == 0) return 0;
  if (offset < 4 || offset + width > size_)
    from_->fail(fields_ + entry, fmt::format("field {} of a table lies outside of it", field));
  return at_ + offset;
}

Vector Table::vector(int field, std::size_t width) const {
  const std::size_t at = place(field, 4);
  return at == 0 ? Vector() : Vector(*from_, from_->follow(at), width);
}

Table Table::table(int field) const { return {*from_, from_->follow(place(field, 4))}; }

}  // namespace synergy::importer::tflite
