#pragma once

#include "synergy/planner/planner.hpp"
#include "synergy/sweep/sweep.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace synergy::sweep {

/// A point is known by a 64-bit key, written as its id: "p" and 16 hexadecimal digits, so that ids sort as
/// keys do and no reader of CSV takes one for a number.
using Key = std::uint64_t;
/// "p00c0ffee00c0ffee": always 17 characters.
[[nodiscard]] std::string to_id(Key key);

/// The scenario of one combination of levels, or why there is none. The second is an outcome like others: its
/// points fail, and the sweep goes on.
struct Derived {
  std::optional<scenario::Scenario> scenario;
  std::string problem;  ///< empty if there is a scenario
};

/// Points that differ in nothing but planner, policy and replication share one derived scenario. Groups are
/// small, since a sweep may have millions: the scenario is derived when it is needed and let go.
struct Group {
  /// Index into Sweep::parts.
  int part = 0;
  int scenario = 0;  ///< index into Sweep::scenarios
  /// Per axis of the part, the index of its level; an axis has at most 50'000.
  std::vector<std::uint16_t> levels;
  /// [first, last) of Points::tasks(); empty if exclusions leave nothing.
  int first_task = 0, last_task = 0;
};

/// A planner and a policy on a group's scenario, with all replications: one plan serves them all.
struct Task {
  /// Index into Points::groups().
  int group = 0;
  /// Null if the part names no planner and the scenario names none that exists, or cannot be derived: then
  /// every point of the task fails.
  const planner::Planner* planner = nullptr;
  /// Resolved: "paired" stands for the planner's own policy here.
  scenario::Policy policy = scenario::Policy::sequential;
  /// [first, last) of the points' numbers; the replication is the distance from `first`.
  int first_point = 0, last_point = 0;
};

/// All points of a sweep in the order of its file, each with an id.
///
/// An id names what a point computes, not where it stands: it is a hash (FNV-1a) of the point's factors
/// (scenario, planner and its parameters, policy, replication, x_ columns) and of its inputs, that is the
/// resolved scenario with every model and profile. Comments, the order of axes, other points and the place of
/// files do not enter. Two points with the same id are one; the first stays.
class Points {
 public:
  /// Derives every scenario of the sweep once, with this many threads. Throws InputError if the sweep has no
  /// points or more than kMaxPoints. Scenarios that cannot be derived do not throw. `library` must outlive
  /// the points; memory grows by some bytes per point.
  Points(Sweep sweep, scenario::Library& library, int threads);
  Points(const Points&) = delete;
  Points& operator=(const Points&) = delete;

  /// Ours: about what fits in memory and is worth one table. More is a mistake of the file, caught before it
  /// costs hours.
  static constexpr std::int64_t kMaxPoints = 5'000'000;

  [[nodiscard]] const Sweep& sweep() const { return sweep_; }
  /// In the order of the file: by part, then scenario, then levels, the last dimension fastest.
  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
  /// By group, then planner, then policy, as the part lists them.
  [[nodiscard]] const std::vector<Task>& tasks() const { return tasks_; }
  /// All points, repeated ones among them; points are numbered from 0.
  [[nodiscard]] int count() const { return static_cast<int>(keys_.size()); }
  /// Pre of both: 0 <= point < count().
  [[nodiscard]] Key key(int point) const { return keys_[static_cast<std::size_t>(point)]; }
  /// False for a point that is the same as an earlier one.
  [[nodiscard]] bool distinct(int point) const { return distinct_[static_cast<std::size_t>(point)]; }
  [[nodiscard]] int distinct_count() const { return count() - repeated_; }
  /// Names the sweep as a whole: its points in their order, its columns and its tables.
  [[nodiscard]] std::string digest() const;

  /// As the scenario's file states it, also where no scenario can be derived; empty if the file does not.
  [[nodiscard]] std::string scenario_name(const Group& group) const;
  /// Columns of the factors, of all parts together, in the order of the file.
  [[nodiscard]] const std::vector<results::Column>& factor_columns() const { return columns_; }
  /// The cells of those columns, empty where the group's part has no such axis.
  [[nodiscard]] std::vector<results::Cell> factor_cells(const Group& group) const;

  /// Makes the scenario of a group anew at each call. Safe to call from several threads.
  [[nodiscard]] Derived derive(const Group& group) const;

 private:
  void add_columns(const Part& part);
  [[nodiscard]] std::string factor_text(const Group& group) const;

  Sweep sweep_;
  scenario::Library* library_;
  std::vector<Group> groups_;
  std::vector<Task> tasks_;
  std::vector<Key> keys_;
  std::vector<bool> distinct_;
  int repeated_ = 0;
  std::vector<results::Column> columns_;
  std::deque<std::string> definitions_;  // what columns_ points to
};

}  // namespace synergy::sweep
