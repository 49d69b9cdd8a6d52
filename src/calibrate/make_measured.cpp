// Profiles of the family `measured`, from points and the keys that nobody can measure.
#include "synergy/input/error.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/measured/kinds.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "measure.hpp"
#include "profile.hpp"
#include "work.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

using input::Node;
using input::Yaml;

const Node* value_of(const Node& mapping, std::string_view key) {
  for (const Node::Entry& entry : mapping.entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

/// What is made here must not be said by the user as well.
constexpr std::string_view kMade[] = {
    "schema_version", "kind",  "family",           "name",       "rail", "allow_rate",
    "laws",           "table", "operating_points", "calibrated", "rate"};

/// The user's `profile`: structure and numbers that a meter does not show.
class Given {
 public:
  explicit Given(const File& file) : file_(&file) {
    if (file.profile)
      node_ = &*file.profile;
    else
      throw InputError({file.name},
                       "'profile' is missing: infers_on, memories, cpu_clock, operating_point, ... "
                       "(device_profiles/CALIBRATE.md)");
    for (const std::string_view key : kMade) {
      if (const Node* value = value_of(*node_, key))
        fail(*value, fmt::format("'profile.{}' is made by calibrating; leave it out", key));
    }
    infers_on_ = word("infers_on", {"cpu", "accelerator"}, "");
    // A table unless something else is asked for: it says what was measured and claims nothing of other
    // networks.
    times_ = word("times", {"table", "laws", "rate"}, "table");
    point_ = value_of(*node_, "operating_point");
    if (point_ == nullptr || point_->kind != Node::Kind::mapping)
      fail(*node_, "'profile.operating_point' is missing: name, clock and voltage at which it was measured");
    // Other operating points follow from this one by clock and voltage, so that numbers without them would
    // hold nowhere else.
    for (const std::string_view key : {"name", "clock", "voltage"}) {
      if (value_of(*point_, key) == nullptr)
        fail(*point_, fmt::format("'profile.operating_point.{}' is missing", key));
    }
  }

  [[nodiscard]] bool on_cpu() const { return infers_on_ == "cpu"; }
  [[nodiscard]] const std::string& times() const { return times_; }
  [[nodiscard]] const Node& point() const { return *point_; }
  [[nodiscard]] const Node& all() const { return *node_; }
  [[nodiscard]] bool has(std::string_view key) const { return value_of(*node_, key) != nullptr; }
  /// "30 MHz" of the point, for the calibrated range.
  [[nodiscard]] std::string clock() const {
    const Node* clock = value_of(*point_, "clock");
    const Node* value = clock->kind == Node::Kind::mapping ? value_of(*clock, "value") : nullptr;
    if (value == nullptr) fail(*clock, "expected {value, source, class}");
    return value->scalar;
  }

 private:
  [[noreturn]] void fail(const Node& at, std::string message) const {
    throw InputError({file_->name, at.line, at.column}, std::move(message));
  }
  [[nodiscard]] std::string word(std::string_view key, const std::vector<std::string_view>& known,
                                 std::string standard) const {
    const Node* value = value_of(*node_, key);
    if (value == nullptr) {
      if (standard.empty())
        fail(*node_, fmt::format("'profile.{}' is missing: {}", key, fmt::join(known, " or ")));
      return standard;
    }
    if (std::find(known.begin(), known.end(), value->scalar) == known.end())
      fail(*value, unknown_name(key, value->scalar, known));
    return value->scalar;
  }

  const File* file_;
  const Node* node_ = nullptr;
  std::string infers_on_, times_;
  const Node* point_ = nullptr;
};

/// Recordings were read sample by sample; of a document only its number is known.
std::string_view class_of_point(const Point& point) { return point.recorded ? "measured" : "secondary"; }

Yaml table_of(const Making& making) {
  Yaml table = Yaml::sequence();
  for (const Point& point : points_of(making, "infer")) {
    const auto network = network_of(point, *making.file, *making.library);
    Yaml row = Yaml::mapping();
    row.put("network", Yaml::text(point.network));
    if (!point.layer.empty()) {
      // Profiles number layers and calibration files name them: a wrong name is noticed, a number that is off
      // by one is not.
      for (network::LayerIndex i = 0; i < network->layer_count(); ++i) {
        if (network->layer(i).name != point.layer) continue;
        Yaml layers = Yaml::sequence(Yaml::Style::flow);
        layers.add(Yaml::plain(std::to_string(i))).add(Yaml::plain(std::to_string(i)));
        row.put("layers", std::move(layers));
      }
    }
    row.put("time", sourced(Unit::time, *point.time, point.source, class_of_point(point)));
    if (point.energy)
      row.put("energy", sourced(Unit::energy, *point.energy, point.source, class_of_point(point)));
    table.add(std::move(row));
    // A table is exact on what it holds; said all the same, so that the report has every measurement.
    making.to->residuals.push_back(
        {"time", point.network, "infer", point.time->value, point.time->value, "fit"});
  }
  return table;
}

std::string percent(double ratio) { return fmt::format("{:.3g} %", ratio * 100); }

/// Which networks, sizes and operators the numbers come from, and how far they are off elsewhere.
Yaml calibrated_of(const Making& making, const Given& given) {
  Yaml names = Yaml::sequence(Yaml::Style::flow);
  Yaml operators = Yaml::sequence(Yaml::Style::flow);
  std::array<bool, kKinds> there{};
  double least = 1e300;
  double most = 0;
  std::vector<std::string> seen;
  std::set<std::string_view> functions;
  for (const Point& point : points_of(making, "infer")) {
    // Of the whole network even where layers were measured: runs ask for networks, and their MACs are held
    // against this range.
    const auto network = network_of(point, *making.file, *making.library);
    const Work work = work_of(*network, "");
    if (std::find(seen.begin(), seen.end(), point.network) != seen.end()) continue;
    seen.push_back(point.network);
    names.add(Yaml::text(point.network));
    least = std::min(least, work.all_macs());
    most = std::max(most, work.all_macs());
    for (std::size_t kind = 0; kind < kKinds; ++kind) there[kind] = there[kind] || work.operators[kind] > 0;
    for (const network::OperatorId id : network->operators().ids()) {
      if (const auto word = measured::costly_activation(*network, id)) functions.insert(*word);
    }
  }
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    if (there[kind]) operators.add(Yaml::plain(measured::kind_names()[kind]));
  }
  Yaml macs = Yaml::sequence(Yaml::Style::flow);
  macs.add(Yaml::plain(fmt::format("{:.0f}", seen.empty() ? 0 : least)))
      .add(Yaml::plain(fmt::format("{:.0f}", most)));
  Yaml clock = Yaml::sequence(Yaml::Style::flow);
  // All was measured at the one clock, so that users are told where a run is at another.
  clock.add(Yaml::quoted(given.clock())).add(Yaml::quoted(given.clock()));
  Yaml residuals = Yaml::sequence();
  for (const LawReport& law : making.to->laws) {
    // Errors of a fit on its own points would promise more than it holds on other networks.
    if ((law.of != "time" && law.of != "energy") || !law.left_out) continue;
    double worst = 0;
    for (const Residual& residual : making.to->residuals) {
      if (residual.quantity == law.of && residual.kind == "left_out")
        worst = std::max(worst, std::abs(residual.modelled / residual.measured - 1));
    }
    Yaml one = Yaml::mapping(Yaml::Style::flow);
    one.put("of", Yaml::plain(law.of)).put("left_out", Yaml::plain("network"));
    one.put("mean", Yaml::quoted(percent(law.left_out->mape)))
        .put("rms", Yaml::quoted(percent(law.left_out->rmspe)));
    one.put("worst", Yaml::quoted(percent(worst)));
    one.put("within_5", Yaml::quoted(percent(law.left_out->within_5)))
        .put("within_10", Yaml::quoted(percent(law.left_out->within_10)));
    one.put("points", Yaml::plain(std::to_string(law.left_out->points)));
    residuals.add(std::move(one));
  }
  Yaml calibrated = Yaml::mapping();
  calibrated.put("networks", std::move(names)).put("macs", std::move(macs)).put("clock", std::move(clock));
  calibrated.put("operators", std::move(operators));
  Yaml activations = Yaml::sequence(Yaml::Style::flow);
  for (const std::string_view word : functions) activations.add(Yaml::plain(std::string(word)));
  if (!functions.empty()) calibrated.put("activations", std::move(activations));
  if (!residuals.empty()) calibrated.put("residuals", std::move(residuals));
  return calibrated;
}

/// Phases in which the CPU moves data or weights.
constexpr std::string_view kMoving[] = {"load", "unload", "switch", "deploy"};

struct PhasePower {
  Estimate power;
  std::string source;
};

/// The median over all that was measured of the phase; low and high over all.
std::optional<PhasePower> power_of_phase(const Making& making, std::string_view phase) {
  std::vector<double> values;
  PhasePower all{{0, 1e300, 0}, ""};
  for (const Point& one : points_of(making, phase)) {
    if (!one.power) continue;
    values.push_back(one.power->value);
    all.power.low = std::min(all.power.low, one.power->low);
    all.power.high = std::max(all.power.high, one.power->high);
    all.source += (all.source.empty() ? "" : " | ") + one.source;
  }
  if (values.empty()) return {};
  all.power.value = median(std::move(values));
  return all;
}

/// The least that was drawn while inferring. Of each measurement the less of power and energy / time: these
/// are medians, and no row of the table may take less energy than the CPU that is billed for its time.
std::optional<PhasePower> least_inferring(const Making& making) {
  std::optional<PhasePower> least;
  for (const Point& point : points_of(making, "infer")) {
    if (!point.power || !point.energy) continue;
    const double mean = point.energy->value / point.time->value;
    const double value = std::min(point.power->value, mean);
    if (least && value >= least->power.value) continue;
    least = {{value, std::min(point.power->low, value), point.power->high},
             fmt::format("as in {}, where least is drawn: it is the CPU that infers", name_of(point))};
  }
  return least;
}

/// What a CPU that infers draws by working, where nobody measured it by itself: the least of what the rail
/// shows while it infers or moves data, since each of these has the working CPU in it.
std::optional<PhasePower> least_at_work(const Making& making) {
  std::optional<PhasePower> least = least_inferring(making);
  if (!least) return {};
  for (const std::string_view phase : kMoving) {
    const auto found = power_of_phase(making, phase);
    if (found && found->power.value < least->power.value)
      least = {found->power,
               fmt::format("as in phase '{}', where the CPU works as well and least is drawn", phase)};
  }
  return least;
}

/// The powers of the states; those that nobody measured may stand in `profile.operating_point`.
Yaml point_of(const Making& making, const Given& given, const std::optional<Estimate>& infer) {
  Yaml point = Yaml::mapping();
  for (const Node::Entry& entry : given.point().entries) point.put(entry.key, Yaml(entry.value));
  const auto put = [&](std::string_view key, const std::optional<Estimate>& power, const std::string& source,
                       std::string_view value_class) {
    if (!power) return;
    // Two powers of one state would leave open which of them counts.
    if (value_of(given.point(), key) != nullptr)
      throw InputError({making.file->name, given.point().line, given.point().column},
                       fmt::format("'profile.operating_point.{}' is measured here; leave it out", key));
    point.put(key, sourced(Unit::power, *power, source, value_class));
  };
  const auto has = [&](std::string_view key) { return value_of(given.point(), key) != nullptr; };
  const auto need = [&](std::string_view key, std::string_view how) {
    throw InputError(
        {making.file->name},
        fmt::format("no power of state '{}': measure it ({}), or state profile.operating_point.{}", key, how,
                    key));
  };
  // The family asks for idle, infer and cpu_active. Its own reader would refuse the profile as well, but
  // could not say how to measure what is missing.
  const Point* idle = find_state(making, "idle");
  if (idle != nullptr)
    put("idle", idle->power, idle->source, class_of_point(*idle));
  else if (!has("idle"))
    need("idle", "a trace with state: idle, or a marker with low: idle");
  std::string of_networks =
      "median over networks of mean power while inferring; low, high: over all networks";
  if (infer)
    put("infer", infer, of_networks, "derived");
  else if (!has("infer"))
    need("infer", "a trace with a marker high: infer");
  if (const Point* active = find_state(making, "cpu_active")) {
    put("cpu_active", active->power, active->source, class_of_point(*active));
  } else if (!has("cpu_active")) {
    if (!given.on_cpu()) need("cpu_active", "a trace with state: cpu_active");
    if (const auto least = least_at_work(making)) put("cpu_active", least->power, least->source, "derived");
  }
  if (const Point* asleep = find_state(making, "cpu_asleep"))
    put("cpu_asleep", asleep->power, asleep->source, class_of_point(*asleep));
  // These may be missing: the family then takes what the rail draws while the CPU is active, since it moves
  // the data.
  for (const std::string_view phase : kMoving) {
    if (const auto found = power_of_phase(making, phase)) put(phase, found->power, found->source, "measured");
  }
  return point;
}

void put_transfers(const Making& making, Yaml& profile) {
  for (const std::string_view phase : {"load", "unload", "deploy"}) {
    const auto law = transfer_law(making, phase);
    if (!law) continue;
    if (law->fixed)
      profile.put(fmt::format("{}_fixed", phase), sourced(Unit::time, *law->fixed, law->source, "derived"));
    profile.put(fmt::format("{}_per_byte", phase),
                sourced(Unit::time_per_byte, *law->per_byte, law->source, "derived"));
  }
  // A switch moves no bytes, so that there is no law to fit: its time stands as it was measured.
  const std::vector<Point> switches = points_of(making, "switch");
  if (!switches.empty())
    profile.put("switch_fixed", sourced(Unit::time, *switches.front().time, switches.front().source,
                                        class_of_point(switches.front())));
}

}  // namespace

