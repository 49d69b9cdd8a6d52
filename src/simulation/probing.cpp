#include "body.hpp"

namespace synergy::simulation {

void Body::pass_work(PhaseResult::Kind phase, plan::DeviceId device, Span span, Energy energy) const {
  probe_->worked({phase, device, span.begin, span.end, energy});
}

void Body::pass_visit(const Inference& inference, Span span, const link::TransferOutcome* transfer) const {
  probe_->visited({static_cast<std::uint64_t>(&inference - inferences_.data()), inference.app,
                   inference.stage, kernel_.now(), span.begin, span.end, transfer});
}

}  // namespace synergy::simulation
