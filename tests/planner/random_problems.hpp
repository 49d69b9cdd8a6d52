#pragma once

#include "synergy/base/random.hpp"
#include "synergy/plan/memory.hpp"
#include "synergy/plan/problem.hpp"

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>

#include "../support/scenarios.hpp"

namespace synergy::test {

inline std::string pick(RandomStream& random, std::initializer_list<const char*> choices) {
  return choices.begin()[random.integer(0, static_cast<std::int64_t>(choices.size()) - 1)];
}
inline bool chance(RandomStream& random, double probability) { return random.uniform() < probability; }

/// A body of `devices` devices d0, d1, ... of which d0 has every part, the others some. Apps read the latest
/// sample unless they say otherwise: sensors that limit every plan alike would hide the rest.
inline std::string random_body(RandomStream& random, int devices) {
  std::string text =
      "sensing: latest\npostprocess: " + pick(random, {"none", "model"}) + "\nbody:\n  devices:\n";
  for (int d = 0; d < devices; ++d) {
    text += "    - {name: d" + std::to_string(d) + ", radio: " + pick(random, {"nrf52840", "cc2340r5"});
    if (d == 0 || chance(random, 0.9)) {
      text += std::string(", accelerator: ") + (chance(random, 0.8) ? "max78000" : "max78002");
    }
    text += ", sensors: [";
    if (d == 0 || chance(random, 0.4)) text += "camera_hm01b0, microphone_sph0645";
    text += "], interactions: [";
    if (d == 0 || chance(random, 0.4)) text += "display_ls013b4dn04, haptic_lra";
    text += "]}\n";
  }
  if (chance(random, 0.3)) text += "  path_loss:\n    - {between: [d0, d1], loss_db: 75}\n";
  return text;
}

/// `apps` small apps on such a body; links, residency and pins vary.
inline std::string random_scenario(RandomStream& random, int devices, int apps) {
  std::string text = random_body(random, devices);
  text += "link: {connection_interval: " + pick(random, {"7.5 ms", "15 ms", "15 ms", "100 ms"});
  if (chance(random, 0.2)) text += ", scheduling: nordic_central";
  text += "}\nresidency: " + pick(random, {"retained", "retained", "reload"}) + "\n";
  if (chance(random, 0.2)) text += "multi_tensor_cuts: true\n";
  text += "apps:\n";
  for (int a = 0; a < apps; ++a) {
    text += "  - {name: a" + std::to_string(a) + ", model: ";
    text += devices < 4 ? pick(random, {"convnet5", "kws", "simplenet", "widenet", "ressimplenet"})
                        : pick(random, {"convnet5", "convnet5", "kws"});
    text += ", sensor: " + pick(random, {"camera", "microphone"});
    text += ", interaction: " + pick(random, {"display", "haptic"});
    if (chance(random, 0.3)) text += ", sensing: " + pick(random, {"fresh", "new_sample"});
    if (chance(random, 0.2)) text += ", source_device: d0";
    if (chance(random, 0.2)) text += ", target_device: d0";
    text += "}\n";
  }
  return text;
}

/// The scenario with all links of the kind that takes no turns.
inline std::string on_wifi(std::string yaml) {
  const std::size_t begin = yaml.find("link: {");
  return yaml.replace(begin, yaml.find("}\n", begin) + 1 - begin, "link: {kind: wifi_tcp}");
}

/// Makes streaming cost something else on every device, some of it much.
inline void vary_streaming(RandomStream& random, scenario::Scenario& s) {
  for (scenario::Device& device : s.devices) {
    for (auto& sensor : device.sensors) {
      auto other = std::make_shared<device::SensorProfile>(*sensor);
      other->streaming.value = Power::from_si(random.uniform() < 0.5 ? 1e-5 : 2e-2 * random.uniform());
      sensor = std::move(other);
    }
  }
}

/// Asks for every app at a rate of its own; up to `most` inferences per second in all.
inline void offer_rates(RandomStream& random, scenario::Scenario& s, double most) {
  s.load.regime = chance(random, 0.5) ? scenario::Regime::periodic : scenario::Regime::poisson;
  for (scenario::App& app : s.apps) {
    const double share = most / static_cast<double>(s.apps.size());
    app.rate = Frequency::from_si(share * (0.05 + 0.95 * random.uniform()));
  }
}

/// Calls `visit` with every execution plan of app `a` whose segments each fit `memory`, in no useful order.
inline void for_each_plan(const plan::PlanningProblem& problem, int a, const plan::BodyMemory& memory,
                          const std::function<void(const plan::ExecutionPlan&)>& visit) {
  const plan::SegmentTable& table = problem.table(plan::AppId(a), problem.accelerators().front());
  const int last = table.boundaries() - 1;
  plan::ExecutionPlan plan;
  std::vector<bool> used(static_cast<std::size_t>(problem.device_count()));
  const std::function<void(int)> extend = [&](int from) {
    if (from == last) {
      for (const plan::DeviceId source : problem.sources(plan::AppId(a))) {
        for (const plan::DeviceId target : problem.targets(plan::AppId(a))) {
          plan.source = source;
          plan.target = target;
          visit(plan);
        }
      }
      return;
    }
    for (int to = from + 1; to <= last; ++to) {
      for (const plan::DeviceId d : problem.accelerators()) {
        if (used[d.index()] || !memory.fits(plan::AppId(a), d, from, to)) continue;
        used[d.index()] = true;
        plan.segments.push_back({d, table.layers(from, to)});
        extend(to);
        plan.segments.pop_back();
        used[d.index()] = false;
      }
    }
  };
  extend(0);
}

}  // namespace synergy::test
