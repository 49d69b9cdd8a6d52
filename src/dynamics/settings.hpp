#pragma once

#include "synergy/dynamics/change.hpp"

#include <cstddef>
#include <optional>
#include <vector>

// What several lines say of one thing, folded into what it is.
namespace synergy::dynamics {

/// Something that one of several lines may set, for good or for a time. The one that was set last and still
/// lasts counts.
template <class T>
class Setting {
 public:
  explicit Setting(T base) : base_(base) {}

  void set(T value) { base_ = value; }
  /// Until lift() of the same line.
  void set_for_a_time(std::size_t line, T value) { held_.push_back({line, value}); }
  void lift(std::size_t line) {
    std::erase_if(held_, [&](const Held& held) { return held.line == line; });
  }
  [[nodiscard]] T value() const { return held_.empty() ? base_ : held_.back().value; }

 private:
  struct Held {
    std::size_t line;
    T value;
  };
  T base_;
  std::vector<Held> held_;
};

/// Lines that each say for themselves whether something is so.
class Votes {
 public:
  void put(std::size_t line, bool on) {
    std::erase(lines_, line);
    if (on) lines_.push_back(line);
  }
  [[nodiscard]] bool any() const { return !lines_.empty(); }

 private:
  std::vector<std::size_t> lines_;
};

/// Path loss of one pair.
struct LossState {
  explicit LossState(double base) : level(base) {}

  Setting<double> level;
  /// What each line adds, by line; the fading of a body channel apart.
  std::vector<std::pair<std::size_t, double>> added;
  Votes blocked;
  double fading = 0;       ///< as it is now
  double mean_fading = 0;  ///< as planners know it

  void add(std::size_t line, double db) {
    std::erase_if(added, [&](const auto& entry) { return entry.first == line; });
    if (db != 0) added.emplace_back(line, db);
  }
  [[nodiscard]] double without_fading() const {
    double db = level.value();
    for (const auto& [line, more] : added) db += more;
    return db;
  }
};

}  // namespace synergy::dynamics
