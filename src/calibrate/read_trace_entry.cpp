#include "synergy/base/lower_case.hpp"

#include <algorithm>

#include "read_parts.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

struct ColumnUnit {
  std::string_view symbol;
  double factor;
};

/// Few, and all of the instruments' own: a unit that is none of these is a mistake more often than not.
const std::vector<ColumnUnit>& units_of(ColumnKind kind) {
  static const std::vector<ColumnUnit> times{{"s", 1}, {"ms", 1e-3}, {"us", 1e-6}};
  static const std::vector<ColumnUnit> currents{{"A", 1}, {"mA", 1e-3}, {"uA", 1e-6}};
  static const std::vector<ColumnUnit> voltages{{"V", 1}, {"mV", 1e-3}};
  static const std::vector<ColumnUnit> powers{{"W", 1}, {"mW", 1e-3}, {"uW", 1e-6}};
  static const std::vector<ColumnUnit> energies{{"J", 1}, {"mJ", 1e-3}, {"uJ", 1e-6}};
  static const std::vector<ColumnUnit>* const all[] = {&times, &currents, &voltages, &powers, &energies};
  return *all[static_cast<std::size_t>(kind)];
}

/// What a name says of its unit: "mA" of "Current(mA)", "I [mA]" or "current_ma". Empty: nothing.
std::string_view unit_in_name(std::string_view name) {
  if (!name.empty() && (name.back() == ')' || name.back() == ']')) {
    name.remove_suffix(1);
    const std::size_t open = name.find_last_of("([");
    return open == std::string_view::npos ? std::string_view() : name.substr(open + 1);
  }
  const std::size_t before = name.find_last_of("_ ");
  return before == std::string_view::npos ? std::string_view() : name.substr(before + 1);
}

/// The unit of a kind that a name states; null where it states none. "channel_a" is no current in A, so
/// that single letters count in their own case alone, and in brackets.
const ColumnUnit* stated_unit(std::string_view name, ColumnKind kind) {
  const std::string_view stated = unit_in_name(name);
  const bool in_brackets = !name.empty() && (name.back() == ')' || name.back() == ']');
  for (const ColumnUnit& unit : units_of(kind)) {
    const bool whole = lower_case(stated) == lower_case(unit.symbol);
    if (unit.symbol.size() == 1 ? in_brackets && stated == unit.symbol : whole) return &unit;
  }
  return nullptr;
}

// In the order of ColumnKind, which is the index of these and of the units.
constexpr std::string_view kKindNames[] = {"time", "current", "voltage", "power", "energy"};

/// The unit that a name states, of whatever kind; no two kinds have one of the same letters.
const ColumnUnit* stated_unit(std::string_view name) {
  for (std::size_t kind = 0; kind < std::size(kKindNames); ++kind) {
    if (const ColumnUnit* unit = stated_unit(name, static_cast<ColumnKind>(kind))) return unit;
  }
  return nullptr;
}

Columns read_columns(const input::Value& value) {
  Columns columns;
  input::Mapping mapping = value.mapping();
  std::optional<MappedColumn>* const members[] = {&columns.time, &columns.current, &columns.voltage,
                                                  &columns.power, &columns.energy};
  for (std::size_t kind = 0; kind < 5; ++kind) {
    // Time is the one that must be there: from a count of samples alone, lost ones would go unseen.
    const auto column = kind == 0 ? mapping.required(kKindNames[kind]) : mapping.optional(kKindNames[kind]);
    if (column) *members[kind] = read_column(*column, static_cast<ColumnKind>(kind));
  }
  mapping.finish();
  // Each of them gives the energy; two could contradict each other, and one of them would count for no
  // reason.
  const int measures = (columns.current ? 1 : 0) + (columns.power ? 1 : 0) + (columns.energy ? 1 : 0);
  if (measures != 1) value.fail("expected one of current, power and energy");
  // Power and energy hold the voltage already.
  if (columns.voltage && !columns.current) value.fail("voltage goes with current");
  return columns;
}

/// `known` says of a misspelt word what would have been one.
std::string read_word(const input::Value& value, std::string_view what,
                      const std::vector<std::string_view>& known) {
  std::string word = value.text();
  if (!word.empty() && std::find(known.begin(), known.end(), word) == known.end())
    value.fail(unknown_name(what, word, known));
  return word;
}

Marker read_marker(const input::Value& value) {
  Marker marker;
  input::Mapping mapping = value.mapping();
  if (const auto column = mapping.required("column")) marker.column = column->text();
  std::vector<std::string_view> known = phases();
  known.insert(known.end(), states().begin(), states().end());
  constexpr std::string_view kWhat = "phase or state";
  if (const auto high = mapping.optional("high")) marker.high = read_word(*high, kWhat, known);
  if (const auto low = mapping.optional("low")) marker.low = read_word(*low, kWhat, known);
  if (const auto above = mapping.optional("above")) marker.above = above->number(-1e12, 1e12);
  mapping.finish();
  if (marker.high.empty() && marker.low.empty())
    value.fail("say what the device does while the marker is high (high: infer), low, or both");
  return marker;
}

/// Whether current alone is recorded.
bool has_no_voltage(const Trace& trace) {
  return trace.format == Format::ppk2 || (trace.columns.current && !trace.columns.voltage);
}

