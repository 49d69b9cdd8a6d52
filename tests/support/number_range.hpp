#pragma once

#include "synergy/device/number.hpp"
#include "synergy/input/error.hpp"
#include "synergy/quantities/parse.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace synergy::test {

/// "4000 MHz" in Hz; the unit says of which dimension it is.
inline double si_of_text(const std::string& text) {
  double si = 0;
  bool known = false;
  const auto as = [&]<class Q>(Q /*dimension*/) {
    const auto read = parse_quantity<Q>(text);
    if (known || !std::holds_alternative<Q>(read)) return;
    si = device::to_si(std::get<Q>(read));
    known = true;
  };
  as(Duration());
  as(Frequency());
  as(Voltage());
  as(Current());
  as(Power());
  as(Charge());
  as(Energy());
  as(TimePerByte());
  as(TimePerMac());
  as(EnergyPerByte());
  as(DataRate());
  as(Ratio());
  if (!known) throw std::runtime_error("no quantity: " + text);
  return si;
}

/// The range that a number of a profile may have, by what is said of a value that is below every range.
/// `set` sets it; throws std::runtime_error where that is no error, or one that names no range.
template <class Set>
std::pair<double, double> range_of_number(const Set& set) {
  const std::string begin = " is out of range: ";
  const std::string between = " to ";
  try {
    set(-1);
  } catch (const InputError& error) {
    // Beside what it contradicts, which may be told as well.
    for (const Problem& problem : error.problems()) {
      const std::string& text = problem.message;
      const std::size_t at = text.find(begin);
      const std::size_t to = text.find(between, at);
      if (at == std::string::npos || to == std::string::npos) continue;
      return {si_of_text(text.substr(at + begin.size(), to - at - begin.size())),
              si_of_text(text.substr(to + between.size()))};
    }
    throw std::runtime_error(std::string("no range: ") + error.what());
  }
  throw std::runtime_error("-1 is no error");
}

}  // namespace synergy::test
