#include "synergy/link/schedule.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>
#include <cstddef>

#include "exact_colouring.hpp"
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/edge_coloring.hpp>

namespace synergy::link {
namespace {

int largest_degree(int device_count, const std::vector<Ends>& links) {
  IdVector<DeviceId, int> degree(static_cast<std::size_t>(device_count), 0);
  for (const Ends& l : links) {
    ensure(DeviceId(0) <= l.first && l.first < l.second && l.second < degree.end_id(),
           "a link joins two devices in order");
    ++degree[l.first];
    ++degree[l.second];
  }
  return *std::max_element(degree.begin(), degree.end());
}

/// At most one colour more than the largest degree (Misra and Gries 1992).
SlotSchedule colour_with_boost(int device_count, const std::vector<Ends>& links) {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                                      boost::property<boost::edge_index_t, std::size_t>>;
  Graph graph(static_cast<std::size_t>(device_count));
  for (std::size_t i = 0; i < links.size(); ++i) {
    boost::add_edge(links[i].first.index(), links[i].second.index(), i, graph);
  }
  std::vector<std::size_t> colour(links.size());
  boost::edge_coloring(graph,
                       boost::make_iterator_property_map(colour.begin(), get(boost::edge_index, graph)));
  SlotSchedule schedule;
  for (const std::size_t c : colour) {
    schedule.slot_of.push_back(static_cast<int>(c));
    schedule.slots = std::max(schedule.slots, schedule.slot_of.back() + 1);
  }
  return schedule;
}

}  // namespace

SlotSchedule schedule_slots(int device_count, const std::vector<Ends>& links) {
  if (links.empty()) return {};
  const int colours = largest_degree(device_count, links);
  if (device_count <= kExactDevices) {
    if (const auto colour_of = colour_exactly(device_count, links, colours)) {
      return {colours, IdVector<LinkId, int>(*colour_of)};
    }
  }
  return colour_with_boost(device_count, links);
}

// First fit in the order of the links; it needs at most twice the largest degree, less one, because a link
// meets at most degree - 1 others at each end.
SlotSchedule schedule_back_to_back(int device_count, const std::vector<Ends>& links) {
  IdVector<DeviceId, std::vector<bool>> taken(static_cast<std::size_t>(device_count));
  SlotSchedule schedule;
  for (const Ends& l : links) {
    auto& first = taken[l.first];
    auto& second = taken[l.second];
    const auto free = [](const std::vector<bool>& slots, std::size_t s) {
      return s >= slots.size() || !slots[s];
    };
    std::size_t slot = 0;
    while (!free(first, slot) || !free(second, slot)) ++slot;
    for (auto* slots : {&first, &second}) {
      slots->resize(std::max(slots->size(), slot + 1));
      (*slots)[slot] = true;
    }
    schedule.slot_of.push_back(static_cast<int>(slot));
    schedule.slots = std::max(schedule.slots, static_cast<int>(slot) + 1);
  }
  return schedule;
}

}  // namespace synergy::link
