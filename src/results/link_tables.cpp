#include "synergy/results/link_tables.hpp"

#include <cmath>

#include "columns.hpp"

namespace synergy::results {
namespace {

using link::CurrentRow;
using link::Throughput;
using link::ThroughputRow;

/// Deviations are for people: no more digits than they can mean.
Cell percent(double ratio) { return std::round(ratio * 1e6) / 1e4; }
Cell nj(EnergyPerByte value) { return value.si() * 1e9; }
Cell text_or_empty(const std::string& value) { return value.empty() ? Cell{} : Cell{value}; }

/// Of a link that cannot work there is nothing to say but why.
template <class Value>
Cell if_feasible(const Throughput& t, const Value& value) {
  return t.infeasible.empty() ? Cell{value} : Cell{};
}

/// An infeasible link has a row all the same, with the reason: of several links only some may be so.
const ColumnOf<Throughput> kLink[] = {
    {{"link", "", "one of the central's links, from 0", Type::integer, Role::key},
     [](const Throughput& t) { return count(t.link); }},
    {{"packets_per_event", "", "packet pairs in a connection event, long-run mean", Type::number},
     [](const Throughput& t) { return if_feasible(t, t.packets_per_event); }},
    {{"fragment_count", "", "packets per attribute packet", Type::integer},
     [](const Throughput& t) { return if_feasible(t, count(t.fragments)); }},
    {{"event_length_ms", "ms", "length of the link's connection events", Type::number},
     [](const Throughput& t) { return if_feasible(t, ms(t.event_length)); }},
    {{"throughput_kbps", "kbps", "application data; duplex: one direction", Type::number,
      Role::larger_is_better},
     [](const Throughput& t) { return if_feasible(t, t.throughput_kbps); }},
    {{"latency_mean_ms", "ms", "from one full packet being ready on an idle link to received, mean",
      Type::number, Role::smaller_is_better},
     [](const Throughput& t) { return if_feasible(t, ms(t.latency_mean)); }},
    // Empty where losses may prolong it without end.
    {{"latency_max_ms", "ms", "the most, without losses", Type::number, Role::smaller_is_better},
     [](const Throughput& t) { return t.latency_max ? if_feasible(t, ms(*t.latency_max)) : Cell{}; }},
    // Per byte, so that configurations with different throughput compare; of a stream without end, which has
    // no first and last event to share out.
    {{"sender_energy_per_byte_nj", "nJ", "radio energy of the sending end per byte of an endless stream",
      Type::number, Role::smaller_is_better},
     [](const Throughput& t) { return if_feasible(t, nj(t.sender)); }},
    {{"receiver_energy_per_byte_nj", "nJ", "of the receiving end", Type::number, Role::smaller_is_better},
     [](const Throughput& t) { return if_feasible(t, nj(t.receiver)); }},
    {{"infeasible", "", "why it cannot work"},
     [](const Throughput& t) { return text_or_empty(t.infeasible); }},
};

/// The configuration is the key: several publications measured the same stack in different ones.
const ColumnOf<ThroughputRow> kThroughput[] = {
    {{"source", "", "where it was published", Type::text, Role::key},
     [](const ThroughputRow& r) { return text(r.source); }},
    {{"stack", "", "profile", Type::text, Role::key},
     [](const ThroughputRow& r) { return text(r.query.spec.stack); }},
    {{"phy", "", "PHY", Type::text, Role::key},
     [](const ThroughputRow& r) { return text(to_text(r.query.spec.phy)); }},
    {{"interval_ms", "ms", "connection interval", Type::number, Role::key},
     [](const ThroughputRow& r) { return ms(r.query.spec.connection_interval); }},
    {{"event_ms", "ms", "event length", Type::number, Role::key},
     [](const ThroughputRow& r) { return ms(*r.query.spec.event_length); }},
    {{"att_mtu", "", "ATT MTU", Type::integer, Role::key},
     [](const ThroughputRow& r) { return count(r.query.spec.att_mtu); }},
    {{"ll_payload", "", "link-layer payload", Type::integer, Role::key},
     [](const ThroughputRow& r) { return count(r.query.spec.ll_payload); }},
    {{"method", "", "method", Type::text, Role::key},
     [](const ThroughputRow& r) {
       return text(link::method_names()[static_cast<std::size_t>(r.query.method)]);
     }},
    {{"published_kbps", "kbps", "published", Type::number},
     [](const ThroughputRow& r) -> Cell { return r.published_kbps; }},
    {{"ours_kbps", "kbps", "ours", Type::number}, [](const ThroughputRow& r) -> Cell { return r.ours_kbps; }},
    {{"deviation_percent", "%", "ours / published - 1", Type::number},
     [](const ThroughputRow& r) { return percent(r.deviation()); }},
};

const ColumnOf<CurrentRow> kCurrent[] = {
    {{"source", "", "where it was published", Type::text, Role::key},
     [](const CurrentRow& r) { return text(r.source); }},
    {{"radio", "", "profile", Type::text, Role::key}, [](const CurrentRow& r) { return text(r.radio); }},
    {{"phy", "", "PHY", Type::text, Role::key}, [](const CurrentRow& r) { return text(to_text(r.phy)); }},
    {{"interval_ms", "ms", "connection interval", Type::number, Role::key},
     [](const CurrentRow& r) { return ms(r.connection_interval); }},
    {{"published_ua", "uA", "published mean current of an idle connection", Type::number},
     [](const CurrentRow& r) -> Cell { return r.published.si() * 1e6; }},
    {{"ours_ua", "uA", "ours", Type::number}, [](const CurrentRow& r) -> Cell { return r.ours.si() * 1e6; }},
    {{"deviation_percent", "%", "ours / published - 1", Type::number},
     [](const CurrentRow& r) { return percent(r.deviation()); }},
    // Some published currents include more than the radio; the note says what.
    {{"note", "", "what explains the deviation"}, [](const CurrentRow& r) { return text_or_empty(r.note); }},
};

}  // namespace

Table link_table(const std::vector<Throughput>& links) {
  return make_table<Throughput>("link", kLink, links);
}

Table link_throughput_table(const std::vector<ThroughputRow>& rows) {
  return make_table<ThroughputRow>("link_throughput", kThroughput, rows);
}

Table link_current_table(const std::vector<CurrentRow>& rows) {
  return make_table<CurrentRow>("link_current", kCurrent, rows);
}

}  // namespace synergy::results
