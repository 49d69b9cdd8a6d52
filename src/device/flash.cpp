#include "synergy/device/flash.hpp"

#include "synergy/device/number_bounds.hpp"
#include "synergy/input/fields.hpp"

namespace synergy::device {
namespace {

/// `class` of a flash.
struct FlashClass {
  static void read(const input::Value& value, ValueClass& to) {
    to = static_cast<ValueClass>(value.choice("class", class_names()));
  }
  [[nodiscard]] static input::Yaml save(ValueClass from) { return input::Yaml::plain(to_text(from)); }
  [[nodiscard]] static input::Yaml schema() { return input::schema_of_choice(class_names()); }
};

template <class Archive, input::Is<Flash> F>
void flash_fields(Archive& archive, F& flash) {
  using namespace input;
  archive(required_key("value", "its size"), flash.size, Amount<Bytes>{Bytes(1), kMostMemory});
  archive(required_key("source", "who says so"), flash.source, Text{true});
  archive(required_key("class", "how good that is"), flash.value_class, FlashClass{});
}

}  // namespace

void FlashSize::read(const input::Value& value, Flash& to) const {
  input::Mapping keys = value.mapping();
  input::Loader loader(keys);
  flash_fields(loader, to);
  keys.finish();
}

input::Yaml FlashSize::save(const Flash& from) const {
  input::Saver saver;
  flash_fields(saver, from);
  return saver.mapping();
}

input::Yaml FlashSize::schema() const {
  const Flash standard;
  input::Schema schema;
  flash_fields(schema, standard);
  return schema.object();
}

}  // namespace synergy::device
