#include "synergy/results/reasons.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace synergy::results {

std::vector<std::string> counted_texts(const std::vector<std::string>& texts) {
  std::vector<std::pair<std::string, int>> counts;
  for (const std::string& text : texts) {
    const auto known =
        std::find_if(counts.begin(), counts.end(), [&](const auto& entry) { return entry.first == text; });
    if (known == counts.end())
      counts.emplace_back(text, 1);
    else
      ++known->second;
  }
  std::vector<std::string> result;
  for (auto& [text, count] : counts)
    result.push_back(count == 1 ? std::move(text) : fmt::format("{} (x {})", text, count));
  return result;
}

std::vector<std::string> reason_lines(const std::vector<plan::Reason>& reasons,
                                      const scenario::Scenario& scenario) {
  std::vector<std::string> texts;
  for (const plan::Reason& reason : reasons) texts.push_back(plan::to_text(reason, scenario));
  return counted_texts(texts);
}

std::string reasons_in_words(const std::vector<plan::Reason>& reasons) {
  std::vector<std::string> texts;
  for (const plan::Reason& reason : reasons) texts.push_back(plan::to_text(reason));
  return fmt::format("{}", fmt::join(counted_texts(texts), "; "));
}

}  // namespace synergy::results
