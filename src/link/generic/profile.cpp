#include "profile.hpp"

#include "sourced_reader.hpp"

namespace synergy::link {
namespace {

template <class T, class Read>
LinkFact<T> read_fact(const input::Value& value, const Read& read) {
  LinkFact<T> fact;
  input::Mapping keys = value.mapping();
  if (const auto v = keys.required("value")) fact.value = read(*v);
  if (const auto v = keys.required("source")) fact.source = v->text();
  keys.finish();
  return fact;
}

template <class Q>
Q lowest() {
  if constexpr (std::is_same_v<Q, DataRate>) return DataRate::from_si(1);  // sizes are divided by it
  return Q{};
}

template <class Q>
std::optional<Q> highest() {
  if constexpr (std::is_same_v<Q, Duration>) return seconds(60);
  // A tenth of the packets get through: beyond it the mean would say little about a transfer.
  if constexpr (std::is_same_v<Q, Ratio>) return Ratio::from_si(0.9);
  return {};
}

}  // namespace

const std::vector<std::string_view>& medium_names() {
  static const std::vector<std::string_view> names{"shared", "independent"};
  return names;
}

GenericProfile read_generic(const input::Document& document) {
  input::Problems problems(document.name);
  input::Mapping root = input::Value(document.root, problems).mapping();
  GenericProfile profile;
  input::read_schema_version(root);
  if (const auto v = root.required("kind")) (void)v->choice("kind", {"generic_link"});
  if (const auto v = root.required("name")) profile.name = v->text();
  if (const auto v = root.required("medium")) {
    profile.medium = read_fact<Medium>(*v, [](const input::Value& name) {
      return static_cast<Medium>(name.choice("medium", medium_names()));
    });
  }
  const auto bytes = [](std::int64_t least) {
    return [least](const input::Value& size) { return size.quantity<Bytes>(Bytes(least), Bytes(1'000'000)); };
  };
  if (const auto v = root.required("payload")) profile.payload = read_fact<Bytes>(*v, bytes(1));
  if (const auto v = root.required("packet_overhead"))
    profile.packet_overhead = read_fact<Bytes>(*v, bytes(0));
  visit_numbers(profile, [&root]<class Q>(std::string_view key, device::Sourced<Q>& number) {
    if (const auto v = root.required(key)) number = read_sourced<Q>(*v, lowest<Q>(), highest<Q>());
  });
  root.finish();
  problems.throw_if_any();
  return profile;
}

}  // namespace synergy::link
