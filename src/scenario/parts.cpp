#include "synergy/scenario/parts.hpp"

#include "synergy/scenario/links.hpp"

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace synergy::scenario {
namespace {

/// What joins the chips of a board where nobody says otherwise.
constexpr std::string_view kWires = "{kind: generic, profile: board_spi}";

/// Distinct from the names of all sets of links there are.
std::string free_name(const Scenario& scenario, const Device& host) {
  std::string name = host.name + " board";
  for (int set = 0; set <= static_cast<int>(scenario.more_links.size()); ++set) {
    if (link_set_name(scenario, set) != name) continue;
    name += "'";
    set = -1;  // from the first one again
  }
  return name;
}

}  // namespace

void join_parts(Scenario& scenario, Library& library) {
  for (const DeviceId host : scenario.devices.ids()) {
    MoreLinks wires{"", {host}, scenario.link, nullptr, nullptr};
    for (const DeviceId d : scenario.devices.ids()) {
      if (scenario.devices[d].part_of == host && links_between(scenario, {host, d}).empty())
        wires.devices.push_back(d);
    }
    if (wires.devices.size() < 2) continue;
    const input::Document section = input::parse(std::string(kWires), "wires of a board");
    input::Problems problems(section.name);
    wires.link = library.link_kinds().read(input::Value(section.root, problems));
    problems.throw_if_any();
    wires.name = free_name(scenario, scenario.devices[host]);
    wires.profile = library.link_profile(wires.link, {});
    wires.kind = wires.link.make(*wires.profile);
    scenario.more_links.push_back(std::move(wires));
  }
}

}  // namespace synergy::scenario
