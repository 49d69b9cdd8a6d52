#pragma once

#include "synergy/plan/problem.hpp"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "engine/load.hpp"

namespace synergy::planner {

/// What a body draws while nothing happens, in whole nanowatts so that sums do not depend on their order: the
/// idle states of all parts, the sensors in use, the links in use. Remembers what links draw.
class StaticPower {
 public:
  explicit StaticPower(const plan::PlanningProblem& problem);

  /// Of the apps on a body, with what is certain whatever other apps are added: sensors of which there is
  /// one, and a link for every slot.
  [[nodiscard]] std::int64_t of(const BodyLoad& load, int slots);
  /// The same once app `a` senses on `source` and these are the links of all.
  [[nodiscard]] std::int64_t of(const BodyLoad& load, AppId a, DeviceId source,
                                const std::vector<link::Ends>& links, int slots);

 private:
  using Sensor = std::pair<DeviceId, std::size_t>;
  [[nodiscard]] std::vector<Sensor> sensors(const BodyLoad& load) const;
  [[nodiscard]] std::int64_t sum(std::vector<Sensor> used, const std::vector<link::Ends>& links, int slots);
  [[nodiscard]] Sensor sensor(AppId a, DeviceId source) const;
  [[nodiscard]] std::int64_t of_links(const std::vector<link::Ends>& links, int slots);
  [[nodiscard]] std::int64_t least_of_a_link(int slots);

  const plan::PlanningProblem& problem_;
  std::int64_t parts_nw_ = 0;
  std::vector<Sensor> certain_;  // of apps with one source
  std::map<std::pair<int, std::vector<link::Ends>>, std::int64_t> links_nw_;
  std::map<int, std::int64_t> least_link_nw_;  // by slots
};

}  // namespace synergy::planner
