#pragma once

#include "synergy/device/number.hpp"
#include "synergy/device/sourced_kind.hpp"
#include "synergy/input/error.hpp"
#include "synergy/input/fields.hpp"

#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// What can be asked of the numbers of any profile: a struct with a `name` and fields() (input/fields.hpp)
// that names each number with its kind, SourcedAmount. Nothing here lists numbers a second time.
namespace synergy::device {

namespace detail {

template <class T>
inline constexpr bool kIsSourced = false;
template <class Q>
inline constexpr bool kIsSourced<Sourced<Q>> = true;

/// The archive that picks the numbers out of fields(): calls `use(key, number, kind)` for each. A member that
/// holds several numbers has a kind with a function numbers(archive, key, member), which gives it each with a
/// key of its own.
template <class Use>
class NumberArchive {
 public:
  explicit NumberArchive(Use& use) : use_(&use) {}

  template <class T, class Kind>
  void operator()(const input::Field& field, T& member, const Kind& kind) {
    if constexpr (kIsSourced<std::remove_const_t<T>>)
      (*use_)(field.key, member, kind);
    else if constexpr (requires { kind.numbers(*this, field.key, member); })
      kind.numbers(*this, field.key, member);
  }

 private:
  Use* use_;
};

template <class Profile, class Use>
void for_each_number(Profile& profile, Use&& use) {
  NumberArchive<std::remove_reference_t<Use>> archive(use);
  fields(archive, profile);
}

/// How a number may be written: every problem of all numbers, "KEY: MESSAGE" each.
template <class Profile>
std::vector<synergy::Problem> number_problems(const Profile& profile, const std::string& file) {
  std::vector<synergy::Problem> found;
  for_each_number(profile, [&](std::string_view key, const auto& number, const auto& kind) {
    for (const NumberProblem& problem : kind.problems(number))
      found.push_back({{file}, std::string(key) + ": " + problem.message});
  });
  return found;
}

}  // namespace detail

/// Calls `visit(key, number)` for every Sourced number of the profile, constant or not, in the order of its
/// fields(), which is that of the profile file and of sensitivity tables. Keys are distinct.
template <class Profile, class Visitor>
requires requires(detail::NumberArchive<Visitor>& archive, Profile& profile) { fields(archive, profile); }
void visit_numbers(Profile& profile, Visitor&& visit) {
  detail::for_each_number(
      profile, [&](std::string_view key, auto& number, const auto& /*kind*/) { visit(key, number); });
}

/// Values for numbers, by key, in the SI unit of Number::unit.
using NumberValues = std::map<std::string, double, std::less<>>;

/// A copy in which these numbers have other values: as set() says, estimates with their bounds widened. A key
/// that is no number of the profile changes nothing.
/// Throws InputError ("NAME with its settings: KEY: ...") with all values that no profile file may have.
template <class Profile>
[[nodiscard]] Profile with_numbers(const Profile& profile, const NumberValues& values) {
  Profile copy = profile;
  visit_numbers(copy, [&](std::string_view key, auto& number) {
    if (const auto value = values.find(key); value != values.end()) set(number, value->second);
  });
  std::vector<synergy::Problem> problems = detail::number_problems(copy, profile.name + " with its settings");
  if (!problems.empty()) throw InputError(std::move(problems));
  return copy;
}

}  // namespace synergy::device
