// The channel around a body, against what was measured of it (tests/data/dynamics).
#include "synergy/dynamics/expand.hpp"
#include "synergy/input/csv.hpp"
#include "synergy/scenario/body_channel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::dynamics;

namespace {

const std::string kFolder = std::string(SYNERGY_TEST_DATA) + "/dynamics/";

double number(const input::Csv& csv, std::size_t row, std::string_view column) {
  return *input::to_number(csv.cell(row, *csv.find(column)));
}

scenario::Scenario with_channel(const std::string& more = "") {
  return test::from_yaml(test::full_body(2) +
                         "link: {loss: {model: received_power, shadowing_sigma_db: 0}}\n"
                         "apps: [{name: a, model: kws, sensor: microphone, interaction: haptic}]\n"
                         "processes:\n"
                         "  - {link: [d0, d1], model: body_channel, between: [wrist_l, chest]}\n" +
                         more);
}

/// Path losses above the mean, one for each 10 ms of so many seconds.
std::vector<double> fades(int seconds_long) {
  std::vector<double> levels(static_cast<std::size_t>(seconds_long) * 100);
  std::size_t next = 0;
  double now = 0;
  for (const Change& change : expand(with_channel(), 0, seconds(seconds_long))) {
    const auto at = static_cast<std::size_t>(change.at / milliseconds(10));
    while (next < at) levels[next++] = now;
    now = 61 - *std::get<LinkLoss>(change.what).path_loss_db;
  }
  while (next < levels.size()) levels[next++] = now;
  return levels;
}

const std::vector<double>& long_fades() {
  static const std::vector<double> levels = fades(6000);
  return levels;
}

}  // namespace

TEST_CASE("does the profile have the measured mean path losses?") {
  const input::Csv csv = input::Csv::load(kFolder + "ban_pathloss.csv");
  const auto channel = with_channel().processes[0].channel;
  for (std::size_t row = 0; row < csv.row_count(); ++row) {
    const std::vector<std::string> between{std::string(csv.cell(row, 1)), std::string(csv.cell(row, 0))};
    CHECK(channel->path_loss(between) == number(csv, row, "mean_path_loss_db"));
  }
}

TEST_CASE("does every pair say whether it was measured, and is what was not computed as its source says?") {
  const input::Csv csv = input::Csv::load(kFolder + "ban_pathloss.csv");
  const auto channel = with_channel().processes[0].channel;
  std::size_t measured = 0;
  for (const scenario::BodyChannel::Pair& pair : channel->mean_path_loss) {
    CAPTURE(pair.between, pair.source);
    std::optional<std::size_t> found;
    for (std::size_t row = 0; row < csv.row_count(); ++row) {
      const std::vector<std::string> ends{std::string(csv.cell(row, 0)), std::string(csv.cell(row, 1))};
      if (std::is_permutation(ends.begin(), ends.end(), pair.between.begin(), pair.between.end()))
        found = row;
    }
    if (found) {
      ++measured;
      CHECK(pair.quality == "measured");
      CHECK(pair.source == csv.cell(*found, *csv.find("source")));
      continue;
    }
    // Channel model CM3 at 2.4 GHz, hospital room, of IEEE P802.15-08-0780-12-0006: 6.6 log10(d / mm) + 36.1.
    CHECK(pair.quality == "estimate");
    REQUIRE_THAT(pair.source,
                 Catch::StartsWith("no measurement by position found: 6.6 log10(d / mm) + 36.1 of "
                                   "channel model CM3, hospital room, 2.4 GHz (IEEE "
                                   "P802.15-08-0780-12-0006) at an assumed "));
    const std::string assumed = "assumed ";
    const double mm = std::stod(pair.source.substr(pair.source.find(assumed) + assumed.size()));
    CHECK(mm >= 100);
    CHECK(pair.db == std::round(6.6 * std::log10(mm) + 36.1));
  }
  CHECK(measured == csv.row_count());
  // Eight positions: every pair has its entry.
  CHECK(channel->mean_path_loss.size() == 8 * 7 / 2);
}

