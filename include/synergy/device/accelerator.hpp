#pragma once

#include "synergy/base/ensure.hpp"
#include "synergy/device/lowered.hpp"
#include "synergy/device/number.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace synergy::device {

/// The CPU beside an accelerator: it moves the tensors and does an app's own work. One CPU per accelerator.
/// It serves one piece of work at a time and is never interrupted (scenarios/CHOICES.md, "Paper,
/// reconstruction, ours"); whoever simulates it adds `active` for as long as it works.
struct Cpu {
  /// Of the CPU, not of the accelerator: turns an app's own work that is stated in cycles per byte into time.
  /// More than 0.
  Frequency clock;
  /// While it works, at the battery. In no energy of SegmentCost.
  Power active;
  /// While it waits, at the battery: what an idle accelerator's CPU draws all the time.
  Power asleep;
  /// From asleep to active. Stated but not charged: the overhead of an inference was timed with a CPU that
  /// sleeps until the result is there (device_profiles/README.md).
  Duration wake;
  /// Soft-max over a classifier's outputs, per byte of them.
  TimePerByte softmax;
  /// The largest channel of each pixel of a map, per byte of the map.
  TimePerByte argmax;
};

/// A lower bound's counterpart: how much of something an empty accelerator has (Lowered::least_need). In the
/// same unit, and at the same place of the list, as the amount of least_need() it limits.
struct Capacity {
  /// For people ("words of processor 5"); distinct among those of an accelerator.
  std::string name;
  /// With nothing placed. At least 0.
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
  /// Never copied: its address says which one it is.
  virtual ~Accelerator() = default;
  Accelerator(const Accelerator&) = delete;
  Accelerator& operator=(const Accelerator&) = delete;

  /// As profile files and tables call it; what belongs to it is found under this name ("max78000.clock"). Not
  /// empty.
  [[nodiscard]] const std::string& name() const { return basics_.name; }
  /// The row of its family; compare addresses. Static, so valid for the whole run of the program.
  [[nodiscard]] const Family& family() const { return *basics_.family; }
  /// Whether its times are estimates rather than exact or measured. Tables mark their rows by it.
  [[nodiscard]] bool is_estimate() const { return basics_.is_estimate; }
  /// The CPU beside it; lives as long as the accelerator.
  [[nodiscard]] const Cpu& cpu() const { return basics_.cpu; }
  /// With nothing to do, at the battery, without the CPU. Charged all the time, whether the accelerator has
  /// work or not; energies of SegmentCost come on top.
  [[nodiscard]] Power idle_power() const { return basics_.idle_power; }
  /// Cycles of its family's formula that it gets done per second: tells fast from slow ones. More than 0. For
  /// comparisons alone: the time of a segment is SegmentCost::infer, not cycles over this.
  [[nodiscard]] Frequency cycle_rate() const { return basics_.cycle_rate; }

  /// What of the chip keeps weights without power: the models that a device stores must fit it
  /// (scenario::Device::stored_models). None: nobody says how large it is, and nothing is checked.
  [[nodiscard]] std::optional<Bytes> flash() const { return basics_.flash; }

  /// Makes a network ready for it. Never fails: what it cannot run is a problem of the ranges that have it.
  /// The result keeps both the network and this accelerator alive. It may cost much more than one question to
  /// it, so callers keep it for as long as they plan. Pre: the network is not null, and this object is held
  /// by a shared_ptr.
  [[nodiscard]] virtual std::shared_ptr<const Lowered> lower(
      std::shared_ptr<const Network> network) const = 0;
  /// Its memory with nothing on it. Cheap: the same empty state is shared until somebody places something.
  [[nodiscard]] virtual Memory empty_memory() const = 0;
  /// What Lowered::least_need() is held against; the same names in the same order for all of a family. Not
  /// empty, unless no packing bound is known for the family.
  [[nodiscard]] virtual std::vector<Capacity> capacities() const = 0;

  /// Called within visit_numbers() alone; the references it is given end with the call.
  using NumberVisitor = std::function<void(std::string_view key, const Number& number)>;
  /// Calls `visit` with every sourced number of the profile, in a fixed order; keys are distinct. Tables show
  /// the numbers in this order.
  virtual void visit_numbers(const NumberVisitor& visit) const = 0;
  /// A copy in which numbers have other values, given by key in the SI unit of Number::unit; as set() says
  /// they become estimates. Throws InputError on a value that no profile may have. Pre: the keys are known.
  /// The original stays as it is. An empty map gives an equal accelerator at another address.
  [[nodiscard]] virtual std::shared_ptr<const Accelerator> with_numbers(
      const std::map<std::string, double, std::less<>>& values) const = 0;
  /// A copy that does everything in 1/speed of the time (loading, inferring, switching), at the powers it
  /// has; energies per byte stay as they are. Its CPU does an app's own work as before. What fits the one
  /// fits the other. Planners are told such copies where a scenario makes them believe in wrong speeds; the
  /// simulation keeps the true ones. Pre: speed > 0.
  [[nodiscard]] virtual std::shared_ptr<const Accelerator> at_speed(double speed) const = 0;

  /// Clocks and voltages that its profile knows, by name; empty: the one it has, without a name.
  [[nodiscard]] virtual std::vector<std::string> operating_points() const { return {}; }
  /// The one it works at; empty: without a name.
  [[nodiscard]] virtual std::string operating_point() const { return {}; }
  /// One that works there, with its times and powers, called NAME@POINT; itself if it works there already.
  /// Pre: one of operating_points().
  [[nodiscard]] virtual std::shared_ptr<const Accelerator> at_operating_point(
      std::string_view /*name*/) const {
    return shared_from_this();
  }

  /// As a profile file; Family::read() reads it back to the same profile. Ends with a line feed.
  /// `resolved.yaml` writes it out, so that a run can be repeated without the profile folder.
  [[nodiscard]] virtual std::string to_yaml() const = 0;

 protected:
  /// What is the same question for every family, answered once at construction; the functions above give it
  /// out without a virtual call. `family` is a static row and never null.
  struct Basics {
    const Family* family;
    std::string name;
    bool is_estimate;
    Cpu cpu;
    Power idle_power;
    Frequency cycle_rate;
    std::optional<Bytes> flash{};
  };
  /// For families alone. Pre: the name is not empty.
  explicit Accelerator(Basics basics) : basics_(std::move(basics)) {}

 private:
  Basics basics_;
};

/// A network behind the contract as what its own family made of it, for the memories of that family: the one
/// place where a family sees more of a Lowered than everybody else does. Throws BrokenInvariant for a network
/// that another family has lowered, rather than reading another type's bytes.
/// Pre: `Own` is what all accelerators of `family` lower to.
template <class Own>
[[nodiscard]] const Own& own(const Lowered& network, const Family& family) {
  ensure(&network.accelerator().family() == &family, "a memory takes networks lowered for its family");
  return static_cast<const Own&>(network);
}

}  // namespace synergy::device
