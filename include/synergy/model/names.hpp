#pragma once

#include "synergy/model/model.hpp"

#include <string_view>
#include <vector>

namespace synergy::model {

/// The words of model files and tables for the enumerators of layer.hpp and model.hpp, in their order: the
/// position of a word is the value of its enumerator. Static, so valid for good.
[[nodiscard]] const std::vector<std::string_view>& operator_names();
[[nodiscard]] const std::vector<std::string_view>& eltwise_names();
[[nodiscard]] const std::vector<std::string_view>& pool_names();
[[nodiscard]] const std::vector<std::string_view>& activation_names();
[[nodiscard]] const std::vector<std::string_view>& data_format_names();

/// The word of one enumerator. Pre: it is one of the enumeration.
[[nodiscard]] std::string_view to_text(Operator op);
[[nodiscard]] std::string_view to_text(Eltwise eltwise);
[[nodiscard]] std::string_view to_text(PoolType pool);
[[nodiscard]] std::string_view to_text(Activation activation);
[[nodiscard]] std::string_view to_text(DataFormat format);

/// What `inputs` calls the model's own input; no layer may have this name.
inline constexpr std::string_view kInputName = "input";

}  // namespace synergy::model
