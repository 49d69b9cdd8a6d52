#include "published.hpp"

#include "synergy/input/csv.hpp"
#include "synergy/input/text_file.hpp"
#include "synergy/link/ble/validation.hpp"

#include <algorithm>
#include <cmath>

#include "lookup.hpp"
#include <fmt/format.h>

namespace synergy::cli {

using results::Table;

namespace {

/// Deviations are for people: no more digits than they can mean.
double percent(double ratio) { return std::round(ratio * 1e6) / 1e4; }

constexpr double kClaimedPercent = 2;

}  // namespace

Published published_throughput(scenario::Library& library) {
  Published result;
  result.table = {"link_throughput",
                  {{"source", "", "where it was published"},
                   {"stack", "", "profile"},
                   {"phy", "", "PHY"},
                   {"interval_ms", "ms", "connection interval", results::Type::number},
                   {"event_ms", "ms", "event length", results::Type::number},
                   {"att_mtu", "", "ATT MTU", results::Type::integer},
                   {"ll_payload", "", "link-layer payload", results::Type::integer},
                   {"method", "", "method"},
                   {"published_kbps", "kbit/s", "published", results::Type::number},
                   {"ours_kbps", "kbit/s", "ours", results::Type::number},
                   {"deviation_percent", "%", "ours / published - 1", results::Type::number}},
                  {}};
  double largest = 0;
  std::vector<link::StackProfile> stacks;
  for (const char* name : {"nordic_s132", "ti_cc13x2", "nimble"}) {
    link::LinkSpec spec;
    spec.stack = name;
    stacks.push_back(link::read_stack(*library.link_profile(spec, library.root())));
  }
  const std::filesystem::path file = library.root() / "tests/data/ble_throughput.csv";
  for (const link::ThroughputRow& row :
       link::compare_throughput(input::read_text(file, input::kMaxCsvBytes), file.string(), stacks)) {
    const link::LinkSpec& spec = row.query.spec;
    result.table.rows.push_back(
        {row.source, spec.stack, std::string(link::to_text(spec.phy)), spec.connection_interval.ms(),
         spec.event_length->ms(), std::int64_t{spec.att_mtu}, std::int64_t{spec.ll_payload},
         std::string(link::method_names()[static_cast<std::size_t>(row.query.method)]), row.published_kbps,
         row.ours_kbps, percent(row.deviation())});
    largest = std::max(largest, std::abs(row.deviation() * 100));
  }
  result.met = largest < kClaimedPercent;
  result.summary =
      fmt::format("{} published throughputs: largest deviation {:.2f} %, {} {} %", result.table.rows.size(),
                  largest, result.met ? "within" : "not within", kClaimedPercent);
  return result;
}

Published published_currents(scenario::Library& library) {
  Published result;
  result.table = {
      "link_current",
      {{"source", "", "where it was published"},
       {"radio", "", "profile"},
       {"phy", "", "PHY"},
       {"interval_ms", "ms", "connection interval", results::Type::number},
       {"published_ua", "uA", "published mean current of an idle connection", results::Type::number},
       {"ours_ua", "uA", "ours", results::Type::number},
       {"deviation_percent", "%", "ours / published - 1", results::Type::number},
       {"note", "", "what explains the deviation"}},
      {}};
  std::vector<device::RadioProfile> radios;
  for (const char* name : {"nrf52832", "cc2340r5", "nrf52840"}) {
    radios.push_back(
        *look_up("radio", name, [&](const input::Value& v) { return library.radio(v, library.root()); }));
  }
  const std::filesystem::path file = library.root() / "tests/data/ble_idle_current.csv";
  for (const link::CurrentRow& row :
       link::compare_idle_current(input::read_text(file, input::kMaxCsvBytes), file.string(), radios)) {
    result.table.rows.push_back({row.source, row.radio, std::string(link::to_text(row.phy)),
                                 row.connection_interval.ms(), row.published.si() * 1e6, row.ours.si() * 1e6,
                                 percent(row.deviation()),
                                 row.note.empty() ? results::Cell{} : results::Cell(row.note)});
  }
  result.summary = fmt::format("{} published currents of idle connections, with what explains deviations",
                               result.table.rows.size());
  return result;
}

}  // namespace synergy::cli
