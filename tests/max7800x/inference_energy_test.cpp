// The energy of inferring: the profiles' two terms from the measured networks, and which network costs what.
#include "synergy/max7800x/load.hpp"
#include "synergy/max7800x/segment.hpp"
#include "synergy/model/load.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "../csv.hpp"
#include "profiles.hpp"
#include <Eigen/Dense>
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::max7800x;

namespace {

/// A measured network: energy and what the model makes it of.
struct Measured {
  std::string network;
  double macs, cycles, time_us, energy_uj;
};

std::vector<Measured> measured(const std::string& chip) {
  std::vector<Measured> rows;
  const auto number = [](const test::Row& row, const char* column) { return std::stod(row.text(column)); };
  for (const test::Row& row : test::read_csv("inference_energy.csv")) {
    if (row.text("chip") != chip) continue;
    const double time_us = number(row, "time_us");
    rows.push_back({row.text("profile_network"), number(row, "macs"), time_us * number(row, "clock_mhz"),
                    time_us, number(row, "energy_uj")});
  }
  return rows;
}

Profile shipped(const std::string& chip) {
  return read_profile(input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/" + chip + ".yaml"));
}

/// uJ per MAC and per cycle, neither negative, with the least sum of squares of modelled / measured - 1. Of
/// two unknowns the best with both free is the answer if neither is negative; or else the better one with a
/// single term, which with positive numbers is positive.
Eigen::Vector2d fit(const std::vector<Measured>& rows) {
  Eigen::MatrixX2d a(static_cast<Eigen::Index>(rows.size()), 2);
  for (Eigen::Index r = 0; r < a.rows(); ++r) {
    const Measured& m = rows[static_cast<std::size_t>(r)];
    a.row(r) << m.macs / m.energy_uj, m.cycles / m.energy_uj;
  }
  const Eigen::VectorXd one = Eigen::VectorXd::Ones(a.rows());
  const Eigen::Vector2d both = a.colPivHouseholderQr().solve(one);
  if (both.minCoeff() >= 0) return both;
  const std::array<Eigen::Vector2d, 2> single = {
      Eigen::Vector2d(a.col(0).dot(one) / a.col(0).squaredNorm(), 0),
      Eigen::Vector2d(0, a.col(1).dot(one) / a.col(1).squaredNorm())};
  const auto squares = [&](const Eigen::Vector2d& x) { return (a * x - one).squaredNorm(); };
  return squares(single[0]) < squares(single[1]) ? single[0] : single[1];
}

/// Least and largest of what one term must be for a row to be met, the other term as fitted.
std::pair<double, double> spread(const std::vector<Measured>& rows, const Eigen::Vector2d& terms, int term) {
  std::vector<double> needed;
  for (const Measured& m : rows) {
    const double rest = m.energy_uj - (term == 0 ? terms[1] * m.cycles : terms[0] * m.macs);
    needed.push_back(std::max(0.0, rest / (term == 0 ? m.macs : m.cycles)));
  }
  const auto [low, high] = std::minmax_element(needed.begin(), needed.end());
  return {*low, *high};
}

constexpr double kRounding = 0.005;  // the profiles' numbers have three digits

void check_term(const Sourced<Energy>& number, double fitted_uj, std::pair<double, double> spread_uj) {
  CHECK(number.value.si() * 1e6 == Approx(fitted_uj).epsilon(kRounding).margin(1e-18));
  CHECK(number.low.value_or(number.value).si() * 1e6 ==
        Approx(spread_uj.first).epsilon(kRounding).margin(1e-18));
  CHECK(number.high->si() * 1e6 == Approx(spread_uj.second).epsilon(kRounding));
}

}  // namespace

TEST_CASE("are the two terms of each chip what a fit to the measured networks gives, with their spread?") {
  for (const char* chip : {"max78000", "max78002"}) {
    CAPTURE(chip);
    const std::vector<Measured> rows = measured(chip);
    const Profile profile = shipped(chip);
    const Eigen::Vector2d terms = fit(rows);
    {
      INFO("energy_per_mac");
      check_term(profile.energy_per_mac, terms[0], spread(rows, terms, 0));
    }
    INFO("energy_per_cycle");
    check_term(profile.energy_per_cycle, terms[1], spread(rows, terms, 1));
  }
}

TEST_CASE("is what the profiles say of the fit true: how far off, and what leaving one row out does?") {
  const auto ratio = [](const Measured& m, const Eigen::Vector2d& t) {
    return (t[0] * m.macs + t[1] * m.cycles) / m.energy_uj;
  };
  const std::vector<Measured> small = measured("max78000");
  const Eigen::Vector2d terms = fit(small);
  CHECK(ratio(small[0], terms) == Approx(0.38).margin(0.005));  // KWS20
  CHECK(ratio(small[1], terms) == Approx(1.19).margin(0.005));  // MNIST
  const std::vector<Measured> large = measured("max78002");
  CHECK(ratio(large[1], fit(large)) == Approx(1.23).margin(0.005));  // cifar-100-mixed
  CHECK(ratio(large[4], fit(large)) == Approx(0.46).margin(0.005));  // effnet2
  for (std::size_t left_out = 0; left_out < small.size(); ++left_out) {
    CAPTURE(small[left_out].network);
    std::vector<Measured> rest = small;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(left_out));
    const Eigen::Vector2d others = fit(rest);
    // The spread covers it in both terms, but where the term per cycle vanishes.
    CHECK(others[0] <= spread(small, terms, 0).second);
    CHECK(others[1] <= spread(small, terms, 1).second);
    CHECK((others[1] == 0) == (small[left_out].network == "convnet5"));
    if (others[1] == 0) CHECK(others[0] * 1e6 == Approx(8.5).margin(0.05));  // pJ
  }
  for (std::size_t left_out = 0; left_out < large.size(); ++left_out) {
    CAPTURE(large[left_out].network);
    std::vector<Measured> rest = large;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(left_out));
    CHECK(fit(rest)[0] == 0);
  }
}

