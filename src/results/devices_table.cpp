#include "part.hpp"

namespace synergy::results {
namespace {

const simulation::DeviceResult& device(const Part& p) { return p.result().devices[plan::DeviceId(p.i)]; }
const scenario::Device& device_spec(const Part& p) {
  return p.record->scenario->devices[plan::DeviceId(p.i)];
}
/// The parts of a device's power are its energies over the window, so that they add up to power_mean_mw.
template <Energy simulation::DeviceResult::*member>
Cell part_mw(const Part& p) {
  return mean_mw(device(p).*member, p.result().window);
}
using D = simulation::DeviceResult;

const ColumnOf<Part> kDevices[] = {
    {kRunId, run_id},
    {{"device", "", "name of the device", Type::text, Role::key},
     [](const Part& p) { return text(device_spec(p).name); }},
    {{"accelerator", "", "profile of its accelerator"},
     [](const Part& p) -> Cell {
       if (!device_spec(p).accelerator) return {};
       return device_spec(p).accelerator->name();
     }},
    {{"segment_count", "", "segments placed on it", Type::integer},
     [](const Part& p) { return count(p.compiled().segments_on[plan::DeviceId(p.i)]); }},
    // The parts have no direction: more in one part is good if it saves another.
    {{"power_mean_mw", "mW", "mean power in the window; the sum of the parts below", Type::number,
      Role::smaller_is_better},
     [](const Part& p) { return mean_mw(device(p).statics() + device(p).dynamic(), p.result().window); }},
    {{"cpu_idle_mw", "mW", "CPU's idle state", Type::number}, part_mw<&D::cpu_idle>},
    {{"cpu_active_mw", "mW", "CPU above idle", Type::number}, part_mw<&D::cpu_active>},
    {{"accelerator_idle_mw", "mW", "accelerator's idle state", Type::number}, part_mw<&D::accelerator_idle>},
    // Phases are stated by the profile without the CPU, whose share while it copies is in cpu_active_mw.
    {{"accelerator_active_mw", "mW", "accelerator above idle: switch, load, infer, unload", Type::number},
     part_mw<&D::accelerator_active>},
    {{"sensors_idle_mw", "mW", "sensors in use, streaming", Type::number}, part_mw<&D::sensors_idle>},
    {{"sensors_active_mw", "mW", "readouts", Type::number}, part_mw<&D::sensors_active>},
    {{"actuators_idle_mw", "mW", "interaction parts, idle", Type::number}, part_mw<&D::actuators_idle>},
    {{"actuators_active_mw", "mW", "dispatches", Type::number}, part_mw<&D::actuators_active>},
    {{"radio_sleep_mw", "mW", "radio asleep", Type::number}, part_mw<&D::radio_sleep>},
    // Apart from transfers: it is the price of being connected at all, which a plan on one device does not
    // pay.
    {{"radio_links_mw", "mW", "keeping links up: connection events without data", Type::number},
     part_mw<&D::radio_links>},
    {{"radio_transfers_mw", "mW", "connection events with data", Type::number}, part_mw<&D::radio_transfers>},
    // Energy says how much the CPU draws; this says whether it is what the device waits for.
    {{"cpu_busy_ratio", "ratio", "CPU time for switch, load, unload and processing / window", Type::number},
     [](const Part& p) { return ratio(device(p).cpu_busy, p.result().window); }},
    // The family lists first the memory that runs out first with most networks. With the built-in one that is
    // weight memory, where the fullest processor decides (device_profiles/max7800x.md, "Weight memory").
    {{"weight_words_used", "", "words used on the fullest processor", Type::integer},
     [](const Part& p) -> Cell {
       if (!device_spec(p).accelerator) return {};
       return p.compiled().memory.of(plan::DeviceId(p.i)).uses().front().used;
     }},
    {{"battery_life_h", "h",
      "battery capacity / mean power with its further accelerators, where a capacity is given", Type::number,
      Role::larger_is_better},
     [](const Part& p) -> Cell {
       if (!device_spec(p).battery) return {};
       Energy used = device(p).statics() + device(p).dynamic();
       for (const plan::DeviceId part : p.result().devices.ids()) {
         const simulation::DeviceResult& other = p.result().devices[part];
         if (p.record->scenario->devices[part].part_of == plan::DeviceId(p.i))
           used += other.statics() + other.dynamic();
       }
       // A device that draws nothing lasts forever, which no cell can say.
       if (used.si() <= 0) return {};
       // Capacity over mean power; 3600 makes hours of seconds. Ageing, temperature and cut-off voltage are
       // left out.
       return *device_spec(p).battery / used * p.result().window.s() / 3600;
     }},
};

}  // namespace

Table devices_table(const std::vector<RunRecord>& records) {
  return make_table<Part>("devices", kDevices, parts(records, &simulation::RunResult::devices));
}

}  // namespace synergy::results
