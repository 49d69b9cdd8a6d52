#include "types.hpp"

#include <array>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

namespace synergy::importer::tflite {
namespace {

/// By their numbers: the format's own list, tensorflow/lite/schema/schema.fbs.
constexpr std::string_view kBuiltinNames =
    "ADD AVERAGE_POOL_2D CONCATENATION CONV_2D DEPTHWISE_CONV_2D DEPTH_TO_SPACE DEQUANTIZE "
    "EMBEDDING_LOOKUP FLOOR FULLY_CONNECTED HASHTABLE_LOOKUP L2_NORMALIZATION L2_POOL_2D "
    "LOCAL_RESPONSE_NORMALIZATION LOGISTIC LSH_PROJECTION LSTM MAX_POOL_2D MUL RELU RELU_N1_TO_1 RELU6 "
    "RESHAPE RESIZE_BILINEAR RNN SOFTMAX SPACE_TO_DEPTH SVDF TANH CONCAT_EMBEDDINGS SKIP_GRAM CALL "
    "CUSTOM EMBEDDING_LOOKUP_SPARSE PAD UNIDIRECTIONAL_SEQUENCE_RNN GATHER BATCH_TO_SPACE_ND "
    "SPACE_TO_BATCH_ND TRANSPOSE MEAN SUB DIV SQUEEZE UNIDIRECTIONAL_SEQUENCE_LSTM STRIDED_SLICE "
    "BIDIRECTIONAL_SEQUENCE_RNN EXP TOPK_V2 SPLIT LOG_SOFTMAX DELEGATE BIDIRECTIONAL_SEQUENCE_LSTM "
    "CAST PRELU MAXIMUM ARG_MAX MINIMUM LESS NEG PADV2 GREATER GREATER_EQUAL LESS_EQUAL SELECT SLICE "
    "SIN TRANSPOSE_CONV SPARSE_TO_DENSE TILE EXPAND_DIMS EQUAL NOT_EQUAL LOG SUM SQRT RSQRT SHAPE POW "
    "ARG_MIN FAKE_QUANT REDUCE_PROD REDUCE_MAX PACK LOGICAL_OR ONE_HOT LOGICAL_AND LOGICAL_NOT UNPACK "
    "REDUCE_MIN FLOOR_DIV REDUCE_ANY SQUARE ZEROS_LIKE FILL FLOOR_MOD RANGE RESIZE_NEAREST_NEIGHBOR "
    "LEAKY_RELU SQUARED_DIFFERENCE MIRROR_PAD ABS SPLIT_V UNIQUE CEIL REVERSE_V2 ADD_N GATHER_ND COS "
    "WHERE RANK ELU REVERSE_SEQUENCE MATRIX_DIAG QUANTIZE MATRIX_SET_DIAG ROUND HARD_SWISH IF WHILE "
    "NON_MAX_SUPPRESSION_V4 NON_MAX_SUPPRESSION_V5 SCATTER_ND SELECT_V2 DENSIFY SEGMENT_SUM "
    "BATCH_MATMUL PLACEHOLDER_FOR_GREATER_OP_CODES CUMSUM CALL_ONCE BROADCAST_TO RFFT2D CONV_3D IMAG "
    "REAL COMPLEX_ABS HASHTABLE HASHTABLE_FIND HASHTABLE_IMPORT HASHTABLE_SIZE REDUCE_ALL "
    "CONV_3D_TRANSPOSE VAR_HANDLE READ_VARIABLE ASSIGN_VARIABLE BROADCAST_ARGS RANDOM_STANDARD_NORMAL "
    "BUCKETIZE RANDOM_UNIFORM MULTINOMIAL GELU DYNAMIC_UPDATE_SLICE RELU_0_TO_1 UNSORTED_SEGMENT_PROD "
    "UNSORTED_SEGMENT_MAX UNSORTED_SEGMENT_SUM ATAN2 UNSORTED_SEGMENT_MIN SIGN BITCAST BITWISE_XOR "
    "RIGHT_SHIFT";

/// By their numbers as well, with the bits of one element.
struct TypeRow {
  std::string_view name;
  int bits;
};
constexpr auto kTypes = std::to_array<TypeRow>(
    {{"FLOAT32", 32},  {"FLOAT16", 16}, {"INT32", 32},     {"UINT8", 8},   {"INT64", 64},   {"STRING", 0},
     {"BOOL", 8},      {"INT16", 16},   {"COMPLEX64", 64}, {"INT8", 8},    {"FLOAT64", 64}, {"COMPLEX128", 0},
     {"UINT64", 64},   {"RESOURCE", 0}, {"VARIANT", 0},    {"UINT32", 32}, {"UINT16", 16},  {"INT4", 4},
     {"BFLOAT16", 16}, {"INT2", 2},     {"UINT4", 4}});

}  // namespace

std::string name_of(Builtin code) {
  std::string_view left = kBuiltinNames;
  for (auto words = static_cast<std::int32_t>(code); words > 0 && !left.empty(); --words) {
    const std::size_t space = left.find(' ');
    left = space == std::string_view::npos ? std::string_view() : left.substr(space + 1);
  }
  const std::string_view name = left.substr(0, left.find(' '));
  // Also for one below 0, which no file means.
  const bool known = static_cast<std::int32_t>(code) >= 0 && !name.empty();
  return known ? std::string(name) : fmt::format("builtin operator {}", static_cast<std::int32_t>(code));
}

ElementType type_of(int code) {
  const auto number = static_cast<std::size_t>(code);
  if (number >= kTypes.size()) return {.name = fmt::format("type {}", code)};
  const auto& [name, bits] = kTypes[number];
  return {.name = std::string(name), .bits = bits, .floating = name.find("FLOAT") != std::string_view::npos};
}

}  // namespace synergy::importer::tflite
