#include "part.hpp"

namespace synergy::results {
namespace {

const simulation::LinkResult& link_of(const Part& p) { return p.result().links[p.i]; }

const ColumnOf<Part> kLinks[] = {
    {kRunId, run_id},
    {{"link", "",
      "its two devices: watch-ring; where they have several links with the one in use: watch-ring/wi_r; a "
      "name "
      "with one of - . / # ' in it in single quotes",
      Type::text, Role::key},
     [](const Part& p) { return text(p.compiled().link_names[p.i]); }},
    // Slots share the connection interval among the links of a body; how many there are is the link kind's
    // answer.
    {{"slot", "", "its slot of the interval, from 0", Type::integer},
     [](const Part& p) { return count(p.compiled().slots.slot_of[link::LinkId(p.i)]); }},
    {{"slot_count", "", "slots of the interval", Type::integer},
     [](const Part& p) { return count(p.compiled().slots.slots); }},
    {{"busy_ratio", "ratio", "share of the link's capacity used", Type::number},
     [](const Part& p) { return ratio(link_of(p).busy, p.result().window); }},
    {{"transfer_count", "", "transfers ended in the window", Type::integer},
     [](const Part& p) { return count(link_of(p).transfers); }},
    {{"delivered_bytes", "B", "bytes delivered in the window", Type::integer},
     [](const Part& p) { return count(link_of(p).bytes); }},
    // All that went on air; without the retransmissions it is what an error-free channel would need.
    {{"packet_count", "", "data packets sent, retransmissions included", Type::integer},
     [](const Part& p) { return count(link_of(p).packets); }},
    {{"retransmission_count", "", "data packets sent again", Type::integer, Role::smaller_is_better},
     [](const Part& p) { return count(link_of(p).retransmissions); }},
    {{"event_count", "", "connection events that carried data", Type::integer},
     [](const Part& p) { return count(link_of(p).events_used); }},
    {{"loss_count", "", "times the link was lost", Type::integer, Role::smaller_is_better},
     [](const Part& p) { return count(link_of(p).losses); }},
    // Behind other transfers of this link; the wait for connection events is part of being served.
    {{"queueing_mean_ms", "ms", "mean time transfers waited for the link", Type::number,
      Role::smaller_is_better},
     [](const Part& p) { return mean_ms(link_of(p).waited, link_of(p).transfers); }},
};

}  // namespace

Table links_table(const std::vector<RunRecord>& records) {
  return make_table<Part>("links", kLinks, parts(records, &simulation::RunResult::links));
}

}  // namespace synergy::results
