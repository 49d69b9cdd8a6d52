// What planners believe: as written in the scenario, and by hand from the true profiles.
#include "synergy/base/random.hpp"
#include "synergy/device/accelerator.hpp"
#include "synergy/families/families.hpp"
#include "synergy/link/schedule.hpp"

#include <set>

#include "../support/input_error.hpp"
#include "../support/plans.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using scenario::DeviceId;
using scenario::Knowledge;
using scenario::Scenario;
using synergy::test::from_yaml;
using synergy::test::shipped;

namespace {

Scenario with(const std::string& knowledge) {
  return from_yaml("body: body4\nknowledge: " + knowledge +
                   "\napps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n");
}

std::string error_of(const std::string& knowledge) {
  return synergy::test::input_error_of([&] { return with(knowledge); }, "no error");
}

device::SegmentCost kws_on(const Scenario& s, std::size_t device) {
  return *s.devices[DeviceId(device)]
              .accelerator->lower(s.apps[scenario::AppId(0)].model)
              ->cost_alone({0, 8});
}

link::TransferEstimate kilobyte(const Scenario& s, scenario::DeviceId first, scenario::DeviceId second) {
  link::LinkContext context;
  context.ends = {first, second};
  context.first = s.devices[first].radio.get();
  context.second = s.devices[second].radio.get();
  return s.link_kind->estimate(Bytes(1000), true, context);
}

}  // namespace

TEST_CASE("does knowledge read as written, and survive the resolved scenario?") {
  CHECK(!shipped("w1").knowledge);
  CHECK(with("{accelerator: +20 %, link: -30 %, seed: 7}").knowledge == Knowledge{20, -30, 7});
  CHECK(with("{link: \"12.5%\"}").knowledge == Knowledge{0, 12.5, {}});
  CHECK(shipped("w1", {{"knowledge.accelerator", "+7 %"}}).knowledge == Knowledge{7, 0, {}});
  for (const char* knowledge : {"{accelerator: +7 %}", "{accelerator: 0.1 %, link: -90 %, seed: 0}"}) {
    const Scenario s = with(knowledge);
    scenario::Library nothing("/nonexistent");
    const auto again = scenario::read_scenario(input::parse(scenario::to_yaml(s), "resolved.yaml"), nothing);
    CHECK(again.knowledge == s.knowledge);
  }
}

TEST_CASE("does bad knowledge end with the place and what would do?") {
  CHECK_THAT(error_of("{accelerator: 20}"),
             Catch::Contains("test.yaml:4:26: '20' is not a percentage such as +20 %"));
  for (const char* text : {"fast", "+ 20 %", "+-20 %", "20 ms", "%", "nan %", "20 % %", "[]"})
    CHECK_THAT(error_of(std::string("{link: ") + text + "}"), Catch::Contains("test.yaml:4:"));
  CHECK_THAT(error_of("{link: -95 %}"), Catch::Contains("-95 % is out of range: -90 % to +900 %"));
  CHECK_THAT(error_of("{link: +95 %, seed: 1}"), Catch::Contains("at most 90 %"));
  CHECK(error_of("{link: +95 %}") == "no error");
  CHECK_THAT(error_of("{seed: 1}"), Catch::Contains("needs accelerator, link or both"));
  CHECK_THAT(error_of("{radio: 5 %}"), Catch::Contains("accelerator, link, seed"));
}

