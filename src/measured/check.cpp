#include "check.hpp"

#include "synergy/input/error.hpp"
#include "synergy/measured/numbers.hpp"
#include "synergy/quantities/parse.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace synergy::measured {
namespace {

/// Three roundings to six digits, each by at most half of the last.
constexpr double kSixDigits = 1.5e-5;

/// "8 mW", or "8.1 mW, at least 7.9 mW" where a bound and not the value is what is compared.
template <class Q>
std::string compared(const Sourced<Q>& number, const Q& bound, std::string_view word) {
  std::string text = to_text(number.value);
  if (bound != number.value) text += fmt::format(", {} {}", word, to_text(bound));
  return text;
}
template <class Q>
std::string at_least(const Sourced<Q>& number) {
  return compared(number, lowest(number), "at least");
}
template <class Q>
std::string at_most(const Sourced<Q>& number) {
  return compared(number, highest(number), "at most");
}

}  // namespace

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
  const Sourced<Power>& least = cpu ? *first.cpu_active : *first.idle;
  // Time, power and energy of one measurement are three medians, of which no one is the product of the
  // others; so only intervals that leave no room contradict each other. What is billed then is at least the
  // power's part (LoweredNetwork::cost()).
  const Energy powers = lowest(least) * lowest(row.time);
  // Equal but for the six digits that each of the three is written with.
  if (highest(*row.energy) >= powers * (1 - kSixDigits)) return;
  item.fail(fmt::format("the energy ({}) is less than {} ({}) draws in the row's time: {:.4g} uJ",
                        at_most(*row.energy), cpu ? "cpu_active" : "idle", at_least(least),
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
  // Where the intervals overlap both may be true, and the model takes the difference as 0 (state.cpp).
  const auto above = [&](const char* less, const Sourced<Power>& low, const char* more,
                         const Sourced<Power>& high) {
    if (lowest(low) > highest(high))
      item.fail(fmt::format("{} ({}) is above {} ({})", less, at_least(low), more, at_most(high)));
  };
  // Energies of the model lie above idle; a state below it would give energy back by working.
  above("idle", *point.idle, "infer", *point.infer);
  above("idle", *point.idle, "cpu_active", *point.cpu_active);
  // What the CPU draws by being active is accounted for first, and inferring is what comes on top.
  if (profile.infers_on_cpu) above("cpu_active", *point.cpu_active, "infer", *point.infer);
  // It is the CPU that moves data and weights, and whoever accounts for it adds `cpu_active`: a rail that
  // draws less meanwhile would have to be billed a negative rest.
  for (const auto& [key, power] :
       {std::pair{"load", &point.load}, std::pair{"unload", &point.unload},
        std::pair{"switch", &point.switching}, std::pair{"deploy", &point.deploy}}) {
    if (*power) above("cpu_active", *point.cpu_active, key, **power);
  }
  // It is the CPU's share of idle; the rest is the accelerator's and must not be negative.
  if (point.cpu_asleep) above("cpu_asleep", *point.cpu_asleep, "idle", *point.idle);
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
