#include "synergy/measured/family.hpp"

#include "synergy/device/describe.hpp"
#include "synergy/measured/load.hpp"
#include "synergy/measured/numbers.hpp"

#include <algorithm>
#include <utility>

#include "check.hpp"
#include "lowered.hpp"
#include "memory.hpp"
#include "state.hpp"
#include <fmt/format.h>

namespace synergy::measured {
namespace {

/// Of the three forms of times a file has the one that it says, and a rate for an accelerator by leave only.
device::DescribedKind described() {
  using input::Yaml;
  device::DescribedKind kind = device::described_kind<Profile>();
  const auto line = [](std::string_view key, Yaml value) {
    Yaml mapping = Yaml::mapping(Yaml::Style::flow);
    return mapping.put(key, std::move(value));
  };
  const auto list = [](std::initializer_list<std::string_view> keys) {
    Yaml names = Yaml::sequence(Yaml::Style::flow);
    for (const std::string_view key : keys) names.add(Yaml::quoted(key));
    return names;
  };
  const auto word = [&](std::string_view text) { return line("const", Yaml::quoted(text)); };
  Yaml rules = Yaml::sequence();
  const auto rule = [&](Yaml when, Yaml then) {
    Yaml each = Yaml::mapping();
    rules.add(each.put("if", std::move(when)).put("then", std::move(then)));
  };
  for (const std::string_view form : names_of(Times{})) {
    Yaml others = Yaml::mapping(Yaml::Style::flow);
    for (const std::string_view other : names_of(Times{})) {
      if (other != form) others.put(other, Yaml::plain("false"));
    }
    rule(line("properties", line("times", word(form))).put("required", list({"times"})),
         line("required", list({form})).put("properties", std::move(others)));
  }
  Yaml by_rate = line("times", word("rate"));
  by_rate.put("infers_on", word("accelerator"));
  rule(line("properties", std::move(by_rate)).put("required", list({"times", "infers_on"})),
       line("required", list({"allow_rate"}))
           .put("properties", line("allow_rate", line("const", Yaml::plain("true")))));
  rule(line("required", list({"code_memory"})), line("required", list({"code_per_operator"})));
  rule(line("required", list({"code_per_operator"})), line("required", list({"code_memory"})));
  kind.schema.put("allOf", std::move(rules));
  return kind;
}

/// Of a number of a row: the network that was measured. Empty: it counts for all.
std::string network_of(const Profile& profile, std::string_view key) {
  for (const Row& row : profile.table) {
    const std::string prefix = "table." + row_key(row);
    if (key == prefix + ".time" || key == prefix + ".energy") return row.network;
  }
  return {};
}

class MeasuredAccelerator final : public device::Accelerator {
 public:
  MeasuredAccelerator(Profile profile, const State& state)
      : Accelerator(basics_of(profile, state)),
        profile_(std::move(profile)),
        state_(state),
        empty_(measured::empty_memory(profile_)) {}

