#include "infer.hpp"

#include "synergy/network/geometry.hpp"

#include <algorithm>
#include <type_traits>

#include "derive.hpp"
#include <fmt/format.h>

namespace synergy::network {
namespace {

using std::int64_t;

/// One operator being looked at: a call for each kind. Each step may rely on the steps before it having found
/// nothing.
class Inference {
 public:
  explicit Inference(const std::vector<Operand>& operands)
      : operands_(operands), in_(operands.front().shape) {}

  void operator()(const Conv& conv) {
    one_operand();
    check(conv.weights);
    check(conv.window, conv.dimensions);
    groups(conv.groups, conv.weights.out_channels);
    if (!found_.problems.empty()) return;
    slide(conv.window, conv.weights.out_channels);
    kernels(conv.window, conv.groups, conv.weights.out_channels);
  }

  void operator()(const ConvTranspose& conv) {
    one_operand();
    check(conv.weights);
    check(conv.window, conv.dimensions);
    groups(conv.groups, conv.weights.out_channels);
    const Extent& extra = conv.output_padding;
    const Window& w = conv.window;
    require(extra.rows >= 0 && extra.columns >= 0 && extra.rows < w.stride.rows &&
                extra.columns < std::max(w.stride.columns, conv.dimensions == 1 ? 1 : 0),
            "output_padding must be smaller than the stride");
    if (!found_.problems.empty()) return;
    out(conv.weights.out_channels,
        transposed_side(in_.height, w.padding.top + w.padding.bottom, w.size.rows, w.stride.rows,
                        w.dilation.rows, extra.rows),
        transposed_side(in_.width, w.padding.left + w.padding.right, w.size.columns, w.stride.columns,
                        w.dilation.columns, extra.columns));
    kernels(conv.window, conv.groups, conv.weights.out_channels);
  }

  /// Frameworks also take larger maps and work on their last dimension; here a file says what it means.
  void operator()(const Linear& linear) {
    one_operand();
    check(linear.weights);
    require(in_.pixels() == 1, [&] {
      return fmt::format("reads one pixel, but {} is {}; flatten it first", operands_[0].text(),
                         to_text(in_));
    });
    out(linear.weights.out_channels, 1, 1);
    found_.weight_count = int64_t{in_.channels} * linear.weights.out_channels;
  }

  void operator()(const Pool& pool) {
    one_operand();
    // The window is not even checked: files do not state one.
    if (pool.global) return out(in_.channels, 1, 1);
    check(pool.window, pool.dimensions);
    const Window& w = pool.window;
    require(2 * w.padding.top <= w.size.rows && 2 * w.padding.bottom <= w.size.rows &&
                2 * w.padding.left <= w.size.columns && 2 * w.padding.right <= w.size.columns,
            "padding is more than half of the pooling window");
    if (found_.problems.empty()) slide(w, in_.channels);
  }

  void operator()(const Elementwise&) {
    require(operands_.size() >= 2, "combines two or more inputs");
    // The output has the shape of the largest operand; the others match it or are one pixel.
    const Operand* largest = &operands_[0];
    for (const Operand& operand : operands_) {
      if (operand.shape.elements() > largest->shape.elements()) largest = &operand;
    }
    for (const Operand& operand : operands_) {
      const bool for_every_pixel =
          operand.shape.pixels() == 1 && operand.shape.channels == largest->shape.channels;
      require(operand.shape == largest->shape || for_every_pixel, [&] {
        return fmt::format("combines {} ({}) and {} ({}), whose shapes differ", largest->text(),
                           to_text(largest->shape), operand.text(), to_text(operand.shape));
      });
    }
    found_.out = largest->shape;
  }

  void operator()(const Concat&) {
    int64_t channels = 0;
    for (const Operand& operand : operands_) {
      require(operand.shape.height == in_.height && operand.shape.width == in_.width, [&] {
        return fmt::format("joins {} ({}) and {} ({}), whose heights or widths differ", operands_[0].text(),
                           to_text(in_), operand.text(), to_text(operand.shape));
      });
      channels += operand.shape.channels;
    }
    out(channels, in_.height, in_.width);
  }

  void operator()(const Reshape& reshape) {
    one_operand();
    const Shape& to = reshape.to;
    require(to.channels >= 1 && to.height >= 1 && to.width >= 1 && to.elements() == in_.elements(), [&] {
      return fmt::format("reshapes {}, which has {} elements, to {}", to_text(in_), in_.elements(),
                         to_text(to));
    });
    out(to.channels, to.height, to.width);
  }
  void operator()(const Flatten&) {
    one_operand();
    out(in_.elements(), 1, 1);
  }
  void operator()(const Copy&) { unchanged(); }
  void operator()(const Activation&) { unchanged(); }
  void operator()(const BatchNorm&) { unchanged(); }
  void operator()(const Softmax&) { unchanged(); }

