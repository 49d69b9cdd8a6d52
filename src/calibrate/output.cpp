#include "synergy/calibrate/output.hpp"

#include "synergy/results/write.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "measure.hpp"
#include "profile.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

// Keys stay in the order of writing, so that results of two runs can be compared line by line.
using nlohmann::ordered_json;
using results::Cell;
using results::Column;
using results::Role;
using results::Table;
using results::Type;

/// Enough digits for a reader, few enough that other compilers print the same.
double rounded(double x) { return x == 0 || !std::isfinite(x) ? x : std::stod(fmt::format("{:.9g}", x)); }

Cell cell(double si, double scale) { return rounded(si * scale); }
/// Three cells in any case: columns stay in their places where something was not measured.
void add(std::vector<Cell>& row, const std::optional<Estimate>& e, double scale) {
  if (!e) {
    row.insert(row.end(), {Cell{}, Cell{}, Cell{}});
    return;
  }
  row.insert(row.end(), {cell(e->value, scale), cell(e->low, scale), cell(e->high, scale)});
}

ordered_json json_of(const Estimate& e) {
  return {{"value", rounded(e.value)}, {"low", rounded(e.low)}, {"high", rounded(e.high)}};
}
ordered_json json_of(const Errors& e) {
  return {{"mape", rounded(e.mape)},
          {"rmspe", rounded(e.rmspe)},
          {"within_5_percent", rounded(e.within_5)},
          {"within_10_percent", rounded(e.within_10)},
          {"points", e.points}};
}

ordered_json traces_json(const Calibration& calibration) {
  ordered_json list = ordered_json::array();
  for (const TraceFacts& t : calibration.traces) {
    list.push_back({{"file", t.file},
                    {"fnv1a", t.hash},
                    {"bytes", t.bytes},
                    {"samples", t.samples},
                    {"duration_s", rounded(t.duration_s)},
                    {"step_s", rounded(t.step_s)},
                    {"missing_samples", t.missing_samples},
                    {"windows", t.windows},
                    {"cut_off", t.cut_off}});
  }
  return list;
}

ordered_json points_json(const Calibration& calibration) {
  ordered_json list = ordered_json::array();
  for (const Point& p : calibration.points) {
    ordered_json one;
    one["of"] = name_of(p);
    if (p.time) one["time_s"] = json_of(*p.time);
    if (p.energy) one["energy_j"] = json_of(*p.energy);
    if (p.power) one["power_w"] = json_of(*p.power);
    one["source"] = p.source;
    list.push_back(std::move(one));
  }
  return list;
}

ordered_json laws_json(const Calibration& calibration) {
  ordered_json list = ordered_json::array();
  for (const LawReport& law : calibration.laws) {
    ordered_json one{{"of", law.of}, {"law", law.text}, {"huber_weights", law.robust}};
    for (const auto& [name, value] : law.coefficients) one["coefficients"][name] = json_of(value);
    if (law.left_out) one["left_out"] = json_of(*law.left_out);
    if (law.holdout) one["holdout"] = json_of(*law.holdout);
    list.push_back(std::move(one));
  }
  return list;
}

std::string errors_text(const Errors& e) {
  return fmt::format(
      "{:.2g} % in the mean (root mean square {:.2g} %), {:.0f} % within 5 %, {:.0f} % within 10 %, of {}",
      e.mape * 100, e.rmspe * 100, e.within_5 * 100, e.within_10 * 100, e.points);
}

std::string estimate_text(Unit unit, const Estimate& e) {
  // Numbers of documents have no range; showing one of no width would claim certainty.
  if (e.low == e.high) return shown(unit, e.value);
  return fmt::format("{} ({} to {})", shown(unit, e.value), shown(unit, e.low), shown(unit, e.high));
}

}  // namespace

