#include "knowledge.hpp"

#include "fields.hpp"

namespace synergy::scenario {

Knowledge read_knowledge(const input::Value& value) {
  Knowledge knowledge;
  input::Mapping mapping = value.mapping();
  input::Loader loader(mapping);
  fields(loader, knowledge);
  // With a seed the errors go to both sides, and a speed stays positive.
  for (const auto& [key, percent] :
       {std::pair{"accelerator", knowledge.accelerator_percent}, std::pair{"link", knowledge.link_percent}}) {
    if (knowledge.seed && percent > 90)
      loader.fail(key, "with a seed, errors are drawn to both sides: at most 90 %");
  }
  // An empty mapping, or a seed alone, is a slip: it would read as knowledge that is wrong and change
  // nothing.
  if (!loader.has("accelerator") && !loader.has("link"))
    value.fail("knowledge needs accelerator, link or both: what is believed wrongly");
  mapping.finish();
  return knowledge;
}

}  // namespace synergy::scenario
