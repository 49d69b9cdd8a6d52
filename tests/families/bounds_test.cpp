// Every number of every profile at the ends of its range, one by one and all at once: costs stay numbers.
#include <cmath>
#include <set>

#include "../support/number_range.hpp"
#include "subjects.hpp"

using namespace synergy;
using namespace synergy::test;
using Values = std::map<std::string, double, std::less<>>;

namespace {

/// Whole networks and their halves, of a few that some family can run. True if any had a cost.
bool costs_are_numbers(const device::Accelerator& accelerator) {
  const device::Cpu& cpu = accelerator.cpu();
  for (const double power : {cpu.active.si(), cpu.asleep.si(), accelerator.idle_power().si()}) {
    REQUIRE(std::isfinite(power));
    REQUIRE(power >= 0);
  }
  bool any = false;
  for (const auto& network : zoo()) {
    static const std::set<std::string> kSome{"kws", "simplenet", "mlperf_kws", "mlperf_ic", "mlperf_vww"};
    if (!kSome.contains(network->name())) continue;
    const auto lowered = accelerator.lower(network);
    const int count = network->layer_count();
    for (const device::LayerRange layers :
         {network->all(), device::LayerRange{0, count / 2}, device::LayerRange{count / 2, count - 1}}) {
      CAPTURE(network->name(), layers.first, layers.last);
      const auto cost = lowered->cost_alone(layers);
      REQUIRE(cost.has_value() == lowered->problems_alone(layers).empty());
      if (!cost) continue;
      any = true;
      for (const auto& [name, value] : parts(*cost)) {
        CAPTURE(name);
        REQUIRE(std::isfinite(value));
        REQUIRE(value >= 0);
      }
      REQUIRE(cost->cycles.count() >= 0);
      REQUIRE(cost->infer <= seconds(10'000));
      REQUIRE(cost->infer_energy.si() <= 1000);
    }
  }
  return any;
}

/// Nothing where several values, each in its range, contradict each other.
std::shared_ptr<const device::Accelerator> with(const device::Accelerator& accelerator,
                                                const Values& values) {
  try {
    return accelerator.with_numbers(values);
  } catch (const InputError&) {
    return nullptr;
  }
}

}  // namespace

TEST_CASE("does every number of every profile have a range, and do costs stay numbers at both of its ends?") {
  int costed = 0;
  int refused = 0;
  for (const Subject& subject : subjects()) {
    const device::Accelerator& accelerator = *subject.accelerator;
    Values lowest;
    Values highest;
    Values dearest;  // what divides at its least, all else at its most
    accelerator.visit_numbers([&](std::string_view key, const device::Number& number) {
      CAPTURE(subject.name, key);
      const std::string name(key);
      const auto [low, high] = range_of_number([&](double si) {
        (void)accelerator.with_numbers({{name, si}});
      });
      REQUIRE(0 <= low);
      REQUIRE(low <= number.value.si);
      REQUIRE(number.value.si <= high);
      lowest[name] = low;
      highest[name] = high;
      dearest[name] = low > 0 && low < 1 && name.find("clock") == std::string::npos ? low
                      : name.find("clock") != std::string::npos                     ? low
                                                                                    : high;
      for (const double end : {low, high}) {
        CAPTURE(end);
        if (const auto at_end = with(accelerator, {{name, end}}))
          ++(costs_are_numbers(*at_end) ? costed : refused);
      }
    });
    for (const Values* all : {&lowest, &highest, &dearest}) {
      const auto extreme = with(accelerator, *all);
      if (extreme == nullptr) continue;
      CAPTURE(subject.name);
      for (const double speed : {0.1, 1.0, 10.0}) (void)costs_are_numbers(*extreme->at_speed(speed));
    }
  }
  CHECK(costed > 400);
  // Some of the ends make an inference of days, which is refused with its time.
  CHECK(refused > 5);
}

TEST_CASE(
    "does a range that takes longer than anything may say so, with the time and the number's profile?") {
  const auto gap9 = known_families().read(input::load(kRoot + "/device_profiles/gap9_650mv_240mhz.yaml"));
  const auto ic =
      *std::find_if(zoo().begin(), zoo().end(), [](const auto& n) { return n->name() == "mlperf_ic"; });
  const auto slow = gap9->with_numbers({{"layer_overhead", 1e9}, {"clock", 1000.0}})->lower(ic);
  const auto problems = slow->problems_alone(ic->all());
  REQUIRE(problems.size() == 1);
  CHECK_THAT(problems.front().message, Catch::Contains("gap9_650mv_240mhz: inferring takes") &&
                                           Catch::Contains("more than the 10000 s that a phase may take"));
  CHECK(!slow->cost_alone(ic->all()).has_value());
}
