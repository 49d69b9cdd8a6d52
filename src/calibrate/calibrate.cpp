#include "synergy/calibrate/calibration.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"
#include "synergy/measured/load.hpp"

#include <algorithm>
#include <cmath>

#include "measure.hpp"
#include "profile.hpp"
#include "work.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

/// Below this a difference is one of digits.
constexpr double kToldAbove = 1e-4;

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
    // Sizes are stated rounded, hence two percent. Where input and weights are of a size, nothing tells them
    // apart, and a load stays one.
    if (std::abs(bytes / weights - 1) > 0.02 || std::abs(bytes / input - 1) <= 0.02) continue;
    to.notes.push_back(
        fmt::format("{}: as many bytes as its weights ({:.0f} B), so it counts as phase deploy",
                    name_of(point), weights));
    point.phase = "deploy";
  }
}

/// Powers, times and energies are medians of their own, so that within their intervals a row may say less
/// than the power draws in its time. The power is what is billed, and by how much more is the user's to know.
void tell_billed(const measured::Profile& made, Calibration& to) {
  const measured::Point& point = made.points.front();
  const bool cpu = made.infers_on_cpu;
  const Power power = cpu ? point.cpu_active->value : point.idle->value;
  for (const measured::Row& row : made.table) {
    if (!row.energy) continue;
    const double energy = row.energy->value.si();
    const double drawn = (power * row.time.value).si();
    if (drawn <= energy * (1 + kToldAbove)) continue;
    const std::string layers =
        row.layers ? fmt::format(" layers {} to {}", row.layers->first, row.layers->last) : "";
    to.notes.push_back(fmt::format(
        "{}{}: {} draws {} in its time, within the intervals but {:.2g} % more than the energy measured, {}; "
        "that much is billed",
        row.network, layers, cpu ? "cpu_active" : "idle", shown(Unit::energy, drawn),
        (drawn / energy - 1) * 100, shown(Unit::energy, energy)));
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
  // In front of all laws, so that none of loads is fitted to weights.
  tell_deployments(file, library, calibration);
  if (!calibration.points.empty()) {
    if (file.make.empty())
      refine_max7800x(making);
    else
      make_measured(making);
  }
  // Also without a device's points: a file may be about links alone.
  compare_links(making);
  if (calibration.profile.empty()) return calibration;
  // What is written must be read: by the family's own reader, with its own messages.
  const input::Document document =
      input::parse(calibration.profile, calibration.name + ".yaml (the profile made)");
  (void)library.families().read(document);
  if (!file.make.empty()) tell_billed(measured::read_profile(document), calibration);
  return calibration;
}

}  // namespace synergy::calibrate
