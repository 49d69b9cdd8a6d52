#pragma once

#include "synergy/model/model.hpp"

#include <string>

#include "../csv.hpp"

namespace synergy::test {

/// A one-layer model of a row of the regression file; operands all read the model's input.
inline synergy::model::Model model_of_regression_row(const Row& row) {
  namespace model = synergy::model;
  model::Layer layer;
  const std::string op = row.text("operator");
  const int operands = row.number("operands");
  layer.name = row.text("test");
  layer.op = op == "conv1d"            ? model::Operator::conv1d
             : op == "conv2d"          ? model::Operator::conv2d
             : op == "convtranspose2d" ? model::Operator::conv_transpose2d
             : op == "linear"          ? model::Operator::linear
             : operands > 1            ? model::Operator::eltwise
                                       : model::Operator::passthrough;
  layer.inputs.assign(static_cast<std::size_t>(operands), model::kNetworkInput);
  if (operands > 1) layer.eltwise = model::Eltwise::add;
  layer.out_channels = row.number("out_channels");
  layer.kernel_height = row.number("kernel_h");
  layer.kernel_width = row.number("kernel_w");
  layer.pad_height = row.number("pad_h");
  layer.pad_width = row.number("pad_w");
  layer.dilation = row.number("dilation");
  layer.pool.height = row.number("pool_h");
  layer.pool.width = row.number("pool_w");
  layer.pool.stride_height = row.number("pool_stride_h");
  layer.pool.stride_width = row.number("pool_stride_w");
  if (layer.pool.height * layer.pool.width > 1 || layer.pool.stride_height > 1 || layer.pool.stride_width > 1)
    layer.pool.type = model::PoolType::max;
  layer.pool.before_eltwise = row.number("pool_first") == 1;
  layer.flatten = row.number("flatten") == 1;
  layer.streaming = row.number("streaming") == 1;
  if (layer.has_weights()) layer.weight_bits = row.number("weight_bits");
  layer.processors = std::stoull(row.text("processors"), nullptr, 16);
  layer.output_processors = std::stoull(row.text("output_processors"), nullptr, 16);
  return model::Model("regression", {row.number("in_channels"), row.number("in_h"), row.number("in_w")},
                      {layer});
}

}  // namespace synergy::test
