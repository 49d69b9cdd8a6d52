#include "synergy/attack/search.hpp"

#include "synergy/base/random.hpp"

#include <cmath>
#include <exception>
#include <new>

#include "moves.hpp"

namespace synergy::attack {
namespace {

/// Drawn scenarios are often none: an app asks for a sensor that no device has.
constexpr std::int64_t kInvalidPerEvaluation = 100;

}  // namespace

bool accepts(double now, double next, double temperature, double chance) {
  return next >= now || chance < std::exp((std::log(next) - std::log(now)) / temperature);
}

double temperature(double share) { return kHot * std::pow(kCold / kHot, share); }

std::optional<Restart> anneal(const Space& space, const std::function<Verdict(const Case&)>& judge,
                              std::uint64_t seed, std::int64_t budget, scenario::Library& library,
                              const std::function<bool()>& stop) {
  RandomStream random(seed);
  Mover mover(space, random, library);
  Restart restart;
  std::optional<Case> now;
  double now_ratio = 0;
  while (restart.evaluations < budget && restart.invalid < kInvalidPerEvaluation * budget) {
    if (stop()) return {};
    Case next = now ? mover.moved(*now) : mover.start();
    Verdict verdict;
    try {
      verdict = judge(next);
    } catch (const std::bad_alloc&) {
      throw;  // no property of the scenario
    } catch (const std::exception& error) {
      restart.failed = true;
      restart.reason = error.what();
      restart.best = std::move(next);
      return restart;
    }
    if (verdict.kind == Verdict::Kind::invalid) {
      ++restart.invalid;
      continue;
    }
    ++restart.evaluations;
    if (verdict.kind == Verdict::Kind::infeasible) ++restart.infeasible;
    if (verdict.kind == Verdict::Kind::outside) ++restart.outside;
    if (verdict.kind != Verdict::Kind::judged) continue;
    if (!restart.start_ratio) restart.start_ratio = verdict.ratio;
    if (restart.best_at == 0 || verdict.ratio > restart.best_verdict.ratio) {
      restart.best = next;
      restart.best_verdict = verdict;
      restart.best_at = restart.evaluations;
    }
    const double share = static_cast<double>(restart.evaluations) / static_cast<double>(budget);
    if (now && !accepts(now_ratio, verdict.ratio, temperature(share), random.uniform())) continue;
    ++restart.accepted;
    now = std::move(next);
    now_ratio = verdict.ratio;
  }
  return restart;
}

}  // namespace synergy::attack
