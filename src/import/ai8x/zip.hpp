#pragma once

#include <string_view>
#include <vector>

namespace synergy::importer::ai8x {

/// One entry of an archive whose entries are stored, not compressed.
struct ZipEntry {
  std::string_view name;
  std::string_view bytes;
};

/// Whether the bytes begin as archives do.
[[nodiscard]] bool looks_like_zip(std::string_view bytes);

/// The entries in the order of the archive's directory, pointing into `bytes`. Throws InputError naming
/// `file`: no directory, an entry that is compressed or lies outside the file, more than 65,536 entries.
[[nodiscard]] std::vector<ZipEntry> read_zip(std::string_view bytes, std::string_view file);

}  // namespace synergy::importer::ai8x
