#pragma once

#include "synergy/import/formats.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace synergy::importer {

/// The program that reads what needs a library which costs more to load than a small run: ONNX. What it read
/// is kept, so that a sweep over one file calls it once.
struct Helper {
  /// `synergy-import`. Need not exist: then whoever needs it is told so.
  std::filesystem::path program;
  /// Folder of what it has read before; empty: nothing is kept. Made when it is needed.
  std::filesystem::path cache;
};

/// `synergy-import` beside the running program, and the cache folder: SYNERGY_SIM_CACHE, else
/// XDG_CACHE_HOME/synergy-sim, else HOME/.cache/synergy-sim. None if SYNERGY_SIM_CACHE is empty, or none is
/// set.
[[nodiscard]] Helper helper_of_program();

/// Whether the bytes look like an ONNX model, binary or text. Quick, never throws. Some others do, too: it is
/// asked after all formats().
[[nodiscard]] bool looks_like_onnx(std::string_view bytes);

/// Whether import_file() has a reader for the bytes.
[[nodiscard]] bool can_import(const Source& source);

/// As read(), for formats() and for "onnx", which the helper reads in a process of its own: the source's file
/// is its argument, no shell is between them. Throws InputError also with what the helper says, and where it
/// is missing.
///
/// The same bytes, options and helper give the same network, from the cache or not. An entry is found by a
/// hash of all three, and used only if it is whole; others are made anew. That the cache cannot be written is
/// no error.
[[nodiscard]] ImportedNetwork import_source(const Source& source, const Options& options,
                                            std::string_view format = "auto",
                                            const Helper& helper = helper_of_program());

}  // namespace synergy::importer
