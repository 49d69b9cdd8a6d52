#include "synergy/input/error.hpp"

#include "synergy/base/lower_case.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace synergy {
namespace {

std::string all_lines(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) text += (text.empty() ? "" : "\n") + to_text(problem);
  return text;
}

/// Longer names are not compared.
/// Far above any name of ours; it keeps the table of edit_distance() on the stack and hostile files cheap.
constexpr std::size_t kLongestName = 64;

/// Letters to insert, delete, replace, or exchange with their neighbour. Pre: neither is longer than
/// kLongestName.
/// Optimal string alignment: neighbours exchanged count once, since that is the commonest slip of the
/// fingers.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::array<std::array<std::size_t, kLongestName + 1>, kLongestName + 1> d;
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({replaced, d[i - 1][j] + 1, d[i][j - 1] + 1});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string to_text(const Problem& problem) {
  const Location& where = problem.where;
  if (where.line == 0) return fmt::format("{}: {}", where.file, problem.message);
  return fmt::format("{}:{}:{}: {}", where.file, where.line, where.column, problem.message);
}

InputError::InputError(std::vector<Problem> problems)
    : std::runtime_error(all_lines(problems)), problems_(std::move(problems)) {}

InputError::InputError(Location where, std::string message)
    : InputError(std::vector<Problem>{{std::move(where), std::move(message)}}) {}

std::string_view closest(std::string_view typed, const std::vector<std::string_view>& choices) {
  std::string_view best;
  using Distance = std::pair<std::size_t, std::size_t>;  // whatever the case, then as typed
  // A third of the letters: more would suggest names that have nothing to do with what was typed.
  Distance best_distance{std::max<std::size_t>(typed.size() / 3, 1) + 1, 0};
  if (typed.size() > kLongestName) return best;
  // Letters of the wrong case are no mistake worth counting, but among equals the one of the right case is
  // meant.
  const std::string lower = lower_case(typed);
  const std::size_t count = std::min(choices.size(), kMaxChoicesShown);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view choice = choices[i];
    if (choice.size() > kLongestName) continue;
    const Distance distance{edit_distance(lower, lower_case(choice)), edit_distance(typed, choice)};
    if (distance < best_distance) {
      best = choice;
      best_distance = distance;
    }
  }
  return best;
}

std::string unknown_name(std::string_view what, std::string_view typed,
                         const std::vector<std::string_view>& choices) {
  std::string known;
  const std::size_t count = std::min(choices.size(), kMaxChoicesShown);
  for (std::size_t i = 0; i < count; ++i) known += fmt::format("{}{}", i == 0 ? "" : ", ", choices[i]);
  if (count < choices.size()) known += fmt::format(" and {} more", choices.size() - count);
  std::string text = fmt::format("unknown {} '{}'; known: {}", what, typed.substr(0, kLongestName),
                                 known.empty() ? "none" : known);
  if (const std::string_view near = closest(typed, choices); !near.empty()) {
    text += fmt::format("; did you mean '{}'?", near);
  }
  return text;
}

}  // namespace synergy
