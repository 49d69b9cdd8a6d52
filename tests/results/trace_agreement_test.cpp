// The timeline of a run against its results: busy time of every unit, and energy.
#include <algorithm>
#include <cmath>
#include <map>

#include "traced.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;

TEST_CASE("is a unit as long busy in the trace as in the results?") {
  for (const Traced* traced : {&w1(), &reloading()}) {
    const auto& units = traced->record.compiled->units;
    for (std::size_t u = 0; u < units.size(); ++u) {
      CAPTURE(units[plan::UnitId(u)].name);
      const bool link = units[plan::UnitId(u)].kind == plan::Unit::Kind::link;
      std::int64_t busy = 0;
      for (const json& slice :
           traced->slices(link ? 5 : units[plan::UnitId(u)].device.value() + 1, static_cast<int>(u) + 1)) {
        if (slice["cat"] == "phase" && units[plan::UnitId(u)].kind != plan::Unit::Kind::cpu) continue;
        if (!link) {
          busy += traced->inside(slice);
          continue;
        }
        const double share =
            static_cast<double>(traced->inside(slice)) / static_cast<double>(ns(slice["dur"]));
        busy += std::llround(static_cast<double>(ns(slice["args"]["busy_us"])) * share);
      }
      CHECK(busy == traced->record.result->units[plan::UnitId(u)].busy.ns());
    }
    for (std::size_t u = 0; u < units.size(); ++u) {
      if (units[plan::UnitId(u)].kind != plan::Unit::Kind::cpu) continue;
      CHECK(traced->record.result->units[plan::UnitId(u)].busy ==
            traced->record.result->devices[units[plan::UnitId(u)].device].cpu_busy);
    }
  }
}

TEST_CASE("is busy time in the trace the busy ratio of the tables times the window?") {
  for (const Traced* traced : {&w1(), &reloading()}) {
    const std::vector<run::RunRecord> records{traced->record};
    const double window_ns = static_cast<double>(traced->end_ns() - traced->begin_ns());
    // By the name that the trace gives a thread: a link's, "cpu" and a unit's after its device's.
    std::map<int, std::string> processes;
    std::map<std::string, double> ratios;
    for (const json& event : traced->events("M")) {
      if (event["name"] == "process_name") processes[event["pid"]] = event["args"]["name"];
      if (event["name"] != "thread_name") continue;
      const std::string process = processes.at(event["pid"]);
      const std::string part = event["args"]["name"];
      double busy = 0;
      for (const json& slice : traced->slices(event["pid"], event["tid"])) {
        if (slice["cat"] == "phase" && part != "cpu") continue;
        const auto lasts = static_cast<double>(ns(slice["dur"]));
        const double served = process == "links" ? static_cast<double>(ns(slice["args"]["busy_us"])) : lasts;
        if (lasts > 0) busy += served * static_cast<double>(traced->inside(slice)) / lasts;
      }
      ratios[process == "links" ? part : process + "." + part] = busy / window_ns;
    }
    const auto agrees = [&](const results::Table& table, std::string_view name, std::string_view end,
                            std::string_view column) {
      CHECK(!table.rows.empty());
      for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const std::string unit = test::text(table, row, name) + std::string(end);
        CAPTURE(unit);
        CHECK(ratios[unit] == Approx(test::number(table, row, column)).margin(1e-12));
      }
    };
    agrees(results::units_table(records), "unit", "", "busy_ratio");
    agrees(results::links_table(records), "link", "", "busy_ratio");
    agrees(results::devices_table(records), "device", ".cpu", "cpu_busy_ratio");
    const results::Table runs = results::runs_table(records);
    const std::string bottleneck = test::text(runs, 0, "bottleneck_unit");
    const double busiest = test::number(runs, 0, "bottleneck_busy_ratio");
    // A sensor may be the bottleneck for want of samples, which a timeline does not show as busy.
    const bool sensor = bottleneck.ends_with(".microphone") || bottleneck.ends_with(".camera");
    if (!sensor) CHECK(ratios.at(bottleneck) == Approx(busiest));
    for (const auto& [unit, ratio] : ratios) CHECK(ratio <= busiest + 1e-12);
  }
}

TEST_CASE("is the power counter's area the energy of the device?") {
  for (const Traced* traced : {&w1(), &reloading()}) {
    for (std::size_t d = 0; d < traced->scenario.devices.size(); ++d) {
      std::int64_t at = 0;
      double power_mw = 0;
      double energy_mj = 0;
      const auto advance = [&](std::int64_t to) {
        const std::int64_t from = std::clamp(at, traced->begin_ns(), traced->end_ns());
        energy_mj += power_mw *
                     static_cast<double>(std::clamp(to, traced->begin_ns(), traced->end_ns()) - from) * 1e-9;
        at = to;
      };
      for (const json& event : traced->events("C")) {
        if (event["name"] != "power_mw" || event["pid"] != static_cast<int>(d) + 1) continue;
        advance(ns(event["ts"]));
        power_mw = event["args"]["idle"].get<double>() + event["args"]["active"].get<double>();
        CHECK(event["args"]["active"].get<double>() >= 0);
      }
      advance(traced->end_ns());
      const simulation::DeviceResult& device = traced->record.result->devices[plan::DeviceId(d)];
      CHECK(energy_mj == Approx((device.statics() + device.dynamic()).si() * 1e3).epsilon(1e-6));
    }
  }
}
