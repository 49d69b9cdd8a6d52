#pragma once

#include "synergy/device/network.hpp"

#include <cstdint>
#include <string>

namespace synergy::device {

/// Why layers do not fit an accelerator: the number needed, the number available, and the layer where it
/// happens. Something to show, not an error of the program: a planner gives such reasons where no plan is
/// feasible.
/// A value that refers to nothing: it may outlive the network and the accelerator.
struct Problem {
  /// weights, bias, data, memory: too little of such memory, the last of a kind that only the family knows;
  /// layer_count: more layers than it takes at once; unsupported: what it cannot do at all.
  enum class Kind : std::uint8_t { weights, bias, data, layer_count, unsupported, memory };
  /// What is lacking.
  Kind kind = Kind::weights;
  /// The name of the network; a plan's problems come from several.
  std::string network;
  /// Where it happens, counted in the network's layers.
  LayerIndex layer = 0;
  /// Comparable with `available` alone, as other families and other memories have other units.
  std::int64_t needed = 0;     ///< in a unit of the family, which `message` names; 0 where there is no number
  std::int64_t available = 0;  ///< in the same unit
  std::string message;         ///< a whole sentence with layer name and numbers
};

}  // namespace synergy::device
