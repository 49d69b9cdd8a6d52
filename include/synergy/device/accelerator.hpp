#pragma once

#include "synergy/device/lowered.hpp"
#include "synergy/device/number.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace synergy::device {

/// The CPU beside an accelerator: it moves the tensors and does an app's own work.
struct Cpu {
  Frequency clock;
  Power active;         ///< at the battery
  Power asleep;         ///< likewise
  Duration wake;        ///< from asleep to active
  TimePerByte softmax;  ///< of a classifier's outputs, per byte
  TimePerByte argmax;   ///< the largest channel of each pixel of a map, per byte of the map
};

/// A lower bound's counterpart: how much of something an empty accelerator has (Lowered::least_need).
struct Capacity {
  std::string name;  ///< distinct among those of an accelerator
  std::int64_t available = 0;
};

/// An accelerator of a body, with the CPU beside it: the one thing that planner, plan, simulation and results
/// know of it. Whatever is special to a family of chips (how weights lie, how cycles are counted, which keys
/// a profile has) stays in that family's folder, behind this contract; tests/families/ puts every family
/// through the same questions.
///
/// A family implements three classes: its Accelerator (an immutable profile that lists its numbers, saves
/// itself and makes changed copies), its Lowered (a network ready for it, which answers for ranges of layers)
/// and its Memory::State (where ranges are placed), and gives out one Family row. src/max7800x is one,
/// tests/support/fake_family the shortest. Callers never ask which family they have.
///
/// Energies and powers count at the battery: what a supply loses on the way is the family's business, and in
/// every number that leaves it.
///
/// Shared by devices, scenarios and threads; lives in a shared_ptr. Two accelerators are the same one where
/// their pointers are: devices whose profile is the same file share it.
class Accelerator : public std::enable_shared_from_this<Accelerator> {
 public:
  virtual ~Accelerator() = default;
  Accelerator(const Accelerator&) = delete;
  Accelerator& operator=(const Accelerator&) = delete;

  /// As profile files and tables call it; what belongs to it is found under this name ("max78000.clock").
  [[nodiscard]] const std::string& name() const { return basics_.name; }
  /// The row of its family; compare addresses.
  [[nodiscard]] const Family& family() const { return *basics_.family; }
  /// Whether its times are estimates rather than exact or measured.
  [[nodiscard]] bool is_estimate() const { return basics_.is_estimate; }
  [[nodiscard]] const Cpu& cpu() const { return basics_.cpu; }
  /// With nothing to do, at the battery, without the CPU.
  [[nodiscard]] Power idle_power() const { return basics_.idle_power; }
  /// Cycles of its family's formula that it gets done per second: tells fast from slow ones.
  [[nodiscard]] Frequency cycle_rate() const { return basics_.cycle_rate; }

  /// Makes a network ready for it. Never fails: what it cannot run is a problem of the ranges that have it.
  [[nodiscard]] virtual std::shared_ptr<const Lowered> lower(
      std::shared_ptr<const Network> network) const = 0;
  /// Its memory with nothing on it.
  [[nodiscard]] virtual Memory empty_memory() const = 0;
  /// What Lowered::least_need() is held against; the same names in the same order for all of a family.
  [[nodiscard]] virtual std::vector<Capacity> capacities() const = 0;

  /// Calls `visit` with every sourced number of the profile, in a fixed order; keys are distinct.
  using NumberVisitor = std::function<void(std::string_view key, const Number& number)>;
  virtual void visit_numbers(const NumberVisitor& visit) const = 0;
  /// A copy in which numbers have other values, given by key in the SI unit of Number::unit; as set() says
  /// they become estimates. Throws InputError on a value that no profile may have. Pre: the keys are known.
  [[nodiscard]] virtual std::shared_ptr<const Accelerator> with_numbers(
      const std::map<std::string, double, std::less<>>& values) const = 0;
  /// A copy that does everything in 1/speed of the time (loading, inferring, switching), at the powers it
  /// has; energies per byte stay as they are. Its CPU does an app's own work as before. Pre: speed > 0.
  [[nodiscard]] virtual std::shared_ptr<const Accelerator> at_speed(double speed) const = 0;

  /// As a profile file; Family::read() reads it back to the same profile. Ends with a line feed.
  [[nodiscard]] virtual std::string to_yaml() const = 0;

 protected:
  struct Basics {
    const Family* family;
    std::string name;
    bool is_estimate;
    Cpu cpu;
    Power idle_power;
    Frequency cycle_rate;
  };
  explicit Accelerator(Basics basics) : basics_(std::move(basics)) {}

 private:
  Basics basics_;
};

}  // namespace synergy::device
