#pragma once

#include "synergy/model/model.hpp"

#include <string>

namespace synergy::model {

/// The model as a model file (model_zoo/README.md), defaults left out; read_model() reads it back to an equal
/// model. Starts with `schema_version`, ends with a line feed. Maps are written in hexadecimal with all 16
/// digits, so that files can be compared by eye.
[[nodiscard]] std::string to_yaml(const Model& model);

}  // namespace synergy::model