  Inferred result() { return std::move(found_); }

 private:
  /// Problems add up: a file's author sees all of an operator's at once.
  /// `message` is a text, or makes one: nearly always there is nothing to say.
  template <class Message>
  void require(bool holds, const Message& message) {
    if (holds) return;
    if constexpr (std::is_invocable_v<Message>)
      found_.problems.push_back(message());
    else
      found_.problems.emplace_back(message);
  }
  /// Of a second operand nothing is looked at: the problem says that it is one too many.
  void one_operand() {
    require(operands_.size() == 1, [&] { return fmt::format("reads one input, not {}", operands_.size()); });
  }
  void unchanged() {
    one_operand();
    found_.out = in_;
  }

  void check(const Weights& weights) {
    require(weights.out_channels >= 1 && weights.out_channels <= kMaxSide,
            [&] { return fmt::format("out_channels is out of range: 1 to {}", kMaxSide); });
    require(weights.bits >= 1 && weights.bits <= 32, "weight_bits is out of range: 1 to 32");
  }

  void check(const Window& w, int dimensions) {
    const auto within = [this](int low, const Extent& extent, std::string_view what) {
      require(extent.rows >= low && extent.columns >= low && extent.rows <= 1024 && extent.columns <= 1024,
              [&] { return fmt::format("{} is out of range: {} to 1024", what, low); });
    };
    within(1, w.size, "kernel");
    within(1, w.stride, "stride");
    within(1, w.dilation, "dilation");
    within(0, {w.padding.top, w.padding.left}, "padding");
    within(0, {w.padding.bottom, w.padding.right}, "padding");
    if (dimensions != 1) return;
    require(in_.width == 1, [&] {
      return fmt::format("a 1-D operator reads one column, but {} is {}", operands_[0].text(), to_text(in_));
    });
    require(w.size.columns == 1 && w.padding.left == 0 && w.padding.right == 0,
            "a 1-D operator has a kernel of one column and no padding beside it");
  }

  /// The guard against 0 keeps the division defined; the first condition has failed by then.
  void groups(int groups, int out_channels) {
    require(groups >= 1 && in_.channels % std::max(groups, 1) == 0 && out_channels % std::max(groups, 1) == 0,
            [&] {
              return fmt::format(
                  "groups must divide the input's {} and the output's {} channels; {} does not", in_.channels,
                  out_channels, groups);
            });
  }

  /// The map of places that a window can take without leaving the padded input.
  void slide(const Window& w, int channels) {
    out(channels,
        window_places(in_.height, int64_t{w.padding.top} + w.padding.bottom, w.size.rows, w.stride.rows,
                      w.dilation.rows),
        window_places(in_.width, int64_t{w.padding.left} + w.padding.right, w.size.columns, w.stride.columns,
                      w.dilation.columns));
  }

  void out(int64_t channels, int64_t height, int64_t width) {
    if (!found_.problems.empty()) return;
    if (height < 1 || width < 1) {
      return require(false, [&] {
        return fmt::format("the kernel is larger than its padded input ({})", to_text(in_));
      });
    }
    // In this order no product overflows.
    const bool small = channels <= kMaxElements && height <= kMaxSide && width <= kMaxSide &&
                       height * width <= kMaxElements && channels * (height * width) <= kMaxElements;
    if (!small) return require(false, "its output is too large");
    found_.out = {static_cast<int>(channels), static_cast<int>(height), static_cast<int>(width)};
  }

  void kernels(const Window& window, int groups, int out_channels) {
    if (!found_.problems.empty()) return;
    const int64_t taps = int64_t{window.size.rows} * window.size.columns;
    // The second product could overflow; the first alone is too many then, and refused as such.
    const int64_t kernels = int64_t{in_.channels / groups} * out_channels;  // below 2^46
    found_.weight_count = kernels > kMaxWeights ? kernels : kernels * taps;
  }

  const std::vector<Operand>& operands_;
  const Shape& in_;
  Inferred found_;
};

}  // namespace

std::string Operand::text() const {
  return is_input ? fmt::format("input '{}'", name) : fmt::format("'{}'", name);
}

Inferred infer(const Operation& operation, const std::vector<Operand>& operands) {
  Inference inference(operands);
  std::visit(inference, operation);
  return inference.result();
}

}  // namespace synergy::network
