#include "synergy/link/ble/validation.hpp"

#include "csv_table.hpp"
#include "end_energy.hpp"

namespace synergy::link {
namespace {

/// Throughput does not depend on the radios.
device::RadioProfile any_radio() {
  device::RadioProfile radio;
  radio.supply_efficiency.value = Ratio::from_si(1);
  return radio;
}

template <class Profile>
std::vector<std::string_view> names_of(const std::vector<Profile>& profiles) {
  std::vector<std::string_view> names;
  names.reserve(profiles.size());
  for (const Profile& profile : profiles) names.push_back(profile.name);
  return names;
}

}  // namespace

std::vector<ThroughputRow> compare_throughput(const std::string& csv, const std::string& file_name,
                                              const std::vector<StackProfile>& stacks) {
  const device::RadioProfile radio = any_radio();
  std::vector<ThroughputRow> rows;
  for (const TableLine& line : read_table(csv, file_name)) {
    const StackProfile& stack = stacks[line.choice("stack", names_of(stacks))];
    ThroughputRow row;
    row.source = line.text("source");
    row.published_kbps = line.number("kbps");
    row.query.method = static_cast<Method>(line.choice("method", method_names()));
    BleSpec& spec = row.query.spec;
    spec.stack = stack.name;
    spec.phy = static_cast<Phy>(line.choice("phy", phy_names()));
    spec.connection_interval = milliseconds(line.number("conn_interval_ms"));
    spec.event_length = milliseconds(line.number("event_length_ms"));
    // Event length extension. The length is the one in force: an extended event fills the interval.
    if (line.choice("ext", {"off", "n/a", "event=CI"}) == 2 && *spec.event_length != spec.connection_interval)
      line.fail("an event that is extended to the interval is as long as that");
    spec.att_mtu = static_cast<int>(line.number("att_mtu"));
    spec.ll_payload = static_cast<int>(line.number("ll_payload"));
    spec.encrypted = line.choice("encrypted", {"false", "true"}) == 1;
    for (const SpecProblem& problem : spec.problems()) line.fail(problem.message);
    for (const SpecProblem& problem : spec.problems_with(stack)) line.fail(problem.message);
    const Throughput ours = throughput(row.query, stack, radio, radio).front();
    if (!ours.infeasible.empty()) line.fail(ours.infeasible);
    row.ours_kbps = ours.throughput_kbps;
    rows.push_back(std::move(row));
  }
  return rows;
}

Current connected_current(Phy phy, Duration connection_interval, const device::RadioProfile& radio) {
  // The chip that is measured is the peripheral: it listens early, for both ends' clocks.
  BleEvents events;
  events.phy = phy;
  events.interval = connection_interval;
  const Energy event = EndEnergy(radio, radio, Role::peripheral, events).idle_event();
  const double volts = radio.supply.value.si() / radio.supply_efficiency.value.si();
  return Current::from_si(event.si() / volts / connection_interval.s()) + radio.sleep.value;
}

std::vector<CurrentRow> compare_idle_current(const std::string& csv, const std::string& file_name,
                                             const std::vector<device::RadioProfile>& radios) {
  std::vector<CurrentRow> rows;
  for (const TableLine& line : read_table(csv, file_name)) {
    const device::RadioProfile& radio = radios[line.choice("radio", names_of(radios))];
    CurrentRow row;
    row.source = line.text("source");
    row.radio = radio.name;
    row.phy = static_cast<Phy>(line.choice("phy", phy_names()));
    row.connection_interval = milliseconds(line.number("conn_interval_ms"));
    row.published = Current::from_si(line.number("current_ua") * 1e-6);
    row.note = line.text("note");
    row.calibrates = line.choice("calibrates", {"no", "yes"}) == 1;
    row.ours = connected_current(row.phy, row.connection_interval, radio);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace synergy::link
