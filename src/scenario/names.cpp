#include "synergy/scenario/scenario.hpp"

namespace synergy::scenario {
namespace {

using Names = std::vector<std::string_view>;

}  // namespace

// Indexed by the enumerator (to_text), so the order here is that of scenario.hpp and objective.hpp. The names
// are keys of files and columns of tables: changing one breaks what users have written.
const Names& names_of(Policy) {
  static const Names names{"sequential", "inter_app", "inter_run", "adaptive"};
  return names;
}
const Names& names_of(Regime) {
  static const Names names{"rounds", "saturated", "periodic", "poisson"};
  return names;
}
const Names& names_of(DropPolicy) {
  static const Names names{"drop_new", "drop_old"};
  return names;
}
const Names& names_of(CpuSleep) {
  static const Names names{"sleep", "always_active"};
  return names;
}
const Names& names_of(Residency) {
  static const Names names{"retained", "reload"};
  return names;
}
const Names& names_of(Objective::Kind) {
  static const Names names{"throughput", "latency", "energy", "weighted"};
  return names;
}
const Names& names_of(Sensing) {
  static const Names names{"new_sample", "latest", "fresh"};
  return names;
}

}  // namespace synergy::scenario
