#pragma once

#include "synergy/device/describe.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/link/profile.hpp"
#include "synergy/link/spec.hpp"

#include <string_view>
#include <vector>

namespace synergy::link {

/// A kind of link: one row of the table of kinds, and everything the program needs to reach the kind's folder
/// (src/link/README.md). Static: rows live as long as the program.
/// Functions are pointers without state, and safe to call from several threads.
struct LinkKindInfo {
  /// What `kind` says in a `link` section. Distinct among the kinds of a program.
  std::string_view name;
  /// One line for people.
  std::string_view description;
  /// Of the profiles its links name, below device_profiles/.
  /// A folder of its own, without a slash at its end.
  std::string_view profile_folder;
  /// What `kind` says in those files; distinct too, so that a profile file tells which kind reads it.
  std::string_view profile_kind;
  /// What people call them, in messages: "Wi-Fi profile".
  std::string_view profile_title;
  /// The JSON schema of its `link` section, below device_profiles/.
  std::string_view schema;
  /// The keys of a `link` section other than `kind`. Problems are recorded; what the values are together is
  /// judged by KindOfSpec's problems() afterwards. Never null.
  LinkSpec (*read)(input::Mapping& section);
  /// Reads a profile file. Throws InputError with every problem of it. Never null.
  /// The document is not needed afterwards.
  LinkProfile (*read_profile)(const input::Document& document);
  /// device::described_kind() of those files. Null: their schema is written by hand.
  device::DescribedKind (*describe_profile)() = nullptr;
  /// The same of its `link` section. Null likewise.
  device::DescribedKind (*describe_section)() = nullptr;
};

/// The kinds a program knows. The first is that of `link` sections without a key `kind`. Immutable and safe
/// to share between threads.
class LinkKinds {
 public:
  /// Pre: at least one row; names and profile kinds are distinct. The rows must outlive this. Throws
  /// BrokenInvariant if that does not hold.
  explicit LinkKinds(std::vector<const LinkKindInfo*> rows);

  /// In the order given, which is the one users see.
  /// Lives as long as this.
  [[nodiscard]] const std::vector<const LinkKindInfo*>& rows() const { return rows_; }
  /// Reads a `link` section. Every problem is recorded in the value's Problems; keys of another kind are
  /// unknown keys. After an unknown kind it goes on with the first, so that a spec is always there.
  /// Never throws for what the file says. Rules between keys are asked at once, so the spec of a section
  /// without problems has none of its own.
  [[nodiscard]] LinkSpec read(const input::Value& section) const;
  /// What a section without any key means. It has no problems(): defaults fit each other.
  /// Throws BrokenInvariant for a kind of which that does not hold.
  [[nodiscard]] LinkSpec standard() const;
  /// The kind whose profile files say this `kind`; null if none.
  /// By the exact word.
  [[nodiscard]] const LinkKindInfo* of_profile(std::string_view profile_kind) const;

 private:
  /// Never empty, none null.
  std::vector<const LinkKindInfo*> rows_;
};

/// The kinds this program comes with, in the order users see them (src/link/kinds.cpp). A new kind is its own
/// folder and a row there; nothing else names it.
/// Made at the first call, which threads may make at once.
[[nodiscard]] const LinkKinds& link_kinds();

}  // namespace synergy::link
