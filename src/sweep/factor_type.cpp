#include "factor_type.hpp"

#include "synergy/quantities/parse.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace synergy::sweep {
namespace {

using results::Cell;
using results::Type;

template <class Number>
Cell number_cell(const std::string& text) {
  Number value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return {};
  if constexpr (std::is_same_v<Number, double>) {
    // from_chars takes "inf" and "nan", which no table may hold; here they are text.
    if (!std::isfinite(value)) return {};
  }
  return value;
}

/// The units that columns of the other tables have for the same dimension, so that a factor can be plotted
/// against a metric without conversion. A data rate is in bytes per second inside, and in kbit/s in tables.
double in_column_unit(Duration value) { return value.ms(); }
double in_column_unit(Bytes value) { return static_cast<double>(value.count()); }
double in_column_unit(Power value) { return value.si() * 1e3; }
double in_column_unit(Energy value) { return value.si() * 1e6; }
double in_column_unit(Frequency value) { return value.si(); }
double in_column_unit(Current value) { return value.si() * 1e3; }
double in_column_unit(Voltage value) { return value.si(); }
double in_column_unit(DataRate value) { return value.si() * 8e-3; }
double in_column_unit(Ratio value) { return value.si(); }

template <class Q>
Cell quantity_cell(const std::string& text) {
  // The parser of scenario files: a factor is a quantity exactly if the scenario can read it as one.
  const auto parsed = parse_quantity<Q>(text);
  const Q* value = std::get_if<Q>(&parsed);
  if (value == nullptr) return {};
  if constexpr (std::is_same_v<Q, Bytes>) return value->count();
  return in_column_unit(*value);
}

/// As the tables write yes and no: what reads CSV takes "true" for a value of its own.
Cell y_or_n(const std::string& text) {
  if (text == "true") return std::string("y");
  if (text == "false") return std::string("n");
  return {};
}

// Units as in the tables of results.
const FactorType kTypes[] = {
    // The order decides: a whole number is a number as well, and everything is text.
    {"", "", Type::integer, number_cell<std::int64_t>},
    {"", "", Type::number, number_cell<double>},
    {"ms", "ms", Type::number, quantity_cell<Duration>},
    {"bytes", "B", Type::integer, quantity_cell<Bytes>},
    {"mw", "mW", Type::number, quantity_cell<Power>},
    {"uj", "uJ", Type::number, quantity_cell<Energy>},
    {"hz", "Hz", Type::number, quantity_cell<Frequency>},
    {"ma", "mA", Type::number, quantity_cell<Current>},
    {"v", "V", Type::number, quantity_cell<Voltage>},
    {"kbps", "kbit/s", Type::number, quantity_cell<DataRate>},
    {"ratio", "ratio", Type::number, quantity_cell<Ratio>},
    {"", "", Type::text, y_or_n},
    {"", "", Type::text, [](const std::string& text) -> Cell { return text; }},
};

}  // namespace

const FactorType& common_type(const std::vector<std::string>& texts) {
  for (const FactorType& type : kTypes) {
    const bool all = std::all_of(texts.begin(), texts.end(), [&](const std::string& text) {
      return !std::holds_alternative<std::monostate>(type.cell(text));
    });
    if (all) return type;
  }
  return kTypes[std::size(kTypes) - 1];  // not reached: everything is text
}

}  // namespace synergy::sweep
