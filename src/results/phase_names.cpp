#include "phase_names.hpp"

namespace synergy::results {

std::string_view phase_name(simulation::PhaseResult::Kind kind) {
  using Kind = simulation::PhaseResult::Kind;
  switch (kind) {
    case Kind::sense:
      return "sense";
    case Kind::preprocess:
      return "preprocess";
    case Kind::postprocess:
      return "postprocess";
    case Kind::transfer:
      return "transfer";
    case Kind::switch_segment:
      return "switch";
    case Kind::load:
      return "load";
    case Kind::infer:
      return "infer";
    case Kind::unload:
      return "unload";
    case Kind::interact:
      break;
  }
  return "interact";
}

}  // namespace synergy::results
