#include "synergy/gate/compare.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "rows.hpp"

namespace synergy::gate {
namespace {

using results::Role;
using results::Type;

/// A row that both files have.
/// Positions, because the two files may list the same rows in different orders.
struct Pair {
  std::size_t old_row;
  std::size_t new_row;
};

/// One metric over all pairs.
/// Keeps sums and the worst row as it goes: a sweep has as many rows as points, and nothing of a row is
/// needed twice.
class Measure {
 public:
  Measure(const input::Csv& old_table, const input::Csv& new_table, const Metric& metric,
          const Options& options)
      : old_(old_table), new_(new_table), metric_(metric), allow_better_(options.allow_better) {
    old_column_ = *old_.find(metric.name);
    new_column_ = *new_.find(metric.name);
    result_.metric = metric.name;
    result_.unit = metric.unit;
    result_.role = metric.role;
    if (metric.type != Type::text) result_.tolerance = options.tolerances.of(metric.name);
  }

  void add(const Pair& pair, const Rows& rows) {
    // Cells are read anew for each metric; a table of parsed numbers would take more memory than the files.
    const std::string_view before = old_.cell(pair.old_row, old_column_);
    const std::string_view after = new_.cell(pair.new_row, new_column_);
    std::optional<double> x;
    std::optional<double> y;
    if (metric_.type != Type::text) {
      x = number(old_, pair.old_row, old_column_);
      y = number(new_, pair.new_row, new_column_);
    }
    // The text first: whole numbers above 2^53 may differ and yet be the same double.
    // Equal numbers in different spellings ("1.0", "1") are the same where the column holds real numbers.
    // Integer columns go by their text alone.
    if (before == after || (x && y && *x == *y && metric_.type == Type::number)) {
      if (x) ++measured_;
      return;
    }
    std::optional<double> change;
    if (x && y && *x != 0) change = (*y - *x) / std::abs(*x);
    // Of numbers as far apart as doubles get, the change is none: it counts as that from zero.
    if (change && !std::isfinite(*change)) change.reset();
    if (change) {
      ++measured_;
      sum_ += *change;
    }
    ++result_.changed_count;
    // A larger value is the wrong way unless the column says otherwise; a column without a direction is never
    // better.
    const double wrong_way = metric_.role == Role::larger_is_better ? -1 : 1;
    const bool directed = metric_.role == Role::smaller_is_better || metric_.role == Role::larger_is_better;
    const bool better = directed && x && y && (*y - *x) * wrong_way < 0;
    const double tolerance = result_.tolerance.value_or(0);
    // A tolerance is a share of the old value. From an empty cell or from zero there is none, so such a
    // change is never within it.
    const bool beyond = !change || tolerance == 0 || std::abs(*change) > tolerance;
    any_beyond_ = any_beyond_ || beyond;
    const bool breach = beyond && !(better && allow_better_);
    if (breach) ++result_.breach_count;
    // What is shown of a metric is its worst row: a breach before what is allowed, worse before better, then
    // by size. A change from zero has no size, and counts as the largest.
    const Badness badness{breach, !better, change ? std::abs(*change) : INFINITY};
    // The first of equals stays, so that the report does not depend on more than the files' order.
    if (result_.changed_count > 1 && badness <= worst_) return;
    worst_ = badness;
    result_.worst_change = change;
    result_.worst_row = rows.key(pair.old_row);
    result_.worst_old = value(metric_, before);
    result_.worst_new = value(metric_, after);
  }

  [[nodiscard]] MetricChange result() {
    if (measured_ > 0) result_.mean_change = sum_ / static_cast<double>(measured_);
    if (result_.changed_count == 0)
      result_.verdict = Verdict::same;
    else if (result_.breach_count > 0)
      result_.verdict = Verdict::breach;
    else
      result_.verdict = any_beyond_ ? Verdict::better : Verdict::within;
    return std::move(result_);
  }

 private:
  using Badness = std::tuple<bool, bool, double>;

  const input::Csv& old_;
  const input::Csv& new_;
  const Metric& metric_;
  bool allow_better_;
  std::size_t old_column_ = 0;
  std::size_t new_column_ = 0;
  MetricChange result_;
  Badness worst_;
  double sum_ = 0;
  std::int64_t measured_ = 0;
  bool any_beyond_ = false;
};

/// Whether a column says which row it is, be it by the keys at hand or by others.
/// A declared key that was not chosen with --key names a row all the same: a run_id, say, differs with the
/// inputs and is no measurement.
bool names_rows(const results::Table& declared, const std::vector<std::string>& keys,
                const std::string& name) {
  return std::find(keys.begin(), keys.end(), name) != keys.end() ||
         std::any_of(declared.columns.begin(), declared.columns.end(), [&](const results::Column& column) {
           return column.name == name && column.role == Role::key;
         });
}

/// Columns that the tolerances leave out may come and go.
std::vector<std::string> columns_only_in(const input::Csv& one, const input::Csv& other,
                                         const Tolerances& tolerances) {
  std::vector<std::string> names;
  for (const std::string& name : one.columns()) {
    if (!other.find(name) && tolerances.of(name)) names.push_back(name);
  }
  return names;
}

}  // namespace

std::string_view to_text(Verdict verdict) {
  constexpr std::string_view kNames[] = {"same",           "within",      "better",     "breach",
                                         "missing_column", "missing_row", "new_column", "new_row"};
  return kNames[static_cast<std::size_t>(verdict)];
}

bool fails(Verdict verdict) {
  return verdict == Verdict::breach || verdict == Verdict::missing_column || verdict == Verdict::missing_row;
}

bool TableChange::failed() const {
  return !missing_columns.empty() || !missing_rows.empty() ||
         std::any_of(metrics.begin(), metrics.end(),
                     [](const MetricChange& metric) { return fails(metric.verdict); });
}

TableChange compare(const results::Table& declared, const input::Csv& old_table, const input::Csv& new_table,
                    const Options& options) {
  TableChange change;
  change.table = declared.name;
  const std::vector<std::string> keys = key_columns(declared, options.keys, {&old_table, &new_table});
  // Both sides are indexed: duplicates in either would make the join depend on order, so both are refused.
  const Rows old_rows(old_table, change.table, keys);
  const Rows new_rows(new_table, change.table, keys);
  std::vector<Pair> pairs;
  for (std::size_t row = 0; row < old_table.row_count(); ++row) {
    if (const auto other = new_rows.find(old_rows, row))
      pairs.push_back({row, *other});
    else
      change.missing_rows.push_back(old_rows.key(row));
  }
  for (std::size_t row = 0; row < new_table.row_count(); ++row) {
    if (!old_rows.find(new_rows, row)) change.new_rows.push_back(new_rows.key(row));
  }
  change.joined_count = static_cast<std::int64_t>(pairs.size());
  change.missing_columns = columns_only_in(old_table, new_table, options.tolerances);
  change.new_columns = columns_only_in(new_table, old_table, options.tolerances);
  // In the order of the old table, because the new one is the one under test.
  for (const std::string& name : old_table.columns()) {
    if (names_rows(declared, keys, name) || !new_table.find(name) || !options.tolerances.of(name)) continue;
    const Metric metric = metric_of(declared, name, {&old_table, &new_table});
    Measure measure(old_table, new_table, metric, options);
    for (const Pair& pair : pairs) measure.add(pair, old_rows);
    change.metrics.push_back(measure.result());
  }
  return change;
}

}  // namespace synergy::gate
