#pragma once

#include "synergy/import/formats.hpp"
#include "synergy/input/error.hpp"
#include "synergy/network/names.hpp"

#include <string>

#include "tflite_writer.hpp"
#include <catch2/catch.hpp>

/// Reading what the tests of TensorFlow Lite files write.
namespace synergy::test {

inline synergy::importer::ImportedNetwork read_tflite(const TfliteFile& file,
                                                      const synergy::importer::Options& options = {}) {
  return synergy::importer::read({"a.tflite", file.bytes()}, options);
}

/// The file with its last tensor as the only output.
inline synergy::importer::ImportedNetwork read_to(TfliteFile& file, int output) {
  file.outputs = {output};
  return read_tflite(file);
}

inline std::string tflite_error(const TfliteFile& file, const synergy::importer::Options& options = {}) {
  try {
    (void)read_tflite(file, options);
  } catch (const synergy::InputError& error) {
    return error.what();
  }
  return "no error";
}

inline std::string error_to(TfliteFile& file, int output) {
  file.outputs = {output};
  return tflite_error(file);
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Its words, such as "conv2d relu".
inline std::string words(const synergy::network::Network& network) {
  std::string all;
  for (const synergy::network::Operator& op : network.operators())
    all += (all.empty() ? "" : " ") + std::string(synergy::network::to_text(op.operation));
  return all;
}

/// Numbers of the format for operators.
namespace op {
enum : int {
  add = 0,
  average_pool = 1,
  concat = 2,
  conv = 3,
  depthwise = 4,
  dequantize = 6,
  fully_connected = 9,
  logistic = 14,
  max_pool = 17,
  mul = 18,
  relu = 19,
  relu_n1_to_1 = 20,
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
  lstm = 44,
  strided_slice = 45,
  split = 49,
  cast = 53,
  prelu = 54,
  arg_max = 56,
  padv2 = 60,
  transpose_conv = 67,
  expand_dims = 70,
  shape = 77,
  reduce_max = 82,
  pack = 83,
  resize_nearest = 97,
  leaky_relu = 98,
  quantize = 114,
  hard_swish = 117
};
}  // namespace op

/// Parameters of a convolution: 0 SAME, 1 VALID.
inline TfliteFile::Options conv_options(int padding, int stride_rows, int stride_columns, int activation = 0,
                                        int dilation_rows = 1, int dilation_columns = 1) {
  return {{0, i8(padding)},    {1, i32(stride_columns)},   {2, i32(stride_rows)},
          {3, i8(activation)}, {4, i32(dilation_columns)}, {5, i32(dilation_rows)}};
}
inline TfliteFile::Options depthwise_options(int padding, int stride, int multiplier, int activation = 0) {
  return {{0, i8(padding)}, {1, i32(stride)}, {2, i32(stride)}, {3, i32(multiplier)}, {4, i8(activation)}};
}
inline TfliteFile::Options pool_options(int padding, int stride, int rows, int columns) {
  return {{0, i8(padding)}, {1, i32(stride)}, {2, i32(stride)}, {3, i32(columns)}, {4, i32(rows)}};
}

/// A bit of everything.
inline TfliteFile sound_file() {
  TfliteFile file;
  const int map = file.input({1, 9, 6, 3}, kFloat32);
  file.tensors.back().fields[7] = int32s({-1, 9, 6, 3});
  const int small = file.op(op::quantize, {map}, {1, 9, 6, 3});
  const int padded = file.op(op::pad, {small, file.numbers({0, 0, 1, 0, 1, 0, 0, 0})}, {1, 10, 7, 3});
  const int a = file.op(op::conv, {padded, file.weights({4, 3, 3, 3}), file.weights({4}, kInt32)},
                        {1, 5, 4, 4}, conv_options(0, 2, 2, 1));
  const int b =
      file.op(op::depthwise, {a, file.weights({1, 3, 3, 4})}, {1, 5, 4, 4}, depthwise_options(0, 1, 1, 3));
  const int sum = file.op(op::add, {a, b}, {1, 5, 4, 4}, {{0, i8(1)}});
  const int larger =
      file.op(op::transpose_conv, {file.numbers({1, 10, 8, 2}), file.weights({2, 2, 2, 4}), sum},
              {1, 10, 8, 2}, conv_options(0, 2, 2));
  const int joined = file.op(op::concat, {larger, larger}, {1, 10, 8, 4}, {{0, i32(3)}});
  const int mean = file.op(op::mean, {joined, file.numbers({1, 2})}, {1, 4});
  const int row = file.op(op::reshape, {mean, file.numbers({-1, 4})}, {1, 4}, {{0, int32s({-1, 4})}});
  const int scores = file.op(op::fully_connected, {row, file.weights({3, 4})}, {1, 3});
  file.outputs = {file.op(op::softmax, {scores}, {1, 3})};
  return file;
}

}  // namespace synergy::test
