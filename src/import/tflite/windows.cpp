#include "windows.hpp"

#include <utility>

#include <fmt/format.h>

namespace synergy::importer::tflite {
namespace {

constexpr int kMostSteps = 1024;  // as networks have it; below it no product here overflows

void check_range(const Translation& at, const network::Extent& extent, std::string_view what) {
  if (extent.rows >= 1 && extent.columns >= 1 && extent.rows <= kMostSteps && extent.columns <= kMostSteps)
    return;
  at.refuse(
      fmt::format("has a {} of {}x{}; 1 to {} are possible", what, extent.rows, extent.columns, kMostSteps));
}

/// One side of the output, or an error if the window is larger than its padded input.
int side(const Translation& at, std::int64_t padded_in, std::int64_t taps, std::int64_t stride) {
  if (padded_in < taps) {
    at.refuse(
        fmt::format("has a window of {} (with dilation) on a side of {} (with zeros)", taps, padded_in));
  }
  return static_cast<int>((padded_in - taps) / stride + 1);
}

}  // namespace

StatedWindow stated_window(const Translation& at) {
  StatedWindow stated;
  const int padding = at.option<std::uint8_t>(0, 0);
  if (padding != 0 && padding != 1)
    at.refuse(fmt::format("has padding {}; the format has 0 (SAME) and 1 (VALID)", padding));
  stated.same = padding == 0;
  stated.stride = {at.option<std::int32_t>(2, 0), at.option<std::int32_t>(1, 0)};
  return stated;
}

network::Extent turned(const network::Extent& extent) { return {extent.columns, extent.rows}; }

bool is_one_dimensional(const network::Shape& map, const network::Window& window) {
  return map.width == 1 && map.height > 1 && window.size.columns == 1 && window.padding.left == 0 &&
         window.padding.right == 0;
}

PlacedWindow place(Translation& at, std::string_view word, const Value& map, const StatedWindow& stated) {
  if (map.dims.rank() != 4)
    at.refuse(fmt::format("reads {}; it must be batch, rows, columns and channels", to_text(map.dims)));
  check_range(at, stated.size, "window");
  check_range(at, stated.stride, "stride");
  check_range(at, stated.dilation, "dilation");
  const int in_rows = map.dims.from_end(2);
  const int in_columns = map.dims.from_end(1);
  const int rows_taps = (stated.size.rows - 1) * stated.dilation.rows + 1;
  const int column_taps = (stated.size.columns - 1) * stated.dilation.columns + 1;
  network::Padding padding = map.zeros;
  const std::int64_t padded_rows = std::int64_t{in_rows} + padding.top + padding.bottom;
  const std::int64_t padded_columns = std::int64_t{in_columns} + padding.left + padding.right;
  PlacedWindow placed;
  std::int64_t same_rows = 0;
  std::int64_t same_columns = 0;
  if (stated.same) {
    const SideZeros rows = same_padding(padded_rows, stated.stride.rows, rows_taps);
    const SideZeros columns = same_padding(padded_columns, stated.stride.columns, column_taps);
    padding.top += rows.begin;
    padding.bottom += rows.end;
    padding.left += columns.begin;
    padding.right += columns.end;
    same_rows = rows.begin + rows.end;
    same_columns = columns.begin + columns.end;
  }
  placed.out = {side(at, padded_rows + same_rows, rows_taps, stated.stride.rows),
                side(at, padded_columns + same_columns, column_taps, stated.stride.columns)};
  placed.map = map.tensor;
  const Map as = at.map(map.dims);
  network::Shape shape = as.shape;
  network::Window& window = placed.window;
  window = {stated.size, stated.stride, stated.dilation, padding};
  std::tie(placed.rows, placed.columns) = std::pair(placed.out.rows, placed.out.columns);
  if (as.turned && placed.out.rows == 1) {
    // A map that stays a single row: everything about it is turned.
    window = {turned(stated.size),
              turned(stated.stride),
              turned(stated.dilation),
              {padding.left, padding.top, padding.right, padding.bottom}};
    std::swap(placed.rows, placed.columns);
  } else if (as.turned) {
    const network::Shape single_row{shape.channels, 1, in_columns};
    placed.map = at.reshaped("row", placed.map, shape, single_row);
    shape = single_row;
  }
  if (is_one_dimensional(shape, window)) {
    placed.dimensions = 1;
    window.stride.columns = 1;
    window.dilation.columns = 1;
  }
  if (window.padding != network::Padding{}) {
    const network::Padding& p = window.padding;
    std::string rule = stated.same ? "SAME padding: the odd row or column behind the map" : "";
    if (map.padded()) rule += rule.empty() ? "the zeros of the PAD in front" : ", and the PAD in front";
    at.infer(word, "padding", fmt::format("[{}, {}, {}, {}]", p.top, p.left, p.bottom, p.right), rule);
  }
  return placed;
}

Dims output_dims(const network::Extent& out, int channels) {
  Dims dims;
  for (const int side : {1, out.rows, out.columns, channels}) dims.push(side);
  return dims;
}

}  // namespace synergy::importer::tflite
