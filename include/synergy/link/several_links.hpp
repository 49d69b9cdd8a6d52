#pragma once

#include "synergy/link/link.hpp"

#include <map>
#include <memory>
#include <vector>

namespace synergy::link {

/// Links of several kinds on one body, which planner, plan and simulation meet as one kind: each pair of
/// devices has one link, that of the set which is chosen for it. Immutable, as all kinds are.
///
/// Each set schedules its own links; all of them get as many slots as the set that needs most. So with two
/// sets of links that take turns, the links of the smaller one have shorter slots than they could have.
class SeveralLinks final : public LinkKind {
 public:
  /// By pair: the place of its set in `sets`. Pairs that are not there have no link.
  /// A pair is first < second, as in links.
  using Choice = std::map<Ends, int>;

  /// Pre: at least one set, none null; places are those of sets.
  /// Throws BrokenInvariant without a set, or for a place that is none. Sets that no pair uses are kept:
  /// LinkUse::set counts them.
  SeveralLinks(std::vector<std::shared_ptr<const LinkKind>> sets, Choice choice);

  /// The same links, of which only these are used, and pairs that are in `instead` use another set: what one
  /// plan makes of the body. Sets that none of `links` uses then count in none of the questions below.
  /// Throws BrokenInvariant as the constructor. Pairs of `links` without a link stay without.
  [[nodiscard]] std::shared_ptr<const SeveralLinks> only(const std::vector<Ends>& links,
                                                         const Choice& instead) const;

  /// Links of different sets may have one slot, as each set takes turns by itself. Links of pairs that have
  /// none get slot 0, and without links there are no slots.
  [[nodiscard]] SlotSchedule schedule(int device_count, const std::vector<Ends>& links) const override;
  /// From 1 on, as no set need have all links of a device.
  /// At most what the set that needs most may need for this degree; 0 to 0 for a degree of 0.
  [[nodiscard]] SlotRange slots_for(int degree) const override;
  /// The first set that cannot work, if it is chosen for any pair.
  /// Sets that no pair uses are not asked. Of a body (not only()) every pair counts that may be used.
  [[nodiscard]] std::string why_infeasible(int slots) const override;
  /// LinkUse::set is the place in `sets`.
  /// All else is what the set itself says. For a pair without a link: exists is false, and the rest means
  /// nothing.
  [[nodiscard]] LinkUse use_of(Ends ends) const override;
  /// By the set of context.ends, with the slots of the whole body. Pre: the two have a link (BrokenInvariant
  /// otherwise), as for all below but is_lossless().
  [[nodiscard]] TransferEstimate estimate(Bytes size, bool forward,
                                          const LinkContext& context) const override;
  /// The bound of the set itself, which may lie below its estimate.
  [[nodiscard]] Duration least_occupancy(Bytes size, bool forward, const LinkContext& context) const override;
  /// Whether all sets that are chosen are.
  /// One lossy link is enough: an inference may need any of them.
  [[nodiscard]] bool is_lossless() const override;
  /// Of the pair's own link.
  [[nodiscard]] Duration notice_after(Ends ends) const override;
  [[nodiscard]] Duration interval_of(Ends ends) const override;
  /// Of the one link that the pair uses; those it might have used draw nothing.
  [[nodiscard]] std::pair<Power, Power> idle_power(const LinkContext& context) const override;
  /// A link of the set, which knows nothing of the others.
  [[nodiscard]] std::unique_ptr<Link> open(const LinkContext& context) const override;

 private:
  /// Pre: the pair has a link.
  /// Throws BrokenInvariant if it has none.
  [[nodiscard]] const LinkKind& of(Ends ends) const;

  /// None null; shared with whoever made them.
  std::vector<std::shared_ptr<const LinkKind>> sets_;
  std::vector<bool> used_;  // by set
  /// Says which pairs have a link at all.
  Choice choice_;
};

}  // namespace synergy::link
