#pragma once

#include "synergy/link/link.hpp"
#include "synergy/link/schedule.hpp"

#include <string>
#include <utility>
#include <vector>

namespace synergy::link {

/// A kind of link without turns: whoever has data sends them, so that all links have one slot between them,
/// and any number of links works. A radio's idle power does not grow with its links: each has its share, so
/// that the sum counts it once.
class Unslotted : public LinkKind {
 public:
  SlotSchedule schedule(int /*device_count*/, const std::vector<Ends>& links) const final {
    return {links.empty() ? 0 : 1, IdVector<LinkId, int>(links.size(), 0)};
  }
  SlotRange slots_for(int degree) const final {
    const int slots = degree == 0 ? 0 : 1;
    return {slots, slots};
  }
  std::string why_infeasible(int /*slots*/) const final { return {}; }
  std::pair<Power, Power> idle_power(const LinkContext& context) const final {
    const Power idle = radio_idle();
    return {idle / context.first_links, idle / context.second_links};
  }

 private:
  /// Of a radio that keeps its links, at the battery.
  [[nodiscard]] virtual Power radio_idle() const = 0;
};

}  // namespace synergy::link
