#include "knowledge.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Value;

double read_percent(const Value& value) {
  const std::string text = value.text();
  if (text.empty()) return 0;
  const std::size_t begin = text.starts_with('+') && !text.starts_with("+-") ? 1 : 0;
  const char* end = text.data() + text.size();
  double percent = 0;
  const auto [stop, error] = std::from_chars(text.data() + begin, end, percent);
  std::string_view unit(stop, static_cast<std::size_t>(end - stop));
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  if (error != std::errc() || !std::isfinite(percent) || unit != "%") {
    value.fail(fmt::format("'{}' is not a percentage such as +20 % or -30 %", text));
    return 0;
  }
  if (percent < -90 || percent > 900) value.fail(fmt::format("{} is out of range: -90 % to +900 %", text));
  return percent;
}

}  // namespace

Knowledge read_knowledge(const Value& value) {
  Knowledge knowledge;
  input::Mapping mapping = value.mapping();
  const auto accelerator = mapping.optional("accelerator");
  const auto link = mapping.optional("link");
  if (accelerator) knowledge.accelerator_percent = read_percent(*accelerator);
  if (link) knowledge.link_percent = read_percent(*link);
  if (const auto seed = mapping.optional("seed")) {
    knowledge.seed = static_cast<std::uint64_t>(seed->integer(0, INT64_MAX));
    // The errors go to both sides, and a speed stays positive.
    for (const auto& percent : {accelerator, link}) {
      if (percent && read_percent(*percent) > 90)
        percent->fail("with a seed, errors are drawn to both sides: at most 90 %");
    }
  }
  if (!accelerator && !link)
    value.fail("knowledge needs accelerator, link or both: what is believed wrongly");
  mapping.finish();
  return knowledge;
}

std::string knowledge_text(const Knowledge& knowledge) {
  std::string text = fmt::format("knowledge:\n  accelerator: \"{} %\"\n  link: \"{} %\"\n",
                                 knowledge.accelerator_percent, knowledge.link_percent);
  if (knowledge.seed) text += fmt::format("  seed: {}\n", *knowledge.seed);
  return text;
}

}  // namespace synergy::scenario
