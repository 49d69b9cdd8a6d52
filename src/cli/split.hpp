#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace synergy::cli {

/// "a,b" and "c" as a, b, c: how options take several names at once.
[[nodiscard]] inline std::vector<std::string> split(const std::vector<std::string>& lists) {
  std::vector<std::string> words;
  for (const std::string& list : lists) {
    for (std::size_t begin = 0; begin <= list.size();) {
      const std::size_t end = std::min(list.find(',', begin), list.size());
      words.push_back(list.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return words;
}

}  // namespace synergy::cli
