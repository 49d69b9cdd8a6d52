#include "cache.hpp"

#include "synergy/base/hash.hpp"

#include <fstream>
#include <unistd.h>

#include "process.hpp"
#include <fmt/format.h>

namespace synergy::importer {
namespace {

namespace fs = std::filesystem;

/// Says what the file is, and by its hash whether the rest is whole.
std::string head_of(const std::string& key, const std::string& body) {
  return fmt::format("synergy-sim import {} {}\n", key, hex_hash(body));
}

fs::path file_of(const fs::path& folder, const std::string& key) { return folder / (key + ".import"); }

}  // namespace

std::optional<Entry> find_entry(const fs::path& folder, const std::string& key) {
  if (folder.empty()) return {};
  const std::string bytes = bytes_of(file_of(folder, key));
  const std::size_t head = bytes.find('\n');
  if (head == std::string::npos) return {};
  const std::string body = bytes.substr(head + 1);
  const std::size_t report = body.find('\0');
  if (bytes.substr(0, head + 1) != head_of(key, body) || report == std::string::npos) return {};
  return Entry{body.substr(0, report), body.substr(report + 1)};
}

void keep_entry(const fs::path& folder, const std::string& key, const Entry& entry) {
  if (folder.empty()) return;
  std::error_code error;
  fs::create_directories(folder, error);
  const std::string body = entry.report + '\0' + entry.network;
  const fs::path file = file_of(folder, key);
  // Under a name of this process first: renaming is atomic, writing is not.
  fs::path begun = file;
  begun += fmt::format(".{}", getpid());
  {
    std::ofstream stream(begun, std::ios::binary);
    stream << head_of(key, body) << body;
    stream.close();
    if (!stream) {
      fs::remove(begun, error);
      return;
    }
  }
  fs::rename(begun, file, error);
  if (error) fs::remove(begun, error);
}

}  // namespace synergy::importer
