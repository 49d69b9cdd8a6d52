#include "synergy/suite/best_known.hpp"

#include "synergy/input/csv.hpp"
#include "synergy/input/error.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/results/write.hpp"

#include <algorithm>

namespace synergy::suite {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBestKnownFile = "best_known.csv";

/// The cells of one row, by the names of their columns.
class Row {
 public:
  Row(const input::Csv& csv, std::size_t row) : csv_(csv), row_(row) {}

  [[nodiscard]] std::string_view text(std::string_view column) const {
    const auto at = csv_.find(column);
    if (!at) throw InputError({csv_.name(), 1, 1}, "has no column '" + std::string(column) + "'");
    return csv_.cell(row_, *at);
  }
  /// None if the cell is empty.
  [[nodiscard]] std::optional<double> number(std::string_view column) const {
    const std::string_view cell = text(column);
    if (cell.empty()) return {};
    const auto value = input::to_number(cell);
    if (!value)
      throw InputError(csv_.where(row_),
                       std::string(column) + ": expected a number, found '" + std::string(cell) + "'");
    return value;
  }
  [[nodiscard]] Answer answer() const {
    const auto& names = names_of(Answer{});
    const auto found = std::find(names.begin(), names.end(), text("answer"));
    if (found == names.end())
      throw InputError(csv_.where(row_), unknown_name("answer", text("answer"), names));
    return static_cast<Answer>(found - names.begin());
  }

 private:
  const input::Csv& csv_;
  std::size_t row_;
};

BestKnown read_row(const Row& row) {
  BestKnown known;
  known.instance = row.text("instance");
  known.objective = row.text("objective");
  known.best = {row.answer(), row.number("objective_value").value_or(0)};
  known.bound = row.number("bound_objective_value");
  if (known.best.answer == Answer::none && row.text("proven") == "y") known.bound = 0;
  known.found_by = row.text("found_by");
  known.version = row.text("version");
  return known;
}

}  // namespace

BestKnownValues load_best_known(const fs::path& folder) {
  const fs::path file = folder / kBestKnownFile;
  if (!fs::exists(file)) return {};
  const input::Csv csv = input::Csv::load(file.string());
  BestKnownValues values;
  for (std::size_t r = 0; r < csv.row_count(); ++r) {
    BestKnown known = read_row(Row(csv, r));
    if (!values.emplace(known.instance, known).second)
      throw InputError(csv.where(r), "'" + known.instance + "' has a row already");
  }
  return values;
}

void save_best_known(const fs::path& folder, const BestKnownValues& values) {
  std::vector<BestKnown> rows;
  for (const auto& [id, known] : values) rows.push_back(known);
  results::write_file(folder / kBestKnownFile, to_csv(results::best_known_table(rows)));
}

fs::path plan_file(const fs::path& folder, const std::string& id) {
  return folder / "plans" / (id + ".yaml");
}

SuiteValue replay(const fs::path& folder, const std::string& id, const run::Workload& workload) {
  const input::Document document = input::load(plan_file(folder, id).string());
  return value_of(run::Plan::given("best_known", plan::read_plan(document, workload.scenario()), workload));
}

}  // namespace synergy::suite
