#pragma once

#include "synergy/base/ids.hpp"

namespace synergy::link {

/// The end of a link: a device of the body it belongs to. Links know devices by their place alone; what a
/// device is, the concepts above say (scenario::Device, whose list this is the place in).
struct Node;
using DeviceId = Id<Node>;

/// Place of a link in the list of links of a body or a plan.
class Link;
using LinkId = Id<Link>;

}  // namespace synergy::link
