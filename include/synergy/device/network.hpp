#pragma once

#include "synergy/network/network.hpp"

namespace synergy::device {

/// What accelerators are asked about. These names are the one place that says which type a network has:
/// nobody above this concept needs another.
///
/// A network is immutable, knows its layers in execution order and what crosses a cut after any of them
/// (Network::cut). Layer indices mean the same to every accelerator, however it lowers them.
/// Files of networks: model_zoo/README.md. Where it says so, a network carries hardware layers of one family,
/// which only that family looks at (network::LoweredForm).
/// Shared by pointer and never copied on its way to an accelerator.
using Network = network::Network;
/// From 0 on, in execution order.
using LayerIndex = network::LayerIndex;
/// Both ends included.
using LayerRange = network::LayerRange;

}  // namespace synergy::device
