#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace synergy::sweep {

/// A piece of a folder like "{variant}/{scenario}": the name in a pair of braces, or what stands between two.
struct FolderPiece {
  std::string text;
  bool is_name = false;
};
/// Every character of `folder` is in one of the pieces, in order, but for the braces of names.
[[nodiscard]] inline std::vector<FolderPiece> pieces_of(std::string_view folder) {
  std::vector<FolderPiece> pieces;
  while (!folder.empty()) {
    // A brace without its partner is a character like any other.
    const bool opens = folder.front() == '{' && folder.find('}') != std::string_view::npos;
    const std::size_t end = opens ? folder.find('}') : folder.find('{', 1);
    const std::string_view piece = folder.substr(0, opens ? end + 1 : end);
    pieces.push_back({std::string(opens ? piece.substr(1, end - 1) : piece), opens});
    folder.remove_prefix(piece.size());
  }
  return pieces;
}

}  // namespace synergy::sweep
