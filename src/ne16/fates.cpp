// What becomes of each operator of a network, for people who bring one.
#include "lowered.hpp"
#include <fmt/format.h>

namespace synergy::ne16 {
namespace {

using device::OperatorFate;
using network::OperatorId;

/// What the hardware or the cluster's kernels have instead, where one thing comes to mind.
std::string nearest_to(const network::Operation& operation) {
  if (std::holds_alternative<network::ConvTranspose>(operation))
    return "a convolution that makes four times the channels, then a reshape; another network";
  if (const auto* conv = std::get_if<network::Conv>(&operation)) {
    if (conv->window.dilation != network::Extent{})
      return "the same kernel with zeros between its taps, undilated";
    if (conv->groups > 1) return "one group with zeros, or one for each channel";
  }
  return std::holds_alternative<network::Activation>(operation) ? "relu or relu6; another network" : "";
}

}  // namespace

IdVector<OperatorId, OperatorFate> LoweredNetwork::operator_fates() const {
  using Kind = OperatorFate::Kind;
  IdVector<OperatorId, OperatorFate> fates(network().operators().size());
  for (const OperatorId id : operators()) {
    const Step& step = steps_[id];
    OperatorFate& fate = fates[id];
    if (!step.refusal.empty()) {
      fate = {Kind::unsupported, {}, "", step.refusal, nearest_to(network().at(id).operation)};
    } else if (step.unit == Unit::fused) {
      // Fused operators follow each other: all are done with the first in front that computes.
      OperatorId into(id.value() - 1);
      while (steps_[into].unit == Unit::fused) into = OperatorId(into.value() - 1);
      fate = {Kind::folded, into, "", "clips or scales results on their way out", ""};
    } else if (step.unit == Unit::none) {
      fate = {Kind::dropped, {}, "", "another name for the same elements; costs nothing", ""};
    } else if (placed_[id].parts.count == 0) {
      fate = {Kind::unsupported,
              {},
              "",
              fmt::format("needs {} bytes of L1 for two of its smallest parts; there are {}",
                          2 * placed_[id].parts.smallest, chip_.profile.l1.count()),
              "smaller maps or fewer channels; another network"};
    } else {
      fate.by = to_text(step.unit);
    }
  }
  return fates;
}

}  // namespace synergy::ne16