void make_measured(const Making& making) {
  const File& file = *making.file;
  const Given given(file);
  if (given.times() == "rate" && !given.on_cpu() && !making.options->allow_rate) {
    throw InputError(
        {file.name},
        "one rate for all networks is refused for an accelerator, whose networks differ by ten times "
        "in MACs per second: use times: table, or --allow-rate, which marks the profile as an estimate");
  }
  Yaml profile = Yaml::mapping(Yaml::Style::below);
  profile.put("schema_version", Yaml::plain("1")).put("kind", Yaml::plain("accelerator"));
  profile.put("family", Yaml::text(file.family)).put("name", Yaml::text(file.make));
  profile.put("rail", Yaml::plain(names_of(Rail{})[static_cast<std::size_t>(file.rail)]));
  if (!given.has("times")) profile.put("times", Yaml::plain("table"));
  for (const Node::Entry& entry : given.all().entries) {
    if (entry.key != "operating_point") profile.put(entry.key, Yaml(entry.value));
  }
  // In front of everything that quotes the errors of laws.
  const std::optional<Estimate> infer = infer_power(making);
  if (given.times() == "table") {
    profile.put("table", table_of(making));
  } else if (given.times() == "rate") {
    profile.put("rate", mac_rate(making, given.on_cpu()));
    if (!given.on_cpu()) profile.put("allow_rate", Yaml::plain("true"));
  } else {
    for (auto& [key, value] : time_laws(making, given.on_cpu())) profile.put(key, std::move(value));
    if (making.options->allow_rate && !given.on_cpu()) profile.put("allow_rate", Yaml::plain("true"));
  }
  put_transfers(making, profile);
  const Node* name = value_of(given.point(), "name");
  profile.put("operating_point", Yaml(*name));
  Yaml points = Yaml::sequence();
  points.add(point_of(making, given, infer));
  profile.put("operating_points", std::move(points));
  // Last: by now all laws have left their errors in the report.
  profile.put("calibrated", calibrated_of(making, given));
  making.to->name = file.make;
  making.to->profile = input::to_yaml(profile);
}

}  // namespace synergy::calibrate
