#pragma once

#include "synergy/measured/fields.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace synergy::measured {

/// The part of a row's key behind "table.": "kws", or "kws.0-3" for layers 0 to 3.
/// Distinct among the rows of a profile.
/// Part of keys that users write in settings, so it never changes for a row that stays as it is.
[[nodiscard]] inline std::string row_key(const Row& row) {
  if (!row.layers) return row.network;
  return row.network + "." + std::to_string(row.layers->first) + "-" + std::to_string(row.layers->last);
}

namespace detail {

/// The archive that picks the numbers out of fields(), those of lists with the entry in front of their keys.
template <class Visitor>
class Numbers {
 public:
  Numbers(Visitor& visit, std::string prefix) : visit_(&visit), prefix_(std::move(prefix)) {}

  template <class T, class ItsKind>
  void operator()(const input::Field& field, T& member, const ItsKind& kind) {
    if constexpr (device::detail::kIsSourced<std::remove_const_t<T>>) {
      const std::string key = prefix_ + std::string(field.key);
      (*visit_)(std::string_view(key), member);
    } else if constexpr (requires { kind.prefix(member.front()); }) {
      for (auto& entry : member) {
        Numbers own(*visit_, kind.prefix(entry));
        fields(own, entry);
      }
    }
  }
  template <class T, class ItsKind>
  void operator()(const input::Field& field, std::optional<T>& member, const ItsKind& kind) {
    if (member) (*this)(field, *member, kind);
  }
  template <class T, class ItsKind>
  void operator()(const input::Field& field, const std::optional<T>& member, const ItsKind& kind) {
    if (member) (*this)(field, *member, kind);
  }

 private:
  Visitor* visit_;
  std::string prefix_;
};

}  // namespace detail

/// Calls `visit(key, number)` for every Sourced number: the one list that sensitivity, settings and
/// tables share. Keys: "laws.conv.per_mac", "table.kws.time", "load_per_byte", "points.NAME.infer". In
/// the order of the profile file.
/// Absent numbers are passed over: no setting can make one that the profile does not state. The visitor may
/// change the numbers of a profile that is not constant; then names, kinds and rows, which keys are made of,
/// must stay. Keys live as long as the call.
template <class SomeProfile, class Visitor>
requires std::is_same_v<std::remove_const_t<SomeProfile>, Profile>
void visit_numbers(SomeProfile& p, Visitor&& visit) {
  detail::Numbers<std::remove_reference_t<Visitor>> archive(visit, "");
  fields(archive, p);
}

}  // namespace synergy::measured
