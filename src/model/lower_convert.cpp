#include "lower_convert.hpp"

#include <fmt/format.h>

namespace synergy::model {
namespace {

/// Numbers that no chip takes are written all the same: Model refuses them, in one place for both ways in.
void convert(const network::Weights& weights, Layer& layer) {
  layer.out_channels = weights.out_channels;
  layer.weight_bits = weights.bits;
  layer.bias = weights.bias;
}

std::vector<std::string> convert(const network::Window& window, Layer& layer) {
  std::vector<std::string> problems;
  // One register for both sides of a direction.
  const network::Padding& p = window.padding;
  if (p.top != p.bottom || p.left != p.right) {
    problems.emplace_back(
        fmt::format("pads {} rows above and {} below, {} columns left and {} right; the family "
                    "pads opposite sides alike",
                    p.top, p.bottom, p.left, p.right));
  }
  if (window.dilation.rows != window.dilation.columns && window.size.columns > 1)
    problems.emplace_back("is dilated differently in rows and columns");
  layer.kernel_height = window.size.rows;
  layer.kernel_width = window.size.columns;
  layer.pad_height = p.top;
  layer.pad_width = p.left;
  layer.dilation = window.dilation.rows;
  return problems;
}

}  // namespace

std::vector<std::string> convert(const network::Conv& conv, Layer& layer) {
  layer.op = conv.dimensions == 1 ? Operator::conv1d : Operator::conv2d;
  convert(conv.weights, layer);
  std::vector<std::string> problems = convert(conv.window, layer);
  layer.groups = conv.groups;
  const network::Extent& stride = conv.window.stride;
  if (stride != network::Extent{}) {
    problems.emplace_back(
        fmt::format("convolves at a stride of {}; the family convolves at a stride of 1 and "
                    "reduces maps by pooling alone",
                    conv.dimensions == 1 ? fmt::format("{}", stride.rows)
                                         : fmt::format("{}x{}", stride.rows, stride.columns)));
  }
  return problems;
}

std::vector<std::string> convert(const network::ConvTranspose& conv, Layer& layer) {
  layer.op = Operator::conv_transpose2d;
  convert(conv.weights, layer);
  std::vector<std::string> problems = convert(conv.window, layer);
  layer.groups = conv.groups;
  if (conv.dimensions == 1) {
    problems.emplace_back("is a transposed convolution of one dimension; the family has those of two");
    // The hardware puts a zero behind each row and column, the last ones too: output_padding 1.
  } else if (conv.window.stride != network::Extent{2, 2} || conv.output_padding != network::Extent{1, 1}) {
    problems.emplace_back(
        "is a transposed convolution of another kind than the family's, which doubles rows and "
        "columns: stride 2 and output_padding 1");
  }
  return problems;
}

std::vector<std::string> convert(const network::Linear& linear, Layer& layer) {
  layer.op = Operator::linear;
  convert(linear.weights, layer);
  return {};
}

std::vector<std::string> convert(const network::Pool& pool, const network::Shape& in, Pool& made) {
  made.type = pool.type == network::PoolType::max ? PoolType::max : PoolType::average;
  // Pooling everything is a window as large as the map; whether a chip has such windows is its own limit.
  const network::Extent whole{in.height, in.width};
  const network::Extent& size = pool.global ? whole : pool.window.size;
  const network::Extent& stride = pool.global ? whole : pool.window.stride;
  made.height = size.rows;
  made.width = size.columns;
  made.stride_height = stride.rows;
  made.stride_width = stride.columns;
  if (pool.global) return {};
  const network::Extent& dilation = pool.window.dilation;
  made.dilation = size.rows > 1 ? dilation.rows : dilation.columns;
  std::vector<std::string> problems;
  if (pool.window.padding != network::Padding{})
    problems.emplace_back("pads the map it pools, which the family cannot do");
  if (dilation.rows != dilation.columns && size.rows > 1 && size.columns > 1)
    problems.emplace_back("is dilated differently in rows and columns");
  return problems;
}

std::vector<std::string> convert(network::Elementwise operation, Eltwise& made) {
  switch (operation) {
    case network::Elementwise::add:
      made = Eltwise::add;
      return {};
    case network::Elementwise::sub:
      made = Eltwise::sub;
      return {};
    case network::Elementwise::bitwise_or:
      made = Eltwise::bitwise_or;
      return {};
    case network::Elementwise::bitwise_xor:
      made = Eltwise::bitwise_xor;
      return {};
    case network::Elementwise::mul:
      break;
  }
  return {"multiplies element by element; the family adds, subtracts, and combines bits by or and xor"};
}

}  // namespace synergy::model
