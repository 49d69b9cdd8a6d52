#include "blocks.hpp"

#include "synergy/input/error.hpp"

#include <cstring>
#include <filesystem>

#include <fmt/format.h>

namespace synergy::calibrate {

Blocks::Blocks(const std::string& file) : file_(file), buffer_(kBlock + kLongestLine) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) throw InputError({file}, "no such file");
  // A pipe could go on for ever, and a folder opens on some systems.
  if (!std::filesystem::is_regular_file(file, error)) throw InputError({file}, "not a regular file");
  stream_.open(file, std::ios::binary);
  if (!stream_) throw InputError({file}, "cannot be read");
}

bool Blocks::fill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  stream_.read(buffer_.data() + end_, static_cast<std::streamsize>(buffer_.size() - end_));
  const auto got = static_cast<std::size_t>(stream_.gcount());
  if (stream_.bad()) throw InputError({file_}, "cannot be read");
  hash_ = fnv1a({buffer_.data() + end_, got}, hash_);
  end_ += got;
  size_ += static_cast<std::int64_t>(got);
  return got > 0;
}

std::string_view Blocks::lines() {
  if (!fill()) return {};
  const std::string_view all(buffer_.data(), end_);
  const std::size_t last = all.rfind('\n');
  if (last == std::string_view::npos) {
    if (all.size() >= kLongestLine) throw InputError({file_}, "a line is longer than 65536 bytes: no text?");
    return lines();
  }
  begin_ = last + 1;
  return all.substr(0, begin_);
}

std::string_view Blocks::bytes(std::size_t size) {
  if (end_ - begin_ < size) (void)fill();
  const std::string_view got(buffer_.data() + begin_, std::min(size, end_ - begin_));
  begin_ += got.size();
  return got;
}

std::string Blocks::hash() const { return fmt::format("{:016x}", hash_); }

}  // namespace synergy::calibrate
