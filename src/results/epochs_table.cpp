#include "synergy/results/dynamic_tables.hpp"
#include "synergy/results/reasons.hpp"

#include "dynamic_part.hpp"

namespace synergy::results {
namespace {

using Row = DynamicPart;

const simulation::Epoch& epoch(const Row& p) { return p.of().epochs[p.i]; }

/// Names of those for which a list says yes, apart by blanks.
template <class Things, class Flags>
Cell names_where(const Things& things, const Flags& flags) {
  std::string all;
  for (const auto id : things.ids()) {
    if (flags[id]) all += (all.empty() ? "" : " ") + things[id].name;
  }
  return all;
}

Cell status(const Row& p) {
  if (!epoch(p).is_degraded()) return text("ok");
  for (const plan::AppId a : p.record->scenario->apps.ids()) {
    if (epoch(p).served[a]) return text("degraded");
  }
  return text("down");
}

Cell reasons(const Row& p) {
  if (epoch(p).reasons.empty()) return {};
  return reasons_in_words(epoch(p).reasons);
}

Cell per_second(const Row& p, double amount) {
  const Duration length = epoch(p).length();
  if (length <= Duration()) return {};
  return amount / length.s();
}

const ColumnOf<Row> kEpochs[] = {
    {kRunId, dynamic_run_id},
    {{"epoch", "", "its number, from 0", Type::integer, Role::key}, [](const Row& p) { return count(p.i); }},
    {{"begin_s", "s", "since the start", Type::number},
     [](const Row& p) { return seconds_cell(epoch(p).begin); }},
    {{"end_s", "s", "since the start", Type::number},
     [](const Row& p) { return seconds_cell(epoch(p).end); }},
    {{"cause", "", "what began it: a change, or a plan in force"},
     [](const Row& p) { return text(epoch(p).cause); }},
    {{"devices", "", "that are there, known or not"},
     [](const Row& p) { return names_where(p.record->scenario->devices, epoch(p).present); }},
    {{"apps", "", "that the user runs"},
     [](const Row& p) { return names_where(p.record->scenario->apps, epoch(p).running); }},
    {{"plan", "", "in force; empty: none"},
     [](const Row& p) -> Cell {
       if (epoch(p).plan.empty()) return {};
       return epoch(p).plan;
     }},
    {{"status", "", "ok; degraded: not every app that runs is served; down: none is"}, status},
    {{"reasons", "", "why apps are not served, where the last planning said"}, reasons},
    {{"predicted_throughput_inf_per_s", "inf/s",
      "by the estimate of the plan in force, of the apps that are served", Type::number},
     [](const Row& p) -> Cell { return epoch(p).predicted_inf_per_s; }},
    {{"throughput_inf_per_s", "inf/s", "inferences completed in it / its length", Type::number,
      Role::larger_is_better},
     [](const Row& p) { return per_second(p, static_cast<double>(epoch(p).completed)); }},
    {{"predicted_latency_ms", "ms", "by the estimate, mean over inferences", Type::number},
     [](const Row& p) { return ms(epoch(p).predicted_latency); }},
    {{"latency_mean_ms", "ms", "of those completed", Type::number, Role::smaller_is_better},
     [](const Row& p) { return mean_ms(epoch(p).latency_sum, epoch(p).completed); }},
    {{"predicted_power_mw", "mW", "by the estimate, of the body that the plan was made for", Type::number},
     [](const Row& p) { return mw(epoch(p).predicted_power); }},
    {{"power_mean_mw", "mW", "of the body; work counts where it ends", Type::number, Role::smaller_is_better},
     [](const Row& p) { return per_second(p, epoch(p).energy.si() * 1e3); }},
    {{"completed_count", "", "inferences completed", Type::integer, Role::larger_is_better},
     [](const Row& p) { return count(epoch(p).completed); }},
    {{"dropped_queue_full_count", "", "dropped: too many waited", Type::integer, Role::smaller_is_better},
     [](const Row& p) { return count(epoch(p).dropped_queue_full); }},
    {{"dropped_link_lost_count", "", "dropped: a link was lost", Type::integer, Role::smaller_is_better},
     [](const Row& p) { return count(epoch(p).dropped_link_lost); }},
    {{"dropped_device_lost_count", "", "dropped: a device that they needed went", Type::integer,
      Role::smaller_is_better},
     [](const Row& p) { return count(epoch(p).dropped_device_lost); }},
    {{"dropped_app_stopped_count", "", "dropped: their app was stopped while they waited", Type::integer},
     [](const Row& p) { return count(epoch(p).dropped_app_stopped); }},
};

/// A change, or a replanning that answers none (every, drop).
struct ChangeRow {
  const RunRecord* record = nullptr;
  int place = 0;
  const simulation::ChangeResult* change = nullptr;
  const simulation::Replanning* answer = nullptr;
};

std::vector<ChangeRow> change_rows(const std::vector<RunRecord>& records) {
  std::vector<ChangeRow> rows;
  for (const RunRecord& record : records) {
    if (!record.dynamic) continue;
    const simulation::DynamicResult& result = *record.dynamic;
    std::vector<bool> answered(result.replannings.size(), false);
    int place = 0;
    for (const simulation::ChangeResult& change : result.changes) {
      ChangeRow row{&record, place++, &change, nullptr};
      if (change.answered) {
        row.answer = &result.replannings[*change.answered];
        answered[*change.answered] = true;
      }
      rows.push_back(row);
    }
    for (std::size_t i = 0; i < answered.size(); ++i) {
      if (!answered[i]) rows.push_back({&record, place++, nullptr, &result.replannings[i]});
    }
  }
  return rows;
}

template <class Value>
Cell of_answer(const ChangeRow& row, Value value) {
  if (row.answer == nullptr) return {};
  return value(*row.answer);
}
using simulation::Replanning;

const ColumnOf<ChangeRow> kChanges[] = {
    {kRunId, [](const ChangeRow& row) { return text(row.record->run_id()); }},
    {{"change", "", "its number, from 0; replannings that answer no change come last", Type::integer,
      Role::key},
     [](const ChangeRow& row) { return count(row.place); }},
    {{"at_s", "s", "since the start", Type::number},
     [](const ChangeRow& row) {
       return seconds_cell(row.change != nullptr ? row.change->at : row.answer->changed);
     }},
    {{"what", "", "what happened"},
     [](const ChangeRow& row) {
       return text(row.change != nullptr ? std::string_view(row.change->what) : "replanning");
     }},
    {{"outcome", "",
      "of the replanning: in_force, unchanged, declined, infeasible, no_coordinator or abandoned; empty: "
      "none "
      "answers"},
     [](const ChangeRow& row) {
       return of_answer(row, [](const Replanning& r) { return text(to_text(r.outcome)); });
     }},
    {{"noticed_s", "s", "since the start: the coordinator knows", Type::number},
     [](const ChangeRow& row) {
       return of_answer(row, [](const Replanning& r) { return seconds_cell(r.noticed); });
     }},
    {{"decided_s", "s", "since the start: planning has ended", Type::number},
     [](const ChangeRow& row) {
       return of_answer(row, [](const Replanning& r) { return seconds_cell(r.decided); });
     }},
    {{"in_force_s", "s", "since the start: all apps of the plan may go on", Type::number},
     [](const ChangeRow& row) {
       return of_answer(row, [](const Replanning& r) { return seconds_cell(r.in_force); });
     }},
    {{"recovered_s", "s", "since the start: 95 % of the new steady throughput", Type::number},
     [](const ChangeRow& row) {
       return of_answer(row, [](const Replanning& r) { return seconds_cell(r.recovered); });
     }},
    {{"coordinator", "", "the device that planned"},
     [](const ChangeRow& row) -> Cell {
       if (row.answer == nullptr || !row.answer->coordinator) return {};
       return row.record->scenario->devices[*row.answer->coordinator].name;
     }},
    {{"candidate_count", "", "that the planner looked at", Type::integer},
     [](const ChangeRow& row) {
       return of_answer(row, [](const Replanning& r) { return count(r.candidates); });
     }},
    {{"message_bytes", "B", "changed parts of the plan, to the devices", Type::integer},
     [](const ChangeRow& row) {
       return of_answer(row, [](const Replanning& r) { return count(r.message_bytes.count()); });
     }},
    {{"weights_bytes", "B", "put into accelerators, from flash and by radio", Type::integer},
     [](const ChangeRow& row) {
       return of_answer(row, [](const Replanning& r) { return count(r.weights_bytes.count()); });
     }},
    {{"radio_bytes", "B", "of these by radio", Type::integer},
     [](const ChangeRow& row) {
       return of_answer(row, [](const Replanning& r) { return count(r.radio_bytes.count()); });
     }},
    {{"energy_mj", "mJ", "planning, messages and weights, at all devices", Type::number,
      Role::smaller_is_better},
     [](const ChangeRow& row) { return of_answer(row, [](const Replanning& r) { return mj(r.energy); }); }},
    {{"interrupted_app_count", "", "apps that were kept from starting inferences meanwhile", Type::integer,
      Role::smaller_is_better},
     [](const ChangeRow& row) {
       return of_answer(row, [](const Replanning& r) { return count(r.apps_interrupted); });
     }},
    {{"moved_layer_count", "", "layers on another device than before", Type::integer},
     [](const ChangeRow& row) {
       return of_answer(row, [](const Replanning& r) { return count(r.layers_moved); });
     }},
};

}  // namespace

Table epochs_table(const std::vector<RunRecord>& records) {
  return make_table<Row>("epochs", kEpochs,
                         dynamic_parts(records, [](const auto& r) { return r.epochs.size(); }));
}

Table changes_table(const std::vector<RunRecord>& records) {
  return make_table<ChangeRow>("changes", kChanges, change_rows(records));
}

}  // namespace synergy::results
