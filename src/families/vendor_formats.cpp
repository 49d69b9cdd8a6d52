#include "synergy/families/vendor_formats.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/max7800x/family.hpp"
#include "synergy/max7800x/vendor_yaml.hpp"
#include "synergy/model/lower.hpp"

#include <memory>
#include <variant>

namespace synergy::families {
namespace {

VendorFile write_ai8x(const device::Accelerator& accelerator, const device::Network& network,
                      device::LayerRange layers) {
  const model::LoweringResult form = model::lower(network);
  const auto* lowered = std::get_if<std::shared_ptr<const model::Lowered>>(&form);
  ensure(lowered != nullptr, "a segment without problems is lowered");
  const auto range = (*lowered)->hardware(layers);
  ensure(range.has_value(), "a segment without problems ends where hardware layers do");
  max7800x::VendorYaml yaml =
      max7800x::vendor_yaml(max7800x::profile_of(accelerator), (*lowered)->model(), *range);
  return {std::move(yaml.text), std::move(yaml.doubts)};
}

}  // namespace

const std::vector<VendorFormat>& vendor_formats() {
  static const std::vector<VendorFormat> rows{{"ai8x",
                                               "network YAML of the ai8x tools for MAX78000 and MAX78002",
                                               model::kFamily, ".yaml", write_ai8x}};
  return rows;
}

}  // namespace synergy::families
