#pragma once

#include "synergy/model/layer.hpp"
#include "synergy/model/model.hpp"
#include "synergy/network/operators.hpp"

#include <string>
#include <vector>

namespace synergy::model {

/// What a network file may ask of this family for one operator. Absent: the family decides.
struct LayerHints {
  std::optional<std::uint64_t> processors, output_processors;
  bool streaming = false;
  bool binary = false;
  bool flatten = false;  ///< as Layer::flatten, for a map of one pixel that needs none
};

/// Adds those of an operator to `hints`; a layer has the hints of all its operators. Returns what is wrong.
[[nodiscard]] std::vector<std::string> add_hints(const network::Operator& op, LayerHints& hints);
/// Those of a whole network.
[[nodiscard]] std::vector<std::string> read_network_hints(const std::vector<network::Hint>& hints,
                                                          std::optional<DataFormat>& format);
/// The inverse of add_hints().
[[nodiscard]] std::vector<network::Hint> hints_of(const Layer& layer);

}  // namespace synergy::model
