#include "synergy/import/formats.hpp"

#include "synergy/base/hash.hpp"
#include "synergy/import/options.hpp"
#include "synergy/input/error.hpp"

#include <fstream>
#include <iterator>

#include "ai8x/c_project.hpp"
#include "ai8x/yaml.hpp"
#include "tflite/format.hpp"
#include <fmt/format.h>

namespace synergy::importer {

/// One row per format; each has a folder of its own.
const std::vector<Format>& formats() {
  static const std::vector<Format> rows{ai8x::c_project_format(), ai8x::yaml_format(),
                                        tflite::tflite_format()};
  return rows;
}

const Format* recognise(const Source& source, const std::vector<Format>& among) {
  // Every file of ours begins with this key, behind comments: it is never taken for a format of others.
  const std::string_view head = std::string_view(source.bytes).substr(0, 1 << 16);
  if (head.starts_with("schema_version:") || head.find("\nschema_version:") != std::string_view::npos)
    return nullptr;
  for (const Format& format : among) {
    if (format.recognises(source)) return &format;
  }
  return nullptr;
}

Source load_source(const std::filesystem::path& file) {
  const std::string name = file.string();
  std::error_code error;
  if (!std::filesystem::exists(file, error)) throw InputError({name}, "no such file");
  // A pipe or a device could go on for ever.
  if (!std::filesystem::is_regular_file(file, error)) throw InputError({name}, "not a regular file");
  if (std::filesystem::file_size(file, error) > kMaxSourceBytes)
    throw InputError({name}, fmt::format("larger than {} MiB", kMaxSourceBytes >> 20));
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw InputError({name}, "cannot be opened for reading");
  return {name, std::string(std::istreambuf_iterator<char>(stream), {})};
}

namespace {

const Format& format_of(const Source& source, std::string_view wanted, const std::vector<Format>& among) {
  std::vector<std::string_view> names;
  for (const Format& format : among) {
    if (format.name == wanted) return format;
    names.push_back(format.name);
  }
  if (wanted != "auto") throw InputError({"--format"}, unknown_name("format", wanted, names));
  if (const Format* format = recognise(source, among)) return *format;
  // What a clone has instead of a large file, unless it is asked to fetch it.
  if (source.bytes.starts_with("version https://git-lfs"))
    throw InputError({source.file},
                     "is a pointer to a file that Git LFS keeps; fetch it with 'git lfs pull'");
  std::string titles;
  for (const Format& format : among) titles += fmt::format("{}{}", titles.empty() ? "" : ", ", format.title);
  throw InputError({source.file},
                   fmt::format("its content is of no format that can be imported: {}", titles));
}

}  // namespace

ImportedNetwork read(const Source& source, const Options& options, std::string_view format,
                     const std::vector<Format>& among) {
  const Format& row = format_of(source, format, among);
  refuse_unused(options, row);
  ImportedNetwork imported = row.read(source, options);
  // Without its folder: a path tells of a machine, and importing the same file twice must give the same.
  imported.provenance.file = std::filesystem::path(source.file).filename().string();
  imported.provenance.hash = hex_hash(source.bytes);
  imported.provenance.format = row.name;
  return imported;
}

}  // namespace synergy::importer
