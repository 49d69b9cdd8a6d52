// What becomes of each operator of a network, for people who bring one.
#include "synergy/measured/kinds.hpp"

#include <algorithm>

#include "lowered.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace synergy::measured {
namespace {

using device::OperatorFate;
using network::OperatorId;
using FateKind = OperatorFate::Kind;

/// Of an operator that laws give no time.
OperatorFate without_time(const network::Network& network, OperatorId id) {
  const network::Operator& op = network.at(id);
  if (op.is_view())
    return {FateKind::dropped, {}, "", "another name for the same elements; costs nothing", ""};
  if (std::holds_alternative<network::Softmax>(op.operation))
    return {FateKind::host, {}, "", "the app's postprocessing; its time is stated there", ""};
  return {FateKind::folded, joined_to(network, id), "", "in the loop of what computes in front of it", ""};
}

}  // namespace

IdVector<OperatorId, OperatorFate> LoweredNetwork::operator_fates() const {
  const bool measured_at_all = inference(network().all()).has_value();
  std::vector<std::string_view> known;
  for (const Law& law : profile_.laws) known.push_back(to_text(law.kind));
  IdVector<OperatorId, OperatorFate> fates;
  for (const OperatorId id : network().operators().ids()) {
    const auto kind = kind_of(network(), id);
    if (!measured_at_all) {
      fates.push_back(
          {FateKind::unsupported, {}, "", no_rows(network().all()), "a network that was measured"});
    } else if (!kind) {
      fates.push_back(without_time(network(), id));
    } else if (profile_.times == Times::laws &&
               std::find(known.begin(), known.end(), to_text(*kind)) == known.end()) {
      fates.push_back({FateKind::unsupported,
                       {},
                       "",
                       fmt::format("is of kind {}, for which there is no law", to_text(*kind)),
                       fmt::format("kinds with a law: {}", fmt::join(known, ", "))});
    } else {
      const char* by = profile_.times == Times::laws    ? "by the law of {}"
                       : profile_.times == Times::table ? "in the network's row"
                                                        : "by the rate of all operators";
      fates.push_back({FateKind::mapped, {}, fmt::format(fmt::runtime(by), to_text(*kind)), "", ""});
    }
  }
  return fates;
}

}  // namespace synergy::measured
