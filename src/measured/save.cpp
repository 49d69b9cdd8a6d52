#include "synergy/input/write.hpp"
#include "synergy/measured/family.hpp"
#include "synergy/measured/load.hpp"
#include "synergy/measured/numbers.hpp"
#include "synergy/quantities/parse.hpp"

#include "pieces.hpp"
#include "words.hpp"
#include <fmt/format.h>

namespace synergy::measured {
namespace {

using input::in_quotes;

/// Entries of lists are written so: the first line with the dash, the others below it.
constexpr std::string_view kInList = "    ";

template <class Q>
std::string if_there(std::string_view key, const Optional<Q>& number, std::string_view indent = "") {
  return number ? number_text(key, *number, indent) : std::string();
}

std::string laws_text(const Profile& p) {
  std::string text = p.laws.empty() ? "" : "laws:\n";
  for (const Law& law : p.laws) {
    text += fmt::format("  - operator: {}\n", to_text(law.kind));
    text += if_there("fixed", law.fixed, kInList);
    text += if_there("per_mac", law.per_mac, kInList);
    text += if_there("per_byte", law.per_byte, kInList);
  }
  return text;
}

std::string table_text(const Profile& p) {
  std::string text = p.table.empty() ? "" : "table:\n";
  for (const Row& row : p.table) {
    text += fmt::format("  - network: {}\n", in_quotes(row.network));
    if (row.layers) text += fmt::format("    layers: [{}, {}]\n", row.layers->first, row.layers->last);
    text += number_text("time", row.time, kInList);
    text += if_there("energy", row.energy, kInList);
  }
  return text;
}

std::string points_text(const Profile& p) {
  std::string text = fmt::format("operating_point: {}\noperating_points:\n", in_quotes(p.operating_point));
  for (const Point& point : p.points) {
    text += fmt::format("  - name: {}\n", in_quotes(point.name));
    text += number_text("clock", point.clock, kInList);
    text += number_text("voltage", point.voltage, kInList);
    visit_optional(point,
                   [&](std::string_view key, const auto& number) { text += if_there(key, number, kInList); });
  }
  return text;
}

std::string residual_text(const Residual& r) {
  return fmt::format(
      "    - {{of: {}, left_out: {}, mean: {}, rms: {}, worst: {}, within_5: {}, within_10: {}, points: "
      "{}}}\n",
      r.of, r.left_out, in_quotes(to_text(r.mean)), in_quotes(to_text(r.rms)), in_quotes(to_text(r.worst)),
      in_quotes(to_text(r.within_5)), in_quotes(to_text(r.within_10)), r.points);
}

std::string calibrated_text(const Calibrated& c) {
  std::string networks;
  std::string operators;
  const auto add = [](std::string& list, const std::string& item) {
    list += (list.empty() ? "" : ", ") + item;
  };
  for (const std::string& name : c.networks) add(networks, in_quotes(name));
  for (const Kind kind : c.operators) add(operators, std::string(to_text(kind)));
  std::string text = fmt::format(
      "calibrated:\n  networks: [{}]\n  macs: [{}, {}]\n  clock: [{}, {}]\n  operators: [{}]\n", networks,
      c.macs[0], c.macs[1], in_quotes(to_text(c.clock[0])), in_quotes(to_text(c.clock[1])), operators);
  if (!c.residuals.empty()) text += "  residuals:\n";
  for (const Residual& residual : c.residuals) text += residual_text(residual);
  return text;
}

}  // namespace

std::string to_yaml(const Profile& p) {
  std::string text =
      fmt::format("schema_version: 1\nkind: accelerator\nname: {}\nfamily: measured\n", in_quotes(p.name));
  text += fmt::format("infers_on: {}\nrail: {}\ntimes: {}\n", processor_words()[p.infers_on_cpu ? 0 : 1],
                      rail_words()[static_cast<std::size_t>(p.rail)],
                      times_words()[static_cast<std::size_t>(p.times)]);
  if (p.allow_rate) text += "allow_rate: true\n";
  text += size_text("weight_memory", p.weight_memory);
  text += size_text("activation_memory", p.activation_memory);
  if (p.code_memory) text += size_text("code_memory", *p.code_memory);
  if (p.code_per_operator) text += size_text("code_per_operator", *p.code_per_operator);
  text += laws_text(p) + table_text(p) + if_there("rate", p.rate);
  visit_optional(p, [&](std::string_view key, const auto& number) { text += if_there(key, number); });
  text += number_text("cpu_clock", p.cpu_clock);
  text += number_text("softmax", p.softmax);
  text += number_text("argmax", p.argmax);
  text += points_text(p);
  if (p.calibrated) text += calibrated_text(*p.calibrated);
  return text;
}

}  // namespace synergy::measured