TEST_CASE("is a link out as often and as long as measured, at every margin?") {
  const std::vector<double>& levels = long_fades();
  const input::Csv csv = input::Csv::load(kFolder + "ban_outage_by_margin.csv");
  for (std::size_t row = 0; row < csv.row_count(); ++row) {
    const double margin = number(csv, row, "fade_margin_db");
    double out = 0;
    double outages = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const bool is_out = levels[i] < -margin;
      out += is_out ? 1 : 0;
      if (is_out && (i == 0 || levels[i - 1] >= -margin)) ++outages;
    }
    const double count = number(csv, row, "outages_per_s") * 6000;
    INFO("margin " << margin);
    // Both are samples of 6,000 s: outages come in clusters, so their number varies more than a Poisson's.
    const double of_rate = 3 * std::sqrt(2.0 / count) + 0.03;
    CHECK(outages / count == Approx(1).margin(of_rate));
    CHECK(out / static_cast<double>(levels.size()) ==
          Approx(number(csv, row, "outage_ratio")).epsilon(of_rate + 0.02));
    CHECK(out / outages * 10 == Approx(number(csv, row, "outage_mean_ms")).epsilon(0.04));
  }
}

TEST_CASE("has the level the measured quantiles, mean and memory?") {
  std::vector<double> levels = long_fades();
  const auto count = static_cast<double>(levels.size());
  const double mean = std::accumulate(levels.begin(), levels.end(), 0.0) / count;
  double square = 0;
  for (const double level : levels) square += (level - mean) * (level - mean);
  CHECK(mean == Approx(-4.0).margin(0.15));
  CHECK(mean == Approx(with_channel().processes[0].channel->fading.mean_db()).margin(0.15));
  CHECK(std::sqrt(square / count) == Approx(7.5).margin(0.15));
  for (const auto& [lag, correlation] :
       {std::pair<std::size_t, double>{1, .92}, {5, .73}, {10, .58}, {25, .33}, {50, .13}}) {
    double sum = 0;
    for (std::size_t i = 0; i + lag < levels.size(); ++i)
      sum += (levels[i] - mean) * (levels[i + lag] - mean);
    CHECK(sum / square == Approx(correlation).margin(0.025));
  }
  std::sort(levels.begin(), levels.end());
  for (const auto& [share, level] :
       {std::pair<double, double>{.01, -27.7}, {.05, -18.2}, {.1, -13.9}, {.5, -2.8}, {.9, 4.3}})
    CHECK(levels[static_cast<std::size_t>(share * count)] == Approx(level).margin(0.35));
}

TEST_CASE("do planners know the mean of a channel, and postures, but not its fading?") {
  const auto s = with_channel("  - {posture: {states: [stand, lie], dwell: {fixed: 3 s}}}\n");
  std::vector<std::pair<double, double>> lasting;
  double expected = 0;
  for (const Change& change : expand(s, 0, seconds(7))) {
    const auto& loss = std::get<LinkLoss>(change.what);
    if (change.lasting)
      lasting.emplace_back(change.at.s(), *loss.expected_db);
    else
      CHECK(loss.expected_db == expected);
    expected = *loss.expected_db;
  }
  REQUIRE(lasting.size() == 3);
  CHECK(lasting[0].second == Approx(61 + 4.03).margin(0.01));  // wrist to chest, and the mean of the fading
  CHECK(lasting[1].first == 3);
  CHECK(lasting[1].second == Approx(61 + 4.03 + 10).margin(0.01));
  CHECK(lasting[2].second == lasting[0].second);
}

TEST_CASE("is a position that the profile does not know told with those it knows?") {
  CHECK_THROWS_WITH(
      test::from_yaml(test::full_body(2) +
                      "link: {loss: {model: received_power}}\n"
                      "apps: [{name: a, model: kws, sensor: microphone, interaction: haptic}]\n"
                      "processes: [{link: [d0, d1], model: body_channel, between: [chest, elbow]}]\n"),
      Catch::Matchers::Contains("unknown pair of positions 'chest-elbow'; known: hip_r-wrist_l"));
}
