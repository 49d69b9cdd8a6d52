#include "synergy/device/measured_power.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::device {
namespace {

using input::Yaml;

template <class Archive, input::Is<MeasuredPower> P>
void entry_fields(Archive& archive, P& measured, const MeasuredPowers& of) {
  archive(input::required_key("network", of.network), measured.network, input::Text{true});
  archive(input::required_key("power", of.power), measured.power, SourcedAmount<Power>{});
}

}  // namespace

const MeasuredPower* find_measured(const std::vector<MeasuredPower>& list, std::string_view network) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const MeasuredPower& m) { return m.network == network; });
  return found == list.end() ? nullptr : &*found;
}

void MeasuredPowers::read(const input::Value& value, std::vector<MeasuredPower>& to) const {
  for (const input::Value& entry : value.items()) {
    MeasuredPower measured;
    input::Mapping mapping = entry.mapping();
    input::Loader loader(mapping);
    entry_fields(loader, measured, *this);
    mapping.finish();
    if (find_measured(to, measured.network) != nullptr)
      entry.fail(fmt::format("network '{}' is in the list already", measured.network));
    to.push_back(std::move(measured));
  }
}

Yaml MeasuredPowers::save(const std::vector<MeasuredPower>& from) const {
  Yaml list = Yaml::sequence();
  for (const MeasuredPower& measured : from) {
    input::Saver saver;
    entry_fields(saver, measured, *this);
    list.add(saver.mapping());
  }
  return list;
}

Yaml MeasuredPowers::schema() const {
  const MeasuredPower standard;
  input::Schema schema;
  entry_fields(schema, standard, *this);
  return input::schema_of_list(schema.object());
}

}  // namespace synergy::device
