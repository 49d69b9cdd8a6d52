#include "synergy/device/operator_fate.hpp"

namespace synergy::device {

std::string_view to_text(OperatorFate::Kind kind) {
  switch (kind) {
    case OperatorFate::Kind::mapped:
      return "mapped";
    case OperatorFate::Kind::folded:
      return "folded";
    case OperatorFate::Kind::dropped:
      return "dropped";
    case OperatorFate::Kind::host:
      return "on the host CPU";
    case OperatorFate::Kind::unsupported:
      return "unsupported";
  }
  return {};
}

}  // namespace synergy::device