void check_meaning(const Trace& trace, const input::Value& value) {
  const bool maps = trace.format == Format::csv || trace.format == Format::otii;
  const bool windows_of_its_own = trace.format == Format::energyrunner || trace.format == Format::mlperf_v1_3;
  if (maps && !trace.columns.time)
    value.fail("needs 'columns': which ones hold time and current, power or energy");
  if (windows_of_its_own && trace.marker) value.fail("has windows of its own: no marker");
  if (windows_of_its_own && trace.network.empty()) value.fail("'network' is missing: which one ran?");
  // Files of this format are in J or uJ and do not say which; the energy of the first window decides.
  if (trace.format == Format::energyrunner && (trace.edges.empty() || !trace.first_window))
    value.fail("needs 'edges' (JSON list of times) and 'first_window' (its energy as the runner reports it)");
  if (!windows_of_its_own && !trace.marker && trace.state.empty())
    value.fail("has neither 'marker' (a column that is high while the device works) nor 'state'");
  if (trace.marker && !trace.state.empty())
    value.fail("has both 'marker' and 'state': with a marker, say low: STATE");
  // No usual supply is assumed: energies would be wrong in its proportion, without a sign of it.
  if (has_no_voltage(trace) && !trace.supply)
    value.fail("has no voltage: say 'supply' (such as \"3.0 V\"), here or for the whole file");
  if (!trace.marker) return;
  for (const std::string& does : {trace.marker->high, trace.marker->low}) {
    if (does == "infer" && trace.network.empty()) value.fail("'network' is missing: which one is inferred?");
    if (moves_bytes(does) && !trace.bytes)
      value.fail(fmt::format("'bytes' is missing: how many does a {} move?", does));
  }
}

}  // namespace

MappedColumn read_column(const input::Value& value, ColumnKind kind) {
  MappedColumn column;
  input::Mapping mapping = value.mapping();
  if (const auto name = mapping.required("name")) column.name = name->text();
  if (const auto unit = mapping.required("unit")) {
    std::vector<std::string_view> symbols;
    for (const ColumnUnit& known : units_of(kind)) symbols.push_back(known.symbol);
    const std::string what = fmt::format("unit of {}", kKindNames[static_cast<std::size_t>(kind)]);
    const std::size_t problems = unit->problems().count();
    const ColumnUnit& chosen = units_of(kind)[unit->choice(what, symbols)];
    column.factor = chosen.factor;
    // All numbers would be wrong by a thousand, and each of them could be right.
    const ColumnUnit* stated = stated_unit(column.name);
    if (unit->problems().count() == problems && stated != nullptr && stated != &chosen)
      unit->fail(fmt::format("column '{}' is in {} by its name; unit {} would make it another {}",
                             column.name, stated->symbol, chosen.symbol,
                             stated_unit(column.name, kind) == nullptr ? "quantity" : "number"));
  }
  mapping.finish();
  return column;
}

void check_rail(input::Mapping& from, const FileContext& context) {
  const auto rail = from.optional("rail");
  if (!rail) return;
  const std::size_t before = rail->problems().count();
  const auto stated = static_cast<Rail>(rail->choice("rail", names_of(Rail{})));
  // A word that is no rail has been told of already.
  if (rail->problems().count() == before && stated != context.rail) {
    rail->fail(
        fmt::format("rail {} in a file of rail {}: they count different consumers; make a file for each",
                    names_of(Rail{})[static_cast<std::size_t>(stated)],
                    names_of(Rail{})[static_cast<std::size_t>(context.rail)]));
  }
}

void read_path(const input::Value& value, const FileContext& context, std::string& as_written,
               std::string& complete) {
  as_written = value.text();
  complete = (context.base / as_written).string();
}

Trace read_trace_entry(const input::Value& value, const FileContext& context) {
  Trace trace;
  trace.where = value.where();
  const std::size_t before = value.problems().count();
  input::Mapping mapping = value.mapping();
  if (const auto file = mapping.required("file")) read_path(*file, context, trace.path, trace.file);
  if (const auto format = mapping.required("format"))
    trace.format = static_cast<Format>(format->choice("format", names_of(Format{})));
  if (const auto columns = mapping.optional("columns")) trace.columns = read_columns(*columns);
  if (const auto marker = mapping.optional("marker")) trace.marker = read_marker(*marker);
  if (const auto network = mapping.optional("network")) trace.network = network->text();
  if (const auto state = mapping.optional("state")) trace.state = read_word(*state, "state", states());
  if (const auto repeat = mapping.optional("repeat")) trace.repeat = repeat->integer(1, 1'000'000'000);
  if (const auto bytes = mapping.optional("bytes"))
    trace.bytes = Bytes(bytes->integer(1, std::int64_t{1} << 40));
  // The whole file's first, so that a trace with a supply of its own overrides it.
  trace.supply = context.supply;
  if (const auto supply = mapping.optional("supply"))
    trace.supply = supply->quantity<Voltage>(Voltage::from_si(0.1), Voltage::from_si(60));
  if (const auto window = mapping.optional("window"))
    trace.window = window->quantity<Duration>(microseconds(10), seconds(3600));
  if (const auto edges = mapping.optional("edges")) read_path(*edges, context, trace.edges, trace.edges_file);
  if (const auto first = mapping.optional("first_window"))
    trace.first_window = first->quantity<Energy>(Energy::from_si(1e-12), Energy::from_si(1e6));
  check_rail(mapping, context);
  mapping.finish();
  const bool presets = trace.format != Format::csv && trace.format != Format::otii;
  if (presets && trace.columns.time) value.fail("'columns' are those of the format; leave them out");
  // Of what was read without a problem: a key that could not be read would be called missing as well.
  if (value.problems().count() == before) check_meaning(trace, value);
  return trace;
}

}  // namespace synergy::calibrate
