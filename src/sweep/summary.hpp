#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::sweep {

/// summary.csv of a sweep: mean and confidence interval over the replications of points that differ in
/// nothing else, from the rows of runs.csv. Memory grows by some bytes per point.
class Summary {
 public:
  /// `header`: the first line of runs.csv.
  explicit Summary(std::string header);

  /// Takes the rows of one point, as they stand in runs.csv.
  void add(std::string_view rows);
  /// The whole file, sorted by factors, scenario, planner and policy; numbers by their value. Does not depend
  /// on the order of add().
  [[nodiscard]] std::string to_csv() const;

 private:
  struct Before {
    bool operator()(const std::vector<std::string>& a, const std::vector<std::string>& b) const;
  };

  std::string header_;
  std::vector<std::string> keys_;  ///< names of the columns that tell points apart
  std::map<std::vector<std::string>, std::vector<std::vector<double>>, Before> values_;  ///< by metric
};

}  // namespace synergy::sweep
