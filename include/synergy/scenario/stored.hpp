#pragma once

#include "synergy/input/error.hpp"
#include "synergy/scenario/scenario.hpp"

#include <memory>
#include <string>
#include <vector>

namespace synergy::scenario {

using Models = std::vector<std::shared_ptr<const device::Network>>;

/// Of all apps, running or not, each once, in the order of the apps: what `stored_models: all` means.
[[nodiscard]] Models models_of(const Scenario& scenario);

/// Why these models do not fit the flash of a device, each with its bytes (Lowered::parameter_bytes) and with
/// what does fit: of the list, in its order, all that there is still room for. Empty if they fit, or nobody
/// says how large the flash is (Accelerator::flash). The program beside the models is not counted.
[[nodiscard]] std::string too_much_stored(const Device& device, const Models& models);

/// Of every device that says `stored_models: all`, where it does. Lists are checked as they are read.
[[nodiscard]] std::vector<Problem> problems_of_stored(const Scenario& scenario);

}  // namespace synergy::scenario
