#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace synergy::importer {

/// What the helper said of a source: its report and the network file.
struct Entry {
  std::string report;
  std::string network;
};

/// The entry of a key; none: it is not there, or not whole.
[[nodiscard]] std::optional<Entry> find_entry(const std::filesystem::path& folder, const std::string& key);

/// Keeps an entry. Whoever reads it meanwhile sees the old file or the new one; that it cannot be written is
/// nobody's error.
void keep_entry(const std::filesystem::path& folder, const std::string& key, const Entry& entry);

}  // namespace synergy::importer
