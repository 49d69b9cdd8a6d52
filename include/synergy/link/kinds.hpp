#pragma once

#include "synergy/input/document.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/link/profile.hpp"
#include "synergy/link/spec.hpp"

#include <string_view>
#include <vector>

namespace synergy::link {

/// A kind of link: one row of the table of kinds, and everything the program needs to reach the kind's folder
/// (src/link/README.md).
struct LinkKindInfo {
  std::string_view name;            ///< what `kind` says in a `link` section
  std::string_view description;     ///< one line
  std::string_view profile_folder;  ///< of the profiles its links name, below device_profiles/
  std::string_view profile_kind;    ///< what `kind` says in those files
  std::string_view profile_title;   ///< what people call them: "Wi-Fi profile"
  /// The JSON schema of its `link` section, below device_profiles/.
  std::string_view schema;
  /// The keys of a `link` section other than `kind`. Problems are recorded; what the values are together is
  /// judged by KindOfSpec's problems() afterwards.
  LinkSpec (*read)(input::Mapping& section);
  /// Reads a profile file. Throws InputError with every problem of it.
  LinkProfile (*read_profile)(const input::Document& document);
};

/// The kinds a program knows. The first is that of `link` sections without a key `kind`.
class LinkKinds {
 public:
  /// Pre: at least one row; names and profile kinds are distinct. The rows must outlive this.
  explicit LinkKinds(std::vector<const LinkKindInfo*> rows);

  [[nodiscard]] const std::vector<const LinkKindInfo*>& rows() const { return rows_; }
  /// Reads a `link` section. Every problem is recorded in the value's Problems; keys of another kind are
  /// unknown keys.
  [[nodiscard]] LinkSpec read(const input::Value& section) const;
  /// What a section without any key means.
  [[nodiscard]] LinkSpec standard() const;
  /// The kind whose profile files say this `kind`; null if none.
  [[nodiscard]] const LinkKindInfo* of_profile(std::string_view profile_kind) const;

 private:
  std::vector<const LinkKindInfo*> rows_;
};

/// The kinds this program comes with, in the order users see them (src/link/kinds.cpp). A new kind is its own
/// folder and a row there; nothing else names it.
[[nodiscard]] const LinkKinds& link_kinds();

}  // namespace synergy::link
