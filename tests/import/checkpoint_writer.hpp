#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace synergy::test {

/// Little-endian bytes of a number.
inline std::string le(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i, value = i < 8 ? value >> 8 : 0) text += static_cast<char>(value & 0xff);
  return text;
}

/// One tensor of a checkpoint that tests write: name, sides, and for a setting its value.
struct SavedTensor {
  std::string name;
  std::vector<int> shape;
  float value = 0;
};

/// Pickles as torch.save writes them, opcode by opcode, put together by hand.
namespace pickle {
inline std::string text(const std::string& s) { return "X" + le(s.size(), 4) + s; }
inline std::string number(int n) {
  if (n >= 0 && n < 256) return "K" + le(static_cast<std::uint64_t>(n), 1);
  if (n >= 0 && n < 65536) return "M" + le(static_cast<std::uint64_t>(n), 2);
  return "J" + le(static_cast<std::uint32_t>(n), 4);
}
inline std::string global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}
inline std::string ordered_dict() { return global("collections", "OrderedDict") + ")R"; }

inline std::string tensor(const SavedTensor& t, std::size_t key, bool legacy) {
  std::string s = global("torch._utils", "_rebuild_tensor_v2") + "((";
  s +=
      text("storage") + global("torch", "FloatStorage") + text(std::to_string(key)) + text("cpu") + number(1);
  if (legacy) s += "N";
  s += "tQ" + number(0) + "(";
  for (const int side : t.shape) s += number(side);
  s += "t(";
  for (std::size_t i = 0; i < t.shape.size(); ++i) s += number(1);
  return s + "t\x89" + ordered_dict() + "tR";
}

inline std::string state(const std::string& arch, const std::vector<SavedTensor>& tensors, bool legacy) {
  std::string s = std::string("\x80\x02") + "}q" + le(0, 1) + "(" + text("epoch") + number(7) + text("arch") +
                  text(arch) + text("state_dict") + ordered_dict() + "(";
  for (std::size_t i = 0; i < tensors.size(); ++i) s += text(tensors[i].name) + tensor(tensors[i], i, legacy);
  return s + "uu.";
}
}  // namespace pickle

inline std::string raw(float value) {
  std::string bytes(4, '\0');
  std::memcpy(bytes.data(), &value, 4);
  return bytes;
}

/// An archive with stored entries. `method` is that of compression, for archives that lie about it.
inline std::string zip(const std::vector<std::pair<std::string, std::string>>& entries, int method = 0) {
  std::string files;
  std::string directory;
  for (const auto& [name, bytes] : entries) {
    const std::string common = le(0, 2) + le(static_cast<std::uint64_t>(method), 2) + le(0, 8) +
                               le(bytes.size(), 4) + le(bytes.size(), 4) + le(name.size(), 2) + le(0, 2);
    directory += "PK\x01\x02" + le(0, 2) + le(20, 2) + common + le(0, 10) + le(files.size(), 4) + name;
    files += "PK\x03\x04" + le(20, 2) + common + name + bytes;
  }
  return files + directory + "PK\x05\x06" + le(0, 4) + le(entries.size(), 2) + le(entries.size(), 2) +
         le(directory.size(), 4) + le(files.size(), 4) + le(0, 2);
}

/// A checkpoint as torch.save writes it now. Each storage holds the tensor's value alone.
inline std::string checkpoint(const std::string& arch, const std::vector<SavedTensor>& tensors) {
  std::vector<std::pair<std::string, std::string>> entries = {
      {"archive/data.pkl", pickle::state(arch, tensors, false)}};
  for (std::size_t i = 0; i < tensors.size(); ++i)
    entries.emplace_back(fmt::format("archive/data/{}", i), raw(tensors[i].value));
  return zip(entries);
}

/// The same in the form of 2019.
inline std::string legacy_checkpoint(const std::string& arch, const std::vector<SavedTensor>& tensors) {
  const std::string start = "\x80\x02";
  std::string s = start + "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";
  s += start + pickle::number(1001) + ".";
  s += start + "}" + pickle::text("little_endian") + "\x88s.";
  s += pickle::state(arch, tensors, true);
  s += start + "](";
  for (std::size_t i = 0; i < tensors.size(); ++i) s += pickle::text(std::to_string(i));
  s += "e.";
  for (const SavedTensor& t : tensors) s += le(1, 8) + raw(t.value);
  return s;
}

}  // namespace synergy::test
