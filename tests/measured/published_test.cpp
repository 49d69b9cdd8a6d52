// The shipped profiles against published rows: those they were made from, and those they never saw.
#include <cmath>

#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;

namespace {

const std::string kRoot = SYNERGY_SOURCE_DIR;

device::SegmentCost cost(const device::Accelerator& chip, const std::string& name) {
  const auto network =
      std::make_shared<const device::Network>(network::load_network(kRoot + "/model_zoo/" + name + ".yaml"));
  const auto lowered = chip.lower(network);
  const auto cost = lowered->cost_alone(network->all());
  REQUIRE(cost);
  return *cost;
}

std::shared_ptr<const device::Accelerator> shipped(const std::string& name) {
  return measured::make_accelerator(
      measured::read_profile(input::load(kRoot + "/device_profiles/" + name + ".yaml")));
}

/// All that a rail takes during one inference.
double energy_uj(const device::Accelerator& chip, const device::SegmentCost& c) {
  const Power idle = chip.idle_power() + chip.cpu().asleep;
  return (c.infer_energy + (chip.cpu().active - chip.cpu().asleep) * c.feed + idle * c.infer).si() * 1e6;
}

}  // namespace

TEST_CASE("does each CPU meet the rows its law was fitted to, in time and in energy?") {
  struct Point {
    const char* profile;
    const char* network;
    double ms, uj;
  };
  // MLPerf Tiny v1.0, STMicroelectronics; energies at the energy mode's own times, which differ below 1 %.
  for (const Point& p :
       {Point{"stm32u575", "ad", 4.849402, 119.113}, Point{"stm32u575", "ic", 139.703828, 3641.998},
        Point{"stm32u575", "kws", 44.23213, 1138.534}, Point{"stm32u575", "vww", 133.404482, 3364.456},
        Point{"stm32l4r5", "ad", 7.578628, 322.977}, Point{"stm32l4r5", "ic", 226.911731, 10681.623},
        Point{"stm32l4r5", "kws", 75.05817, 3371.738}, Point{"stm32l4r5", "vww", 230.46785, 10066.628},
        Point{"stm32h7a3", "ad", 1.8258, 266.486}, Point{"stm32h7a3", "ic", 54.344873, 8707.284},
        Point{"stm32h7a3", "kws", 16.759683, 2721.781}, Point{"stm32h7a3", "vww", 50.704797, 7978.465}}) {
    CAPTURE(p.profile, p.network);
    const auto chip = shipped(p.profile);
    const auto c = cost(*chip, std::string("mlperf_") + p.network);
    CHECK(c.infer.ms() == Approx(p.ms).epsilon(0.03));
    CHECK(energy_uj(*chip, c) == Approx(p.uj).epsilon(0.09));
  }
}

TEST_CASE("does a CPU meet what another submitter measured of the same software on the same board?") {
  // MLPerf Tiny v1.1, Krai, X-CUBE-AI 7.3 and 8.0: no time of theirs is in any fit.
  struct Point {
    const char* profile;
    const char* network;
    double ms;
  };
  double sum = 0;
  int count = 0;
  for (const Point& p : {Point{"stm32h7a3", "ad", 1.828154}, Point{"stm32h7a3", "ic", 53.838699},
                         Point{"stm32h7a3", "kws", 16.725764}, Point{"stm32h7a3", "vww", 50.408307},
                         Point{"stm32l4r5", "ad", 7.578628}, Point{"stm32l4r5", "ic", 221.975583},
                         Point{"stm32l4r5", "kws", 72.679701}, Point{"stm32l4r5", "vww", 221.141088}}) {
    CAPTURE(p.profile, p.network);
    const double modelled = cost(*shipped(p.profile), std::string("mlperf_") + p.network).infer.ms();
    CHECK(modelled == Approx(p.ms).epsilon(0.06));
    sum += std::abs(modelled / p.ms - 1);
    ++count;
  }
  CHECK(sum / count < 0.03);
}

TEST_CASE("does the NDP9120 take what was measured, with the idle power that it draws anyway?") {
  const auto chip = shipped("ndp9120");
  for (const auto& [network, ms, uj] :
       {std::tuple{"mlperf_kws", 4.401331, 31.537}, std::tuple{"mlperf_ic", 16.059871, 101.833},
        std::tuple{"mlperf_vww", 12.806065, 71.711}}) {
    const auto c = cost(*chip, network);
    CHECK(c.infer.ms() == Approx(ms).epsilon(0.001));
    CHECK(energy_uj(*chip, c) == Approx(uj).epsilon(0.001));
  }
}

TEST_CASE("does the Coral board take what was measured of DS-CNN-L, and is that network the published one?") {
  const auto chip = shipped("coral_micro");
  const auto c = cost(*chip, "ds_cnn_l");
  CHECK(c.infer.ms() == Approx(1.807));
  CHECK(energy_uj(*chip, c) == Approx(2358));
  // Hello Edge, table of the best networks: 56.9 million operations, two for each multiply-accumulate.
  CHECK(2e-6 * static_cast<double>(c.macs) == Approx(56.9).epsilon(0.01));
  CHECK(chip->at_operating_point("tpu_250mhz")->is_estimate());
}

TEST_CASE("is the L4R5 at 3 V as fast as at 1.8 V, with the same current?") {
  const auto low = shipped("stm32l4r5");
  const auto high = low->at_operating_point("3v0_120mhz");
  const auto a = cost(*low, "mlperf_kws");
  const auto b = cost(*high, "mlperf_kws");
  CHECK(a.infer == b.infer);
  // Its core has a linear regulator: current x 3.0 V against current x 1.8 V.
  CHECK(energy_uj(*high, b) / energy_uj(*low, a) == Approx(3.0 / 1.8).epsilon(0.02));
}
