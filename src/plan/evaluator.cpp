#include "synergy/plan/evaluator.hpp"

namespace synergy::plan {

std::optional<Duration> Evaluation::latency_sum() const {
  Duration sum;
  for (const std::optional<Duration>& of_app : latency) {
    if (!of_app) return {};
    sum += *of_app;
  }
  return sum;
}

}  // namespace synergy::plan
