#pragma once

#include "synergy/input/document.hpp"
#include "synergy/model/model.hpp"

#include <filesystem>

namespace synergy::model {

/// Reads a model file (model_zoo/README.md). Throws InputError with every problem of the file. The file's
/// name is in the message, not in the model: that has the key `name`. Limits that differ from chip to chip
/// are not looked at (max7800x::check_segment).
[[nodiscard]] Model load_model(const std::filesystem::path& file);
[[nodiscard]] Model read_model(const input::Document& document);

}  // namespace synergy::model
