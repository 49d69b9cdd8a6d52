#include "synergy/input/text_file.hpp"

#include "synergy/input/error.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace synergy::input {
namespace {

[[noreturn]] void fail_too_large(const std::string& name, std::size_t max_bytes) {
  throw InputError({name}, fmt::format("larger than {} MiB", max_bytes >> 20));
}

}  // namespace

void require_text(std::string_view text, const std::string& name, std::size_t max_bytes) {
  if (text.size() > max_bytes) fail_too_large(name, max_bytes);
  int line = 1;
  int continuation = 0;  // bytes of the character that are still to come
  // What the next of them may be (RFC 3629, 4): overlong forms, which hide one character behind another's
  // bytes, surrogates and what lies above U+10FFFF show in the second byte.
  unsigned char least = 0x80, most = 0xBF;
  const auto refuse = [&] {
    throw InputError({name, line, 1}, "not a text file (control characters or invalid UTF-8)");
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == '\n') ++line;
    const bool control = byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
    const bool continues = (byte & 0xC0) == 0x80;
    if (control || continues != (continuation > 0)) refuse();
    if (continues) {
      if (byte < least || byte > most) refuse();
      --continuation;
      least = 0x80;
      most = 0xBF;
    } else if (byte >= 0x80) {
      if (byte < 0xC2 || byte > 0xF4) refuse();
      continuation = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
      if (byte == 0xE0) least = 0xA0;
      if (byte == 0xED) most = 0x9F;
      if (byte == 0xF0) least = 0x90;
      if (byte == 0xF4) most = 0x8F;
    }
  }
  if (continuation > 0) refuse();
}

std::string read_text(const std::string& name, std::size_t max_bytes) {
  const std::filesystem::path file(name);
  std::error_code error;
  if (!std::filesystem::exists(file, error)) throw InputError({name}, "no such file");
  if (!std::filesystem::is_regular_file(file, error)) throw InputError({name}, "not a regular file");
  // Before reading: a file too large is not loaded to find that out. Of one that grows meanwhile, what there
  // was.
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (size > max_bytes) fail_too_large(name, max_bytes);
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw InputError({name}, "cannot be opened for reading");
  std::string text(size, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(size));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  require_text(text, name, max_bytes);
  return text;
}

}  // namespace synergy::input
