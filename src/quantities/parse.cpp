#include "synergy/quantities/parse.hpp"

#include "synergy/quantities/range.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <type_traits>

#include <fmt/format.h>

namespace synergy {
namespace {

/// Beyond this no double is near whatever the unit; smaller ones cannot overflow when a unit's exponent is
/// added.
constexpr int kLargestExponent = 1'000'000;

/// The SI unit first, as UnitsOf promises; of equally short texts to_text() takes the earlier. Factors that
/// are powers of ten are written as such, because decimal_exponent() compares them exactly.
constexpr Unit kDuration[] = {{"s", 1}, {"ms", 1e-3}, {"us", 1e-6}, {"ns", 1e-9}, {"min", 60}, {"h", 3600}};
constexpr Unit kBytes[] = {{"B", 1}, {"kB", 1e3}, {"MB", 1e6}, {"KiB", 1024}, {"MiB", 1048576}};
constexpr Unit kPower[] = {{"W", 1}, {"mW", 1e-3}, {"uW", 1e-6}, {"nW", 1e-9}};
constexpr Unit kEnergy[] = {{"J", 1},      {"mJ", 1e-3}, {"uJ", 1e-6}, {"nJ", 1e-9},
                            {"pJ", 1e-12}, {"mWh", 3.6}, {"Wh", 3600}};
constexpr Unit kFrequency[] = {{"Hz", 1}, {"kHz", 1e3}, {"MHz", 1e6}, {"GHz", 1e9}};
constexpr Unit kCurrent[] = {{"A", 1}, {"mA", 1e-3}, {"uA", 1e-6}, {"nA", 1e-9}};
constexpr Unit kVoltage[] = {{"V", 1}, {"mV", 1e-3}};
constexpr Unit kCharge[] = {{"C", 1}, {"mC", 1e-3}, {"uC", 1e-6}, {"nC", 1e-9}, {"mAh", 3.6}};
constexpr Unit kTimePerByte[] = {{"s/B", 1}, {"us/B", 1e-6}, {"ns/B", 1e-9}};
constexpr Unit kTimePerMac[] = {{"s/MAC", 1}, {"us/MAC", 1e-6}, {"ns/MAC", 1e-9}, {"ps/MAC", 1e-12}};
constexpr Unit kEnergyPerByte[] = {{"J/B", 1}, {"uJ/B", 1e-6}, {"nJ/B", 1e-9}, {"pJ/B", 1e-12}};
constexpr Unit kDataRate[] = {{"B/s", 1},       {"kB/s", 1e3},   {"MB/s", 1e6},
                              {"bit/s", 0.125}, {"kbit/s", 125}, {"Mbit/s", 125e3}};
constexpr Unit kRatio[] = {{"", 1}, {"%", 1e-2}};

/// The exponent of a unit that is a power of ten, so that "2.1 mW" can be read as 2.1e-3, rounded only once.
std::optional<int> decimal_exponent(double factor) {
  // Found by trying: an exponent in the table of units would be a second truth beside the factor.
  for (int exponent = -12; exponent <= 9; ++exponent) {
    if (factor == std::pow(10.0, exponent)) return exponent;
  }
  return {};
}

/// The number written in `text`, times ten to the power `shift`; infinite if no double is near it. Pre:
/// `text` is the number of a double.
double shifted(std::string_view text, int shift) {
  int exponent = 0;
  const std::size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    const std::size_t digits = e + (text.substr(e + 1).starts_with('+') ? 2 : 1);
    const auto read = std::from_chars(text.data() + digits, text.data() + text.size(), exponent);
    // Only a zero may have an exponent like that, or a number with digits by the million.
    if (read.ec != std::errc() || std::abs(exponent) > kLargestExponent) {
      const bool zero = text.substr(0, e).find_first_of("123456789") == std::string_view::npos;
      return zero ? 0 : std::numeric_limits<double>::infinity();
    }
  }
  // Moving the decimal point in the text and reading it rounds once; multiplying by 1e-3 would round twice.
  const std::string moved = fmt::format("{}e{}", text.substr(0, e), exponent + shift);
  double number = 0;
  const auto read = std::from_chars(moved.data(), moved.data() + moved.size(), number);
  return read.ec == std::errc() ? number : std::numeric_limits<double>::infinity();
}

double times_unit(std::string_view text, double number, double factor) {
  const auto exponent = decimal_exponent(factor);
  return exponent ? shifted(text, *exponent) : number * factor;
}

/// The same two ways back, so that what to_text() writes is what times_unit() undoes.
double in_unit(double si, double factor) {
  const auto exponent = decimal_exponent(factor);
  return exponent ? shifted(fmt::format("{}", si), -*exponent) : si / factor;
}

template <class Q>
Q from_base(double base) {
  if constexpr (std::is_same_v<Q, Duration>) {
    return seconds(base);
  } else if constexpr (std::is_same_v<Q, Bytes>) {
    return Bytes(static_cast<std::int64_t>(std::llround(base)));
  } else {
    return Q::from_si(base);
  }
}

template <class Q>
double to_base(Q quantity) {
  if constexpr (std::is_same_v<Q, Duration>) {
    // Through text, for the reason of shifted(): ns x 1e-9 would be off in the last bit for some.
    return shifted(fmt::format("{}", quantity.ns()), -9);
  } else if constexpr (std::is_same_v<Q, Bytes>) {
    return static_cast<double>(quantity.count());
  } else {
    return quantity.si();
  }
}

template <class Q>
std::string expected() {
  std::string list;
  for (const Unit& unit : UnitsOf<Q>::units()) {
    if (!unit.symbol.empty()) list += fmt::format("{}{}", list.empty() ? "" : ", ", unit.symbol);
  }
  const std::string_view dimension = UnitsOf<Q>::dimension();
  const bool vowel = std::string_view("aeiou").find(dimension.front()) != std::string_view::npos;
  return fmt::format("expected {} {} in one of: {}", vowel ? "an" : "a", dimension, list);
}

}  // namespace

