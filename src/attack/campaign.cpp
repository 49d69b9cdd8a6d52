#include "synergy/attack/campaign.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/base/hash.hpp"
#include "synergy/base/random.hpp"
#include "synergy/results/dictionary.hpp"
#include "synergy/results/write.hpp"
#include "synergy/sweep/workers.hpp"

#include <algorithm>
#include <atomic>

#include "rows.hpp"
#include <fmt/format.h>

namespace synergy::attack {
namespace {

/// All that every point of a campaign depends on.
std::uint64_t digest_of(const Campaign& campaign) {
  std::uint64_t hash = fnv1a(campaign.space.file.second);
  hash = fnv1a(fmt::format("/{}/{}/{}/{}", campaign.conditions.file.second, campaign.budget,
                           campaign.restarts, campaign.seed),
               hash);
  if (campaign.node_budget) hash = fnv1a(fmt::format("/{}", *campaign.node_budget), hash);
  // By content alone: the same files may lie elsewhere on another machine.
  std::vector<std::string> hashes;
  for (const auto& [file, content] : campaign.inputs) hashes.push_back(content);
  std::sort(hashes.begin(), hashes.end());
  for (const std::string& content : hashes) hash = fnv1a(content, hash);
  return hash;
}

std::string name_of(const Question& question) {
  return fmt::format("{} | {} | {}", to_text(question.planner), question.against_text(),
                     names_of(Metric{})[static_cast<std::size_t>(question.metric)]);
}

/// A point: one restart of one question.
struct Place {
  std::size_t question = 0;
  int restart = 0;  // from 0
};

Place place_of(const Campaign& campaign, std::int64_t point) {
  return {static_cast<std::size_t>(point / campaign.restarts), static_cast<int>(point % campaign.restarts)};
}

sweep::Key key_of(const Campaign& campaign, std::uint64_t digest, std::int64_t point) {
  const Place place = place_of(campaign, point);
  return fnv1a(fmt::format("{}/{}", name_of(campaign.questions[place.question]), place.restart), digest);
}

bool is_of(sweep::Shard shard, std::int64_t point) { return point % shard.count == shard.index - 1; }

results::AttackRow row_of(const Campaign& campaign, Place place, sweep::Key key, const Restart& restart) {
  const Question& question = campaign.questions[place.question];
  results::AttackRow row;
  row.id = sweep::to_id(key);
  row.planner = to_text(question.planner);
  row.against = question.against_text();
  row.metric = names_of(Metric{})[static_cast<std::size_t>(question.metric)];
  row.restart = place.restart + 1;
  row.evaluations = restart.evaluations;
  row.invalid_count = restart.invalid;
  row.infeasible_count = restart.infeasible;
  row.outside_count = restart.outside;
  row.accepted_count = restart.accepted;
  row.start_ratio = restart.start_ratio;
  row.status = restart.failed ? "failed" : restart.best_at > 0 ? "ok" : "infeasible";
  row.reasons = restart.reason;
  if (restart.failed || restart.best_at > 0) row.scenario = to_line(restart.best);
  if (restart.failed || restart.best_at == 0) return row;
  row.best_ratio = restart.best_verdict.ratio;
  row.planner_value = restart.best_verdict.planner_value;
  row.against_value = restart.best_verdict.against_value;
  row.best_at = restart.best_at;
  return row;
}

/// The points of a shard, which any number of threads do in any order.
class Runner {
 public:
  Runner(const Campaign& campaign, sweep::Shard shard, sweep::Journal& journal, scenario::Library& library,
         const sweep::RunOptions& options)
      : campaign_(campaign), journal_(journal), library_(library), options_(options) {
    const std::uint64_t digest = digest_of(campaign);
    for (std::int64_t point = 0; point < campaign.point_count(); ++point) {
      if (!is_of(shard, point)) continue;
      ++total_;
      const sweep::Key key = key_of(campaign, digest, point);
      if (journal.is_done(key)) {
        ++skipped_;
      } else {
        left_.emplace_back(point, key);
      }
    }
    for (const Question& question : campaign.questions) {
      judges_.emplace_back(question, campaign.conditions, campaign.node_budget, campaign.space.base_file,
                           library);
    }
  }

  [[nodiscard]] sweep::Progress progress() const { return {total_, skipped_, ran_, failed_}; }

  /// What every thread does.
  void work() {
    tickets_.serve(left_.size(), [&](std::size_t i) { return run(left_[i].first, left_[i].second); });
  }

 private:
  /// False if it was stopped.
  bool run(std::int64_t point, sweep::Key key) {
    const Place place = place_of(campaign_, point);
    // A restart is the same whatever it is compared with: of all questions those of one number begin alike.
    const std::uint64_t seed =
        stream_seed(campaign_.seed, static_cast<std::uint64_t>(place.restart), "attack");
    const std::optional<Restart> restart =
        anneal(campaign_.space, judges_[place.question], seed, campaign_.budget_of(place.restart), library_,
               [&] { return options_.stop() || tickets_.broken(); });
    if (!restart) return false;
    const results::AttackRow row = row_of(campaign_, place, key, *restart);
    journal_.append({key, row.status, {csv_rows({row})}});
    if (restart->failed) ++failed_;
    ++ran_;
    return true;
  }

