// Replications made one: mean and interval, for summary.csv and for people; columns and texts that say
// something.
#include "synergy/results/summary.hpp"

#include "synergy/results/reasons.hpp"

#include <catch2/catch.hpp>

using namespace synergy;
using results::Cell;
using results::Table;
using results::Type;

namespace {

Table runs(std::vector<std::vector<Cell>> rows) {
  return {"runs",
          {{"scenario", "", ""},
           {"planner", "", ""},
           {"policy", "", ""},
           {"status", "", ""},
           {"rate", "1/s", "", Type::number},
           {"lost_count", "", "", Type::integer}},
          std::move(rows)};
}

Cell text(const char* value) { return std::string(value); }
Cell count(int value) { return std::int64_t{value}; }

const std::vector<std::string_view> kAll{"scenario", "planner", "policy", "status", "rate", "lost_count"};

}  // namespace

TEST_CASE("is the interval the one of a table of Student's t?") {
  // 1, 2, 3: mean 2, standard deviation 1; t(0.975, 2) = 4.30265 (any table), / sqrt(3) = 2.48414.
  CHECK(results::mean({1, 2, 3}) == 2);
  CHECK(results::ci95_half_width({1, 2, 3}).value() == Approx(2.48414).epsilon(1e-5));
  CHECK(!results::ci95_half_width({1}));
  CHECK(results::ci95_half_width({5, 5}).value() == 0);
}

TEST_CASE(
    "are replications one row, with mean and interval, counts of what differs, and no value left out?") {
  const Table folded = fold_replications(
      runs({{text("w"), text("p"), text("q"), text("ok"), 1.0, count(0)},
            {text("w"), text("p"), text("q"), text("ok"), 2.0, count(0)},
            {text("w"), text("p"), text("q"), text("ok"), 3.0, count(3)},
            {text("w"), text("other"), text("q"), text("ok"), 4.0, count(1)},
            {text("w"), text("third"), text("q"), text("ok"), 4.0, count(1)},
            {text("w"), text("third"), text("q"), text("nothing_completed"), Cell(), count(1)}}),
      kAll);
  REQUIRE(folded.rows.size() == 3);
  CHECK(folded.rows[0] == std::vector<Cell>{text("w"), text("p"), text("q"), count(3), text("ok"),
                                            text("2.000 +- 2.5"), text("1.000 +- 4.3")});
  CHECK(folded.rows[1] ==
        std::vector<Cell>{text("w"), text("other"), text("q"), count(1), text("ok"), 4.0, count(1)});
  CHECK(folded.rows[2] == std::vector<Cell>{text("w"), text("third"), text("q"), count(2),
                                            text("ok 1, nothing_completed 1"), 4.0, text("1.000 +- 0")});
  CHECK(folded.columns[3].name == "replication_count");
}

TEST_CASE("do rows without replications stay as they are?") {
  const Table table = runs({{text("w"), text("p"), text("q"), text("ok"), 1.0, count(0)},
                            {text("v"), text("p"), text("q"), text("ok"), 2.0, count(0)}});
  const Table folded = fold_replications(table, kAll);
  CHECK(folded.rows == table.rows);
  CHECK(folded.columns.size() == table.columns.size());
}

TEST_CASE("does a column show only if a cell of it is neither empty nor 0?") {
  const std::vector<std::string_view> always{"planner", "status"};
  const std::vector<std::string_view> if_any{"rate", "lost_count"};
  const auto shown = [&](Cell rate, Cell lost) {
    return telling_columns(runs({{text("w"), text("p"), text("q"), text("ok"), 0.0, count(0)},
                                 {text("w"), text("p"), text("q"), text("ok"), rate, lost}}),
                           always, if_any);
  };
  CHECK(shown(Cell(), Cell()) == always);
  CHECK(shown(0.0, count(0)) == always);
  CHECK(shown(0.5, count(0)) == std::vector<std::string_view>{"planner", "status", "rate"});
  CHECK(shown(Cell(), count(2)) == std::vector<std::string_view>{"planner", "status", "lost_count"});
}

TEST_CASE(
    "are equal reasons said once, with their devices or their count, in the order in which they come?") {
  using Kind = plan::Reason::Kind;
  const std::vector<plan::Reason> reasons{{Kind::weights, "kws", "ear", "too large"},
                                          {Kind::cut, "kws", "", "no cut"},
                                          {Kind::weights, "kws", "ring", "too large"},
                                          {Kind::weights, "unet", "ring", "too large"},
                                          {Kind::cut, "kws", "", "no cut"},
                                          {Kind::weights, "unet", "ring", "too large"}};
  CHECK(results::reasons_in_words(reasons) ==
        "kws: ear, ring: too large; kws: no cut (x 2); unet: ring: too large (x 2)");
  CHECK(results::reasons_in_words({}).empty());
}
