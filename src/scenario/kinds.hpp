#pragma once

#include "synergy/input/fields.hpp"
#include "synergy/scenario/scenario.hpp"

#include <memory>
#include <string>
#include <string_view>

#include "definitions.hpp"

// What values the keys of scenarios take, beyond those of any file (input/field_kinds.hpp). What names a
// device needs the devices; without any, which has been told, it is not read.
namespace synergy::scenario {

/// A device by its name in the file, by its place in memory. Without devices there was a problem in the body,
/// and every name would look unknown: nothing is read then.
class DeviceName {
 public:
  explicit DeviceName(const Devices* all) : devices_(all) {}

  template <class Place>  // DeviceId, or a number that is one
  void read(const input::Value& value, Place& to) const {
    if (!devices_->empty()) to = Place(place_of(value));
  }
  template <class Place>
  [[nodiscard]] input::Yaml save(Place from) const {
    return input::Yaml::text((*devices_)[DeviceId(from)].name);
  }
  [[nodiscard]] input::Yaml schema() const { return input::schema_of_text(); }

 private:
  [[nodiscard]] int place_of(const input::Value& value) const;

  const Devices* devices_;
};

/// Several device names, ascending by place and each once.
struct DeviceNames {
  const Devices* devices;
  bool linked = false;  ///< at least two of them, all different

  void read(const input::Value& value, std::vector<DeviceId>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<DeviceId>& from) const;
  [[nodiscard]] input::Yaml schema() const { return input::schema_of_list(input::schema_of_text()); }
  [[nodiscard]] bool absent(const std::vector<DeviceId>& from) const { return from.empty(); }
};

/// The two ends of a pair of devices, the one that comes first in the body first.
struct EndNames {
  const Devices* devices;

  void read(const input::Value& value, link::Ends& to) const;
  [[nodiscard]] input::Yaml save(const link::Ends& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// A model or profile by name, or by the path of its file; null after a problem.
template <class Thing>
struct Named {
  using Find = std::shared_ptr<const Thing> (Definitions::*)(const input::Value&) const;
  const Definitions* definitions;
  Find find;

  void read(const input::Value& value, std::shared_ptr<const Thing>& to) const {
    to = (definitions->*find)(value);
  }
  [[nodiscard]] input::Yaml save(const std::shared_ptr<const Thing>& from) const {
    if constexpr (requires { from->name(); })
      return input::Yaml::text(from->name());
    else
      return input::Yaml::text(from->name);
  }
  [[nodiscard]] input::Yaml schema() const { return input::schema_of_text(); }
};

template <class Thing>
[[nodiscard]] Named<Thing> named(const Definitions* definitions,
                                 std::shared_ptr<const Thing> (Definitions::*find)(const input::Value&)
                                     const) {
  return {definitions, find};
}

/// none, model, a time, or {cycles_per_byte: N}.
struct CpuWorkText {
  bool by_model;  ///< whether `model` is a choice; the loader of apps objects to it where it is none

  void read(const input::Value& value, CpuWork& to) const;
  [[nodiscard]] input::Yaml save(const CpuWork& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// A time, or `steady`, which leaves the time at its default.
struct WindowText {
  void read(const input::Value& value, Measurement& to) const;
  [[nodiscard]] input::Yaml save(const Measurement& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// "+20 %", from -90 % to +900 %.
struct Percent {
  void read(const input::Value& value, double& to) const;
  [[nodiscard]] input::Yaml save(double from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// A number from 0 to 1000 that is kept in thousandths.
struct Thousandths {
  void read(const input::Value& value, std::int64_t& to) const;
  [[nodiscard]] input::Yaml save(std::int64_t from) const;
  [[nodiscard]] input::Yaml schema() const { return input::Number{0, 1000}.schema(); }
};

/// A mapping of whose keys another function than fields() decides.
[[nodiscard]] input::Yaml schema_of_any_mapping();
/// One of several.
[[nodiscard]] input::Yaml schema_of_any(std::vector<input::Yaml> schemas);

}  // namespace synergy::scenario
