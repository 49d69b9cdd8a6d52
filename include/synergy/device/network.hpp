#pragma once

#include "synergy/model/model.hpp"

namespace synergy::device {

/// What accelerators are asked about. These names are the one place that says which type a network has:
/// nobody above this concept needs another.
using Network = model::Model;
using LayerIndex = model::LayerIndex;
using LayerRange = model::LayerRange;

}  // namespace synergy::device
