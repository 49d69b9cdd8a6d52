#include "synergy/base/hash.hpp"
#include "synergy/input/error.hpp"
#include "synergy/results/write.hpp"
#include "synergy/sweep/tables.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::sweep {
namespace {

namespace fs = std::filesystem;

std::string name_of(const JournalContent& journal) { return journal.folder().string(); }

/// What makes two shards unfit for each other; empty if they fit.
std::string difference(const JournalHeader& a, const JournalHeader& b) {
  if (a.sweep != b.sweep) return fmt::format("sweep {} and sweep {}", a.sweep, b.sweep);
  if (a.program != b.program) return fmt::format("computed by {} and by {}", a.program, b.program);
  if (a.shard.count != b.shard.count)
    return fmt::format("shards of {} and shards of {}", a.shard.count, b.shard.count);
  if (a.tables != b.tables) return "other tables or columns";
  // The digest covers points and inputs; only where it differs do files tell more, by name, since shards of
  // several machines have them in different folders.
  if (a.digest == b.digest) return {};
  std::string files;
  for (const auto& [file, hash] : a.inputs) {
    const std::string name = fs::path(file).filename().string();
    for (const auto& [other, other_hash] : b.inputs) {
      if (fs::path(other).filename() == name && other_hash != hash)
        files += (files.empty() ? "" : ", ") + name;
    }
  }
  return files.empty() ? "other points or inputs" : "other inputs: " + files;
}

/// Journals are judged by their headers and counts, which needs none of their entries.
void require_fitting(const std::vector<JournalContent>& journals) {
  std::vector<Problem> problems;
  const JournalContent& first = journals.front();
  for (const JournalContent& journal : journals) {
    const std::string what = difference(first.header(), journal.header());
    if (!what.empty())
      problems.push_back(
          {{name_of(journal)}, fmt::format("does not belong to {}: {}", name_of(first), what)});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
  const int count = first.header().shard.count;
  // All problems are collected: whoever has thousand shards wants to hear once which are missing.
  std::vector<const JournalContent*> of(static_cast<std::size_t>(count));
  for (const JournalContent& journal : journals) {
    auto& place = of.at(static_cast<std::size_t>(journal.header().shard.index - 1));
    if (place != nullptr) {
      problems.push_back({{name_of(journal)},
                          fmt::format("is shard {}/{}, and so is {}", journal.header().shard.index, count,
                                      name_of(*place))});
    }
    place = &journal;
    const auto held = static_cast<std::int64_t>(journal.places().size());
    if (held != journal.header().shard_count) {
      problems.push_back({{name_of(journal)},
                          fmt::format("holds {} of its {} points; run shard {}/{} again to complete it", held,
                                      journal.header().shard_count, journal.header().shard.index, count)});
    }
  }
  constexpr int kMostNamed = 20;
  int missing = 0;
  for (int i = 0; i < count; ++i) {
    if (of[static_cast<std::size_t>(i)] == nullptr && ++missing <= kMostNamed)
      problems.push_back({{first.header().sweep}, fmt::format("shard {}/{} is missing", i + 1, count)});
  }
  if (missing > kMostNamed)
    problems.push_back(
        {{first.header().sweep}, fmt::format("and {} more are missing", missing - kMostNamed)});
  if (!problems.empty()) throw InputError(std::move(problems));
}

/// No point twice, and as many as the sweep has.
void require_partition(const std::vector<JournalContent>& journals) {
  std::vector<std::pair<Key, const JournalContent*>> keys;
  for (const JournalContent& journal : journals) {
    for (const JournalContent::Place& place : journal.places()) keys.emplace_back(place.key, &journal);
  }
  std::sort(keys.begin(), keys.end());
  const auto twice = std::adjacent_find(keys.begin(), keys.end(),
                                        [](const auto& a, const auto& b) { return a.first == b.first; });
  if (twice != keys.end()) {
    throw InputError({name_of(*twice->second)},
                     fmt::format("holds point {}, and so does {}", to_id(twice->first),
                                 name_of(*std::next(twice)->second)));
  }
  const std::int64_t total = journals.front().header().total_count;
  if (static_cast<std::int64_t>(keys.size()) != total) {
    throw InputError({journals.front().header().sweep},
                     fmt::format("the shards hold {} points together, the sweep has {}", keys.size(), total));
  }
}

}  // namespace

StatusCounts merge(const std::vector<fs::path>& shards, const fs::path& folder,
                   const std::vector<std::string>& command_line) {
  std::vector<JournalContent> journals;
  for (const fs::path& shard : shards) {
    std::error_code error;
    if (fs::equivalent(shard, folder, error))
      throw InputError({folder.string()}, "is one of the shards; choose another --out");
    journals.emplace_back(shard);
  }
  require_fitting(journals);
  require_partition(journals);
  JournalHeader header = journals.front().header();
  // The merged journal is that of the unsharded sweep, so that `sweep` can go on from it.
  header.shard = {1, 1};
  header.shard_count = header.total_count;
  Journal merged(
      folder, header, [](Key) { return true; }, true);
  for (JournalContent& journal : journals) {
    for (const JournalContent::Place& place : journal.places()) merged.append(journal.read(place));
  }
  merged.sync();
  StatusCounts counts = write_tables(folder, journals);
  write_manifest(folder, header, counts, command_line);
  return counts;
}

void write_manifest(const fs::path& folder, const JournalHeader& header, const StatusCounts& counts,
                    const std::vector<std::string>& command_line) {
  results::ManifestFacts facts;
  facts.command_line = command_line;
  facts.input_hashes = header.inputs;
  facts.more = {{"sweep", header.sweep},
                {"sweep_digest", header.digest},
                {"shard", fmt::format("{}/{}", header.shard.index, header.shard.count)}};
  for (const auto& [status, count] : counts) {
    facts.counts.emplace_back(status + "_count", count);
    facts.run_count += count;
  }
  results::write_manifest(folder, facts);
}

}  // namespace synergy::sweep
