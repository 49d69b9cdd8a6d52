#include "synergy/import/any_file.hpp"

#include "synergy/base/hash.hpp"
#include "synergy/input/error.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "cache.hpp"
#include "process.hpp"
#include "report.hpp"
#include <fmt/format.h>

namespace synergy::importer {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOnnx = "onnx";
constexpr int kInvalidInput = 3;  // as synergy-sim's exit codes
constexpr int kUsage = 2;

std::string of_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

fs::path cache_folder() {
  if (std::getenv("SYNERGY_SIM_CACHE") != nullptr) return of_environment("SYNERGY_SIM_CACHE");
  for (const auto& [name, below] :
       {std::pair("XDG_CACHE_HOME", "synergy-sim"), std::pair("HOME", ".cache/synergy-sim")}) {
    if (const std::string folder = of_environment(name); !folder.empty()) return fs::path(folder) / below;
  }
  return {};
}

/// What the helper is told beside the file. Values in the same word as their option: one may begin with '-'.
std::vector<std::string> arguments_of(const Options& options) {
  std::vector<std::string> words{"--format=" + std::string(kOnnx), "--report=json", "--quiet"};
  if (!options.name.empty()) words.push_back("--name=" + options.name);
  if (options.input) words.push_back("--input=" + network::to_text(*options.input));
  if (!options.checkpoint.empty()) words.push_back("--checkpoint=" + options.checkpoint.string());
  if (!options.c_project.empty()) words.push_back("--from-c=" + options.c_project.string());
  for (const auto& [name, count] : options.channels)
    words.push_back(fmt::format("--channels={}={}", name, count));
  if (options.force) words.emplace_back("--force");
  return words;
}

/// A later build of the program may read the same file in another way.
std::string version_of(const fs::path& program) {
  std::error_code error;
  const auto size = fs::file_size(program, error);
  const auto time = fs::last_write_time(program, error);
  return fmt::format("{} {}", size, time.time_since_epoch().count());
}

/// Of the bytes, everything that is told, and who is told it. The file's name is the network's.
std::string key_of(const Source& source, const Options& options, const Helper& helper) {
  std::string told = fs::path(source.file).filename().string();
  for (const std::string& word : arguments_of(options)) told += '\0' + word;
  return hex_hash(source.bytes) + hex_hash(told + '\0' + version_of(helper.program));
}

/// What it says of a file, as problems of that file.
[[noreturn]] void throw_what_it_says(const Ended& ended, const Source& source, const Helper& helper) {
  if (ended.code != kInvalidInput && ended.code != kUsage) {
    throw std::runtime_error(fmt::format("{} ended with code {} on {}: {}",
                                         helper.program.filename().string(), ended.code, source.file,
                                         ended.err));
  }
  std::vector<Problem> problems;
  for (std::size_t begin = 0; begin < ended.err.size();) {
    const std::size_t end = std::min(ended.err.find('\n', begin), ended.err.size());
    std::string line = ended.err.substr(begin, end - begin);
    if (line.starts_with(source.file + ": ")) line = line.substr(source.file.size() + 2);
    if (!line.empty()) problems.push_back({{source.file}, std::move(line)});
    begin = end + 1;
  }
  if (problems.empty()) problems.push_back({{source.file}, "cannot be read by synergy-import"});
  throw InputError(std::move(problems));
}

Entry ask(const Source& source, const Options& options, const Helper& helper) {
  const ScratchFolder scratch;
  const fs::path file = scratch.path() / "network.yaml";
  std::vector<std::string> words = arguments_of(options);
  words.push_back("-o" + file.string());
  words.emplace_back("--");
  words.push_back(source.file);
  const Ended ended = run_program(helper.program, words, scratch.path());
  if (ended.code != 0) throw_what_it_says(ended, source, helper);
  return {ended.out, bytes_of(file)};
}

ImportedNetwork read_by_helper(const Source& source, const Options& options, const Helper& helper) {
  std::error_code error;
  if (helper.program.empty() || !fs::exists(helper.program, error)) {
    throw InputError({source.file},
                     fmt::format("is an ONNX model, which the program synergy-import reads; it is not there: "
                                 "expected {}",
                                 helper.program.empty() ? "beside synergy-sim" : helper.program.string()));
  }
  const std::string program = helper.program.filename().string();
  const std::string key = key_of(source, options, helper);
  if (const auto entry = find_entry(helper.cache, key)) {
    try {
      return imported_from(entry->report, entry->network, program);
    } catch (const InputError&) {  // whole, and of another kind: as if it were not there
    }
  }
  const Entry entry = ask(source, options, helper);
  ImportedNetwork imported = imported_from(entry.report, entry.network, program);
  keep_entry(helper.cache, key, entry);
  return imported;
}

bool is_row(std::string_view format) {
  return std::any_of(formats().begin(), formats().end(), [&](const Format& f) { return f.name == format; });
}

}  // namespace

Helper helper_of_program() {
  const fs::path own = own_executable();
  return {own.empty() ? fs::path() : own.parent_path() / "synergy-import", cache_folder()};
}

bool looks_like_onnx(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 4096);
  // Binary: field 1, ir_version, as a small number, with which every writer begins.
  if (head.size() > 4 && head[0] == 0x08 && head[1] >= 3 && head[1] < 32) return true;
  // Text: the same as the first attribute of the model.
  return head.find('\0') == std::string_view::npos && head.find("ir_version") != std::string_view::npos;
}

bool can_import(const Source& source) {
  // Files of this program begin with this key, behind comments.
  const std::string_view head = std::string_view(source.bytes).substr(0, 1 << 16);
  if (head.starts_with("schema_version:") || head.find("\nschema_version:") != std::string_view::npos)
    return false;
  return recognise(source) != nullptr || looks_like_onnx(source.bytes);
}

ImportedNetwork import_source(const Source& source, const Options& options, std::string_view format,
                              const Helper& helper) {
  const bool own = is_row(format) || (format == "auto" && recognise(source) != nullptr);
  const bool asked = format == kOnnx || (format == "auto" && can_import(source));
  return !own && asked ? read_by_helper(source, options, helper) : read(source, options, format);
}

}  // namespace synergy::importer
