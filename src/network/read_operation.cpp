#include "read_operation.hpp"

#include "derive.hpp"

namespace synergy::network {
namespace {

using input::Mapping;
using input::Value;

/// Of kernels, strides, dilation and padding: far above any network's, and small enough for every product.
constexpr std::int64_t kMaxWindow = 1024;

int whole(const Value& value, std::int64_t low, std::int64_t high) {
  return static_cast<int>(value.integer(low, high));
}

void read(Mapping& from, std::string_view key, int& to, std::int64_t low, std::int64_t high) {
  if (const auto value = from.optional(key)) to = whole(*value, low, high);
}

void read_weights(Mapping& from, Weights& weights) {
  if (const auto value = from.required("out_channels")) weights.out_channels = whole(*value, 1, kMaxSide);
  read(from, "weight_bits", weights.bits, 1, 32);
  if (const auto value = from.optional("bias")) weights.bias = value->boolean();
}

/// One number for all directions; two dimensions may have [rows, columns] instead.
Extent read_extent(const Value& value, int dimensions, std::int64_t low) {
  if (dimensions == 1) return {whole(value, low, kMaxWindow), 1};
  if (!value.is_sequence()) {
    const int side = whole(value, low, kMaxWindow);
    return {side, side};
  }
  const std::vector<Value> pair = value.items();
  if (pair.size() != 2) {
    value.fail("expected one number, or [rows, columns]");
    return {};
  }
  return {whole(pair[0], low, kMaxWindow), whole(pair[1], low, kMaxWindow)};
}

/// One number for every side; [begin, end] along one dimension; [rows, columns], or each side, along two.
Padding read_padding(const Value& value, int dimensions) {
  std::vector<int> sides;
  if (!value.is_sequence()) {
    sides.push_back(whole(value, 0, kMaxWindow));
  } else {
    for (const Value& item : value.items()) sides.push_back(whole(item, 0, kMaxWindow));
    if (sides.size() == 1) sides.clear();  // a list of one says nothing that its number does not
  }
  if (dimensions == 1) {
    if (sides.size() == 1) return {sides[0], 0, sides[0], 0};
    if (sides.size() == 2) return {sides[0], 0, sides[1], 0};
    value.fail("expected one number, or [begin, end]");
    return {};
  }
  if (sides.size() == 1) return {sides[0], sides[0], sides[0], sides[0]};
  if (sides.size() == 2) return {sides[0], sides[1], sides[0], sides[1]};
  if (sides.size() == 4) return {sides[0], sides[1], sides[2], sides[3]};
  value.fail("expected one number, [rows, columns], or [top, left, bottom, right]");
  return {};
}

/// `kernel`, `stride` and `padding`.
void read_window(Mapping& from, int dimensions, bool stride_is_kernel, Window& window) {
  if (const auto value = from.required("kernel")) window.size = read_extent(*value, dimensions, 1);
  // Frameworks' default: windows of pooling lie side by side.
  if (stride_is_kernel) window.stride = window.size;
  if (const auto value = from.optional("stride")) window.stride = read_extent(*value, dimensions, 1);
  if (const auto value = from.optional("padding")) window.padding = read_padding(*value, dimensions);
}

template <class Convolution>
void read_convolution(Mapping& from, Convolution& conv) {
  read_weights(from, conv.weights);
  read_window(from, conv.dimensions, false, conv.window);
  if (const auto value = from.optional("dilation"))
    conv.window.dilation = read_extent(*value, conv.dimensions, 1);
  read(from, "groups", conv.groups, 1, kMaxSide);
}

/// One call for each kind of operation: a new kind without one is read as having no parameters.
struct OperationReader {
  Mapping& from;

  void operator()(Conv& conv) const { read_convolution(from, conv); }
  void operator()(ConvTranspose& conv) const {
    read_convolution(from, conv);
    if (const auto value = from.optional("output_padding")) {
      conv.output_padding = read_extent(*value, conv.dimensions, 0);
      if (conv.dimensions == 1) conv.output_padding.columns = 0;  // there is one column to begin with
    }
  }
  void operator()(Linear& linear) const { read_weights(from, linear.weights); }
  void operator()(Pool& pool) const {
    if (pool.global) return;
    read_window(from, pool.dimensions, true, pool.window);
    if (const auto value = from.optional("dilation"))
      pool.window.dilation = read_extent(*value, pool.dimensions, 1);
  }
  void operator()(Reshape& reshape) const {
    const auto value = from.required("to");
    if (!value) return;
    Mapping mapping = value->mapping();
    read_shape(mapping, reshape.to);
    mapping.finish();
  }
  /// What its name says is all there is to say.
  template <class WithoutParameters>
  void operator()(WithoutParameters&) const {}
};

}  // namespace

void read_parameters(Mapping& from, Operation& operation) { std::visit(OperationReader{from}, operation); }

void read_shape(Mapping& from, Shape& shape) {
  if (const auto value = from.required("channels")) shape.channels = whole(*value, 1, kMaxElements);
  read(from, "height", shape.height, 1, kMaxSide);
  read(from, "width", shape.width, 1, kMaxSide);
}

}  // namespace synergy::network