  [[nodiscard]] std::shared_ptr<const device::Lowered> lower(
      std::shared_ptr<const device::Network> network) const override {
    return std::make_shared<const LoweredNetwork>(shared_from_this(), profile_, state_, std::move(network));
  }
  [[nodiscard]] device::Memory empty_memory() const override { return empty_; }
  [[nodiscard]] std::vector<device::Capacity> capacities() const override {
    return {{"bytes of weights", profile_.weight_memory.count()}};
  }
  void visit_numbers(const NumberVisitor& visit) const override {
    measured::visit_numbers(profile_, [&](std::string_view key, const auto& sourced) {
      device::Number number = device::describe(sourced);
      number.network = network_of(profile_, key);
      visit(key, number);
    });
  }
  [[nodiscard]] std::shared_ptr<const Accelerator> with_numbers(
      const std::map<std::string, double, std::less<>>& values) const override {
    Profile copy = profile_;
    measured::visit_numbers(copy, [&](std::string_view key, auto& number) {
      if (const auto value = values.find(key); value != values.end()) device::set(number, value->second);
    });
    // Each value may be fine and all together impossible, such as an idle power above that of inferring.
    // A number that stays within its interval is judged by the interval, as in the file, so that moving it
    // there contradicts nothing that did not contradict it before; one that leaves it, by its value.
    Profile judged = profile_;
    measured::visit_numbers(judged, [&]<class Q>(std::string_view key, Sourced<Q>& number) {
      const auto value = values.find(key);
      if (value == values.end()) return;
      const Q low = lowest(number);
      const Q high = highest(number);
      device::set(number, value->second);
      const bool inside = low <= number.value && number.value <= high;
      number.low = inside ? low : number.value;
      number.high = inside ? high : number.value;
    });
    (void)read_profile(input::parse(measured::to_yaml(judged), judged.name + " with its settings"));
    return make_accelerator(std::move(copy));
  }
  [[nodiscard]] std::shared_ptr<const Accelerator> at_speed(double speed) const override {
    Profile copy = profile_;
    for (Point& point : copy.points) {
      if (point.name != copy.operating_point) continue;
      // By times and not by the clock: powers follow the clock, and a speed that is tried out must leave
      // them.
      Sourced<Ratio> scale = point.time_scale.value_or(
          Sourced<Ratio>{Ratio::from_si(state_.time_scale), {}, {}, "by the clocks", ValueClass::derived});
      scale.value = scale.value / speed;
      // They bounded the number that was stated.
      scale.low = scale.high = {};
      point.time_scale = std::move(scale);
    }
    return make_accelerator(std::move(copy));
  }
  [[nodiscard]] std::vector<std::string> operating_points() const override {
    std::vector<std::string> names;
    for (const Point& point : profile_.points) names.push_back(point.name);
    return names;
  }
  [[nodiscard]] std::string operating_point() const override { return profile_.operating_point; }
  [[nodiscard]] std::shared_ptr<const Accelerator> at_operating_point(std::string_view name) const override {
    if (name == profile_.operating_point) return shared_from_this();
    Profile copy = profile_;
    copy.operating_point = name;
    // Without the point that it was at, so that changing to and fro does not make names grow.
    copy.name = fmt::format("{}@{}", profile_.name.substr(0, profile_.name.find('@')), name);
    return make_accelerator(std::move(copy));
  }
  [[nodiscard]] std::string to_yaml() const override { return measured::to_yaml(profile_); }

 private:
  static Basics basics_of(const Profile& p, const State& s) {
    // The rail's idle power is split into what the CPU draws by waiting and the rest.
    const Power asleep = p.infers_on_cpu ? s.idle : s.cpu_asleep;
    const device::Cpu cpu{p.cpu_clock.value,
                          asleep + (s.cpu_active - s.idle),
                          asleep,
                          p.cpu_wake ? p.cpu_wake->value : Duration(),
                          p.softmax.value,
                          p.argmax.value};
    // An estimate where a rate stands for all networks or powers were computed. The clock is the one at which
    // cycles are counted: the first point's, over the scale of times.
    return {&measured::family(),
            p.name,
            p.times == Times::rate || s.derived,
            cpu,
            s.idle - asleep,
            p.points.front().clock.value / s.time_scale,
            p.flash ? std::optional(p.flash->size) : std::nullopt};
  }

  Profile profile_;
  State state_;
  device::Memory empty_;
};

std::shared_ptr<const device::Accelerator> read(const input::Document& document) {
  return make_accelerator(read_profile(document));
}

}  // namespace

const device::Family& family() {
  static const device::Family row{
      "measured",
      "measured.schema.json",
      read,
      layer_columns(),
      {"operators", "macs", "tensor_bytes", "time_us", "weight_bytes", "activation_bytes"},
      nullptr,  // no files of its own layers
      described};
  return row;
}

std::shared_ptr<const device::Accelerator> make_accelerator(Profile profile) {
  const State state = state_of(profile);
  return std::make_shared<const MeasuredAccelerator>(std::move(profile), state);
}

}  // namespace synergy::measured
