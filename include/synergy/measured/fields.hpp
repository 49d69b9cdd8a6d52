#pragma once

#include "synergy/device/profile_fields.hpp"
#include "synergy/measured/profile.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// The keys of the family's profile files, each said once, in the order of the shipped files: loader, saver,
// schema, table of the README and the list of numbers (numbers.hpp) all come from fields() below.
namespace synergy::measured {

using input::Is;

/// The words of enumerations, in their order.
[[nodiscard]] const std::vector<std::string_view>& names_of(Rail);
[[nodiscard]] const std::vector<std::string_view>& names_of(Times);
[[nodiscard]] inline const std::vector<std::string_view>& names_of(Kind) { return kind_names(); }

/// `infers_on`: cpu or accelerator.
/// Not a choice like others, which would ask whether npu, gpu and dsp mean cpu: a letter away, and the
/// opposite.
struct Processor {
  void read(const input::Value& value, bool& on_cpu) const;
  [[nodiscard]] input::Yaml save(bool on_cpu) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// A flag that is written only where it is set, which means the same.
struct Flag : input::Boolean {
  [[nodiscard]] bool absent(bool from) const { return !from; }
};

/// One of two words, kept as such.
struct WordOf {
  /// For messages.
  std::string_view what;
  std::vector<std::string_view> words;

  void read(const input::Value& value, std::string& to) const;
  [[nodiscard]] input::Yaml save(const std::string& from) const { return input::Yaml::plain(from); }
  [[nodiscard]] input::Yaml schema() const;
};

/// The items of a list that is not too long; none, after a problem.
/// Far more than anybody measures are allowed, and files made to be slow end.
[[nodiscard]] std::vector<input::Value> items_of(const input::Value& list);

/// [LOWEST, HIGHEST], the first not above the second, each of one kind.
template <class EndKind, class T>
struct EndsOf {
  EndKind end;

