#include "synergy/results/suite_tables.hpp"

#include "columns.hpp"

namespace synergy::results {
namespace {

// Parts are rounded to whole ns and fJ one by one, in the search and in the estimate.
constexpr double kRoundingOfBound = 1e-6;

Cell suite_value(const SuiteValue& value) {
  if (value.answer == Answer::none) return {};
  return value.value;
}
Cell yes(bool is) { return text(is ? "y" : "n"); }
std::string_view answer_name(Answer answer) { return names_of(Answer{})[static_cast<std::size_t>(answer)]; }

const ColumnOf<SuiteRow> kSuite[] = {
    {{"instance", "", "instance: FAMILY/NAME", Type::text, Role::key},
     [](const SuiteRow& r) { return text(r.instance); }},
    {{"planner", "", "planner", Type::text, Role::key}, [](const SuiteRow& r) { return text(r.planner); }},
    {{"family", "", "folder of the instance"}, [](const SuiteRow& r) { return text(r.family); }},
    {{"objective", "", "what the instance wants best; throughput_over_time: its body changes"},
     [](const SuiteRow& r) { return text(r.objective); }},
    {{"policy", "", "parallelisation policy of the simulation"},
     [](const SuiteRow& r) { return text(r.policy); }},
    {{"answer", "", "plan; overload: feasible, but the rates are not sustained; none: no feasible plan"},
     [](const SuiteRow& r) { return text(answer_name(r.value.answer)); }},
    {{"solved", "", "y if no better kind of answer is known, else n"},
     [](const SuiteRow& r) { return yes(r.solved()); }},
    {{"objective_value", "",
      "as in runs; of an overload the busy time of the busiest unit at the rates in ms/s, whatever the "
      "objective; of throughput_over_time the ms of the window for each inference, over availability_ratio",
      Type::number, Role::smaller_is_better},
     [](const SuiteRow& r) { return suite_value(r.value); }},
    {{"best_objective_value", "", "the best that is known, likewise", Type::number},
     [](const SuiteRow& r) { return suite_value(r.best.best); }},
    {{"best_proven", "", "y if nothing better can exist, else n"},
     [](const SuiteRow& r) { return yes(r.best.proven()); }},
    {{"regret_ratio", "ratio",
      "objective_value / best_objective_value - 1 of answers of one kind; below 0: better than the best "
      "known",
      Type::number, Role::smaller_is_better},
     [](const SuiteRow& r) { return cell(r.regret()); }},
    {{"status", "", "of the simulation, as in runs"}, [](const SuiteRow& r) { return text(r.status); }},
    {{"throughput_inf_per_s", "inf/s", "simulated, as in runs", Type::number, Role::larger_is_better},
     [](const SuiteRow& r) { return cell(r.throughput_inf_per_s); }},
    {{"latency_mean_ms", "ms", "simulated, as in runs", Type::number, Role::smaller_is_better},
     [](const SuiteRow& r) { return cell(r.latency_mean_ms); }},
    {{"power_mean_mw", "mW", "simulated, as in runs", Type::number, Role::smaller_is_better},
     [](const SuiteRow& r) { return cell(r.power_mean_mw); }},
    {{"candidates_considered", "", "as in runs", Type::integer, Role::smaller_is_better},
     [](const SuiteRow& r) { return count(r.candidates_considered); }},
    {{"candidates_pruned", "", "as in runs", Type::integer},
     [](const SuiteRow& r) { return count(r.candidates_pruned); }},
    {{"events_simulated", "", "events of simulations that the planner asked for", Type::integer,
      Role::smaller_is_better},
     [](const SuiteRow& r) { return count(r.events_simulated); }},
    {{"budget_ended", "", "y if the planner's node_budget ran out"},
     [](const SuiteRow& r) { return yes(r.budget_ended); }},
    {{"wall_plan_ms", "ms", "time of planning on this machine", Type::number, Role::smaller_is_better},
     [](const SuiteRow& r) -> Cell { return r.wall_plan_ms; }},
    {{"wall_simulate_ms", "ms", "time of the simulation on this machine", Type::number,
      Role::smaller_is_better},
     [](const SuiteRow& r) -> Cell { return r.wall_simulate_ms; }},
};

const ColumnOf<SuiteScore> kScorecard[] = {
    {{"family", "", "family of instances; all: every one", Type::text, Role::key},
     [](const SuiteScore& s) { return text(s.family); }},
    {{"planner", "", "planner", Type::text, Role::key}, [](const SuiteScore& s) { return text(s.planner); }},
    {{"instance_count", "", "instances", Type::integer},
     [](const SuiteScore& s) { return count(s.instance_count); }},
    {{"solved_count", "", "of them answered as well as the best known in kind", Type::integer,
      Role::larger_is_better},
     [](const SuiteScore& s) { return count(s.solved_count); }},
    {{"solved_ratio", "ratio", "solved_count / instance_count", Type::number, Role::larger_is_better},
     [](const SuiteScore& s) -> Cell {
       if (s.instance_count == 0) return {};
       return static_cast<double>(s.solved_count) / static_cast<double>(s.instance_count);
     }},
    {{"best_count", "", "instances with the best known answer, or a better one", Type::integer,
      Role::larger_is_better},
     [](const SuiteScore& s) { return count(s.best_count); }},
    {{"regret_geometric_mean_ratio", "ratio",
      "geometric mean of 1 + regret_ratio, less 1, over the instances that it solved", Type::number,
      Role::smaller_is_better},
     [](const SuiteScore& s) { return cell(s.mean_regret); }},
    {{"regret_worst_ratio", "ratio", "largest regret_ratio, likewise", Type::number, Role::smaller_is_better},
     [](const SuiteScore& s) { return cell(s.worst_regret); }},
    {{"worst_instance", "", "where that is; empty: nowhere above 0"},
     [](const SuiteScore& s) { return text(s.worst_instance); }},
    {{"compared_count", "", "instances on which this planner and synergy completed inferences",
      Type::integer},
     [](const SuiteScore& s) { return count(s.compared_count); }},
    {{"throughput_ratio", "ratio", "simulated throughput over synergy's, geometric mean over those",
      Type::number, Role::larger_is_better},
     [](const SuiteScore& s) { return cell(s.throughput_ratio); }},
    {{"latency_ratio", "ratio", "likewise of latency_mean_ms", Type::number, Role::smaller_is_better},
     [](const SuiteScore& s) { return cell(s.latency_ratio); }},
    {{"power_ratio", "ratio", "likewise of power_mean_mw", Type::number, Role::smaller_is_better},
     [](const SuiteScore& s) { return cell(s.power_ratio); }},
    {{"candidates_considered", "", "of all instances together", Type::integer, Role::smaller_is_better},
     [](const SuiteScore& s) { return count(s.candidates_considered); }},
    {{"wall_plan_ms", "ms", "time of planning all instances on this machine", Type::number,
      Role::smaller_is_better},
     [](const SuiteScore& s) -> Cell { return s.wall_plan_ms; }},
};

const ColumnOf<ProfileStep> kProfile[] = {
    {{"planner", "", "planner", Type::text, Role::key}, [](const ProfileStep& s) { return text(s.planner); }},
    {{"value_ratio", "ratio", "objective_value / best_objective_value, at least 1", Type::number, Role::key},
     [](const ProfileStep& s) -> Cell { return s.value_ratio; }},
    {{"instance_ratio", "ratio", "share of the instances that the planner solves within that ratio",
      Type::number, Role::larger_is_better},
     [](const ProfileStep& s) -> Cell { return s.instance_ratio; }},
};

const ColumnOf<BestKnown> kBestKnown[] = {
    {{"instance", "", "instance: FAMILY/NAME", Type::text, Role::key},
     [](const BestKnown& b) { return text(b.instance); }},
    {{"objective", "", "what the instance wants best"}, [](const BestKnown& b) { return text(b.objective); }},
    {{"answer", "", "as in suite"}, [](const BestKnown& b) { return text(answer_name(b.best.answer)); }},
    {{"objective_value", "", "as in suite", Type::number, Role::smaller_is_better},
     [](const BestKnown& b) { return suite_value(b.best); }},
    {{"bound_objective_value", "", "no answer has a smaller value; empty: nothing is proven", Type::number},
     [](const BestKnown& b) -> Cell {
       if (!b.bound || b.best.answer == Answer::none) return {};
       return *b.bound;
     }},
    {{"proven", "",
      "y if nothing better can exist: the bound is reached, or it was proven that there is no plan"},
     [](const BestKnown& b) { return yes(b.proven()); }},
    {{"plan", "", "file of the plan, beside this one; empty without a plan, and where the body changes"},
     [](const BestKnown& b) {
       const bool has_plan = b.best.answer != Answer::none && b.objective != "throughput_over_time";
       return has_plan ? text("plans/" + b.instance + ".yaml") : Cell{};
     }},
    {{"found_by", "", "planner that found it, with its budget if it was given one"},
     [](const BestKnown& b) { return text(b.found_by); }},
    {{"version", "", "of the program that found it"}, [](const BestKnown& b) { return text(b.version); }},
};

}  // namespace

const std::vector<std::string_view>& names_of(Answer) {
  static const std::vector<std::string_view> names{"plan", "overload", "none"};
  return names;
}

bool BestKnown::proven() const {
  if (!bound) return false;
  return best.answer == Answer::none || best.value <= *bound * (1 + kRoundingOfBound);
}

std::optional<double> SuiteRow::regret() const {
  if (value.answer != best.best.answer || value.answer == Answer::none || best.best.value <= 0) return {};
  return value.value / best.best.value - 1;
}

Table suite_table(const std::vector<SuiteRow>& rows) { return make_table<SuiteRow>("suite", kSuite, rows); }
Table scorecard_table(const std::vector<SuiteScore>& scores) {
  return make_table<SuiteScore>("scorecard", kScorecard, scores);
}
Table performance_profile_table(const std::vector<ProfileStep>& steps) {
  return make_table<ProfileStep>("performance_profile", kProfile, steps);
}
Table best_known_table(const std::vector<BestKnown>& known) {
  return make_table<BestKnown>("best_known", kBestKnown, known);
}

}  // namespace synergy::results