template <class Q>
std::variant<Q, std::string> parse_quantity(std::string_view text) {
  double number = 0;
  // from_chars takes no plus, people write one.
  const bool plus = text.size() > 1 && text[0] == '+' && text[1] != '-';
  const char* begin = text.data() + (plus ? 1 : 0);
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), number);
  if (error != std::errc() || !std::isfinite(number)) {
    return fmt::format("'{}' is not a number with a unit; {}", text, expected<Q>());
  }
  std::string_view symbol(end, static_cast<std::size_t>(text.data() + text.size() - end));
  while (!symbol.empty() && symbol.front() == ' ') symbol.remove_prefix(1);
  for (const Unit& unit : UnitsOf<Q>::units()) {
    if (unit.symbol != symbol) continue;
    // Before conversion: what lies beyond 64 bits would be undefined in a cast, not merely wrong.
    if (std::is_same_v<Q, Duration> && std::abs(number * unit.factor) > 9.2e9) {
      return fmt::format("'{}' is longer than simulated time can hold (about 292 years)", text);
    }
    if (std::is_same_v<Q, Bytes> && std::abs(number * unit.factor) > 9e18) {
      return fmt::format("'{}' is more than a byte count can hold", text);
    }
    const std::string_view digits(begin, static_cast<std::size_t>(end - begin));
    const double base = times_unit(digits, number, unit.factor);
    if (!std::isfinite(base))
      return fmt::format("'{}' is more, or closer to 0, than a number can hold", text);
    return from_base<Q>(base);
  }
  if (symbol.empty()) return fmt::format("'{}' has no unit; {}", text, expected<Q>());
  return fmt::format("'{}' has the wrong unit '{}'; {}", text, symbol, expected<Q>());
}

template <class Q>
std::string to_text(Q quantity) {
  // Only texts that read back to the same quantity count: files that the program writes must mean what it
  // computed with.
  std::string best;
  for (const Unit& unit : UnitsOf<Q>::units()) {
    const std::string text = fmt::format("{}{}{}", in_unit(to_base(quantity), unit.factor),
                                         unit.symbol.empty() ? "" : " ", unit.symbol);
    const auto back = parse_quantity<Q>(text);
    if (!std::holds_alternative<Q>(back) || std::get<Q>(back) != quantity) continue;
    if (best.empty() || text.size() < best.size()) best = text;
  }
  return best;
}

template <class Q>
std::string range_text(std::optional<Q> low, std::optional<Q> high) {
  std::string best;
  std::size_t best_end = 0;  // the length of its first end that is there
  for (const Unit& unit : UnitsOf<Q>::units()) {
    // A unit in which one of the ends would be rounded is no choice: the message would name a wrong bound.
    bool exact = true;
    const auto end = [&](std::optional<Q> value) -> std::string {
      if (!value) return "any";
      std::string text = fmt::format("{}{}{}", in_unit(to_base(*value), unit.factor),
                                     unit.symbol.empty() ? "" : " ", unit.symbol);
      const auto back = parse_quantity<Q>(text);
      exact = exact && std::holds_alternative<Q>(back) && std::get<Q>(back) == *value;
      return text;
    };
    const std::string from = end(low);
    const std::string to = end(high);
    const std::size_t size = low ? from.size() : to.size();
    if (!exact || (!best.empty() && size >= best_end)) continue;
    best = fmt::format("{} to {}", from, to);
    best_end = size;
  }
  return best;
}

#define SYNERGY_UNITS(Type, table, name)                                           \
  template <>                                                                      \
  std::string_view UnitsOf<Type>::dimension() {                                    \
    return name;                                                                   \
  }                                                                                \
  template <>                                                                      \
  std::span<const Unit> UnitsOf<Type>::units() {                                   \
    return table;                                                                  \
  }                                                                                \
  template std::variant<Type, std::string> parse_quantity<Type>(std::string_view); \
  template std::string to_text<Type>(Type);                                        \
  template std::string range_text<Type>(std::optional<Type>, std::optional<Type>);

SYNERGY_UNITS(Duration, kDuration, "duration")
SYNERGY_UNITS(Bytes, kBytes, "size")
SYNERGY_UNITS(Power, kPower, "power")
SYNERGY_UNITS(Energy, kEnergy, "energy")
SYNERGY_UNITS(Frequency, kFrequency, "frequency")
SYNERGY_UNITS(Current, kCurrent, "current")
SYNERGY_UNITS(Voltage, kVoltage, "voltage")
SYNERGY_UNITS(Charge, kCharge, "charge")
SYNERGY_UNITS(TimePerByte, kTimePerByte, "time per byte")
SYNERGY_UNITS(TimePerMac, kTimePerMac, "time per multiply-accumulate")
SYNERGY_UNITS(EnergyPerByte, kEnergyPerByte, "energy per byte")
SYNERGY_UNITS(DataRate, kDataRate, "data rate")
SYNERGY_UNITS(Ratio, kRatio, "ratio")
#undef SYNERGY_UNITS

}  // namespace synergy
