#include "synergy/results/submitted.hpp"

#include <cmath>

#include "columns.hpp"

namespace synergy::results {
namespace {

using Row = SubmittedRow;

Cell if_there(std::optional<double> number) { return number ? Cell{*number} : Cell{}; }
/// No more digits than an error can mean.
Cell percent(std::optional<double> ratio) { return ratio ? Cell{std::round(*ratio * 1e4) / 1e2} : Cell{}; }

const ColumnOf<Row> kColumns[] = {
    {{"round", "", "round of MLPerf Tiny", Type::text, Role::key},
     [](const Row& r) { return text(r.round); }},
    {{"submitter", "", "who submitted it", Type::text, Role::key},
     [](const Row& r) { return text(r.submitter); }},
    {{"system", "", "the submitter's name of it", Type::text, Role::key},
     [](const Row& r) { return text(r.system); }},
    {{"network", "", "network of the suite, in the zoo as mlperf_NETWORK", Type::text, Role::key},
     [](const Row& r) { return text(r.network); }},
    {{"profile", "", "our profile that stands for the system"}, [](const Row& r) { return text(r.profile); }},
    {{"used", "", "what the profile took from this submission: times, powers, all or no"},
     [](const Row& r) { return text(r.used); }},
    {{"software", "", "same as the profile was made with, or other"},
     [](const Row& r) { return text(r.software); }},
    {{"submitted_ms", "ms", "one inference as submitted", Type::number},
     [](const Row& r) -> Cell { return r.measured_ms; }},
    {{"ours_ms", "ms", "ours; empty if the profile cannot run the network", Type::number},
     [](const Row& r) { return if_there(r.modelled_ms); }},
    {{"time_error_percent", "%", "ours / submitted - 1", Type::number},
     [](const Row& r) { return percent(r.time_error()); }},
    {{"submitted_uj", "uJ", "energy of one inference as submitted; empty if none was", Type::number},
     [](const Row& r) { return if_there(r.measured_uj); }},
    {{"ours_uj", "uJ", "ours, by our time", Type::number},
     [](const Row& r) { return if_there(r.modelled_uj); }},
    {{"energy_error_percent", "%", "ours / submitted - 1", Type::number},
     [](const Row& r) { return percent(r.energy_error()); }},
    {{"energy_error_at_submitted_time_percent", "%", "the same with our power x the submitted time",
      Type::number},
     [](const Row& r) { return percent(r.power_error()); }},
    {{"problem", "", "why the profile cannot run the network; empty otherwise"},
     [](const Row& r) { return r.problem.empty() ? Cell{} : Cell{r.problem}; }},
};

}  // namespace

Table submitted_table(const std::vector<SubmittedRow>& rows) {
  return make_table<SubmittedRow>("submitted", kColumns, rows);
}

}  // namespace synergy::results
