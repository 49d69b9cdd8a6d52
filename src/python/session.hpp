#pragma once

#include "synergy/api/api.hpp"
#include "synergy/outside/planners.hpp"
#include "synergy/quantities/duration.hpp"
#include "synergy/scenario/digest.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace synergy::python {

/// What the module does its work with: a data folder, each of whose files is read once, and the planners that
/// its programs may name: those that ship, and those that were added. All members are called while Python's
/// lock is held, which keeps them apart; what they return may be used without it.
class Session {
 public:
  explicit Session(std::filesystem::path data) : simulator_(std::move(data)) {}

  [[nodiscard]] api::Simulator& simulator() { return simulator_; }
  /// As they are now. Whoever runs something keeps them: a planner that is replaced meanwhile must not go.
  [[nodiscard]] std::shared_ptr<const planner::Registry> registry() const { return registry_; }

  /// Tells scenarios apart that were loaded one by one.
  [[nodiscard]] const std::shared_ptr<scenario::Digester>& digester() const { return digester_; }
  /// What the planners that were added are made of, for manifests: all together, and of each.
  [[nodiscard]] outside::Provenance whence() const;
  using ByPlanner = std::vector<std::pair<std::string, outside::Provenance>>;
  [[nodiscard]] ByPlanner whence_by_planner() const;

  /// Adds a planner, or replaces the one of this name that was added before, as when a cell of a notebook is
  /// run again. Throws std::invalid_argument as planner::Registry::add() does: those that ship stay.
  void add(planner::Planner planner, outside::Provenance whence);
  /// Adds the planners of a module, and that of a process (outside/planners.hpp). Throw UsageError.
  void add_module(const std::filesystem::path& file);
  void add_process(const std::string& command, Duration time_out);

 private:
  struct Added {
    planner::Planner planner;
    outside::Provenance whence;
  };

  api::Simulator simulator_;
  std::shared_ptr<scenario::Digester> digester_ = std::make_shared<scenario::Digester>();
  std::vector<Added> added_;
  std::shared_ptr<const planner::Registry> registry_ =
      std::make_shared<const planner::Registry>(planner::Registry::builtin());
};

}  // namespace synergy::python
