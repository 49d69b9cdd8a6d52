#include "nearest.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace synergy::max7800x {
namespace {

using network::Extent;

/// Asked of each kind of operator in turn, number by number.
class NearestForm {
 public:
  NearestForm(const Profile& chip, const network::Network& network, network::OperatorId id)
      : chip_(chip), op_(network.at(id)), in_(network.shape(op_.inputs.front())) {}

  void operator()(const network::Conv& conv) {
    const network::Window& w = conv.window;
    wish(w.stride != Extent{}, "stride 1, and a pooling of 1x1 at the stride behind it");
    if (conv.dimensions == 1) {
      wish(w.size.rows > 9, "at most 9 taps, trained anew");
      const bool folds = w.size.rows <= 3 || (w.size.rows - 1) * w.dilation.rows < 9;
      wish(!folds, "a dilation with which the taps span at most 9, or at most 3 taps");
    } else {
      two_dimensional(w);
    }
    padding(w.padding, w.size.rows);
    const bool depthwise = conv.groups == in_.channels && conv.groups == conv.weights.out_channels;
    wish(conv.groups > 1 && !(chip_.depthwise && depthwise),
         chip_.depthwise ? "one group with zeros for the other channels, or one for each channel"
                         : "one group, with zeros for the other channels");
    weights(conv.weights);
  }
  void operator()(const network::ConvTranspose& conv) {
    const network::Window& w = conv.window;
    const bool same = conv.dimensions == 2 && w.size == Extent{3, 3} && w.stride == Extent{2, 2} &&
                      w.dilation == Extent{} && conv.output_padding == Extent{1, 1};
    wish(!same, "a transposed conv2d of 3x3, stride 2 and output_padding 1");
    wish(conv.groups > 1, "one group");
    padding(w.padding, w.size.rows);
    weights(conv.weights);
  }
  void operator()(const network::Linear& linear) {
    wish(in_.channels > chip_.max_channels && in_.pixels() == 1,
         fmt::format("at most {} channels, or a map of as many elements to flatten", chip_.max_channels));
    weights(linear.weights, in_.pixels() > 1);
  }
  void operator()(const network::Pool& pool) {
    const Extent size = pool.global ? Extent{in_.height, in_.width} : pool.window.size;
    const network::Window window = pool.global ? network::Window{} : pool.window;
    wish(std::max({size.rows, size.columns, window.stride.rows, window.stride.columns}) > 16,
         "at most 16 rows and columns: two poolings, one of the other's parts");
    wish(window.padding != network::Padding{}, "pooling without padding; another network");
    const bool dilated = window.dilation != Extent{};
    wish(dilated && chip_.max_dilation == 1, "a dense window; another network");
    wish(dilated && chip_.max_dilation > 1,
         fmt::format("a window of at most 2x2 and a dilation of at most {}", chip_.max_dilation));
    if (text_.empty()) wish(true, "a convolution right behind it, which it becomes part of");
  }
  void operator()(network::Activation activation) {
    const bool known = activation == network::Activation::relu || activation == network::Activation::abs;
    wish(!known, "relu or abs; another network");
    wish(known, kBehindWeights);
  }
  void operator()(const network::BatchNorm&) { wish(true, kBehindWeights); }
  void operator()(network::Elementwise operation) {
    wish(operation == network::Elementwise::mul, "add, sub, or, xor; another network");
  }
  void operator()(const network::Softmax&) { wish(true, "a softmax at the end, which the host does"); }
  void operator()(const network::Reshape& reshape) {
    wish(reshape.to.channels != in_.channels, "other rows and columns of the same channels");
  }
  /// Where they stand is all that can be wrong.
  template <class Other>
  void operator()(const Other&) {}

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  static constexpr std::string_view kBehindWeights =
      "right behind a convolution or a linear layer whose result nothing else reads; a 1x1 convolution that "
      "changes nothing can stand in front";

  void wish(bool wanted, std::string_view what) {
    if (!wanted) return;
    if (!text_.empty()) text_ += "; ";
    text_ += what;
  }

  void two_dimensional(const network::Window& w) {
    const int largest = std::max(w.size.rows, w.size.columns);
    const bool square = w.size.rows == w.size.columns && (largest == 1 || largest == 3);
    wish(!square && largest <= 3, "a kernel of 3x3, with zeros in it");
    wish(largest > 3,
         "a kernel of 3x3, trained anew: two of them see as much as one of 5x5, but are another network");
    const int dilation = std::max(w.dilation.rows, w.dilation.columns);
    wish(dilation > 1 && chip_.max_dilation == 1, "an undilated kernel, trained anew");
    wish(dilation > chip_.max_dilation && chip_.max_dilation > 1,
         fmt::format("a dilation of at most {}", chip_.max_dilation));
    wish(dilation <= chip_.max_dilation && w.dilation.rows != w.dilation.columns,
         "the same dilation in rows and columns");
  }

  void padding(const network::Padding& p, int kernel) {
    const bool alike = p.top == p.bottom && p.left == p.right;
    wish(!alike, "as many zeros on opposite sides, and zeros in the kernel for the rest");
    const int most = std::max({p.top, p.bottom, p.left, p.right});
    wish(alike && (most > 2 || (most > 0 && most >= kernel)), "padding of 0 to 2, less than the kernel");
  }

  void weights(const network::Weights& w, bool flattens = false) {
    const bool known = w.bits == 1 || w.bits == 2 || w.bits == 4 || w.bits == 8;
    wish(!known, "weights of 1, 2, 4 or 8 bits");
    wish(std::max(flattens ? 1 : in_.channels, w.out_channels) > chip_.max_channels,
         fmt::format("at most {} channels in and out", chip_.max_channels));
    wish(op_.output_bits != 8 && op_.output_bits != 32, "outputs of 8 or 32 bits");
  }

  const Profile& chip_;
  const network::Operator& op_;
  network::Shape in_;
  std::string text_;
};

}  // namespace

std::string nearest_to(const Profile& chip, const network::Network& network, network::OperatorId id) {
  NearestForm form(chip, network, id);
  std::visit(form, network.at(id).operation);
  return form.text();
}

}  // namespace synergy::max7800x
