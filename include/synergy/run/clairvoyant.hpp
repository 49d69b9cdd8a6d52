#pragma once

#include "synergy/run/replanner.hpp"

#include <span>

namespace synergy::run {

/// The bound `clairvoyant_paid`: who knows all that will happen chooses for every stretch between lasting
/// changes one of the plans that the replanner has for the worlds to come (or keeps the one in force), so
/// that most apps are served longest and then most is completed by the plans' own estimates, with what each
/// switch costs taken off: a
/// dynamic programme over changes x plans. What was chosen is then simulated with every cost of switching;
/// planning takes no time. It learns when batteries empty by simulating, up to six times; its choice does not
/// look at what a plan takes of them.
///
/// By estimates, so not a bound in the strict sense: a simulation may do a little better by another choice.
[[nodiscard]] simulation::DynamicResult simulate_clairvoyant(const scenario::Scenario& body,
                                                             scenario::Policy policy, int replication,
                                                             std::span<const dynamics::Change> changes,
                                                             const simulation::Replanner& replanner,
                                                             const simulation::Options& options = {});

}  // namespace synergy::run
