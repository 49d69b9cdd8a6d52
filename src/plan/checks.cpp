#include "checks.hpp"

#include "synergy/plan/compiled.hpp"
#include "synergy/scenario/links.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include <fmt/format.h>

namespace synergy::plan {
namespace {

bool contains(const std::vector<DeviceId>& devices, DeviceId d) {
  return std::find(devices.begin(), devices.end(), d) != devices.end();
}

/// One to one, so that a reason can be counted by kind without knowing the family that gave it.
Reason::Kind kind_of(device::Problem::Kind kind) {
  using Kind = device::Problem::Kind;
  switch (kind) {
    case Kind::weights:
      return Reason::Kind::weights;
    case Kind::bias:
      return Reason::Kind::bias;
    case Kind::data:
      return Reason::Kind::data;
    case Kind::layer_count:
      return Reason::Kind::layer_count;
    case Kind::unsupported:
      return Reason::Kind::unsupported;
    case Kind::memory:
      return Reason::Kind::memory;
  }
  return Reason::Kind::structure;
}

}  // namespace

/// Of no app or no device the name is left out.
void Checks::add(Reason::Kind kind, AppId a, DeviceId d, std::string message) {
  reasons_.push_back({kind, a == AppId::none() ? "" : problem_.app(a).name,
                      d == DeviceId::none() ? "" : problem_.device(d).name, std::move(message)});
}

bool Checks::structure() {
  if (static_cast<int>(plan_.apps.size()) != problem_.app_count()) {
    add(Reason::Kind::structure, AppId::none(), DeviceId::none(),
        fmt::format("the plan has {} apps, the scenario {}", plan_.apps.size(), problem_.app_count()));
    return false;
  }
  std::vector<AppId> order = plan_.deployment;
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order.size() != plan_.apps.size() || order[i] != static_cast<AppId>(i)) {
      add(Reason::Kind::structure, AppId::none(), DeviceId::none(),
          "the deployment order must name every app once");
      return false;
    }
  }
  if (!chosen_links()) return false;
  // Beyond this point every app can be looked at, whatever is wrong with another.
  placeable_.resize(plan_.apps.size());
  for (const AppId a : problem_.app_ids()) app_structure(a);
  return true;
}

bool Checks::chosen_links() {
  std::set<link::Ends> chosen;
  for (const scenario::LinkChoice& choice : plan_.links) {
    const auto [first, second] = choice.between;
    const bool known =
        DeviceId(0) <= first && first < second && second < problem_.scenario().devices.end_id();
    const auto sets =
        known ? scenario::links_between(problem_.scenario(), choice.between) : std::vector<int>{};
    const bool has = std::find(sets.begin(), sets.end(), choice.set) != sets.end();
    if (has && chosen.insert(choice.between).second) continue;
    add(Reason::Kind::structure, AppId::none(), DeviceId::none(),
        has ? "the plan chooses a link of one pair of devices twice"
            : "the plan chooses a link that its two devices do not have");
    return false;
  }
  return true;
}

void Checks::app_structure(AppId a) {
  const ExecutionPlan& plan = plan_.apps[a];
  const scenario::App& app = problem_.app(a);
  const auto exists = [&](DeviceId d) { return d >= DeviceId() && d < problem_.scenario().devices.end_id(); };
  // First of all, since everything below looks devices up without asking.
  const bool known = exists(plan.source) && exists(plan.target) &&
                     std::all_of(plan.segments.begin(), plan.segments.end(),
                                 [&](const Segment& s) { return exists(s.device); });
  if (!known)
    return add(Reason::Kind::structure, a, DeviceId::none(), "a device of the plan is not on the body");
  // sources() leaves forbidden devices out as well; of those forbidden() speaks, and with the better reason.
  const std::vector<DeviceId>& taboo = app.constraints.forbidden_devices;
  if (!contains(problem_.sources(a), plan.source) && !contains(taboo, plan.source)) {
    const bool pinned = app.source_device && *app.source_device != plan.source;
    add(pinned ? Reason::Kind::placement : Reason::Kind::sensor, a, plan.source,
        pinned ? fmt::format("the app is pinned to sense on {}", problem_.device(*app.source_device).name)
               : fmt::format("has no {}", app.sensor));
  }
  if (!contains(problem_.targets(a), plan.target) && !contains(taboo, plan.target)) {
    const bool pinned = app.target_device && *app.target_device != plan.target;
    add(pinned ? Reason::Kind::placement : Reason::Kind::actuator, a, plan.target,
        pinned ? fmt::format("the app is pinned to interact on {}", problem_.device(*app.target_device).name)
               : fmt::format("has no {}", app.interaction));
  }
  forbidden(a, plan);
  placeable_[a.index()] = segments(a, plan);
  for (const Segment& segment : plan.segments) pinned_segments(a, segment);
}

void Checks::forbidden(AppId a, const ExecutionPlan& plan) {
  const auto check = [&](DeviceId d, std::string_view what) {
    if (contains(problem_.app(a).constraints.forbidden_devices, d))
      add(Reason::Kind::placement, a, d, fmt::format("the app must not {} on this device", what));
  };
  check(plan.source, "sense");
  for (const Segment& segment : plan.segments) check(segment.device, "compute");
  check(plan.target, "interact");
}

