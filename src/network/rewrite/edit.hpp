#pragma once

#include "synergy/network/network.hpp"

#include <optional>
#include <string>

namespace synergy::network {

/// A network being changed: operators put in and taken out, with everything that refers to operators
/// renumbered. Indices are those of the moment.
class Edit {
 public:
  explicit Edit(const Network& network);

  [[nodiscard]] Operator& at(OperatorId id) { return parts_.operators[id.index()]; }
  /// Puts an operator right behind another: whoever read that one's output now reads the new one's. It is
  /// called after `owner`, for whose sake it is there.
  void insert_behind(OperatorId front, OperatorId owner, std::string_view suffix, Operation operation);
  /// Puts an operator between another and its first input.
  void insert_before(OperatorId behind, std::string_view suffix, Operation operation);
  /// Takes out an operator that has one input: its readers read that.
  void remove(OperatorId id);

  /// None: the operators do not fit together as they are now.
  [[nodiscard]] std::optional<Network> network() const;

 private:
  [[nodiscard]] TensorId output_of(OperatorId id) const {
    return TensorId(id.value() + static_cast<int>(parts_.inputs.size()));
  }
  void insert(OperatorId place, Operator op);
  template <class Change>
  void renumber(const Change& change);

  NetworkParts parts_;
};

}  // namespace synergy::network
