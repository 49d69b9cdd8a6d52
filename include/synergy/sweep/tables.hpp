#pragma once

#include "synergy/run/record.hpp"
#include "synergy/sweep/journal.hpp"
#include "synergy/sweep/points.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace synergy::sweep {

/// Points by status: "ok", "infeasible", "nothing_completed", "failed", "failed_check". A status that no
/// point has is not there.
using StatusCounts = std::map<std::string, std::int64_t>;

/// Name and CSV header of the tables of a sweep. Columns are those of the tables of `run` without wall_* (all
/// bytes of a sweep's tables follow from its inputs), and in `runs` the x_* columns after `run_id`, which is
/// the point's id.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> table_headers(const Points& points);

/// What datapackage.json says of these tables and of summary.csv; goes into the journal, so that a merge
/// needs no sweep file.
[[nodiscard]] std::string data_package(const Points& points);

/// The rows of a point that was run. `record` holds that one record, with the point's id: the tables take
/// lists.
[[nodiscard]] Entry entry_of(const Points& points, const Group& group, Key key,
                             const std::vector<run::RunRecord>& record);

/// The rows of a point that could not be run, and why: one row in `runs` with the factors, what is known of
/// the point, status `failed` and the reason; nothing in other tables.
[[nodiscard]] Entry failed_entry(const Points& points, const Task& task, Key key, int replication,
                                 const std::string& reason);

/// Writes every table of these journals, sorted by id, as NAME.csv in `folder`, summary.csv (where the first
/// table is `runs`, as in every sweep: mean and confidence interval over replications, by factors, scenario,
/// planner and policy) and datapackage.json beside them; each file appears complete or not at all. Tables of
/// an earlier call that are not among them are removed. Memory grows by some bytes per point. Throws
/// InputError if a file cannot be written. Pre: the journals have the same tables, no point twice, and there
/// is at least one journal.
[[nodiscard]] StatusCounts write_tables(const std::filesystem::path& folder,
                                        std::span<JournalContent> journals);

/// Writes manifest.json: what `run` writes, with the sweep, its shard and how many points ended how. Throws
/// InputError if it cannot be written.
void write_manifest(const std::filesystem::path& folder, const JournalHeader& header,
                    const StatusCounts& counts, const std::vector<std::string>& command_line);

/// Joins the result directories of all shards of a sweep into one, byte-identical to that of the unsharded
/// sweep (and going on from there, if points are added later). Throws InputError, naming the directories and
/// what to do: a shard missing, twice or unfinished; shards of different sweeps, inputs or builds; `folder`
/// that is one of the shards. Nothing is written before all fits. Pre: at least one shard.
[[nodiscard]] StatusCounts merge(const std::vector<std::filesystem::path>& shards,
                                 const std::filesystem::path& folder,
                                 const std::vector<std::string>& command_line);

}  // namespace synergy::sweep