/// Only the layers that are pinned elsewhere are named, not the whole segment: that is where a cut would have
/// to be.
void Checks::pinned_segments(AppId a, const Segment& segment) {
  for (const scenario::PinnedSegment& pinned : problem_.app(a).constraints.pinned_segments) {
    const device::LayerIndex first = std::max(pinned.layers.first, segment.layers.first);
    const device::LayerIndex last = std::min(pinned.layers.last, segment.layers.last);
    if (pinned.device == segment.device || last < first) continue;
    add(Reason::Kind::placement, a, segment.device,
        fmt::format("layers {}-{} are pinned to {}", first, last, problem_.device(pinned.device).name));
  }
}

/// Whether they are well formed.
bool Checks::segments(AppId a, const ExecutionPlan& plan) {
  const std::size_t before = reasons_.size();
  const device::Network& model = *problem_.app(a).model;
  std::set<DeviceId> used;
  device::LayerIndex next = 0;
  for (const Segment& segment : plan.segments) {
    const device::LayerRange layers = segment.layers;
    if (layers.first != next || layers.last < layers.first || layers.last >= model.layer_count()) {
      add(Reason::Kind::structure, a, segment.device,
          fmt::format("segments must cover layers 0-{} in order; found {}-{} where {} comes next",
                      model.layer_count() - 1, layers.first, layers.last, next));
      return false;
    }
    // Kept up to date whatever else is wrong with the segment, so that the next one is not blamed for it.
    next = layers.last + 1;
    if (!used.insert(segment.device).second) {
      add(Reason::Kind::structure, a, segment.device, "two segments of one app on the same device");
    }
    if (!problem_.device(segment.device).accelerator) {
      add(Reason::Kind::placement, a, segment.device, "has no accelerator");
    } else if (!problem_.table(a, segment.device).boundary_after(layers.last)) {
      const auto& cut = model.cut(layers.last);
      const std::string place =
          fmt::format("cut after layer {} ('{}')", layers.last, model.layer(layers.last).name);
      const bool crossable = cut.single() || problem_.scenario().multi_tensor_cuts;
      add(Reason::Kind::cut, a, segment.device,
          crossable ? place + " lies within a layer of every accelerator of the body"
                    : fmt::format("{} is crossed by {} tensors, 1 allowed (multi_tensor_cuts: false)", place,
                                  cut.tensors.size()));
    }
  }
  if (next != model.layer_count()) {
    add(Reason::Kind::structure, a, DeviceId::none(),
        fmt::format("layers {}-{} are placed nowhere", next, model.layer_count() - 1));
  }
  return reasons_.size() == before;
}

/// First fit depends on the order, so the order is the plan's. Each segment that does not fit is reported
/// against the memory as it is then, and the others are still placed: one overfull device should not hide
/// another.
std::vector<std::vector<device::Placement>> Checks::place(BodyMemory& memory) {
  std::vector<std::vector<device::Placement>> placements(plan_.apps.size());
  std::vector<AppId> order = plan_.deployment;
  if (order.empty()) {
    order.resize(plan_.apps.size());
    std::iota(order.begin(), order.end(), AppId());
  }
  for (const AppId a : order) {
    if (!placeable_[a.index()]) continue;
    for (const Segment& segment : plan_.apps[a].segments) {
      const device::Lowered& network = problem_.table(a, segment.device).lowered();
      // What the chip cannot run at all comes before what does not fit: what fits is asked only of ranges
      // that can run (device::Memory::State).
      const auto found = network.problems(segment.layers);
      for (const auto& problem : found) add(kind_of(problem.kind), a, segment.device, problem.message);
      auto& placement = placements[a.index()].emplace_back();
      if (!found.empty()) continue;
      auto placed = memory.place(a, segment);
      if (auto* landed = std::get_if<device::Placement>(&placed)) {
        placement = std::move(*landed);
        continue;
      }
      // place() says the first problem; there may be one of weights and one of biases.
      for (const auto& problem : memory.of(segment.device).problems(network, segment.layers)) {
        add(kind_of(problem.kind), a, segment.device, problem.message);
      }
    }
  }
  return placements;
}

/// An app without well-formed segments has no links to speak of, and the others' alone may carry what all do
/// not.
void Checks::links(const link::LinkKind& kind) {
  if (std::find(placeable_.begin(), placeable_.end(), false) != placeable_.end()) return;
  const std::vector<link::Ends> used = links_of(plan_, problem_.scenario().devices);
  for (const link::Ends ends : used) {
    if (kind.use_of(ends).exists) continue;
    add(Reason::Kind::link, AppId::none(), ends.first,
        fmt::format("has no link to {}", problem_.device(ends.second).name));
  }
  const link::SlotSchedule slots = kind.schedule(problem_.device_count(), used);
  if (slots.slots == 0) return;
  const std::string why = kind.why_infeasible(slots.slots);
  if (!why.empty()) add(Reason::Kind::link, AppId::none(), DeviceId::none(), why);
}

}  // namespace synergy::plan
