#pragma once

#include "synergy/calibrate/calibration.hpp"
#include "synergy/network/network.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::calibrate {

/// Kinds of operators that laws tell apart: measured::Kind, by its value. The first five multiply.
inline constexpr std::size_t kKinds = 9;
inline constexpr std::size_t kMultiplying = 5;

/// What some layers of a network ask for, by kind of operator.
struct Work {
  std::array<double, kKinds> operators{};
  std::array<double, kKinds> macs{};
  /// Of tensors read and written.
  std::array<double, kKinds> bytes{};
  [[nodiscard]] double all_macs() const;
};

/// Of one layer by its name, or of all. Pre: the network has it.
[[nodiscard]] Work work_of(const network::Network& network, const std::string& layer);

/// The network of a point. Throws InputError for a network or a layer that is not there.
[[nodiscard]] std::shared_ptr<const network::Network> network_of(const Point& point, const File& file,
                                                                 scenario::Library& library);

}  // namespace synergy::calibrate
