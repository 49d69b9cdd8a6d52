#include "../../src/link/ble/loss_expectation.hpp"

#include <vector>

#include "fixtures.hpp"
#include <catch2/catch.hpp>

namespace synergy::link::testing {
namespace {

LossExpectation expectation(LossModel model, double sigma_db, bool forward) {
  BleSpec spec;
  spec.loss.model = model;
  spec.loss.per_forward = Ratio::from_si(0.3);
  spec.loss.per_backward = Ratio::from_si(0.05);
  spec.loss.shadowing_sigma_db = sigma_db;
  BleEvents events;
  events.interval = spec.connection_interval;
  events.length = spec.connection_interval / 2;
  events.guard = microseconds(825);
  return {spec.loss, events, 251, forward, 95, seconds(4)};
}

}  // namespace

TEST_CASE("is an expected delay the same whatever was asked before it?") {
  const std::vector<std::int64_t> packets{1, 2, 3, 7, 8, 9, 31, 33, 63, 64, 65, 500};
  for (const auto& [model, sigma_db] : {std::pair{LossModel::fixed, 0.0},
                                        {LossModel::received_power, 0.0},
                                        {LossModel::received_power, 6.0}}) {
    for (const bool forward : {true, false}) {
      // From short to long each is worked out by itself, or nearly; from long to short all by the first.
      LossExpectation rising = expectation(model, sigma_db, forward);
      LossExpectation falling = expectation(model, sigma_db, forward);
      std::vector<double> by_rising, by_falling;
      for (auto n = packets.begin(); n != packets.end(); ++n) by_rising.push_back(rising.delay_ns(*n));
      for (auto n = packets.rbegin(); n != packets.rend(); ++n)
        by_falling.insert(by_falling.begin(), falling.delay_ns(*n));
      CHECK(by_rising == by_falling);
      CHECK(by_rising.back() > 0);
    }
  }
}

}  // namespace synergy::link::testing
