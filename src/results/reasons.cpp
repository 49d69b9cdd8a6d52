#include "synergy/results/reasons.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::results {

namespace {

/// What is the same on several devices once, with all of them in the place of the device.
/// Planners try many plans, and most fail for a few reasons on all devices: a list of each would be
/// unreadable. In the order in which reasons come first.
std::vector<plan::Reason> joined(const std::vector<plan::Reason>& reasons) {
  std::vector<plan::Reason> result;
  std::vector<std::vector<std::string>> devices;
  std::vector<std::size_t> counts;
  for (const plan::Reason& reason : reasons) {
    const auto known = std::find_if(result.begin(), result.end(), [&](const plan::Reason& other) {
      return other.kind == reason.kind && other.app == reason.app && other.message == reason.message &&
             other.device.empty() == reason.device.empty();
    });
    const auto i = static_cast<std::size_t>(known - result.begin());
    if (known == result.end()) {
      result.push_back(reason);
      devices.emplace_back();
      counts.push_back(0);
    }
    ++counts[i];
    if (std::find(devices[i].begin(), devices[i].end(), reason.device) == devices[i].end())
      devices[i].push_back(reason.device);
  }
  for (std::size_t i = 0; i < result.size(); ++i) {
    result[i].device = fmt::format("{}", fmt::join(devices[i], ", "));
    // More often than there are devices: several layers or segments fail for the same reason on one.
    if (counts[i] > devices[i].size()) result[i].message += fmt::format(" (x {})", counts[i]);
  }
  return result;
}

}  // namespace

std::vector<std::string> reason_lines(const std::vector<plan::Reason>& reasons,
                                      const scenario::Scenario& scenario) {
  std::vector<std::string> lines;
  for (const plan::Reason& reason : joined(reasons)) lines.push_back(plan::to_text(reason, scenario));
  return lines;
}

std::string reasons_in_words(const std::vector<plan::Reason>& reasons) {
  std::vector<std::string> texts;
  for (const plan::Reason& reason : joined(reasons)) texts.push_back(plan::to_text(reason));
  return fmt::format("{}", fmt::join(texts, "; "));
}

}  // namespace synergy::results
