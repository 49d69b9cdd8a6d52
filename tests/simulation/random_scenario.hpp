#pragma once

#include "synergy/base/random.hpp"

#include <string>

#include "../support/scenarios.hpp"

namespace synergy::test {

/// A scenario of one to three apps on one to four devices, in any regime and sensing.
inline std::string random_scenario(RandomStream& random) {
  const char* models[] = {"convnet5", "kws", "simplenet", "ressimplenet", "widenet", "unet"};
  const char* regimes[] = {"rounds", "saturated", "periodic", "poisson"};
  const char* sensing[] = {"latest", "new_sample", "fresh"};
  const char* intervals[] = {"7.5 ms", "15 ms", "50 ms"};
  std::string text = full_body(static_cast<int>(random.integer(1, 4)));
  text += std::string("link: {connection_interval: ") + intervals[random.integer(0, 2)] + "}\n";
  text += std::string("load: {regime: ") + regimes[random.integer(0, 3)] +
          ", queue_limit: " + std::to_string(random.integer(0, 3));
  text += std::string(", drop: ") + (random.uniform() < 0.5 ? "drop_new" : "drop_old") + "}\n";
  text += std::string("residency: ") + (random.uniform() < 0.7 ? "retained" : "reload") + "\n";
  text += std::string("cpu_sleep: ") + (random.uniform() < 0.5 ? "sleep" : "always_active") + "\n";
  text += "measurement: {warm_up: 0.7 s, window: 5 s}\nseed: " + std::to_string(random.integer(1, 1000)) +
          "\napps:\n";
  const std::int64_t apps = random.integer(1, 3);
  for (std::int64_t a = 0; a < apps; ++a) {
    const std::string model = models[random.integer(0, 5)];
    const std::string rate = std::to_string(random.integer(1, 60));
    text += "  - {name: a" + std::to_string(a) + ", model: " + model +
            ", sensor: " + (model == "kws" ? "microphone" : "camera");
    text += std::string(", interaction: ") + (random.uniform() < 0.5 ? "display" : "haptic") +
            ", rate: " + rate + " Hz";
    text += std::string(", sensing: ") + sensing[random.integer(0, 2)] + "}\n";
  }
  return text;
}

}  // namespace synergy::test
