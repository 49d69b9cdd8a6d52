#pragma once

#include "synergy/input/document.hpp"
#include "synergy/model/model.hpp"

#include <filesystem>

namespace synergy::model {

/// Reads a model file (model_zoo/README.md). Throws InputError with every problem of the file.
[[nodiscard]] Model load_model(const std::filesystem::path& file);
[[nodiscard]] Model read_model(const input::Document& document);

}  // namespace synergy::model
