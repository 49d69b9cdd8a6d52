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
  using Choice = std::map<Ends, int>;

  /// Pre: at least one set, none null; places are those of sets.
  SeveralLinks(std::vector<std::shared_ptr<const LinkKind>> sets, Choice choice);

  [[nodiscard]] SlotSchedule schedule(int device_count, const std::vector<Ends>& links) const override;
  /// From 1 on, as no set need have all links of a device.
  [[nodiscard]] SlotRange slots_for(int degree) const override;
  /// The first set that cannot work, if it is chosen for any pair.
  [[nodiscard]] std::string why_infeasible(int slots) const override;
  /// LinkUse::set is the place in `sets`.
  [[nodiscard]] LinkUse use_of(Ends ends) const override;
  [[nodiscard]] TransferEstimate estimate(Bytes size, bool forward,
                                          const LinkContext& context) const override;
  [[nodiscard]] Duration least_occupancy(Bytes size, bool forward, const LinkContext& context) const override;
  /// Whether all sets that are chosen are.
  [[nodiscard]] bool is_lossless() const override;
  [[nodiscard]] std::pair<Power, Power> idle_power(const LinkContext& context) const override;
  [[nodiscard]] std::unique_ptr<Link> open(const LinkContext& context) const override;

 private:
  /// Pre: the pair has a link.
  [[nodiscard]] const LinkKind& of(Ends ends) const;

  std::vector<std::shared_ptr<const LinkKind>> sets_;
  std::vector<bool> used_;  // by set
  Choice choice_;
};

}  // namespace synergy::link
