#include "step.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::ne16 {
namespace {

using network::Network;
using network::Operator;
using network::OperatorId;

constexpr int kBiasBytes = 4;  // of one output channel

bool clips_or_scales(const network::Operation& operation) {
  if (std::holds_alternative<network::BatchNorm>(operation)) return true;
  const auto* activation = std::get_if<network::Activation>(&operation);
  return activation != nullptr &&
         (*activation == network::Activation::relu || *activation == network::Activation::relu6);
}

/// One operator being looked at: a call for each kind.
class Lowering {
 public:
  Lowering(const Network& network, const IdVector<OperatorId, Step>& before, OperatorId id)
      : network_(network), before_(before), id_(id), op_(network.at(id)), in_(network.shape(op_.inputs[0])) {
    for (const network::TensorId tensor : op_.inputs) {
      step_.in_bytes += network.bytes(tensor).count();
      // Noted and not refused here: only operators with weights are bound to what the accelerator reads.
      if (bits_of(tensor) != 8) narrow_ = false;
    }
    step_.out_bytes = op_.output_bytes().count();
    step_.in_rows = in_.height;
  }

  void operator()(const network::Conv& conv) {
    const network::Window& w = conv.window;
    const bool depthwise =
        conv.groups > 1 && conv.groups == in_.channels && conv.groups == conv.weights.out_channels;
    if (conv.groups > 1 && !depthwise) return refuse("has groups that are neither one nor one per channel");
    if (w.dilation != network::Extent{}) return refuse("is dilated");
    const network::Extent& size = w.size;
    // The kernels that there is hardware for; the cluster does all others in software.
    const bool square = size.rows == size.columns && (size.rows == 3 || (size.rows == 1 && !depthwise));
    const bool strided = w.stride == network::Extent{1, 1} || w.stride == network::Extent{2, 2};
    const Kernel kernel = depthwise        ? Kernel::depthwise3x3
                          : size.rows == 1 ? Kernel::dense1x1
                                           : Kernel::dense3x3;
    step_.kernel_rows = size.rows;
    step_.stride_rows = w.stride.rows;
    // As for the accelerator first: the rules for widths hold for both, and the job says how outputs are cut.
    with_weights(conv.weights, kernel, w.stride.rows);
    if (!(square && strided)) {
      // Outputs are split in rows and channels as they come, and weights lie as they are.
      step_.unit = depthwise ? Unit::cluster_depthwise : Unit::cluster;
      step_.macs = op_.macs;
      step_.weight_bytes = op_.weight_bytes().count();
    }
  }
  // A matrix times a vector is a 1x1 kernel on a map of one pixel.
  void operator()(const network::Linear& linear) { with_weights(linear.weights, Kernel::dense1x1, 1); }
  void operator()(const network::ConvTranspose&) { refuse("is a transposed convolution"); }

  void operator()(const network::Pool& pool) {
    if (!pool.global && pool.window.dilation != network::Extent{}) return refuse("is dilated");
    const std::int64_t window =
        pool.global ? in_.pixels() : std::int64_t{pool.window.size.rows} * pool.window.size.columns;
    // Each output reads its whole window, and that takes the time.
    on_cluster(op_.out.elements() * window);
  }
  void operator()(network::Elementwise) {
    // Adding n tensors takes n - 1 additions for each element.
    on_cluster(op_.out.elements() * (static_cast<std::int64_t>(op_.inputs.size()) - 1));
  }
  void operator()(const network::Concat&) { on_cluster(op_.out.elements()); }
  void operator()(const network::Copy&) { on_cluster(op_.out.elements()); }
  void operator()(const network::Softmax&) { on_cluster(op_.out.elements()); }
  void operator()(const network::Reshape&) {}
  void operator()(const network::Flatten&) {}
  void operator()(network::Activation activation) {
    const bool known = clips_or_scales(op_.operation) || activation == network::Activation::abs;
    if (!known) return refuse("is an activation whose time on the cluster nobody has stated");
    clip_or_scale();
  }
  void operator()(const network::BatchNorm&) { clip_or_scale(); }

  Step result() { return std::move(step_); }

 private:
  void refuse(std::string why) {
    step_.unit = Unit::none;
    step_.refusal = std::move(why);
  }

  [[nodiscard]] int bits_of(network::TensorId tensor) const {
    if (network_.is_input(tensor)) return network_.inputs()[tensor.index()].bits;
    return network_.at(network_.producer(tensor)).output_bits;
  }

  void with_weights(const network::Weights& weights, Kernel kernel, int stride) {
    if (weights.bits < 2 || weights.bits > 8)
      return refuse(fmt::format("has weights of {} bits; it takes 2 to 8", weights.bits));
    if (!narrow_) return refuse("reads data of other than 8 bits");
    if (op_.output_bits != 8 && op_.output_bits != 32)
      return refuse(fmt::format("makes outputs of {} bits; it makes 8 or 32", op_.output_bits));
    step_.unit = Unit::accelerator;
    step_.job = {kernel,        in_.channels, weights.out_channels, op_.out.height,
                 op_.out.width, stride,       weights.bits,         op_.output_bits};
    step_.weight_bytes = stored_weight_bytes(step_.job);
    step_.bias_bytes = weights.bias ? std::int64_t{kBiasBytes} * weights.out_channels : 0;
    step_.shared_with = weights.shared_with;
  }

  void on_cluster(std::int64_t elements) {
    step_.unit = Unit::cluster_elements;
    step_.elements = elements;
  }

  /// Part of the operator right in front where nobody else wants what that makes; else work of its own.
  void clip_or_scale() {
    const OperatorId previous(id_.value() - 1);
    // Fused only where nobody sees the value in between: another reader, or the network's output, needs it in
    // memory.
    const bool follows = id_.value() > 0 && op_.inputs[0] == network_.output_of(previous) &&
                         network_.readers(op_.inputs[0]).size() == 1 && !network_.is_output(op_.inputs[0]);
    // A stated layer's operators stay among themselves.
    const Operator* front = follows ? &network_.at(previous) : nullptr;
    const bool together = follows && front->layer == op_.layer;
    const bool works = together && before_[previous].unit != Unit::none && clips_or_scales(op_.operation);
    if (!works) return on_cluster(op_.out.elements());
    step_.unit = Unit::fused;
  }

  const Network& network_;
  const IdVector<OperatorId, Step>& before_;
  OperatorId id_;
  const Operator& op_;
  const network::Shape& in_;
  bool narrow_ = true;
  Step step_;
};

}  // namespace

std::string_view to_text(Unit unit) {
  switch (unit) {
    case Unit::accelerator:
      return "ne16";
    case Unit::cluster:
    case Unit::cluster_depthwise:
    case Unit::cluster_elements:
      return "cluster";
    case Unit::fused:
      return "fused";
    case Unit::none:
      break;
  }
  return "none";
}

IdVector<OperatorId, Step> steps_of(const Network& network) {
  IdVector<OperatorId, Step> steps;
  // In the order of running: whether an operator is fused depends on the step in front.
  for (const OperatorId id : network.operators().ids()) {
    Lowering lowering(network, steps, id);
    std::visit(lowering, network.at(id).operation);
    steps.push_back(lowering.result());
  }
  return steps;
}

}  // namespace synergy::ne16
