#pragma once

#include "synergy/link/link.hpp"

#include <vector>

namespace synergy::link {

/// Which slot of the common interval each link gets, so that no radio serves two links at once.
/// Links that take turns and share a device never have one slot; kinds whose links do not take turns give all
/// of them slot 0 of 1.
struct SlotSchedule {
  int slots = 0;                  ///< number of slots; 0 without links
  IdVector<LinkId, int> slot_of;  ///< 0-based, by the link's place in the list that was scheduled
};

/// A proper edge colouring of the link graph with as few colours as possible: as many as the largest degree
/// where an exact search finds that (bodies of up to 16 devices), else Boost.Graph's, which may need one
/// more. Deterministic in the order of `links`; links are distinct. Throws BrokenInvariant for a link whose
/// ends are not two devices in order. Three devices in a triangle
/// show why one more may be needed: degree 2, 3 slots.
/// Without links there are no slots. `device_count` may be more than the devices that have links.
/// Exact search and Boost may lay the same links in different slots; which of them is used depends on the
/// body alone.
[[nodiscard]] SlotSchedule schedule_slots(int device_count, const std::vector<Ends>& links);

/// How a SoftDevice central lays its links: in the order of `links`, each in the first slot that is free at
/// both its ends (S132 SoftDevice Specification v5.0, 15.3: a new link goes next to the ones that exist).
/// For the links of one central that is one after the other. Proper, but not always with the fewest slots. At
/// most twice the largest degree, less one.
/// Deterministic, but another order of the links may give another number of slots. Pre: ends are below
/// device_count, each pair once.
[[nodiscard]] SlotSchedule schedule_back_to_back(int device_count, const std::vector<Ends>& links);

}  // namespace synergy::link
