#pragma once

#include "synergy/device/describe.hpp"
#include "synergy/input/fields.hpp"
#include "synergy/link/kinds.hpp"

#include <string>
#include <string_view>

// The `link` section of a scenario from one list of its keys. The parameters of a kind are a struct with
// fields() (input/fields.hpp); reading, to_yaml(), the JSON schema of the section and the table of its keys
// follow from it.
namespace synergy::link {

/// An amount that is saved without quotes, as link sections have always been.
template <class Q>
struct PlainAmount : input::Amount<Q> {
  [[nodiscard]] input::Yaml save(Q from) const { return input::Yaml::plain(to_text(from)); }
};

/// The keys of a section other than `kind`. Problems are recorded.
template <class S>
[[nodiscard]] S read_section(input::Mapping& section) {
  S spec;
  input::Loader loader(section);
  fields(loader, spec);
  return spec;
}

/// The lines of a section below `kind`.
template <class S>
[[nodiscard]] std::string section_text(const S& spec) {
  input::Saver saver;
  fields(saver, spec);
  return input::to_yaml(saver.mapping());
}

/// Schema of a section, `kind` included, and the table of its other keys.
template <class S>
[[nodiscard]] device::DescribedKind described_section() {
  const S standard;
  device::DescribedKind described{S::kind().name, {}, {}};
  // Only the kind that a section without the key is of can do without it.
  const bool required = link_kinds().rows().front() != &S::kind();
  input::Schema schema;
  schema(input::Field{"kind", S::kind().description, required}, standard, device::FamilyWord{S::kind().name});
  fields(schema, standard);
  described.schema = schema.object();
  fields(described.table, standard);
  return described;
}

}  // namespace synergy::link
