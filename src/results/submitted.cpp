#include "synergy/results/submitted.hpp"

#include "synergy/device/lowered.hpp"
#include "synergy/plan/costs.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace synergy::results {
namespace {

constexpr const char* kNetworks[] = {"ad", "ic", "kws", "vww"};

/// A column of a table that must be there.
std::size_t column(const input::Csv& csv, std::string_view name) {
  const auto found = csv.find(name);
  if (!found) throw InputError({csv.name()}, fmt::format("there is no column '{}'", name));
  return *found;
}

/// The columns of the published table that are looked at.
struct Results {
  explicit Results(const input::Csv& table)
      : csv(table),
        round(column(csv, "round")),
        submitter(column(csv, "submitter")),
        system(column(csv, "system")),
        network(column(csv, "benchmark")),
        mode(column(csv, "mode")),
        latency(column(csv, "latency_ms")),
        energy(column(csv, "median_energy_uj")) {}

  [[nodiscard]] bool is_of(std::size_t row, const SubmittedRow& s) const {
    return csv.cell(row, round) == s.round && csv.cell(row, submitter) == s.submitter &&
           csv.cell(row, system) == s.system;
  }
  [[nodiscard]] double number(std::size_t row, std::size_t col) const {
    const auto value = input::to_number(csv.cell(row, col));
    if (!value || *value <= 0)
      throw InputError(csv.where(row), fmt::format("'{}' of column '{}' is no number above 0",
                                                   csv.cell(row, col), csv.columns()[col]));
    return *value;
  }

  const input::Csv& csv;
  std::size_t round, submitter, system, network, mode, latency, energy;
};

/// Fills in what was measured; false if the system has no row of this network.
bool take_measured(const Results& results, SubmittedRow& row) {
  bool found = false;
  for (std::size_t r = 0; r < results.csv.row_count(); ++r) {
    if (!results.is_of(r, row) || results.csv.cell(r, results.network) != row.network) continue;
    const double ms = results.number(r, results.latency);
    const bool with_energy = results.csv.cell(r, results.mode) == "energy";
    if (with_energy) {
      row.energy_ms = ms;
      row.measured_uj = results.number(r, results.energy);
    }
    if (!with_energy || !found) row.measured_ms = ms;
    found = true;
  }
  return found;
}

/// What our profile says. The rail gives what idles, what the CPU draws by working, and what inferring takes
/// on top.
void take_modelled(const SubmittedLibrary& library, SubmittedRow& row) {
  const auto chip = library.accelerator(row.profile);
  const auto network = library.network("mlperf_" + row.network);
  const auto lowered = chip->lower(network);
  const auto problems = lowered->problems_alone(network->all());
  if (!problems.empty()) {
    row.problem = problems.front().message;
    return;
  }
  const auto cost = lowered->cost_alone(network->all());
  constexpr auto kPolicy = scenario::CpuSleep::sleep;
  const Power idle = chip->idle_power() + plan::cpu_idle(kPolicy, *chip);
  const Energy energy =
      cost->infer_energy + plan::cpu_above_idle(kPolicy, *chip) * cost->feed + idle * cost->infer;
  row.modelled_ms = cost->infer.ms();
  row.modelled_uj = energy.si() * 1e6;
  if (row.energy_ms && *row.modelled_ms > 0)
    row.modelled_uj_at_measured_time = *row.modelled_uj / *row.modelled_ms * *row.energy_ms;
}

std::optional<double> error(std::optional<double> modelled, std::optional<double> measured) {
  if (!modelled || !measured) return {};
  return *modelled / *measured - 1;
}

/// Mean of the sizes of some errors.
struct Mean {
  double sum = 0;
  int count = 0;
  void add(std::optional<double> one) {
    if (!one) return;
    sum += std::abs(*one);
    ++count;
  }
  [[nodiscard]] std::string text(std::string_view what) const {
    return count == 0 ? fmt::format("no {}", what)
                      : fmt::format("{} {:.1f} % ({})", what, 100 * sum / count, count);
  }
};

}  // namespace

std::optional<double> SubmittedRow::time_error() const { return error(modelled_ms, measured_ms); }
std::optional<double> SubmittedRow::energy_error() const { return error(modelled_uj, measured_uj); }
std::optional<double> SubmittedRow::power_error() const {
  return error(modelled_uj_at_measured_time, measured_uj);
}

std::vector<SubmittedRow> compare_submitted(const input::Csv& results, const input::Csv& systems,
                                            const SubmittedLibrary& library) {
  const Results published(results);
  const std::size_t round = column(systems, "round");
  const std::size_t submitter = column(systems, "submitter");
  const std::size_t system = column(systems, "system");
  const std::size_t profile = column(systems, "profile");
  const std::size_t used = column(systems, "used");
  const std::size_t software = column(systems, "software");
  std::vector<SubmittedRow> rows;
  for (std::size_t r = 0; r < systems.row_count(); ++r) {
    const std::size_t before = rows.size();
    for (const char* network : kNetworks) {
      SubmittedRow row;
      row.round = systems.cell(r, round);
      row.submitter = systems.cell(r, submitter);
      row.system = systems.cell(r, system);
      row.profile = systems.cell(r, profile);
      row.used = systems.cell(r, used);
      row.software = systems.cell(r, software);
      row.network = network;
      if (!take_measured(published, row)) continue;
      take_modelled(library, row);
      rows.push_back(std::move(row));
    }
    if (rows.size() == before)
      throw InputError(systems.where(r), fmt::format("{} has no such system", results.name()));
  }
  return rows;
}

std::string submitted_summary(const std::vector<SubmittedRow>& rows) {
  std::vector<std::string> profiles;
  for (const SubmittedRow& row : rows) {
    const std::string name = row.profile.substr(0, row.profile.find('@'));
    if (std::find(profiles.begin(), profiles.end(), name) == profiles.end()) profiles.push_back(name);
  }
  std::string text = "Mean errors of rows that the profile was not made from (how many):\n";
  for (const std::string& name : profiles) {
    for (const std::string_view software : {"same", "other"}) {
      Mean time;
      Mean power;
      for (const SubmittedRow& row : rows) {
        if (row.profile.substr(0, row.profile.find('@')) != name || row.software != software) continue;
        if (row.used == "no" || row.used == "powers") time.add(row.time_error());
        if (row.used == "no" || row.used == "times") power.add(row.power_error());
      }
      if (time.count + power.count == 0) continue;
      text += fmt::format("  {}, {} software: {}, {}\n", name, software, time.text("time"),
                          power.text("energy given the measured time"));
    }
  }
  return text;
}

}  // namespace synergy::results
