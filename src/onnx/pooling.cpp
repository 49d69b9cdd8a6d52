#include "pooling.hpp"

#include <algorithm>

#include "window.hpp"
#include <fmt/format.h>

namespace synergy::importer::onnx {
namespace {

/// Rounding up makes room for one more window, over zeros that the general form states.
void round_up(Translation& t, const Node& node, std::vector<Along>& sides) {
  bool changed = false;
  for (Along& side : sides) {
    const std::int64_t room = side.in + side.before + side.after - side.reach();
    const std::int64_t rest = room < 0 ? 0 : room % side.stride;
    if (rest == 0) continue;
    const std::int64_t more = side.stride - rest;
    // A window that begins in the zeros behind the map is none.
    if ((room + more) >= side.in + side.before) continue;
    side.after += more;
    changed = true;
  }
  if (!changed) return;
  const network::Padding p = to_window(sides).padding;
  t.infer(node.name + ".padding", fmt::format("[{}, {}, {}, {}]", p.top, p.left, p.bottom, p.right),
          "ceil_mode: top, left, bottom, right");
}

void pool(Translation& t, const Node& node, network::PoolType type) {
  if (node.has_output(1)) t.fail("its indices are asked for: only maxima are possible");
  network::Padding before;
  // Zeros count in an average; in a maximum they would need a second kind of padding.
  const network::TensorId map = type == network::PoolType::average ? t.map(0, before) : t.map(0);
  const Dims in = t.value(0).dims;
  const Dims* kernel = node.integers("kernel_shape");
  if (kernel == nullptr) t.fail("has no kernel_shape");
  std::vector<Along> sides = window_of(t, node, in, *kernel);
  if (node.integer("ceil_mode", 0) != 0) round_up(t, node, sides);
  network::Pool pool;
  pool.type = type;
  pool.dimensions = static_cast<int>(sides.size());
  pool.window = to_window(sides, before);
  const network::OperatorId id = t.add(pool, {map}, map_behind(in[0], in[1], sides));
  t.report_padding(0, id);
}

void pool_globally(Translation& t, network::PoolType type, bool keep_sides, std::string reason) {
  const network::TensorId map = t.map(0);
  Dims out = t.value(0).dims;
  if (out.size() < 3) t.fail(fmt::format("pools {}, which has no rows", to_text(out)));
  std::fill(out.begin() + 2, out.end(), 1);
  if (!keep_sides) out.resize(2);
  network::Pool pool;
  pool.type = type;
  pool.global = true;
  (void)t.add(pool, {map}, std::move(out), std::move(reason));
}

/// Over all rows and columns it is a global pooling.
void reduce(Translation& t, const Node& node, network::PoolType type) {
  const Dims& in = t.value(0).dims;
  const auto rank = static_cast<std::int64_t>(in.size());
  Dims axes;
  if (const Dims* attribute = node.integers("axes"))
    axes = *attribute;
  else if (node.has_input(1))
    axes = t.integers(1);
  std::vector<bool> reduced(in.size(), axes.empty());
  for (const std::int64_t axis : axes)
    reduced[static_cast<std::size_t>(t.whole(axis < 0 ? axis + rank : axis, "axes", 0, rank - 1))] = true;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (reduced[i] != (i >= 2) && !(i >= 2 && in[i] == 1 && node.integer("keepdims", 1) != 0))
      t.fail(fmt::format("reduces some sides of {}: only all rows and columns together are possible",
                         to_text(in)));
  }
  pool_globally(t, type, node.integer("keepdims", 1) != 0, "over all rows and columns: global pooling");
}

}  // namespace

void translate_max_pool(Translation& t, const Node& node) { pool(t, node, network::PoolType::max); }
void translate_average_pool(Translation& t, const Node& node) { pool(t, node, network::PoolType::average); }
void translate_global_max_pool(Translation& t, const Node& /*node*/) {
  pool_globally(t, network::PoolType::max, true, {});
}
void translate_global_average_pool(Translation& t, const Node& /*node*/) {
  pool_globally(t, network::PoolType::average, true, {});
}
void translate_reduce_mean(Translation& t, const Node& node) { reduce(t, node, network::PoolType::average); }
void translate_reduce_max(Translation& t, const Node& node) { reduce(t, node, network::PoolType::max); }

}  // namespace synergy::importer::onnx