Table points_table(const Calibration& calibration) {
  Table table{"calibration_points",
              {{"network", "", "that runs; empty for a state", Type::text, Role::key},
               {"layer", "", "of the network; empty: all of it", Type::text, Role::key},
               {"phase", "", "infer, load, unload or switch; empty for a state", Type::text, Role::key},
               {"state", "", "of the device", Type::text, Role::key},
               {"moved_bytes", "bytes", "that a load or unload moves", Type::integer, Role::key},
               {"time_ms", "ms", "of one inference or load: median over windows", Type::number},
               {"time_low_ms", "ms", "lower end of its interval", Type::number},
               {"time_high_ms", "ms", "upper end of its interval", Type::number},
               {"energy_uj", "uJ", "of one inference or load, on the rail", Type::number},
               {"energy_low_uj", "uJ", "lower end of its interval", Type::number},
               {"energy_high_uj", "uJ", "upper end of its interval", Type::number},
               {"power_mw", "mW", "mean power, on the rail", Type::number},
               {"power_low_mw", "mW", "lower end of its interval", Type::number},
               {"power_high_mw", "mW", "upper end of its interval", Type::number},
               {"source", "", "recording or document", Type::text}},
              {}};
  for (const Point& p : calibration.points) {
    std::vector<Cell> row{p.network, p.layer, p.phase, p.state, p.bytes > 0 ? Cell(p.bytes) : Cell{}};
    // In the units in which numbers of small devices have few zeros.
    add(row, p.time, 1e3);
    add(row, p.energy, 1e6);
    add(row, p.power, 1e3);
    row.emplace_back(p.source);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table residuals_table(const Calibration& calibration) {
  Table table{"calibration_residuals",
              {{"quantity", "", "time, energy, power or transfer", Type::text, Role::key},
               {"network", "", "network, or name of the link", Type::text, Role::key},
               {"phase", "", "infer, load, ... or size of the transfer", Type::text, Role::key},
               {"fitted", "",
                "fit: was fitted to; left_out: by a fit without this network; holdout: kept out of "
                "everything; model: nothing was fitted",
                Type::text, Role::key},
               {"measured_si", "s, J or W", "as measured", Type::number},
               {"modelled_si", "s, J or W", "as modelled", Type::number},
               {"deviation_percent", "%", "modelled over measured, less 1", Type::number}},
              {}};
  for (const Residual& r : calibration.residuals)
    // In SI units, since a column holds times, energies and powers side by side.
    table.rows.push_back({r.quantity, r.network, r.phase, r.kind, rounded(r.measured), rounded(r.modelled),
                          rounded((r.modelled / r.measured - 1) * 100)});
  return table;
}

Table errors_table(const Calibration& calibration) {
  Table table{
      "calibration_errors",
      {{"law", "", "of what: time, energy, load, a link", Type::text, Role::key},
       {"networks", "", "left_out: each network by a fit without it; holdout: a network that was kept out",
        Type::text, Role::key},
       {"mape_percent", "%", "mean of the absolute relative errors", Type::number, Role::smaller_is_better},
       {"rmspe_percent", "%", "root of their mean square", Type::number, Role::smaller_is_better},
       {"within_5_percent", "%", "share of the points that are at most 5 % off", Type::number,
        Role::larger_is_better},
       {"within_10_percent", "%", "share of the points that are at most 10 % off", Type::number,
        Role::larger_is_better},
       {"point_count", "", "points that were predicted", Type::integer}},
      {}};
  for (const LawReport& law : calibration.laws) {
    for (const auto& [name, errors] :
         {std::pair("left_out", law.left_out), std::pair("holdout", law.holdout)}) {
      // With one network there is nothing to leave out; a row of zeros would look like no error.
      if (!errors) continue;
      table.rows.push_back({law.of, std::string(name), cell(errors->mape, 100), cell(errors->rmspe, 100),
                            cell(errors->within_5, 100), cell(errors->within_10, 100),
                            std::int64_t{errors->points}});
    }
  }
  return table;
}

std::string to_json(const Calibration& calibration, const File& file, const Options& options,
                    const Provenance& provenance) {
  ordered_json json;
  json["tool"] = provenance.program;
  json["command_line"] = provenance.command_line;
  json["input_hashes"] = ordered_json::object();
  for (const auto& [name, hash] : provenance.input_hashes) json["input_hashes"][name] = hash;
  json["profile"] = calibration.name;
  json["rail"] = names_of(Rail{})[static_cast<std::size_t>(file.rail)];
  json["instrument"] = file.instrument;
  // With these a reader can repeat the intervals and the integrals from the recordings.
  json["seed"] = file.seed;
  json["bootstrap_draws"] = kBootstrapDraws;
  json["bootstrap_coverage"] = kBootstrapCoverage;
  json["integration"] =
      "trapezoid between samples, half a step more at each edge of a window; energies of samples are summed";
  if (!options.holdout.empty()) json["holdout"] = options.holdout;
  json["allow_rate"] = options.allow_rate;
  json["traces"] = traces_json(calibration);
  json["dropped_windows"] = ordered_json::array();
  for (const DroppedWindow& d : calibration.dropped)
    json["dropped_windows"].push_back(
        {{"file", d.file}, {"window", d.number}, {"begin_s", rounded(d.begin_s)}, {"why", d.why}});
  json["points"] = points_json(calibration);
  json["energy_checks"] = ordered_json::array();
  for (const EnergyCheck& check : calibration.checks) {
    json["energy_checks"].push_back({{"of", check.of},
                                     {"energy_j", rounded(check.energy_j)},
                                     {"power_times_time_j", rounded(check.power_times_time_j)},
                                     {"deviation", rounded(check.deviation())}});
  }
  json["laws"] = laws_json(calibration);
  json["residuals"] = ordered_json::array();
  for (const Residual& r : calibration.residuals) {
    json["residuals"].push_back({{"quantity", r.quantity},
                                 {"network", r.network},
                                 {"phase", r.phase},
                                 {"fitted", r.kind},
                                 {"measured", rounded(r.measured)},
                                 {"modelled", rounded(r.modelled)}});
  }
  json["notes"] = calibration.notes;
  return json.dump(2) + "\n";
}

std::string to_text(const Calibration& calibration) {
  std::string text;
  for (const TraceFacts& t : calibration.traces) {
    text += fmt::format("{}: {} samples in {:.4g} s, {} windows", t.file, t.samples, t.duration_s, t.windows);
    text += t.missing_samples > 0 ? fmt::format(", {} samples missing\n", t.missing_samples) : "\n";
  }
  for (const DroppedWindow& d : calibration.dropped)
    text += fmt::format("{}: window {} at {:.4g} s dropped: {}\n", d.file, d.number, d.begin_s, d.why);
  for (const Point& p : calibration.points) {
    text += name_of(p) + ":";
    if (p.time) text += " " + estimate_text(Unit::time, *p.time);
    if (p.energy) text += fmt::format("{} {}", p.time ? "," : "", estimate_text(Unit::energy, *p.energy));
    if (p.power)
      text += fmt::format("{} {}", p.time || p.energy ? "," : "", estimate_text(Unit::power, *p.power));
    text += "\n";
  }
  for (const LawReport& law : calibration.laws) {
    text += fmt::format("{}: {}\n", law.of, law.text);
    // Narrow ones would be taken for certainty: kinds of layer that grow together are told apart by none of
    // the fits.
    if (law.of == "time" && law.left_out)
      text +=
          "  low and high of its numbers: fits without one network each, which need not hold the true ones\n";
    if (law.left_out) text += fmt::format("  left out: {}\n", errors_text(*law.left_out));
    if (law.holdout) text += fmt::format("  kept out: {}\n", errors_text(*law.holdout));
    // Said in words, since silence would be taken for no error.
    if (!law.left_out && !law.holdout)
      text += "  error on other networks: unknown, there is none to leave out\n";
  }
  for (const std::string& note : calibration.notes) text += fmt::format("note: {}\n", note);
  return text;
}

std::vector<std::string> failures(const Calibration& calibration, double max_error) {
  std::vector<std::string> failed;
  for (const EnergyCheck& check : calibration.checks) {
    // Energies that contradict powers are wrong whatever a user tolerates of laws, so that no option turns
    // this off.
    if (std::abs(check.deviation()) <= kEnergyTolerance) continue;
    const std::string message = fmt::format(
        "{}: energy is {}, power x time {}, {:+.2g} %", check.of, shown(Unit::energy, check.energy_j),
        shown(Unit::energy, check.power_times_time_j), check.deviation() * 100);
    failed.push_back(synergy::to_text(Problem{check.where, message}));
  }
  // Not asked for: how far laws are off is told in any case, but how far is too far is the user's to say.
  if (max_error < 0) return failed;
  // A test of nothing would be passed by anything.
  bool any = false;
  for (const LawReport& law : calibration.laws) {
    const bool told = law.left_out || law.holdout;
    any = any || told || law.of == "time" || law.of == "energy";
    // Those of inferences are what is asked for; a load of one size is beside them.
    if (!told && (law.of == "time" || law.of == "energy"))
      failed.push_back(fmt::format(
          "{}: --max-error has nothing to test: no network is left out or kept out (two are needed)",
          law.of));
  }
  if (!any)
    failed.emplace_back(
        "--max-error has nothing to test: no law with an error on networks left out or kept out");
  for (const LawReport& law : calibration.laws) {
    for (const auto& [name, errors] :
         {std::pair("left out", law.left_out), std::pair("kept out", law.holdout)}) {
      if (errors && errors->mape > max_error)
        failed.push_back(fmt::format("{}: {:.3g} % off in the mean on networks {}, allowed are {:.3g} %",
                                     law.of, errors->mape * 100, name, max_error * 100));
    }
  }
  return failed;
}

}  // namespace synergy::calibrate
