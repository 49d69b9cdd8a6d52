#include "synergy/network/geometry.hpp"

#include <algorithm>

namespace synergy::network {

std::vector<std::vector<std::size_t>> crossing(std::span<const Travel> tensors, std::size_t layers) {
  std::vector<std::vector<std::size_t>> boundaries(layers + 1);
  for (const Travel& tensor : tensors) {
    const std::size_t end = tensor.leaves ? layers : tensor.read;
    for (std::size_t boundary = tensor.written; boundary < end; ++boundary)
      boundaries[boundary].push_back(tensor.original);
  }
  for (std::vector<std::size_t>& there : boundaries) {
    // A tensor and its copies are one: it travels once.
    std::sort(there.begin(), there.end());
    there.erase(std::unique(there.begin(), there.end()), there.end());
  }
  return boundaries;
}

}  // namespace synergy::network