  const Campaign& campaign_;
  sweep::Journal& journal_;
  scenario::Library& library_;
  const sweep::RunOptions& options_;
  std::vector<Judge> judges_;
  std::vector<std::pair<std::int64_t, sweep::Key>> left_;
  std::int64_t total_ = 0, skipped_ = 0;
  sweep::Tickets tickets_;
  std::atomic<std::int64_t> ran_ = 0, failed_ = 0;
};

}  // namespace

std::int64_t Campaign::budget_of(int restart) const {
  return budget / restarts + (restart < budget % restarts ? 1 : 0);
}

std::vector<sweep::Key> keys_of(const Campaign& campaign, sweep::Shard shard) {
  const std::uint64_t digest = digest_of(campaign);
  std::vector<sweep::Key> keys;
  for (std::int64_t point = 0; point < campaign.point_count(); ++point) {
    if (is_of(shard, point)) keys.push_back(key_of(campaign, digest, point));
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

sweep::JournalHeader header_of(const Campaign& campaign, sweep::Shard shard) {
  ensure(!campaign.questions.empty() && campaign.restarts >= 1 && campaign.restarts <= campaign.budget,
         "a search has a pair, restarts, and an evaluation for each");
  sweep::JournalHeader header;
  header.sweep = fmt::format("attack {}", campaign.space.name);
  std::uint64_t digest = digest_of(campaign);
  for (const Question& question : campaign.questions) digest = fnv1a(name_of(question), digest);
  header.digest = fmt::format("{:016x}", digest);
  header.program = results::program();
  header.shard = shard;
  header.total_count = campaign.point_count();
  header.shard_count = static_cast<std::int64_t>(keys_of(campaign, shard).size());
  header.tables = {{"restarts", csv_header()}};
  header.data_package = results::data_package({results::attack_restarts_table({})});
  header.inputs = campaign.inputs;
  header.inputs.insert(header.inputs.begin(), campaign.space.file);
  if (!campaign.conditions.file.first.empty()) header.inputs.push_back(campaign.conditions.file);
  return header;
}

sweep::Progress run(const Campaign& campaign, sweep::Shard shard, sweep::Journal& journal,
                    scenario::Library& library, const sweep::RunOptions& options) {
  Runner runner(campaign, shard, journal, library, options);
  const auto work = [&] { runner.work(); };
  sweep::work_on_threads(options.threads, work, [&](int) { options.report(runner.progress()); });
  journal.sync();
  options.report(runner.progress());
  return runner.progress();
}

std::vector<results::AttackRow> rows_of(const Campaign& campaign, sweep::JournalContent& journal) {
  const std::uint64_t digest = digest_of(campaign);
  std::vector<results::AttackRow> rows;
  for (std::int64_t point = 0; point < campaign.point_count(); ++point) {
    const sweep::Key key = key_of(campaign, digest, point);
    const auto place =
        std::lower_bound(journal.places().begin(), journal.places().end(), key,
                         [](const sweep::JournalContent::Place& p, sweep::Key k) { return p.key < k; });
    ensure(place != journal.places().end() && place->key == key, "a journal that is read holds all points");
    rows.push_back(row_from(journal.read(*place).rows.at(0)));
  }
  return rows;
}

std::vector<results::AttackPair> pairs_of(const Campaign& campaign,
                                          const std::vector<results::AttackRow>& rows) {
  std::vector<results::AttackPair> pairs;
  for (auto first = rows.begin(); first != rows.end(); first += campaign.restarts) {
    results::AttackPair pair;
    pair.planner = first->planner;
    pair.against = first->against;
    pair.metric = first->metric;
    std::vector<double> ratios;
    for (auto row = first; row != first + campaign.restarts; ++row) {
      ++pair.restart_count;
      pair.evaluations += row->evaluations;
      if (row->status == "failed") ++pair.failed_count;
      if (row->best_ratio) ratios.push_back(*row->best_ratio);
    }
    std::sort(ratios.begin(), ratios.end());
    pair.judged_count = static_cast<std::int64_t>(ratios.size());
    if (!ratios.empty()) {
      // The smallest value that so many quarters are at or below.
      const auto at = [&](std::size_t quarters) { return ratios[(quarters * ratios.size() + 3) / 4 - 1]; };
      pair.least = ratios.front();
      pair.quarter = at(1);
      pair.median = at(2);
      pair.three_quarters = at(3);
      pair.most = ratios.back();
      pair.near_count = std::count_if(ratios.begin(), ratios.end(),
                                      [&](double ratio) { return ratio - 1 >= (ratios.back() - 1) / 2; });
    }
    pairs.push_back(pair);
  }
  return pairs;
}

}  // namespace synergy::attack
