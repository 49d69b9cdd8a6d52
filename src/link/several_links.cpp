#include "synergy/link/several_links.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/link/schedule.hpp"

#include <algorithm>

namespace synergy::link {

SeveralLinks::SeveralLinks(std::vector<std::shared_ptr<const LinkKind>> sets, Choice choice)
    : sets_(std::move(sets)), used_(sets_.size()), choice_(std::move(choice)) {
  ensure(!sets_.empty(), "a body has links of some kind");
  for (const auto& [ends, set] : choice_) {
    ensure(0 <= set && static_cast<std::size_t>(set) < sets_.size(), "a pair uses one of the sets");
    used_[static_cast<std::size_t>(set)] = true;
  }
}

std::shared_ptr<const SeveralLinks> SeveralLinks::only(const std::vector<Ends>& links,
                                                       const Choice& instead) const {
  Choice choice;
  for (const Ends ends : links) {
    const auto own = instead.find(ends);
    if (own != instead.end()) {
      choice.insert(*own);
    } else if (const auto best = choice_.find(ends); best != choice_.end()) {
      choice.insert(*best);
    }
  }
  return std::make_shared<const SeveralLinks>(sets_, std::move(choice));
}

const LinkKind& SeveralLinks::of(Ends ends) const {
  const auto chosen = choice_.find(ends);
  ensure(chosen != choice_.end(), "the two devices have a link");
  return *sets_[static_cast<std::size_t>(chosen->second)];
}

SlotSchedule SeveralLinks::schedule(int device_count, const std::vector<Ends>& links) const {
  SlotSchedule all{links.empty() ? 0 : 1, IdVector<LinkId, int>(links.size(), 0)};
  for (std::size_t set = 0; set < sets_.size(); ++set) {
    std::vector<Ends> own;
    std::vector<LinkId> places;
    for (std::size_t l = 0; l < links.size(); ++l) {
      const auto chosen = choice_.find(links[l]);
      if (chosen == choice_.end() || static_cast<std::size_t>(chosen->second) != set) continue;
      own.push_back(links[l]);
      places.emplace_back(LinkId(l));
    }
    const SlotSchedule part = sets_[set]->schedule(device_count, own);
    all.slots = std::max(all.slots, part.slots);
    for (std::size_t i = 0; i < places.size(); ++i) all.slot_of[places[i]] = part.slot_of[LinkId(i)];
  }
  return all;
}

SlotRange SeveralLinks::slots_for(int degree) const {
  if (degree == 0) return {};
  SlotRange range{1, 1};
  for (const auto& kind : sets_) range.most = std::max(range.most, kind->slots_for(degree).most);
  return range;
}

std::string SeveralLinks::why_infeasible(int slots) const {
  for (std::size_t set = 0; set < sets_.size(); ++set) {
    if (!used_[set]) continue;
    if (std::string reason = sets_[set]->why_infeasible(slots); !reason.empty()) return reason;
  }
  return {};
}

LinkUse SeveralLinks::use_of(Ends ends) const {
  const auto chosen = choice_.find(ends);
  if (chosen == choice_.end()) return {.exists = false};
  LinkUse use = of(ends).use_of(ends);
  use.set = chosen->second;
  return use;
}

TransferEstimate SeveralLinks::estimate(Bytes size, bool forward, const LinkContext& context) const {
  return of(context.ends).estimate(size, forward, context);
}

Duration SeveralLinks::least_occupancy(Bytes size, bool forward, const LinkContext& context) const {
  return of(context.ends).least_occupancy(size, forward, context);
}

bool SeveralLinks::is_lossless() const {
  for (std::size_t set = 0; set < sets_.size(); ++set) {
    if (used_[set] && !sets_[set]->is_lossless()) return false;
  }
  return true;
}

Duration SeveralLinks::notice_after(Ends ends) const { return of(ends).notice_after(ends); }

Duration SeveralLinks::interval_of(Ends ends) const { return of(ends).interval_of(ends); }

std::pair<Power, Power> SeveralLinks::idle_power(const LinkContext& context) const {
  return of(context.ends).idle_power(context);
}

std::unique_ptr<Link> SeveralLinks::open(const LinkContext& context) const {
  return of(context.ends).open(context);
}

}  // namespace synergy::link