TEST_CASE("has each chip the measured power of every measured network, and does its time give its energy?") {
  for (const char* chip : {"max78000", "max78002"}) {
    const Profile profile = shipped(chip);
    std::set<std::string> networks;
    for (const Measured& m : measured(chip)) {
      CAPTURE(chip, m.network);
      networks.insert(m.network);
      REQUIRE(profile.measured(m.network) != nullptr);
      const Sourced<Power>& power = profile.measured(m.network)->power;
      // Two digits of a power between 31 and 97 mW.
      CHECK(power.value.si() * m.time_us == Approx(m.energy_uj).epsilon(0.016));
    }
    CHECK(networks.size() == profile.measured_power.size());
  }
}

TEST_CASE("does a measured network cost its power for its time, and any other its two terms, also cut?") {
  Profile chip = test::max78000();
  chip.energy_per_mac.value = Energy::from_si(2e-12);
  chip.energy_per_cycle.value = Energy::from_si(0.5e-9);
  chip.measured_power = {{"kws", {milliwatts(90), {}, {}, "test", ValueClass::measured}}};
  const model::Model kws = model::load_model(test::zoo_file("kws"));
  const model::Model convnet5 = model::load_model(test::zoo_file("convnet5"));
  const auto of = [&](const model::Model& model, model::LayerRange layers) {
    return segment_cost(chip, model, layers, nullptr);
  };
  for (const model::LayerRange layers : {kws.all(), model::LayerRange{0, 3}, model::LayerRange{4, 8}}) {
    const SegmentCost cost = of(kws, layers);
    CHECK(cost.power_is_measured);
    CHECK(cost.infer_energy.si() == Approx(90e-3 * cost.infer.s() / 0.9));
  }
  const SegmentCost whole = of(convnet5, convnet5.all());
  CHECK_FALSE(whole.power_is_measured);
  CHECK(whole.macs == 10'751'808);
  const auto cycles = static_cast<double>(whole.cycles.count());
  CHECK(whole.infer_energy.si() == Approx((10'751'808 * 2e-12 + cycles * 0.5e-9) / 0.9));
  // Cut in two, the work is the same; the start-up cycle comes twice.
  const SegmentCost first = of(convnet5, {0, 1});
  const SegmentCost second = of(convnet5, {2, 4});
  CHECK(first.macs + second.macs == whole.macs);
  CHECK((first.infer_energy + second.infer_energy).si() == Approx(whole.infer_energy.si() + 0.5e-9 / 0.9));
}

TEST_CASE("can a profile still say one power for all networks?") {
  Profile chip = test::max78000();
  chip.energy_per_cycle.value = Energy::from_si(64e-3 / 50e6);
  const model::Model convnet5 = model::load_model(test::zoo_file("convnet5"));
  const SegmentCost cost = segment_cost(chip, convnet5, convnet5.all(), nullptr);
  // The overhead, in which the accelerator does not run, costs nothing of it.
  CHECK(cost.infer_energy.si() == Approx(64e-3 * (cost.infer - chip.inference_overhead.value).s() / 0.9));
}
