#pragma once

#include "synergy/device/profile_fields.hpp"

#include <string_view>
#include <vector>

// Profile files as documents: schemas for editors, tables for people. scenario/describe.hpp puts them into
// files.
namespace synergy::device {

/// What there is to say about the files of one kind of profile.
struct DescribedKind {
  /// What `kind` says in them.
  /// Static: P::kKind.
  std::string_view kind;
  /// JSON schema (draft 7) of a file, as an object without a title.
  /// Unknown keys are refused by it; bounds of quantities are left to the loader.
  input::Yaml schema;
  /// The keys that are the kind's own, behind schema_version, kind and name.
  /// In the order of fields(), each with its meaning and default.
  input::KeyTable table;
};

/// From fields() of the profile's struct (profile_fields.hpp).
/// Defaults are those of a P made without arguments. P has kKind, a name and fields(). Reads no file and
/// never fails.
template <class P>
[[nodiscard]] DescribedKind described_kind() {
  // A profile with its defaults: neither schema nor table depends on the values of any file.
  const P standard;
  DescribedKind described{P::kKind, {}, {}};
  input::Schema schema;
  head_fields(schema, standard);
  fields(schema, standard);
  described.schema = schema.object();
  fields(described.table, standard);
  return described;
}

/// Radios, sensors and actuators, in this order.
/// Accelerators are described by their families (Family::describe).
/// Made anew at each call.
[[nodiscard]] std::vector<DescribedKind> described_parts();

/// One schema for files of several kinds, as an object without a title: which one holds, `kind` says.
/// Each kind is a definition under its word, chosen by if and then, so that an editor complains about the
/// keys of the one kind only. Pre: words are distinct.
[[nodiscard]] input::Yaml schema_by_kind(const std::vector<DescribedKind>& kinds);

}  // namespace synergy::device
