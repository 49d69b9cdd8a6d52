#pragma once

#include "synergy/scenario/library.hpp"
#include "synergy/scenario/scenario.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace synergy::scenario {

/// Resolves the names a scenario uses: first its own `definitions` section, then the library.
///
/// A definition hides a library entry of the same name. That makes resolved.yaml the same run anywhere, even
/// where the data folders have changed since.
class Definitions {
 public:
  Definitions(Library& library, std::filesystem::path base, std::string file);

  /// The same for a file in another folder, whose relative paths start there.
  [[nodiscard]] Definitions in(std::filesystem::path folder) const {
    Definitions copy = *this;
    copy.base_ = std::move(folder);
    return copy;
  }

  /// Reads `definitions: {models: [...], accelerators: [...], ...}`: lists of whole model or profile files.
  void read(const input::Value& value);

  [[nodiscard]] std::shared_ptr<const device::Network> model(const input::Value& name) const;
  [[nodiscard]] std::shared_ptr<const device::Accelerator> accelerator(const input::Value& name) const;
  [[nodiscard]] std::shared_ptr<const device::RadioProfile> radio(const input::Value& name) const;
  [[nodiscard]] std::shared_ptr<const device::SensorProfile> sensor(const input::Value& name) const;
  [[nodiscard]] std::shared_ptr<const device::ActuatorProfile> actuator(const input::Value& name) const;
  /// The file of a profile that a link names, without a look at the definitions. `section`: where it does;
  /// none for what the default names. Null, and a problem at the name, if there is no such file.
  [[nodiscard]] std::shared_ptr<const input::Document> profile_of(
      const link::LinkSpec& spec, const std::optional<input::Value>& section) const;
  /// The same, of the key `link`, which the definitions may hold themselves.
  [[nodiscard]] std::shared_ptr<const input::Document> link_profile(
      const link::LinkSpec& spec, const std::optional<input::Value>& section) const;

  [[nodiscard]] Library& library() const { return *library_; }
  [[nodiscard]] const std::filesystem::path& base() const { return base_; }

 private:
  Library* library_;
  std::filesystem::path base_;
  std::string file_;
  std::shared_ptr<const input::Document> link_profile_;
  std::map<std::string, std::shared_ptr<const device::Network>> models_;
  std::map<std::string, std::shared_ptr<const device::Accelerator>> accelerators_;
  std::map<std::string, std::shared_ptr<const device::RadioProfile>> radios_;
  std::map<std::string, std::shared_ptr<const device::SensorProfile>> sensors_;
  std::map<std::string, std::shared_ptr<const device::ActuatorProfile>> actuators_;
};

}  // namespace synergy::scenario