  void read(const input::Value& value, std::array<T, 2>& to) const {
    const std::vector<input::Value> ends = value.items();
    const std::size_t before = value.problems().count();
    if (ends.size() != 2) {
      // What is no list at all has been told of by items().
      if (value.is_sequence()) value.fail("expected [LOWEST, HIGHEST]");
      return;
    }
    for (std::size_t i = 0; i < 2; ++i) end.read(ends[i], to[i]);
    if (value.problems().count() == before && to[1] < to[0]) value.fail("the first is above the second");
  }
  [[nodiscard]] input::Yaml save(const std::array<T, 2>& from) const {
    input::Yaml ends = input::Yaml::sequence(input::Yaml::Style::flow);
    return ends.add(end.save(from[0])).add(end.save(from[1]));
  }
  [[nodiscard]] input::Yaml schema() const {
    input::Yaml list = input::schema_of_list(end.schema());
    return list.put("minItems", input::Yaml::plain("2")).put("maxItems", input::Yaml::plain("2"));
  }
};

/// `layers` of a row, from 0 to 4095.
struct LayerEnds {
  void read(const input::Value& value, device::LayerRange& to) const;
  [[nodiscard]] input::Yaml save(const device::LayerRange& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// A list of words or names.
template <class ItemKind, class T>
struct WordsOf : input::ListOf<ItemKind, T> {
  void read(const input::Value& value, std::vector<T>& to) const {
    for (const input::Value& entry : items_of(value)) this->item.read(entry, to.emplace_back());
  }
};

/// A row that was read without a problem, by its place in the file and in the table: its energy is checked
/// when the powers are known, which come later in the file.
struct GoodRow {
  input::Value item;
  std::size_t index;
};
void check_energies(const std::vector<GoodRow>& rows, const Profile& profile);

/// A key of a form of times that is not the one stated: neither unknown nor read.
struct Ignored {
  template <class T>
  void read(const input::Value& /*value*/, T& /*to*/) const {}
};

/// The three lists whose entries have numbers. Each needs at least one entry, checks every entry against
/// those before it, and says what stands in front of its numbers in their keys.
struct Laws {
  void read(const input::Value& value, std::vector<Law>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<Law>& from) const;
  [[nodiscard]] input::Yaml schema() const;
  /// "laws.conv."
  [[nodiscard]] std::string prefix(const Law& law) const;
};
struct Rows {
  /// Where good rows are noted.
  std::vector<GoodRow>* good;

  void read(const input::Value& value, std::vector<Row>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<Row>& from) const;
  [[nodiscard]] input::Yaml schema() const;
  /// "table.kws.", or "table.kws.0-3." of layers.
  [[nodiscard]] std::string prefix(const Row& row) const;
};
struct Points {
  /// Which the points belong to: what one may say depends on what infers.
  const Profile* profile;

  void read(const input::Value& value, std::vector<Point>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<Point>& from) const;
  [[nodiscard]] input::Yaml schema() const;
  /// "points.NAME."
  [[nodiscard]] std::string prefix(const Point& point) const;
};

/// `residuals`: what was not left out has none, and then there is no key.
struct Residuals : input::ListOf<input::Group<Residual>, Residual> {
  [[nodiscard]] bool absent(const std::vector<Residual>& from) const { return from.empty(); }
};

/// `activations`: no key where there are none.
struct Functions : WordsOf<WordOf, std::string> {
  [[nodiscard]] bool absent(const std::vector<std::string>& from) const { return from.empty(); }
};

template <class Archive, Is<Law> L>
void fields(Archive& archive, L& law) {
  using device::SourcedAmount;
  using namespace input;
  archive(required_key("operator", "kind of operators"), law.kind, Choice<Kind>{"kind of operators"});
  archive(optional_key("fixed", "time of each operator"), law.fixed, SourcedAmount<Duration>{});
  archive(optional_key("per_mac", "time of each multiply-accumulate"), law.per_mac,
          SourcedAmount<TimePerMac>{});
  archive(optional_key("per_byte", "time of each byte of tensors read and written"), law.per_byte,
          SourcedAmount<TimePerByte>{});
}

template <class Archive, Is<Row> R>
void fields(Archive& archive, R& row) {
  using namespace input;
  archive(required_key("network", "its name"), row.network, Text{true});
  archive(optional_key("layers", "`[first, last]`", "the whole network"), row.layers, LayerEnds{});
  archive(required_key("time", "what it took"), row.time,
          device::SourcedAmount<Duration>{nanoseconds(1), seconds(10'000)});
  archive(optional_key("energy", "all that the rail took in that time", "power of the state x time"),
          row.energy, device::SourcedAmount<Energy>{Energy(), Energy::from_si(1e6)});
}

template <class Archive, Is<Point> P>
void fields(Archive& archive, P& point) {
  using namespace input;
  const device::SourcedAmount<Power> power;
  archive(required_key("name", "by which bodies choose it"), point.name, Text{true});
  archive(required_key("clock", "while it infers"), point.clock, device::positive<Frequency>());
  archive(required_key("voltage", "of the core"), point.voltage, device::positive<Voltage>());
  archive(optional_key("time_scale", "multiplies all times", "first clock / clock"), point.time_scale,
          device::SourcedAmount<Ratio>{Ratio::from_si(1e-3), Ratio::from_si(1e3)});
  archive(optional_key("idle", "power while everything waits"), point.idle, power);
  archive(optional_key("infer", "power while it infers"), point.infer, power);
  archive(optional_key("cpu_active", "power while the CPU works and the accelerator waits"), point.cpu_active,
          power);
  archive(optional_key("cpu_asleep", "the CPU's share of `idle`, of accelerators"), point.cpu_asleep, power);
  archive(optional_key("load", "power while the input moves in", "`cpu_active`"), point.load, power);
  archive(optional_key("unload", "power while the output moves out", "`cpu_active`"), point.unload, power);
  archive(optional_key("switch", "power of a switch of segments", "`cpu_active`"), point.switching, power);
  archive(optional_key("deploy", "power while weights are written", "`cpu_active`"), point.deploy, power);
}

template <class Archive, Is<Residual> R>
void fields(Archive& archive, R& residual) {
  using namespace input;
  const Amount<Ratio> error{Ratio(), device::most_of<Ratio>()};
  // These are shares of the points; errors may exceed 1.
  const Amount<Ratio> share{Ratio(), Ratio::from_si(1)};
  archive(required_key("of", "what was predicted"), residual.of, WordOf{"quantity", {"time", "energy"}});
  archive(required_key("left_out", "what the fit did not see"), residual.left_out,
          WordOf{"thing left out", {"network", "none"}});
  archive(required_key("mean", "of the errors"), residual.mean, error);
  archive(required_key("rms", "root of their mean square"), residual.rms, error);
  archive(required_key("worst", "the largest"), residual.worst, error);
  archive(required_key("within_5", "share of the points within 5 %"), residual.within_5, share);
  archive(required_key("within_10", "share of the points within 10 %"), residual.within_10, share);
  archive(required_key("points", "how many"), residual.points, Whole<int>{1, 1'000'000});
}

template <class Archive, Is<Calibrated> C>
void fields(Archive& archive, C& calibrated) {
  using namespace input;
  constexpr std::int64_t kMaxMacs = 1'000'000'000'000'000;
  archive(required_key("networks", "that were measured"), calibrated.networks,
          WordsOf<Text, std::string>{{Text{true}, Yaml::Style::flow}});
  archive(required_key("macs", "least and most of a network"), calibrated.macs,
          EndsOf<Whole<std::int64_t>, std::int64_t>{{0, kMaxMacs}});
  archive(required_key("clock", "lowest and highest"), calibrated.clock,
          EndsOf<Amount<Frequency>, Frequency>{{Frequency(), device::most_of<Frequency>()}});
  archive(required_key("operators", "kinds that the measurements say something about"), calibrated.operators,
          WordsOf<Choice<Kind>, Kind>{{Choice<Kind>{"kind of operators"}, Yaml::Style::flow}});
  archive(optional_key("activations", "functions of elements in those networks, clamping (relu, relu6) aside",
                       "none"),
          calibrated.activations, Functions{{{WordOf{"function", costly_activations()}, Yaml::Style::flow}}});
  archive(optional_key("residuals", "how far predictions are off", "none"), calibrated.residuals,
          Residuals{{Group<Residual>{Yaml::Style::flow}, Yaml::Style::block}});
}

/// Whether the archive takes the keys of a form of times: of the three forms only the one that is stated is
/// read, so that keys of the others are unknown and no file can state two. A description has them all.
template <class Archive>
[[nodiscard]] bool takes(const Archive& archive, const Profile& profile, Times form) {
  // A word that is no form is one problem, not one and all that its keys would miss.
  if constexpr (requires { archive.is_good("times"); })
    return archive.is_good("times") && profile.times == form;
  else if constexpr (std::is_same_v<Archive, input::Schema> || std::is_same_v<Archive, input::KeyTable>)
    return true;
  else
    return profile.times == form;
}

/// Where times come from.
template <class Archive, Is<Profile> P>
void time_fields(Archive& archive, P& p, std::vector<GoodRow>& good) {
  using namespace input;
  constexpr bool kDescribed = std::is_same_v<Archive, Schema> || std::is_same_v<Archive, KeyTable>;
  const auto key = [](std::string_view name, std::string_view meaning) {
    return kDescribed ? optional_key(name, meaning, "none") : required_key(name, meaning);
  };
  if (takes(archive, p, Times::laws))
    archive(key("laws",
                "with `times: laws`: a list of `operator` and one or more of `fixed`, `per_mac`, "
                "`per_byte`"),
            p.laws, Laws{});
  if (takes(archive, p, Times::table))
    archive(
        key("table", "with `times: table`: a list of `network`, `time`, and if need be `layers`, `energy`"),
        p.table, Rows{&good});
  if (takes(archive, p, Times::rate))
    archive(key("rate", "with `times: rate`: time of a multiply-accumulate of any network"), p.rate,
            device::positive<TimePerMac>());
  if constexpr (requires { archive.is_good("times"); }) {
    const bool unknown = archive.has("times") && !archive.is_good("times");
    for (const char* other : {"laws", "table", "rate"}) {
      if (unknown) archive(optional_key(other, ""), p, Ignored{});
    }
  }
}

/// What comes on top of the times of layers.
template <class Archive, Is<Profile> P>
void overhead_fields(Archive& archive, P& p) {
  using namespace input;
  const device::SourcedAmount<Duration> fixed;
  const device::SourcedAmount<TimePerByte> per_byte;
  // Not with a table, whose rows have it in them.
  archive(optional_key("inference_overhead", "once for each inference of a range", "0"), p.inference_overhead,
          fixed);
  archive(optional_key("load_fixed", "of moving the input in", "0"), p.load_fixed, fixed);
  archive(optional_key("load_per_byte", "of it", "0"), p.load_per_byte, per_byte);
  archive(optional_key("unload_fixed", "of moving the output out", "0"), p.unload_fixed, fixed);
  archive(optional_key("unload_per_byte", "of it", "0"), p.unload_per_byte, per_byte);
  archive(optional_key("switch_fixed", "to another segment", "0"), p.switch_fixed, fixed);
  archive(optional_key("deploy_fixed", "of writing weights and biases", "0"), p.deploy_fixed, fixed);
  archive(optional_key("deploy_per_byte", "of them", "0"), p.deploy_per_byte, per_byte);
  archive(optional_key("cpu_wake", "stated but not charged", "0"), p.cpu_wake, fixed);
}

/// All keys behind those of every profile.
template <class Archive, Is<Profile> P>
void fields(Archive& archive, P& p) {
  using namespace input;
  const Amount<Bytes> size{Bytes(1), device::kMostMemory};
  archive(required_key("family", "`measured`"), p, device::FamilyWord{"measured"});
  archive(required_key("infers_on", "`cpu`, where the CPU itself infers, or `accelerator`"), p.infers_on_cpu,
          Processor{});
  archive(required_key("rail", "what all powers of the file count: `board`, `soc` or `accelerator`"), p.rail,
          Choice<Rail>{"rail"});
  archive(required_key("times", "where times come from: `laws`, `table` or `rate`"), p.times,
          Choice<Times>{"form of times"});
  archive(
      optional_key("allow_rate", "take one rate for all networks of an accelerator as an estimate", "false"),
      p.allow_rate, Flag{});
  archive(required_key("weight_memory", "of weights and biases"), p.weight_memory, size);
  archive(required_key("activation_memory", "of the tensors of one operator"), p.activation_memory, size);
  archive(optional_key("code_memory", "of code, where it is another"), p.code_memory, size);
  archive(optional_key("code_per_operator", "what an operator takes of it"), p.code_per_operator, size);
  archive(optional_key("flash",
                       "keeps weights without power: `{value, source, class}`; the `stored_models` of a "
                       "device must fit it"),
          p.flash, device::FlashSize{});
  std::vector<GoodRow> good;
  time_fields(archive, p, good);
  overhead_fields(archive, p);
  // Of the CPU's work for apps; no time of inferring depends on them.
  archive(required_key("cpu_clock", "turns an app's own work, stated in cycles per byte, into time"),
          p.cpu_clock, device::positive<Frequency>());
  archive(required_key("softmax", "CPU: of a classifier's outputs, per byte"), p.softmax,
          device::SourcedAmount<TimePerByte>{});
  archive(required_key("argmax", "CPU: the largest channel of each pixel of a map, per byte of the map"),
          p.argmax, device::SourcedAmount<TimePerByte>{});
  archive(required_key("operating_point", "the one that counts"), p.operating_point, Text{true});
  archive(
      required_key("operating_points",
                   "a list of `name`, `clock`, `voltage` and powers; the first is the one that times were "
                   "measured at"),
      p.points, Points{&p});
  if constexpr (requires { archive.is_good("times"); }) check_energies(good, p);
  archive(optional_key("calibrated", "what the numbers stand on, see measured.md", "none"), p.calibrated,
          Group<Calibrated>{});
}

/// What single keys cannot say: an operating point that is not in the list, memories of code by halves, a
/// rate alone for an accelerator that does not allow it.
void check(const input::Loader& loader, const Profile& profile);

}  // namespace synergy::measured
