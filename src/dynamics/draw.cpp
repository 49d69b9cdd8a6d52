#include "synergy/dynamics/draw.hpp"

#include <algorithm>
#include <cmath>

namespace synergy::dynamics {
namespace {

using Law = scenario::Distribution::Law;

/// In seconds.
double drawn(const scenario::Distribution& law, RandomStream& random) {
  switch (law.law) {
    case Law::fixed:
      break;
    case Law::uniform:
      return law.time.s() + (law.most - law.time).s() * random.uniform();
    case Law::exponential:
      return random.exponential(law.time.s());
    case Law::weibull:
      // By inversion: F(t) = 1 - exp(-(t / scale)^shape).
      return law.time.s() * std::pow(random.exponential(1), 1 / law.shape);
    case Law::lognormal:
      return law.time.s() * std::exp(random.normal(0, law.shape));
    case Law::empirical:
      return law
          .values[static_cast<std::size_t>(
              random.integer(0, static_cast<std::int64_t>(law.values.size()) - 1))]
          .s();
  }
  return law.time.s();
}

}  // namespace

Duration draw(const scenario::Distribution& law, RandomStream& random) {
  return seconds(std::clamp(drawn(law, random), kLeastDrawn.s(), kMostDrawn.s()));
}

}  // namespace synergy::dynamics