TEST_CASE("is an accelerator believed 25 % faster done in 4/5 of the time, at the power it has?") {
  const Scenario truth = with("{accelerator: +25 %}");
  const Scenario belief = scenario::as_believed(truth);
  CHECK(!belief.knowledge);
  const device::SegmentCost cost = kws_on(belief, 2);
  // KWS on the MAX78000: 71,782 cycles of 20 ns and 33 us, 4,096 words in at 270 ns, 21 out at 390 ns.
  CHECK(cost.infer.ns() == Approx((71'782 * 20 + 33'000) * 0.8).margin(1));
  CHECK(cost.load.ns() == Approx(4'096 * 270 * 0.8).margin(1));
  CHECK(cost.unload.ns() == Approx(21 * 390 * 0.8).margin(1));
  CHECK(cost.switch_retained.ns() == 109'000 * 4 / 5);
  CHECK(cost.infer_energy.si() == Approx(97e-3 * (71'782 * 20 + 33'000) * 0.8e-9 / 0.9));
  const device::SegmentCost true_cost = kws_on(truth, 2);
  CHECK(cost.cycles == true_cost.cycles);
  CHECK(cost.load_energy == true_cost.load_energy);
  // A network whose power nobody measured: the same, by its two terms.
  const auto simplenet = [](const Scenario& s) {
    const auto model = families::built_in().read_network(
        input::load(std::string(SYNERGY_SOURCE_DIR) + "/model_zoo/simplenet.yaml"));
    return *s.devices[scenario::DeviceId(2)].accelerator->lower(model)->cost_alone(model->all());
  };
  CHECK(!simplenet(truth).power_is_measured);
  CHECK(simplenet(belief).infer_energy.si() == Approx(simplenet(truth).infer_energy.si() * 0.8));
  // Devices with one profile share what is believed of it; links are not touched.
  CHECK(belief.devices[scenario::DeviceId(2)].accelerator !=
        truth.devices[scenario::DeviceId(2)].accelerator);
  CHECK(belief.devices[scenario::DeviceId(2)].accelerator ==
        belief.devices[scenario::DeviceId(3)].accelerator);
  CHECK(kilobyte(belief, DeviceId(0), DeviceId(1)).latency ==
        kilobyte(truth, DeviceId(0), DeviceId(1)).latency);
}

TEST_CASE(
    "does a transfer over a link believed 30 % slower take 1/0.7 of time and energy, its slots the same?") {
  const Scenario truth = with("{link: -30 %}");
  const Scenario belief = scenario::as_believed(truth);
  const auto transfer = kilobyte(truth, DeviceId(0), DeviceId(1));
  const auto believed = kilobyte(belief, DeviceId(0), DeviceId(1));
  CHECK(believed.latency.ns() == Approx(static_cast<double>(transfer.latency.ns()) / 0.7).margin(1));
  CHECK(believed.occupancy.ns() == Approx(static_cast<double>(transfer.occupancy.ns()) / 0.7).margin(1));
  CHECK(believed.sender.si() == Approx(transfer.sender.si() / 0.7));
  CHECK(believed.receiver.si() == Approx(transfer.receiver.si() / 0.7));
  const std::vector<link::Ends> links{test::ends(0, 1), test::ends(0, 2), test::ends(1, 2)};
  CHECK(belief.link_kind->schedule(4, links).slot_of == truth.link_kind->schedule(4, links).slot_of);
  CHECK(belief.link_kind->why_infeasible(40) == truth.link_kind->why_infeasible(40));
  CHECK(kws_on(belief, 2).infer == kws_on(truth, 2).infer);
}

TEST_CASE("does a seed give every device and every pair of devices the error of its stream?") {
  const Scenario truth = with("{accelerator: -20 %, link: 40 %, seed: 5}");
  const Scenario belief = scenario::as_believed(truth);
  const auto drawn = [](double percent, const std::string& stream) {
    return 1 + percent / 100 * (2 * RandomStream(stream_seed(5, 0, stream)).uniform() - 1);
  };
  std::set<double> speeds;
  for (const DeviceId d : truth.devices.ids()) {
    const scenario::Device& device = truth.devices[d];
    const double speed =
        belief.devices[d].accelerator->cycle_rate().si() / device.accelerator->cycle_rate().si();
    CHECK(speed == Approx(drawn(-20, "knowledge/accelerator/" + device.name)).epsilon(1e-12));
    CHECK(std::abs(speed - 1) <= 0.2);
    speeds.insert(speed);
    for (const DeviceId e : truth.devices.ids()) {
      if (e <= d) continue;
      const double link = static_cast<double>(kilobyte(truth, d, e).latency.ns()) /
                          static_cast<double>(kilobyte(belief, d, e).latency.ns());
      CHECK(link == Approx(drawn(40, "knowledge/link/" + device.name + "-" + truth.devices[e].name)));
      speeds.insert(link);
    }
  }
  CHECK(speeds.size() == 4 + 6);
}
