#include "check.hpp"

#include "synergy/input/error.hpp"
#include "synergy/measured/numbers.hpp"
#include "synergy/quantities/parse.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::measured {

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

void check_point(const input::Value& item, const Profile& profile) {
  const Point& point = profile.points.back();
  const Point& first = profile.points.front();
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
  above("idle", point.idle->value, "infer", point.infer->value);
  above("idle", point.idle->value, "cpu_active", point.cpu_active->value);
  if (profile.infers_on_cpu) above("cpu_active", point.cpu_active->value, "infer", point.infer->value);
  if (point.cpu_asleep) above("cpu_asleep", point.cpu_asleep->value, "idle", point.idle->value);
}

void check_chosen(const input::Value& chosen, const Profile& profile) {
  std::vector<std::string_view> known;
  for (const Point& point : profile.points) {
    if (point.name == profile.operating_point) return;
    known.push_back(point.name);
  }
  if (!known.empty()) chosen.fail(unknown_name("operating point", profile.operating_point, known));
}

}  // namespace synergy::measured
