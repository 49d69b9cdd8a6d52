#pragma once

#include "synergy/scenario/scenario.hpp"

#include <memory>
#include <string>
#include <vector>

// Bodies on which a pair of devices may have several links, or none.
namespace synergy::scenario {

/// What plans and results call a set of links: the kind of the key `link` for 0, MoreLinks::name for others.
[[nodiscard]] std::string link_set_name(const Scenario& scenario, int set);

/// The sets that have a link between these devices, ascending; empty: they cannot reach each other.
/// Without more_links and link_devices {0}.
[[nodiscard]] std::vector<int> links_between(const Scenario& scenario, link::Ends ends);

/// All links of the body as one kind, where these pairs use these sets and all others what is best for the
/// scenario's objective: for each of a pair's links, over one transfer of every app's model input and one of
/// its result on an idle body of one slot, what is compared is
///
///   - throughput: the time that the link is taken (TransferEstimate::occupancy);
///   - energy: the energy of both ends, with a second of what the link draws idle;
///   - latency, and weights: the latency.
///
/// Each pair is judged by itself: that links of a set share a medium (LinkUse::shares_medium), where the time
/// taken by one pair is lost to all others, is not weighed, since which pairs will send is for the plan to
/// say. So with many busy pairs a shared set may be chosen where links of their own would carry more; a
/// plan's `links` say otherwise.
///
/// The smallest wins, of equal ones the first of links_between(). One sum for both directions.
/// Throws InputError (in LinkSpec::make) with the problems of the profiles. Pre: choices name sets that the
/// pairs have.
[[nodiscard]] std::shared_ptr<const link::LinkKind> links_of_body(
    const Scenario& scenario, const std::vector<LinkChoice>& choices = {});

}  // namespace synergy::scenario
