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
  std::string_view kind;
  /// JSON schema (draft 7) of a file, as an object without a title.
  input::Yaml schema;
  /// The keys that are the kind's own, behind schema_version, kind and name.
  input::KeyTable table;
};

/// From fields() of the profile's struct (profile_fields.hpp).
template <class P>
[[nodiscard]] DescribedKind described_kind() {
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
[[nodiscard]] std::vector<DescribedKind> described_parts();

/// One schema for files of several kinds, as an object without a title: which one holds, `kind` says.
[[nodiscard]] input::Yaml schema_by_kind(const std::vector<DescribedKind>& kinds);

}  // namespace synergy::device
