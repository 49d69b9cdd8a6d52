#pragma once

#include <cstdint>
#include <string>

namespace synergy::importer::tflite {

/// Operators by the numbers that files have for them, as far as the reader needs to tell them apart; the
/// numbers in between and above are in name_of().
enum class Builtin : std::int32_t {
  add = 0,
  average_pool_2d = 1,
  concatenation = 2,
  conv_2d = 3,
  depthwise_conv_2d = 4,
  dequantize = 6,
  fully_connected = 9,
  logistic = 14,
  max_pool_2d = 17,
  mul = 18,
  relu = 19,
  relu6 = 21,
  reshape = 22,
  resize_bilinear = 23,
  softmax = 25,
  tanh = 28,
  custom = 32,
  pad = 34,
  transpose = 39,
  mean = 40,
  sub = 41,
  div = 42,
  squeeze = 43,
  strided_slice = 45,
  topk_v2 = 48,
  split = 49,
  log_softmax = 50,
  cast = 53,
  arg_max = 56,
  padv2 = 60,
  slice = 65,
  transpose_conv = 67,
  tile = 69,
  expand_dims = 70,
  shape = 77,
  arg_min = 79,
  fake_quant = 80,
  reduce_max = 82,
  pack = 83,
  unpack = 88,
  resize_nearest_neighbor = 97,
  leaky_relu = 98,
  abs = 101,
  split_v = 102,
  add_n = 106,
  rank = 110,
  quantize = 114,
  hard_swish = 117,
  non_max_suppression_v4 = 120,
  non_max_suppression_v5 = 121,
  densify = 124,
  broadcast_to = 130,
  gelu = 150,
};

/// The format's word for an operator, such as "CONV_2D"; a number for one that is newer than this reader.
[[nodiscard]] std::string name_of(Builtin code);

/// A type of elements, as a tensor of the file has it.
struct ElementType {
  /// As the format calls it: "INT8".
  std::string name;
  /// Of one element; 0: it is no number of a fixed width, such as a text.
  int bits = 0;
  bool floating = false;
};
/// For a number that is no type: "type 99", 0 bits.
[[nodiscard]] ElementType type_of(int code);

/// Activations that are part of another operator, by their numbers.
enum class Fused : std::int8_t { none = 0, relu = 1, relu_n1_to_1 = 2, relu6 = 3, tanh = 4, sign_bit = 5 };

}  // namespace synergy::importer::tflite
