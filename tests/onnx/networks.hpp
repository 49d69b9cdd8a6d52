#pragma once

#include <string_view>

/// Small whole networks in ONNX text, such as exporters write them without their parameters: weights are
/// inputs that only weights' places read.
namespace synergy::test::onnx {

inline constexpr std::string_view kLeNet = R"(# handwritten digits
<ir_version: 8, opset_import: ["" : 13]>
lenet (float[N,1,28,28] image, float[6,1,5,5] w1, float[6] b1, float[16,6,5,5] w2, float[16] b2,
       float[120,400] w3, float[120] b3, float[84,120] w4, float[84] b4, float[10,84] w5, float[10] b5)
   => (float[N,10] digits) {
  c1 = Conv <pads = [2,2,2,2], kernel_shape = [5,5]> (image, w1, b1)
  r1 = Relu (c1)
  p1 = MaxPool <kernel_shape = [2,2], strides = [2,2]> (r1)
  c2 = Conv (p1, w2, b2)
  r2 = Relu (c2)
  p2 = MaxPool <kernel_shape = [2,2], strides = [2,2]> (r2)
  flat = Flatten (p2)
  f3 = Gemm <transB = 1> (flat, w3, b3)
  r3 = Relu (f3)
  f4 = Gemm <transB = 1> (r3, w4, b4)
  r4 = Relu (f4)
  digits = Gemm <transB = 1> (r4, w5, b5)
}
)";

inline constexpr std::string_view kMobileNetBlock = R"(
<ir_version: 8, opset_import: ["" : 13]>
block (float[1,16,32,32] x, float[96,16,1,1] we, float[96,1,3,3] wd, float[24,96,1,1] wp,
       float[96] s1, float[96] b1, float[96] m1, float[96] v1, float[96] s2, float[96] b2, float[96] m2, float[96] v2,
       float[24] s3, float[24] b3, float[24] m3, float[24] v3)
   => (float[1,24,16,16] y) {
  zero = Constant <value_float = 0.0> ()
  six = Constant <value_float = 6.0> ()
  expand = Conv (x, we)
  n1 = BatchNormalization (expand, s1, b1, m1, v1)
  a1 = Clip (n1, zero, six)
  depthwise = Conv <group = 96, strides = [2,2], pads = [1,1,1,1]> (a1, wd)
  n2 = BatchNormalization (depthwise, s2, b2, m2, v2)
  a2 = Clip (n2, zero, six)
  project = Conv (a2, wp)
  y = BatchNormalization (project, s3, b3, m3, v3)
}
)";

inline constexpr std::string_view kResNetBlock = R"(
<ir_version: 8, opset_import: ["" : 13]>
block (float[1,16,32,32] x, float[32,16,3,3] w1, float[32] b1, float[32,32,3,3] w2, float[32] b2,
       float[32,16,1,1] ws, float[10,32] wf, float[10] bf)
   => (float[1,10] y) {
  c1 = Conv <auto_pad = "SAME_UPPER", strides = [2,2]> (x, w1, b1)
  r1 = Relu (c1)
  c2 = Conv <pads = [1,1,1,1]> (r1, w2, b2)
  shortcut = Conv <strides = [2,2]> (x, ws)
  sum = Add (c2, shortcut)
  r2 = Relu (sum)
  mean = GlobalAveragePool (r2)
  shape = Shape (mean)
  first = Constant <value = int64[1] {0}> ()
  batch = Gather (shape, first)
  rest = Constant <value_ints = [-1]> ()
  to = Concat <axis = 0> (batch, rest)
  flat = Reshape (mean, to)
  y = Gemm <transB = 1> (flat, wf, bf)
}
)";

inline constexpr std::string_view kTcn = R"(
<ir_version: 8, opset_import: ["" : 13]>
tcn (float[N,9,128] motion, float[32,9,3] w1, float[32] b1, float[32,9,1] ws) => (float[N,6] activity)
  <float[32,6] wf = {0}, float[6] bf = {1,2,3,4,5,6}> {
  pads = Constant <value_ints = [0,0,4, 0,0,0]> ()
  causal = Pad (motion, pads)
  c1 = Conv <dilations = [2]> (causal, w1, b1)
  r1 = Relu (c1)
  shortcut = Conv (motion, ws)
  sum = Add (r1, shortcut)
  mean = ReduceMean <axes = [2], keepdims = 0> (sum)
  product = MatMul (mean, wf)
  biased = Add (product, bf)
  activity = Softmax <axis = 1> (biased)
}
)";

inline constexpr std::string_view kQuantised = R"(
<ir_version: 8, opset_import: ["" : 13]>
quantised (float[1,3,8,8] x, int8[8,3,3,3] w, int32[8] b) => (float[1,8,1,1] y)
  <float[1] scale = {0.5}, uint8[1] bytes = {0}, int8[1] signed = {0}, uint16[1] words = {0}> {
  xq = QuantizeLinear (x, scale, bytes)
  xd = DequantizeLinear (xq, scale, bytes)
  wd = DequantizeLinear (w, scale, signed)
  bd = DequantizeLinear (b, scale)
  c = Conv <pads = [1,1,1,1]> (xd, wd, bd)
  r = Relu (c)
  rq = QuantizeLinear (r, scale, words)
  rd = DequantizeLinear (rq, scale, words)
  y = GlobalAveragePool (rd)
}
)";

inline constexpr std::string_view kDetector = R"(
<ir_version: 8, opset_import: ["" : 13]>
detector (float[1,3,32,32] image, float[16,3,3,3] w1, float[16,16,3,3] w2, float[12,16,1,1] wb, float[6,16,1,1] wc)
   => (float[1,192,4] boxes, float[1,6,8,8] scores) {
  c1 = Conv <pads = [1,1,1,1], strides = [2,2]> (image, w1)
  r1 = Relu (c1)
  c2 = Conv <pads = [1,1,1,1], strides = [2,2]> (r1, w2)
  r2 = Relu (c2)
  deltas = Conv (r2, wb)
  last = Transpose <perm = [0,2,3,1]> (deltas)
  four = Constant <value_ints = [1,-1,4]> ()
  boxes = Reshape (last, four)
  scores = Conv (r2, wc)
}
)";

}  // namespace synergy::test::onnx
