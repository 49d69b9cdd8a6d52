#include "synergy/calibrate/calibration.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"

#include <algorithm>
#include <cmath>

#include "measure.hpp"
#include "profile.hpp"
#include "work.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

/// A network that nothing measures cannot be kept out: a misspelt name would go unseen.
void check_holdout(const File& file, const Options& options, const Calibration& calibration) {
  if (options.holdout.empty()) return;
  std::vector<std::string_view> networks;
  for (const Point& point : calibration.points) {
    if (!point.network.empty() &&
        std::find(networks.begin(), networks.end(), point.network) == networks.end())
      networks.push_back(point.network);
  }
  if (std::find(networks.begin(), networks.end(), options.holdout) == networks.end())
    throw InputError({file.name}, unknown_name("network of --holdout", options.holdout, networks));
}

/// Recordings mark the writing of weights as a load, too; profiles keep it apart from an input's way in. A
/// load of as many bytes as the network has parameters is such.
void tell_deployments(const File& file, scenario::Library& library, Calibration& to) {
  for (Point& point : to.points) {
    if (point.phase != "load" || point.network.empty()) continue;
    const auto network = network_of(point, file, library);
    const double weights = static_cast<double>(network->weight_bytes(network->all()).count());
    const auto bytes = static_cast<double>(point.bytes);
    const auto input = static_cast<double>(network->input_bytes().count());
    if (std::abs(bytes / weights - 1) > 0.02 || std::abs(bytes / input - 1) <= 0.02) continue;
    to.notes.push_back(
        fmt::format("{}: as many bytes as its weights ({:.0f} B), so it counts as phase deploy",
                    name_of(point), weights));
    point.phase = "deploy";
  }
}

}  // namespace

Calibration calibrate(const File& file, const Options& options, scenario::Library& library) {
  Calibration calibration;
  const Making making{&file, &options, &library, &calibration};
  measure(file, calibration);
  check_holdout(file, options, calibration);
  // Every network must be known, also those that no law is fitted to.
  for (const Point& point : calibration.points) {
    if (!point.network.empty()) (void)network_of(point, file, library);
  }
  tell_deployments(file, library, calibration);
  if (!calibration.points.empty()) {
    if (file.make.empty())
      refine_max7800x(making);
    else
      make_measured(making);
  }
  compare_links(making);
  if (calibration.profile.empty()) return calibration;
  // What is written must be read: by the family's own reader, with its own messages.
  const input::Document document =
      input::parse(calibration.profile, calibration.name + ".yaml (the profile made)");
  (void)library.families().read(document);
  return calibration;
}

}  // namespace synergy::calibrate
