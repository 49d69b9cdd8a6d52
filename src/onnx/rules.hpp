#pragma once

#include <string_view>

#include "translation.hpp"

namespace synergy::importer::onnx {

/// What becomes of one kind of node. A new one: a function in the source of its like, a row in rules.cpp, a
/// row in README.md.
struct Rule {
  std::string_view kind;
  /// Defines the outputs of the translation's current node and reports its fate, or fails and leaves no trace
  /// but operators at the end of the network.
  void (*translate)(Translation& translation, const Node& node);
};

/// Null: nothing is known about this kind.
[[nodiscard]] const Rule* rule_for(std::string_view kind);

/// Why there is no rule, and what to do instead; for kinds that many networks have.
[[nodiscard]] std::string_view advice_for(std::string_view kind);

/// Work that the CPU does behind a network, if nothing else follows: an app states it as its postprocess.
[[nodiscard]] bool is_host_work(std::string_view kind);
/// What goes with it, but alone is not given to the host: arithmetic on boxes and scores.
[[nodiscard]] bool goes_with_host_work(std::string_view kind);

/// Whether fold_constants() may know what to do.
[[nodiscard]] bool is_foldable(std::string_view kind);
/// Nodes that read constants alone: their outputs are constants, computed where they are small. False: not
/// known how.
[[nodiscard]] bool fold_constants(Translation& translation, const Node& node);

}  // namespace synergy::importer::onnx
