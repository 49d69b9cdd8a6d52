#pragma once

#include "synergy/base/ids.hpp"

namespace synergy::link {

/// The end of a link: a device of the body it belongs to. Links know devices by their place alone; what a
/// device is, the concepts above say (scenario::Device, whose list this is the place in).
struct Node;
/// From 0 on, in the order of the body's file.
/// Means nothing in another body.
using DeviceId = Id<Node>;

/// Place of a link in the list of links of a body or a plan.
class Link;
/// From 0 on; a link's slot is another number (SlotSchedule).
/// Stays the same for a run: lists by link (IdVector) are in this order.
using LinkId = Id<Link>;

}  // namespace synergy::link
