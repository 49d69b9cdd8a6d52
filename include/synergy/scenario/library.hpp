#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/device/peripheral.hpp"
#include "synergy/device/radio.hpp"
#include "synergy/families/families.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/link/kinds.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::scenario {

/// Whether a name in an input file is a path to a file: it has a '/' in it or ends in .yaml.
[[nodiscard]] bool is_path(std::string_view name);

/// The data folders (model_zoo, device_profiles, scenarios) below one root, each file read at most once.
/// Safe to use from several threads.
///
/// Every loader gets its files through one. Things are shared: two scenarios that name the same profile hold
/// the same object, by which caches of lowered networks recognise it (plan::TableCache). A file that changes
/// after it was read is not read again.
class Library {
 public:
  /// `root` is the folder with the data folders in it; nothing is read before something is asked for. A
  /// program with families or link kinds of its own passes them here: profile and scenario files may then
  /// name them.
  explicit Library(std::filesystem::path root, device::Families families = families::built_in(),
                   link::LinkKinds link_kinds = link::link_kinds());
  ~Library();

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  /// The families of accelerators that profile files may name.
  [[nodiscard]] const device::Families& families() const { return families_; }
  /// The kinds of links that scenarios may name.
  [[nodiscard]] const link::LinkKinds& link_kinds() const { return link_kinds_; }

  /// The thing named by `name`: a name in the data folder, or a path that starts at `base` (is_path(); of
  /// models also what has a file's ending: those of other programs are imported). An unknown name, or what an
  /// importer says, is recorded as a problem at `name`; a bad file throws its own InputError. Null after a
  /// problem. Of an accelerator, NAME@POINT is it at that point (device::Accelerator::at_operating_point).
  [[nodiscard]] std::shared_ptr<const device::Network> model(const input::Value& name,
                                                             const std::filesystem::path& base);
  [[nodiscard]] std::shared_ptr<const device::Accelerator> accelerator(const input::Value& name,
                                                                       const std::filesystem::path& base);
  [[nodiscard]] std::shared_ptr<const device::RadioProfile> radio(const input::Value& name,
                                                                  const std::filesystem::path& base);
  [[nodiscard]] std::shared_ptr<const device::SensorProfile> sensor(const input::Value& name,
                                                                    const std::filesystem::path& base);
  [[nodiscard]] std::shared_ptr<const device::ActuatorProfile> actuator(const input::Value& name,
                                                                        const std::filesystem::path& base);
  /// The file of the stack or chip profile that a link names. Throws InputError if there is none.
  [[nodiscard]] std::shared_ptr<const input::Document> link_profile(const link::LinkSpec& spec,
                                                                    const std::filesystem::path& base);
  /// The parsed file of a body (scenarios/bodies/NAME.yaml), shared.
  [[nodiscard]] std::shared_ptr<const input::Document> body(const input::Value& name,
                                                            const std::filesystem::path& base);

  /// What the folders hold, sorted by name.
  ///
  /// Names without folder and .yaml, as scenarios use them. The disk is looked at at every call; a folder
  /// that is not there counts as empty.
  [[nodiscard]] std::vector<std::string> model_names() const;
  /// Those whose file says this `kind`: "accelerator", "radio", "sensor", "actuator". Opens every profile
  /// file; what cannot be parsed is passed over.
  [[nodiscard]] std::vector<std::string> profile_names(std::string_view kind) const;
  [[nodiscard]] std::vector<std::string> scenario_names() const;
  [[nodiscard]] std::vector<std::string> sweep_names() const;

  /// Name and content hash (FNV-1a, hexadecimal) of every file read so far, sorted by name.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> files_read() const;

 private:
  struct State;
  std::filesystem::path root_;
  device::Families families_;
  link::LinkKinds link_kinds_;
  std::unique_ptr<State> state_;
};

}  // namespace synergy::scenario
