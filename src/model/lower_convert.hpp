#pragma once

#include "synergy/model/layer.hpp"
#include "synergy/network/operators.hpp"

#include <string>
#include <vector>

namespace synergy::model {

/// What operators of networks are in this family's registers. Each writes its part of a layer and returns
/// what the registers cannot say; what they can say and no chip does, Model finds.
[[nodiscard]] std::vector<std::string> convert(const network::Conv& conv, Layer& layer);
[[nodiscard]] std::vector<std::string> convert(const network::ConvTranspose& conv, Layer& layer);
[[nodiscard]] std::vector<std::string> convert(const network::Linear& linear, Layer& layer);
/// `in` is the map that is pooled.
[[nodiscard]] std::vector<std::string> convert(const network::Pool& pool, const network::Shape& in,
                                               Pool& made);
[[nodiscard]] std::vector<std::string> convert(network::Elementwise operation, Eltwise& made);

}  // namespace synergy::model
