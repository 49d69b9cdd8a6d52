#include "synergy/sweep/whole.hpp"

#include "synergy/input/usage_error.hpp"
#include "synergy/results/folder_lock.hpp"
#include "synergy/sweep/study.hpp"

#include <algorithm>

namespace synergy::sweep {

FolderEnd run_whole(const Points& points, const FolderCall& call, const scenario::Library& library,
                    const RunOptions& options) {
  const bool is_study = points.sweep().is_study();
  if (is_study && (call.overwrite || call.shard != Shard{}))
    throw UsageError("a study is run as a whole and anew: --shard and --overwrite are for other sweeps");
  const results::FolderLock lock(call.folder, call.command_line);
  FolderEnd end;
  if (is_study) {
    StudyRuns runs = run_study(points, call.folder, library, options, call.command_line);
    return {runs.progress, std::move(runs.counts), std::move(runs.problems)};
  }
  auto inputs = library.files_read();
  inputs.insert(inputs.end(), options.more_inputs.begin(), options.more_inputs.end());
  const JournalHeader header = header_of(points, call.shard, inputs);
  {
    const std::vector<Key> keys = keys_of(points, call.shard);
    const auto wanted = [&](Key key) { return std::binary_search(keys.begin(), keys.end(), key); };
    Journal journal(call.folder, header, wanted, call.overwrite, options.more_inputs);
    call.opened(journal);
    end.progress = run(points, call.shard, journal, options);
  }
  if (!end.finished()) return end;
  // Read back from the disk: tables hold what the journal kept, from this call and earlier ones alike.
  JournalContent content(call.folder);
  end.counts = write_tables(call.folder, {&content, 1});
  write_manifest(call.folder, header, end.counts, call.command_line);
  return end;
}

}  // namespace synergy::sweep
