#include "synergy/link/kinds.hpp"

#include "synergy/base/ensure.hpp"

#include <set>

#include "ble/kind.hpp"
#include "generic/generic.hpp"
#include "wifi_tcp/wifi_tcp.hpp"

namespace synergy::link {

const LinkKinds& link_kinds() {
  static const LinkKinds kinds({
      &ble(),  // first: that of sections without a key `kind`
      &wifi_tcp(),
      &generic(),
  });
  return kinds;
}

LinkKinds::LinkKinds(std::vector<const LinkKindInfo*> rows) : rows_(std::move(rows)) {
  ensure(!rows_.empty(), "a program knows at least one kind of link");
  std::set<std::string_view> names;
  std::set<std::string_view> profile_kinds;
  for (const LinkKindInfo* row : rows_) {
    ensure(names.insert(row->name).second, "two kinds of links have one name");
    ensure(profile_kinds.insert(row->profile_kind).second, "two kinds of links read one kind of profile");
  }
}

LinkSpec LinkKinds::read(const input::Value& section) const {
  std::vector<std::string_view> names;
  for (const LinkKindInfo* row : rows_) names.push_back(row->name);
  input::Mapping keys = section.mapping();
  const LinkKindInfo* kind = rows_.front();  // also after an unknown name, so that reading can go on
  if (const auto v = keys.optional("kind")) kind = rows_[v->choice("link kind", names)];
  LinkSpec spec = kind->read(keys);
  keys.finish();
  // What is wrong with the values together is said where one of them stands, or else at the section.
  for (const SpecProblem& problem : spec.problems()) {
    const auto at = keys.optional(problem.key);
    (at ? *at : section).fail(problem.message);
  }
  return spec;
}

LinkSpec LinkKinds::standard() const {
  input::Problems problems("link");
  const input::Node empty{.kind = input::Node::Kind::mapping, .scalar = {}, .items = {}, .entries = {}};
  LinkSpec spec = read(input::Value(empty, problems));
  ensure(problems.empty(), "a link section may be empty");
  return spec;
}

const LinkKindInfo* LinkKinds::of_profile(std::string_view profile_kind) const {
  for (const LinkKindInfo* row : rows_) {
    if (row->profile_kind == profile_kind) return row;
  }
  return nullptr;
}

}  // namespace synergy::link
