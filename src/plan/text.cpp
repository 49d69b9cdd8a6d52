#include "synergy/plan/plan.hpp"

#include <fmt/format.h>

namespace synergy::plan {

std::string_view to_text(Reason::Kind kind) {
  using Kind = Reason::Kind;
  switch (kind) {
    case Kind::structure:
      return "structure";
    case Kind::sensor:
      return "sensor";
    case Kind::actuator:
      return "actuator";
    case Kind::placement:
      return "placement";
    case Kind::cut:
      return "cut";
    case Kind::weights:
      return "weights";
    case Kind::bias:
      return "bias";
    case Kind::data:
      return "data";
    case Kind::layer_count:
      return "layer_count";
    case Kind::unsupported:
      return "unsupported";
    case Kind::memory:
      return "memory";
    case Kind::link:
      return "link";
    case Kind::latency:
      return "latency";
    case Kind::battery:
      return "battery";
  }
  return "";
}

std::string to_text(const Reason& reason) {
  std::string text;
  if (!reason.app.empty()) text += reason.app + ": ";
  if (!reason.device.empty()) text += reason.device + ": ";
  return text + reason.message;
}

std::string to_text(const Reason& reason, const scenario::Scenario& scenario) {
  for (const scenario::App& app : scenario.apps) {
    if (app.name == reason.app && app.where.line > 0) return synergy::to_text({app.where, to_text(reason)});
  }
  return to_text(reason);
}

std::string to_text(const CollaborationPlan& plan, const scenario::Scenario& scenario) {
  const auto device = [&](DeviceId d) { return scenario.devices[d].name; };
  std::string text;
  for (std::size_t a = 0; a < plan.apps.size(); ++a) {
    const ExecutionPlan& app = plan.apps[AppId(a)];
    text += fmt::format("{}{}: {} |", a == 0 ? "" : "; ", scenario.apps[AppId(a)].name, device(app.source));
    for (const Segment& segment : app.segments) {
      text += fmt::format(" {} {}-{} |", device(segment.device), segment.layers.first, segment.layers.last);
    }
    text += " " + device(app.target);
  }
  return text;
}

}  // namespace synergy::plan
