#include "battery_fields.hpp"

#include "synergy/scenario/stored.hpp"

namespace synergy::scenario {

using input::Value;
using input::Yaml;

namespace {

constexpr input::Amount<Energy> kCapacity{microjoules(1), {}};

}  // namespace

void BatteryText::read(const Value& value, Device& to) const {
  if (!value.is_mapping()) return kCapacity.read(value, to.battery.emplace());
  input::Mapping mapping = value.mapping();
  input::Loader loader(mapping);
  battery_fields(loader, to);
  mapping.finish();
  const BatteryUse& use = to.battery_use;
  if (loader.has("do") && !use.at_charge) loader.fail("do", "'do' needs 'at_charge': at which charge");
  if (use.at_charge && *use.at_charge < use.cut_off)
    loader.fail("at_charge", "the device is off before: 'at_charge' is below 'cut_off'");
  if (use.charge < use.cut_off)
    loader.fail("charge", "the battery is empty at the start: 'charge' is below 'cut_off'");
}

/// A capacity alone stays one: a later default of the others would be a change of the model, not of the file.
Yaml BatteryText::save(const Device& from) const {
  if (from.battery_use == BatteryUse()) return kCapacity.save(*from.battery);
  input::Saver saver;
  battery_fields(saver, from);
  return saver.mapping(Yaml::Style::flow);
}

Yaml BatteryText::schema() const {
  const Device standard;
  input::Schema schema;
  battery_fields(schema, standard);
  return schema_of_any({kCapacity.schema(), schema.object()});
}

void StoredModels::read(const Value& value, Device& to) const {
  to.stored_models.reset();
  to.stores_all.reset();
  if (value.is_scalar() && value.node().scalar == "all") {
    to.stores_all = value.where();
    return;
  }
  const std::size_t problems = value.problems().count();
  auto& models = to.stored_models.emplace();
  for (const Value& item : value.items()) {
    if (auto model = definitions->model(item)) models.push_back(std::move(model));
  }
  if (value.problems().count() > problems) return;
  if (std::string message = too_much_stored(to, models); !message.empty()) value.fail(std::move(message));
}

Yaml StoredModels::save(const Device& from) const {
  if (!from.stored_models) return Yaml::plain("all");
  Yaml list = Yaml::sequence(Yaml::Style::flow);
  for (const auto& model : *from.stored_models) list.add(Yaml::text(model->name()));
  return list;
}

Yaml StoredModels::schema() const {
  return schema_of_any({input::schema_of_choice({"all"}), input::schema_of_list(input::schema_of_text())});
}

}  // namespace synergy::scenario
