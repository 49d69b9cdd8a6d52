#include <algorithm>

#include "translators.hpp"
#include "windows.hpp"
#include <fmt/format.h>

namespace synergy::importer::tflite {

using network::Pool;
using network::PoolType;

/// Pool2DOptions: 3 and 4 the window, 5 activation.
void pooling(Translation& at) {
  const bool average = at.op().code == Builtin::average_pool_2d;
  const std::string_view word = average ? "avg_pool" : "max_pool";
  const Value map = at.data(0, true);
  StatedWindow stated = stated_window(at);
  stated.size = {at.option<std::int32_t>(4, 0), at.option<std::int32_t>(3, 0)};
  const PlacedWindow placed = place(at, word, map, stated);
  Pool pool;
  pool.type = average ? PoolType::average : PoolType::max;
  pool.dimensions = placed.dimensions;
  pool.window = placed.window;
  const network::TensorId pooled = at.add(word, pool, {placed.map}, at.output_bits());
  at.take_zeros(map, pooled);
  const network::TensorId out = at.activate(pooled, static_cast<Fused>(at.option<std::int8_t>(5, 0)));
  const int channels = map.dims.from_end(0);
  at.result(out, {channels, placed.rows, placed.columns}, output_dims(placed.out, channels));
}

/// ReducerOptions: 0 whether reduced sides stay, as 1. The axes are the second input.
void mean(Translation& at) {
  const bool average = at.op().code == Builtin::mean;
  const Value map = at.data(0);
  const auto rank = static_cast<std::int64_t>(map.dims.rank());
  const bool keeps = at.option<std::uint8_t>(0, 0) != 0;
  std::vector<bool> reduced(map.dims.rank());
  for (std::int64_t axis : at.numbers(1, "axes")) {
    if (axis < 0) axis += rank;
    if (axis < 0 || axis >= rank)
      at.refuse(fmt::format("reduces axis {} of {}, which has {}", axis, to_text(map.dims), rank));
    reduced[static_cast<std::size_t>(axis)] = true;
  }
  Dims dims;
  bool everything = true;
  for (std::size_t i = 0; i < map.dims.rank(); ++i) {
    const bool is_channels = i + 1 == map.dims.rank();
    if (reduced[i] && is_channels && map.dims[i] != 1)
      at.refuse("reduces the channels; networks here reduce rows and columns alone");
    everything = everything && (reduced[i] || is_channels || map.dims[i] == 1);
    if (!reduced[i] || keeps) dims.push(reduced[i] ? 1 : map.dims[i]);
  }
  if (!everything)
    at.refuse(fmt::format("reduces some of the sides of {} and leaves others; reduce rows and columns both",
                          to_text(map.dims)));
  Pool pool;
  pool.type = average ? PoolType::average : PoolType::max;
  pool.global = true;
  const int channels = map.dims.from_end(0);
  const network::TensorId out = at.add("pool", pool, {map.tensor}, at.output_bits());
  at.explain("over all rows and columns: global pooling");
  at.result(out, {channels, 1, 1}, dims);
}

}  // namespace synergy::importer::tflite
