#include <algorithm>
#include <numeric>

#include "views.hpp"
#include <fmt/format.h>

namespace synergy::importer::onnx {
namespace {

/// An axis counted from the front; `rank` itself is allowed where something is put behind all.
std::size_t from_front(Translation& t, std::int64_t axis, std::size_t rank, bool behind = false) {
  const auto sides = static_cast<std::int64_t>(rank);
  return static_cast<std::size_t>(
      t.whole(axis < 0 ? axis + sides : axis, "axis", 0, behind ? sides : sides - 1));
}

/// An attribute before opset 13, an input since; none: empty.
Dims axes_of(Translation& t, const Node& node) {
  if (const Dims* attribute = node.integers("axes")) return *attribute;
  return node.has_input(1) ? t.integers(1) : Dims{};
}

}  // namespace

std::int64_t elements_of(Translation& t, const Dims& dims) {
  constexpr std::int64_t kMost = std::int64_t{1} << 46;
  std::int64_t product = 1;
  for (const std::int64_t dim : dims) {
    if (dim < 0 || (dim > 0 && product > kMost / dim)) t.fail(fmt::format("a tensor of {}", to_text(dims)));
    product *= dim;
  }
  return product;
}

Dims broadcast(Translation& t, const Dims& a, const Dims& b) {
  Dims out(std::max(a.size(), b.size()));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::int64_t x = i < a.size() ? a[a.size() - 1 - i] : 1;
    const std::int64_t y = i < b.size() ? b[b.size() - 1 - i] : 1;
    if (x != y && x != 1 && y != 1)
      t.fail(fmt::format("shapes {} and {} do not fit", to_text(a), to_text(b)));
    out[out.size() - 1 - i] = x == 1 ? y : x;
  }
  return out;
}

Dims reshaped(Translation& t, const Node& node, const Dims& dims) {
  Dims to;
  if (const Dims* attribute = node.integers("shape"))
    to = *attribute;
  else
    to = t.integers(1);
  const std::int64_t elements = elements_of(t, dims);
  std::size_t open = to.size();
  std::int64_t rest = 1;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (to[i] == 0 && node.integer("allowzero", 0) == 0) {
      if (i >= dims.size()) t.fail(fmt::format("keeps side {} of {}, which has none", i, to_text(dims)));
      to[i] = dims[i];
    }
    if (to[i] == -1) {
      if (open < to.size()) t.fail(fmt::format("reshapes to {}: two sides are open", to_text(to)));
      open = i;
      to[i] = 1;
    }
    if (to[i] < 0) t.fail(fmt::format("reshapes to {}", to_text(to)));
  }
  rest = elements_of(t, to);
  if (open < to.size()) {
    if (rest == 0 || elements % rest != 0)
      t.fail(fmt::format("reshapes {} to {} with an open side", to_text(dims), to_text(to)));
    to[open] = elements / rest;
  } else if (rest != elements) {
    t.fail(fmt::format("reshapes {} to {}, which has other elements", to_text(dims), to_text(to)));
  }
  return to;
}

Dims flattened(Translation& t, const Node& node, const Dims& dims) {
  const std::size_t axis = from_front(t, node.integer("axis", 1), dims.size(), true);
  const auto split = dims.begin() + static_cast<std::ptrdiff_t>(axis);
  return {elements_of(t, Dims(dims.begin(), split)), elements_of(t, Dims(split, dims.end()))};
}

Dims squeezed(Translation& t, const Node& node, const Dims& dims) {
  std::vector<bool> gone(dims.size());
  const Dims axes = axes_of(t, node);
  for (const std::int64_t axis : axes) gone[from_front(t, axis, dims.size())] = true;
  Dims out;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    if (axes.empty() ? dims[i] == 1 : gone[i]) {
      if (dims[i] != 1) t.fail(fmt::format("takes side {} out of {}, which is not 1", i, to_text(dims)));
    } else {
      out.push_back(dims[i]);
    }
  }
  return out;
}

Dims unsqueezed(Translation& t, const Node& node, const Dims& dims) {
  const Dims axes = axes_of(t, node);
  const std::size_t rank = dims.size() + axes.size();
  if (rank > 64) t.fail("more than 64 dimensions");
  std::vector<bool> added(rank);
  for (const std::int64_t axis : axes) {
    const std::size_t at = from_front(t, axis, rank);
    if (added[at]) t.fail(fmt::format("puts in side {} twice", at));
    added[at] = true;
  }
  Dims out;
  for (std::size_t i = 0, from = 0; i < rank; ++i) out.push_back(added[i] ? 1 : dims[from++]);
  return out;
}

std::vector<int> permutation(Translation& t, const Node& node, std::size_t rank) {
  std::vector<int> order(rank);
  const Dims* given = node.integers("perm");
  if (given == nullptr) {
    std::iota(order.rbegin(), order.rend(), 0);
    return order;
  }
  if (given->size() != rank) t.fail(fmt::format("perm {} for {} dimensions", to_text(*given), rank));
  std::vector<bool> used(rank);
  for (std::size_t i = 0; i < rank; ++i) {
    const std::size_t from = from_front(t, (*given)[i], rank);
    if (used[from]) t.fail(fmt::format("perm {} has {} twice", to_text(*given), from));
    used[from] = true;
    order[i] = static_cast<int>(from);
  }
  return order;
}

}  // namespace synergy::importer::onnx
