#include "shared.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>
#include <unistd.h>

namespace synergy::fuzz {

namespace fs = std::filesystem;

const fs::path& source_folder() {
  static const fs::path folder = SYNERGY_SOURCE_DIR;
  return folder;
}

std::string file_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> files_in(const char* folder, std::string_view with) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(source_folder() / folder)) {
    if (entry.path().extension() == ".yaml" && entry.file_size() < 20'000) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  for (const fs::path& file : files) {
    std::string text = file_text(file);
    if (text.find(with) != std::string::npos) texts.push_back(std::move(text));
  }
  return texts;
}

scenario::Library& library() {
  static std::unique_ptr<scenario::Library> current;
  static int used = 0;
  constexpr int kUses = 500;
  if (!current || ++used % kUses == 0) current = std::make_unique<scenario::Library>(source_folder());
  return *current;
}

input::Document document(const std::string& bytes) { return input::parse(bytes, "fuzzed"); }

namespace {

struct ScratchFolder {
  ScratchFolder() {
    const fs::path fast = "/dev/shm";
    const fs::path base = fs::is_directory(fast) ? fast : fs::temp_directory_path();
    path = base / ("synergy-fuzz-" + std::to_string(::getpid()));
    fs::create_directories(path);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  fs::path path;
};

}  // namespace

const fs::path& scratch_folder() {
  static const ScratchFolder folder;
  return folder.path;
}

fs::path scratch_file(const std::string& name, const std::string& bytes) {
  fs::path file = scratch_folder() / name;
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

}  // namespace synergy::fuzz
