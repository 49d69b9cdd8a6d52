#include "published.hpp"

#include "synergy/input/csv.hpp"
#include "synergy/input/look_up.hpp"
#include "synergy/input/text_file.hpp"
#include "synergy/link/ble/validation.hpp"
#include "synergy/results/link_tables.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace synergy::cli {
namespace {

/// The claim of the documentation of links; a larger deviation fails the command, and with it CI.
constexpr double kClaimedPercent = 2;

/// A table of published facts: its text and its file name.
std::pair<std::string, std::string> published(const scenario::Library& library, const char* table) {
  const std::filesystem::path file = library.root() / "device_profiles/published" / table;
  return {input::read_text(file, input::kMaxCsvBytes), file.string()};
}

}  // namespace

Published published_throughput(scenario::Library& library) {
  std::vector<link::StackProfile> stacks;
  // The stacks that somebody published throughputs of.
  for (const char* name : {"nordic_s132", "ti_cc13x2", "nimble", "nrf_connect"}) {
    link::BleSpec spec;
    spec.stack = name;
    stacks.push_back(link::read_stack(*library.link_profile(spec, library.root())));
  }
  const auto [csv, file] = published(library, "ble_throughput.csv");
  const std::vector<link::ThroughputRow> rows = link::compare_throughput(csv, file, stacks);
  double largest = 0;
  for (const link::ThroughputRow& row : rows) largest = std::max(largest, std::abs(row.deviation() * 100));
  Published result;
  result.table = results::link_throughput_table(rows);
  result.met = largest < kClaimedPercent;
  result.summary = fmt::format("{} published throughputs: largest deviation {:.2f} %, {} {} %", rows.size(),
                               largest, result.met ? "within" : "not within", kClaimedPercent);
  return result;
}

Published published_currents(scenario::Library& library) {
  std::vector<device::RadioProfile> radios;
  // Likewise for idle currents, which are shown without a gate: the table says what explains a deviation.
  for (const char* name : {"nrf52832", "cc2340r5", "nrf52840"}) {
    radios.push_back(*input::look_up(
        "radio", name, [&](const input::Value& v) { return library.radio(v, library.root()); }));
  }
  const auto [csv, file] = published(library, "ble_idle_current.csv");
  const std::vector<link::CurrentRow> rows = link::compare_idle_current(csv, file, radios);
  Published result;
  result.table = results::link_current_table(rows);
  result.summary =
      fmt::format("{} published currents of idle connections, with what explains deviations", rows.size());
  return result;
}

}  // namespace synergy::cli
