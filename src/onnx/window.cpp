#include "window.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::importer::onnx {
namespace {

/// A list of one number for each of `count` places; `otherwise` where there is none.
Dims list_of(Translation& t, const Node& node, std::string_view key, std::size_t count,
             std::int64_t otherwise, std::int64_t low) {
  const Dims* given = node.integers(key);
  if (given == nullptr) return Dims(count, otherwise);
  if (given->size() != count) t.fail(fmt::format("{}: {} numbers, not {}", key, given->size(), count));
  for (const std::int64_t number : *given) (void)t.whole(number, key, low, 1024);
  return *given;
}

/// The output is as large as the input, divided by the stride and rounded up.
void pad_to_same(Along& side, bool more_behind) {
  const std::int64_t out = (side.in + side.stride - 1) / side.stride;
  const std::int64_t zeros = std::max<std::int64_t>(0, (out - 1) * side.stride + side.reach() - side.in);
  side.before = more_behind ? zeros / 2 : zeros - zeros / 2;
  side.after = zeros - side.before;
}

}  // namespace

std::vector<Along> window_of(Translation& t, const Node& node, const Dims& map, const Dims& kernel) {
  const std::size_t count = map.size() < 2 ? 0 : map.size() - 2;
  if (count < 1 || count > 2)
    t.fail(fmt::format("works on {}: one or two sides beside batch and channels are possible", to_text(map)));
  if (kernel.size() != count) t.fail(fmt::format("kernel {} for a map {}", to_text(kernel), to_text(map)));
  const Dims strides = list_of(t, node, "strides", count, 1, 1);
  const Dims dilations = list_of(t, node, "dilations", count, 1, 1);
  const Dims pads = list_of(t, node, "pads", 2 * count, 0, 0);
  const std::string_view automatic = node.text("auto_pad", "NOTSET");
  std::vector<Along> sides(count);
  for (std::size_t i = 0; i < count; ++i) {
    sides[i] = {map[i + 2],     t.whole(kernel[i], "kernel", 1, 1024), strides[i], dilations[i], pads[i],
                pads[count + i]};
    if (automatic == "SAME_UPPER" || automatic == "SAME_LOWER")
      pad_to_same(sides[i], automatic == "SAME_UPPER");
    else if (automatic == "VALID")
      sides[i].before = sides[i].after = 0;
    else if (automatic != "NOTSET" && !automatic.empty())
      t.fail(fmt::format("auto_pad {}: NOTSET, SAME_UPPER, SAME_LOWER and VALID are known", automatic));
    if (sides[i].before > 1024 || sides[i].after > 1024) t.fail("more than 1024 zeros at one side of a map");
  }
  if (automatic.starts_with("SAME")) {
    const network::Padding p = to_window(sides).padding;
    t.infer(node.name + ".padding", fmt::format("[{}, {}, {}, {}]", p.top, p.left, p.bottom, p.right),
            fmt::format("auto_pad {}: top, left, bottom, right", automatic));
  }
  return sides;
}

network::Window to_window(const std::vector<Along>& sides, const network::Padding& more) {
  const auto number = [](std::int64_t n) { return static_cast<int>(n); };
  const Along& rows = sides.front();
  const Along columns = sides.size() > 1 ? sides[1] : Along{};
  return {.size = {number(rows.kernel), number(columns.kernel)},
          .stride = {number(rows.stride), number(columns.stride)},
          .dilation = {number(rows.dilation), number(columns.dilation)},
          .padding = {number(rows.before) + more.top, number(columns.before) + more.left,
                      number(rows.after) + more.bottom, number(columns.after) + more.right}};
}

Dims map_behind(std::int64_t batch, std::int64_t channels, const std::vector<Along>& sides) {
  Dims dims{batch, channels};
  for (const Along& side : sides) dims.push_back(side.out());
  return dims;
}

}  // namespace synergy::importer::onnx
