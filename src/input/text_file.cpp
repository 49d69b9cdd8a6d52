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
  // Bytes of the character that are still to come. Overlong forms and surrogates pass: the check is one pass
  // without tables.
  int continuation = 0;
  const auto refuse = [&] {
    throw InputError({name, line, 1}, "not a text file (control characters or invalid UTF-8)");
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == '\n') ++line;
    const bool control = byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
    const bool continues = (byte & 0xC0) == 0x80;
    if (control || continues != (continuation > 0) || byte > 0xF4) refuse();
    if (continues)
      --continuation;
    else
      continuation = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0;
  }
  if (continuation > 0) refuse();
}

std::string read_text(const std::string& name, std::size_t max_bytes) {
  const std::filesystem::path file(name);
  std::error_code error;
  if (!std::filesystem::exists(file, error)) throw InputError({name}, "no such file");
  if (!std::filesystem::is_regular_file(file, error)) throw InputError({name}, "not a regular file");
  // Before reading: a file too large is not loaded to find that out. What grows meanwhile is caught after it.
  if (std::filesystem::file_size(file, error) > max_bytes) fail_too_large(name, max_bytes);
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw InputError({name}, "cannot be opened for reading");
  std::string text(std::istreambuf_iterator<char>(stream), {});
  require_text(text, name, max_bytes);
  return text;
}

}  // namespace synergy::input
