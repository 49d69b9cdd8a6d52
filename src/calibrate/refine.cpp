// Numbers of an existing MAX7800x profile, replaced by measured ones; the others stay.
#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"
#include "synergy/input/reader.hpp"

#include <algorithm>
#include <filesystem>

#include "measure.hpp"
#include "profile.hpp"
#include "work.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

using input::Node;
using input::Yaml;

Node* find_key(Node& mapping, std::string_view key) {
  for (Node::Entry& entry : mapping.entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

/// A Yaml value as a tree, to stand where a file's stood.
Node node_of(const Yaml& value) { return input::parse(input::to_yaml(value), "").root; }

class Refining {
 public:
  explicit Refining(const Making& making) : making_(making), document_(load_profile()) {
    accelerator_ = making.library->families().read(document_);
    accelerator_->visit_numbers([&](std::string_view key, const device::Number& number) {
      if (key == "supply_efficiency") efficiency_ = number.value.si;
      if (key == "cpu_asleep") cpu_asleep_ = number.value.si;
      if (key == "accelerator_idle") accelerator_idle_ = number.value.si;
    });
    if (making.file->rail == Rail::accelerator)
      efficiency_ = 1;  // the profile's energies are those of that rail
  }

  void states() {
    const Point* idle = find_state(making_, "idle");
    const Rail rail = making_.file->rail;
    if (idle != nullptr) {
      idle_ = idle->power;
      if (rail == Rail::board)
        note("idle counts the whole board: it is what inferring is held against, and accelerator_idle stays");
      else
        number("accelerator_idle", Unit::power, above(*idle->power, rail == Rail::soc ? cpu_asleep_ : 0),
               idle->source + (rail == Rail::soc
                                   ? fmt::format(", less cpu_asleep, {}", shown(Unit::power, cpu_asleep_))
                                   : ""));
    }
    const Point* active = find_state(making_, "cpu_active");
    if (active != nullptr && rail == Rail::soc)
      number(
          "cpu_active", Unit::power, above(*active->power, accelerator_idle_),
          active->source + fmt::format(", less accelerator_idle, {}", shown(Unit::power, accelerator_idle_)));
    else if (active != nullptr)
      note("cpu_active is refined from rail soc alone");
    for (const Point& point : making_.to->points) {
      if (!point.state.empty() && point.state != "idle" && point.state != "cpu_active")
        note(fmt::format("state '{}' has no number in profiles of this family", point.state));
    }
  }

  void inferences() {
    for (const Point& point : making_.to->points) {
      if (point.phase != "infer" || !point.layer.empty()) continue;
      compare_time(point);
      if (!point.power) continue;
      if (!idle_)
        throw InputError(
            {making_.file->name},
            "inferences were measured but no state 'idle': powers of this family lie above idle");
      compare_power(point);
      if (!is_kept_out(making_, point)) take_power(point);
    }
  }

  void transfers() {
    transfer("deploy", 1, "kernel_load", "kernel_load_energy");
    transfer("load", kWord, "input_load_per_word", "input_load_energy_per_word");
    transfer("unload", kWord, "unload_per_word", "unload_energy_per_word");
    for (const Point& point : points_of(making_, "switch"))
      number("segment_switch", Unit::time, *point.time, point.source);
  }

  void finish() {
    Calibration& to = *making_.to;
    to.name = accelerator_->name();
    to.profile = input::to_yaml(Yaml(document_.root));
  }

 private:
  static constexpr double kWord = 4;  // bytes of a word, in which inputs and outputs move

  /// Times and energies of moving something, per `unit` bytes; energies lie above idle.
  void transfer(std::string_view phase, double unit, std::string_view time_key, std::string_view energy_key) {
    const auto law = transfer_law(making_, phase);
    if (!law) return;
    if (law->fixed)
      note(fmt::format("this family has no fixed time of a {}: that of the law is in no number", phase));
    const std::string words = unit > 1 ? fmt::format(", words of {} bytes", unit) : "";
    number(time_key, unit > 1 ? Unit::time : Unit::time_per_byte, times(*law->per_byte, unit),
           law->source + words);
    if (!idle_) {
      note(fmt::format("no state 'idle': {}, which lies above idle, stays", energy_key));
    } else if (const auto energy = energy_per_byte(making_, phase, idle_->value)) {
      number(energy_key, unit > 1 ? Unit::energy : Unit::energy_per_byte, times(scaled(*energy), unit),
             law->source + words + on_core_rail());
    }
  }
  [[nodiscard]] static Estimate times(const Estimate& e, double factor) {
    return {e.value * factor, e.low * factor, e.high * factor};
  }

  [[nodiscard]] input::Document load_profile() const {
    const std::string& name = making_.file->refine;
    const std::filesystem::path base = std::filesystem::path(making_.file->name).parent_path();
    const std::filesystem::path path = scenario::is_path(name)
                                           ? base / name
                                           : making_.library->root() / "device_profiles" / (name + ".yaml");
    input::Document document = input::load(path.string());
    Node* family = find_key(document.root, "family");
    if (family != nullptr && family->scalar != "max7800x")
      throw InputError({document.name, family->line, family->column},
                       "profiles of the family max7800x can be refined; make a new one: device: {new: NAME, "
                       "family: measured}");
    return document;
  }

  void note(std::string text) const { making_.to->notes.push_back(std::move(text)); }
  [[nodiscard]] static Estimate above(const Estimate& e, double base) {
    return {std::max(0.0, e.value - base), std::max(0.0, e.low - base), std::max(0.0, e.high - base)};
  }
  [[nodiscard]] Estimate scaled(const Estimate& e) const {
    return {e.value * efficiency_, e.low * efficiency_, e.high * efficiency_};
  }
  [[nodiscard]] std::string on_core_rail() const {
    if (efficiency_ == 1) return ", above idle";
    return fmt::format(", above idle, x supply_efficiency {:.3g}", efficiency_);
  }
  void number(std::string_view key, Unit unit, const Estimate& value, const std::string& source) {
    Node* at = find_key(document_.root, key);
    if (at == nullptr) throw InputError({document_.name}, fmt::format("has no number '{}'", key));
    *at = node_of(sourced(unit, value, source, "measured"));
  }

  /// Times are the cycle model's; what was measured judges it.
  void compare_time(const Point& point) {
    const auto network = network_of(point, *making_.file, *making_.library);
    const auto cost = accelerator_->lower(network)->cost_alone(network->all());
    if (!cost) {
      note(fmt::format("{} does not fit one {}: its time is not compared", point.network,
                       accelerator_->name()));
      return;
    }
    modelled_time_ = cost->infer.s();
    making_.to->residuals.push_back(
        {"time", point.network, "infer", point.time->value, modelled_time_, "model"});
  }
  void compare_power(const Point& point) {
    const auto network = network_of(point, *making_.file, *making_.library);
    const auto cost = accelerator_->lower(network)->cost_alone(network->all());
    if (!cost) return;
    const double modelled = cost->infer_energy.si() / cost->infer.s();
    making_.to->residuals.push_back({"power", point.network, "infer", above(*point.power, idle_->value).value,
                                     modelled, is_kept_out(making_, point) ? "holdout" : "model"});
  }
  void take_power(const Point& point) {
    const Estimate power = scaled({std::max(0.0, point.power->value - idle_->value),
                                   std::max(0.0, point.power->low - idle_->high),
                                   std::max(0.0, point.power->high - idle_->low)});
    Yaml entry = Yaml::mapping();
    entry.put("network", Yaml::text(point.network));
    entry.put("power", sourced(Unit::power, power, point.source + on_core_rail(), "measured"));
    Node* list = find_key(document_.root, "measured_power");
    if (list == nullptr) {
      document_.root.entries.push_back({"measured_power", 0, 0, {}});
      list = &document_.root.entries.back().value;
      list->kind = Node::Kind::sequence;
    }
    const auto same = std::find_if(list->items.begin(), list->items.end(), [&](Node& item) {
      const Node* network = find_key(item, "network");
      return network != nullptr && network->scalar == point.network;
    });
    if (same != list->items.end())
      *same = node_of(entry);
    else
      list->items.push_back(node_of(entry));
  }

  Making making_;
  input::Document document_;
  std::shared_ptr<const device::Accelerator> accelerator_;
  double efficiency_ = 1;
  double cpu_asleep_ = 0;
  double accelerator_idle_ = 0;
  double modelled_time_ = 0;
  std::optional<Estimate> idle_;
};

}  // namespace

void refine_max7800x(const Making& making) {
  Refining refining(making);
  refining.states();
  refining.inferences();
  refining.transfers();
  refining.finish();
}

}  // namespace synergy::calibrate
