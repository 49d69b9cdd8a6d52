#include "check.hpp"

#include "synergy/input/error.hpp"
#include "synergy/measured/numbers.hpp"
#include "synergy/quantities/parse.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace synergy::measured {

/// Overlapping rows would give two ways to add a range up, with two results. The whole network may have a row
/// beside those of its layers: nothing is stopped in between, so that their sum is another number.
void check_row(const input::Value& item, const std::vector<Row>& rows) {
  const Row& row = rows.back();
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    const Row& other = rows[i];
    if (other.network != row.network || other.layers.has_value() != row.layers.has_value()) continue;
    if (!row.layers) {
      item.fail(fmt::format("there is a row for the whole of '{}' already", row.network));
    } else if (row.layers->first <= other.layers->last && other.layers->first <= row.layers->last) {
      item.fail(fmt::format("layers {} to {} of '{}' overlap layers {} to {} of another row",
                            row.layers->first, row.layers->last, row.network, other.layers->first,
                            other.layers->last));
    }
  }
}

void check_energy(const input::Value& item, const Row& row, const Profile& profile) {
  const Point& first = profile.points.front();
  if (!row.energy) return;
  // Idle power runs on while an inference runs, and where the CPU infers it works: both are billed by their
  // powers, and what the row has beyond them is what inferring takes. Less cannot be billed.
  const bool cpu = profile.infers_on_cpu;
  const Power least = cpu ? first.cpu_active->value : first.idle->value;
  const Energy powers = least * row.time.value;
  // Equal but for the last digits of the product.
  if (row.energy->value >= powers * (1 - 1e-9)) return;
  item.fail(fmt::format("the energy ({}) is less than {} ({}) draws in the row's time: {:.4g} uJ",
                        to_text(row.energy->value), cpu ? "cpu_active" : "idle", to_text(least),
                        powers.si() * 1e6));
}

void check_point(const input::Value& item, const Profile& profile) {
  const Point& point = profile.points.back();
  const Point& first = profile.points.front();
  // NAME@POINT is how scenarios ask for a point.
  if (point.name.find('@') != std::string::npos)
    item.fail(
        fmt::format("the name '{}' of an operating point has an '@'; accelerator: NAME@POINT would be "
                    "read as another",
                    point.name));
  const bool twice = std::count_if(profile.points.begin(), profile.points.end(),
                                   [&](const Point& p) { return p.name == point.name; }) > 1;
  if (twice) item.fail(fmt::format("there is an operating point '{}' already", point.name));
  const int stated = (point.idle ? 1 : 0) + (point.infer ? 1 : 0) + (point.cpu_active ? 1 : 0);
  const bool any =
      stated > 0 || point.cpu_asleep || point.load || point.unload || point.switching || point.deploy;
  // A part of the powers would leave open what the others follow.
  if (&point == &first ? stated < 3 : any && stated < 3) {
    item.fail(fmt::format("an operating point {} idle, infer and cpu_active",
                          &point == &first ? "with measured times needs" : "with powers of its own has"));
    return;
  }
  if (profile.infers_on_cpu && point.cpu_asleep)
    item.fail("'cpu_asleep' is for accelerators: where the CPU infers, all of 'idle' is its own");
  if (stated < 3) return;
  const auto above = [&](const char* less, Power low, const char* more, Power high) {
    if (low > high)
      item.fail(fmt::format("{} ({}) is above {} ({})", less, to_text(low), more, to_text(high)));
  };
  // Energies of the model lie above idle; a state below it would give energy back by working.
  above("idle", point.idle->value, "infer", point.infer->value);
  above("idle", point.idle->value, "cpu_active", point.cpu_active->value);
  // What the CPU draws by being active is accounted for first, and inferring is what comes on top.
  if (profile.infers_on_cpu) above("cpu_active", point.cpu_active->value, "infer", point.infer->value);
  // It is the CPU that moves data and weights, and whoever accounts for it adds `cpu_active`: a rail that
  // draws less meanwhile would have to be billed a negative rest.
  for (const auto& [key, power] :
       {std::pair{"load", &point.load}, std::pair{"unload", &point.unload},
        std::pair{"switch", &point.switching}, std::pair{"deploy", &point.deploy}}) {
    if (*power) above("cpu_active", point.cpu_active->value, key, (*power)->value);
  }
  // It is the CPU's share of idle; the rest is the accelerator's and must not be negative.
  if (point.cpu_asleep) above("cpu_asleep", point.cpu_asleep->value, "idle", point.idle->value);
}

void check_chosen(const input::Loader& loader, const Profile& profile) {
  std::vector<std::string_view> known;
  for (const Point& point : profile.points) {
    if (point.name == profile.operating_point) return;
    known.push_back(point.name);
  }
  // A list without any point has a problem of its own already.
  if (!known.empty())
    loader.fail("operating_point", unknown_name("operating point", profile.operating_point, known));
}

}  // namespace synergy::measured
