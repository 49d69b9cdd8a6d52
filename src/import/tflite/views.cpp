// Operators that give a tensor other sides, or say nothing of what is computed.
#include <algorithm>

#include "translators.hpp"
#include <fmt/format.h>

namespace synergy::importer::tflite {
namespace {

/// The sides that the numbers of a reshape ask for; one may be -1, which is what is left.
Dims solved(const Translation& at, const std::vector<std::int64_t>& asked, std::int64_t elements) {
  Dims dims;
  std::int64_t known = 1;
  std::optional<std::size_t> open;
  for (const std::int64_t side : asked) {
    const bool possible = side == -1 ? !open : side >= 1 && side <= elements;
    if (!possible || dims.rank() == Dims::kMaxRank || known > elements)
      at.refuse("asks for sides that its input cannot have");
    if (side == -1)
      open = dims.rank();
    else
      known *= side;  // below 2^60: both are 2^30 at most
    dims.push(static_cast<std::int32_t>(side));
  }
  if (open) dims.set(*open, static_cast<std::int32_t>(elements / std::max<std::int64_t>(known, 1)));
  return dims;
}

std::vector<std::int64_t> numbers_of_options(const Translation& at) {
  std::vector<std::int64_t> numbers;
  if (!at.op().options) return numbers;
  const Vector stated = at.op().options->vector(0, 4);
  for (std::size_t i = 0; i < std::min(stated.size(), Dims::kMaxRank + 1); ++i)
    numbers.push_back(stated.int32(i));
  return numbers;
}

/// ReshapeOptions and SqueezeOptions: 0 sides. Other than those the file states for the output if these mean
/// something.
Dims wanted_dims(Translation& at, const Dims& in) {
  const StatedTensor& stated = at.stated();
  if (!at.sides_are_open() && !stated.open && stated.dims.rank() > 0) return stated.dims;
  Dims dims;
  if (at.op().code == Builtin::reshape) {
    const std::vector<std::int64_t> asked = at.has_input(1) ? at.numbers(1, "sides") : numbers_of_options(at);
    return solved(at, asked, in.elements());
  }
  if (at.op().code == Builtin::expand_dims) {
    const auto rank = static_cast<std::int64_t>(in.rank());
    const std::vector<std::int64_t> axes = at.numbers(1, "an axis");
    const std::int64_t axis = axes.empty() ? 0 : axes[0] < 0 ? axes[0] + rank + 1 : axes[0];
    if (axis < 0 || axis > rank || in.rank() == Dims::kMaxRank)
      at.refuse(fmt::format("puts a side at {} of {}", axis, to_text(in)));
    for (std::int64_t i = 0; i <= rank; ++i) {
      if (i == axis) dims.push(1);
      if (i < rank) dims.push(in[static_cast<std::size_t>(i)]);
    }
    return dims;
  }
  const std::vector<std::int64_t> axes = numbers_of_options(at);
  for (std::size_t i = 0; i < in.rank(); ++i) {
    const auto from_end = static_cast<std::int64_t>(i) - static_cast<std::int64_t>(in.rank());
    const bool named = std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(i)) != axes.end() ||
                       std::find(axes.begin(), axes.end(), from_end) != axes.end();
    if (in[i] != 1 || !(axes.empty() || named)) dims.push(in[i]);
  }
  return dims;
}

/// Steps with zeros around them, as a causal convolution in one dimension has: when sides of 1 come or go,
/// the zeros stay with their steps.
void view_with_zeros(Translation& at, const Value& in, Dims dims) {
  const bool along_rows = in.zeros.top != 0 || in.zeros.bottom != 0;
  const SideZeros zeros =
      along_rows ? SideZeros{in.zeros.top, in.zeros.bottom} : SideZeros{in.zeros.left, in.zeros.right};
  const int steps = in.dims.from_end(along_rows ? 2 : 1);
  const int padded_steps = steps + zeros.begin + zeros.end;
  const bool one_side = !along_rows || (in.zeros.left == 0 && in.zeros.right == 0);
  const bool becomes_rows = dims.from_end(1) != padded_steps;
  const std::size_t side = becomes_rows ? 2 : 1;
  const bool stays = one_side && dims.sound() &&
                     in.dims.elements() == std::int64_t{steps} * in.dims.from_end(0) &&
                     dims.from_end(0) == in.dims.from_end(0) && dims.from_end(side) == padded_steps &&
                     dims.elements() == std::int64_t{padded_steps} * dims.from_end(0) && dims.rank() > side;
  if (!stays)
    at.refuse("gives other sides to a map with zeros around it (PAD); pad right in front of a convolution");
  dims.set(dims.rank() - 1 - side, steps);
  Value out = in;
  out.dims = dims;
  out.zeros = becomes_rows ? network::Padding{zeros.begin, 0, zeros.end, 0}
                           : network::Padding{0, zeros.begin, 0, zeros.end};
  const network::Shape to = at.map(dims).shape;
  if (at.map(in.dims).shape == to)
    return at.becomes(out, Fate::dropped, "the same map, whose sides of 1 are called otherwise");
  at.refuse("changes the shape of a map with zeros around it (PAD); pad right in front of a convolution");
}

void view(Translation& at, const Value& in, const Dims& dims) {
  if (in.padded()) return view_with_zeros(at, in, dims);
  if (!dims.sound() || dims.elements() != in.dims.elements())
    at.refuse(
        fmt::format("takes {} as {}, which has another number of elements", to_text(in.dims), to_text(dims)));
  const network::Shape to = at.map(dims).shape;
  if (in.permuted) {
    if (to.pixels() != 1)
      at.refuse("gives other sides to a transposed map; networks here can only flatten one");
    at.explain("flattens a transposed map: the weights behind have their inputs in that order");
    return at.result(at.add("flatten", network::Flatten{}, {in.tensor}), to, dims);
  }
  const network::Shape from = at.map(in.dims).shape;
  Value out = in;
  out.dims = dims;
  if (from == to) return at.becomes(out, Fate::dropped, "the same map: sides of 1 come or go");
  if (in.only_input) {
    at.change_input(in, dims);
    return at.becomes(out, Fate::dropped, "the input arrives in this form");
  }
  if (to.pixels() != 1 && to.channels != from.channels)
    at.explain("elements stay in the file's order: rows, columns, channels");
  at.result(at.reshaped(to.pixels() == 1 ? "flatten" : "reshape", in.tensor, from, to), to, dims);
}

/// Whether a constant of one element stands for zero: of quantised ones, the stored number that does.
bool is_zero(const Translation& at, std::size_t input) {
  (void)at.constant(input, "a filling");
  const StatedTensor& stated = at.stated_input(input);
  const ElementType type = type_of(stated.type);
  const std::size_t width = stated.data.size();
  if (width < 1 || width > 8) return false;  // computed, or not one
  const std::size_t unused = 64 - 8 * width;
  const std::uint64_t high = Flatbuffer(stated.data, {}).number(0, width) << unused;
  if (type.floating) return high == 0;
  const bool is_signed = !type.name.starts_with('U');
  const std::int64_t number =
      is_signed ? static_cast<std::int64_t>(high) >> unused : static_cast<std::int64_t>(high >> unused);
  return number == stated.zero;
}

/// Of a permuted one too, which flattening ends.
const Value& viewed(const Translation& at, std::size_t i) {
  const Value& in = at.value(i);
  return in.kind == Value::Kind::data ? in : at.data(i);
}

}  // namespace

void reshape(Translation& at) {
  const Value in = viewed(at, 0);
  view(at, in, wanted_dims(at, in.dims));
}

/// The second input says where each side comes from.
void transpose(Translation& at) {
  const Value in = at.data(0);
  const std::vector<std::int64_t> from = at.numbers(1, "an order of sides");
  Dims dims;
  std::vector<bool> seen(in.dims.rank());
  std::int64_t last = -1;
  bool in_order = true;
  for (const std::int64_t side : from) {
    if (side < 0 || side >= static_cast<std::int64_t>(seen.size()) || seen[static_cast<std::size_t>(side)])
      at.refuse("has an order of sides that is none");
    seen[static_cast<std::size_t>(side)] = true;
    dims.push(in.dims[static_cast<std::size_t>(side)]);
    if (dims.from_end(0) == 1) continue;  // where a side of 1 stands changes no element's place
    in_order = in_order && side > last;
    last = side;
  }
  if (from.size() != in.dims.rank()) at.refuse("has an order of sides that leaves some out");
  if (in_order) return view(at, in, dims);
  Value out = in;
  out.dims = dims;
  if (in.only_input) {
    at.change_input(in, dims);
    return at.becomes(out, Fate::dropped, "the input arrives in this form");
  }
  out.permuted = true;
  at.becomes(out, Fate::dropped,
             "another order of elements: the weights behind the flattening that reads it have it");
}

/// The second input has two numbers for each side, the third of PADV2 what the map is filled up with.
void pad(Translation& at) {
  const Value in = at.data(0);
  const std::vector<std::int64_t> zeros = at.numbers(1, "numbers of zeros");
  const std::size_t rank = in.dims.rank();
  if (zeros.size() != 2 * rank) at.refuse(fmt::format("has {} numbers for {} sides", zeros.size(), rank));
  if (at.has_input(2) && !is_zero(at, 2))
    at.refuse("fills up with another value than zero, which no network here does");
  // Behind the batch, where there are rows or steps at all.
  const std::size_t last_side = rank >= 4 ? 2 : rank == 3 ? 1 : 0;
  network::Padding around;
  for (std::size_t i = 0; i < 2 * rank; ++i) {
    if (zeros[i] == 0) continue;
    const std::size_t side = rank - 1 - i / 2;  // from the end
    if (zeros[i] < 0 || zeros[i] > 1024 || side == 0 || side > last_side)
      at.refuse(
          fmt::format("puts {} {} side {} of {}; networks here have up to 1024 zeros around rows and "
                      "columns",
                      zeros[i], i % 2 == 0 ? "in front of" : "behind", i / 2, to_text(in.dims)));
    int& place =
        side == 2 ? (i % 2 == 0 ? around.top : around.bottom) : (i % 2 == 0 ? around.left : around.right);
    place = static_cast<int>(zeros[i]);
  }
  Value out = in;
  if (around == network::Padding{}) return at.becomes(out, Fate::dropped, "no zeros");
  out.zeros = around;
  out.pad = at.index();
  at.becomes(out, Fate::folded, "zeros that belong to the window which reads the map");
}

/// Where the stated output is the input; networks have nothing that cuts, repeats or resizes.
void if_it_does_nothing(Translation& at) {
  const Builtin code = at.op().code;
  const Value in = at.data(code == Builtin::split ? 1 : 0);
  const bool joins = code == Builtin::pack && at.op().inputs.size() > 1;
  const Dims& out = at.stated().dims;
  bool same = !at.sides_are_open() && !joins && at.op().outputs.size() == 1;
  // One of several is a tensor with a side of 1 more or less.
  const bool view_only = code == Builtin::pack || code == Builtin::unpack;
  same = same && (view_only ? out.sound() && out.elements() == in.dims.elements() : out == in.dims);
  if (same && code == Builtin::strided_slice) {
    for (const std::int64_t stride : at.numbers(3, "strides")) same = same && stride == 1;
  }
  if (!same) {
    const bool resizes = code == Builtin::resize_bilinear || code == Builtin::resize_nearest_neighbor;
    at.refuse(resizes ? fmt::format("enlarges {} to {}; networks here have TRANSPOSE_CONV for that",
                                    to_text(in.dims), to_text(out))
                      : fmt::format("cuts, joins or repeats {}; networks here have CONCATENATION of channels "
                                    "alone, so leave it to the host or train without",
                                    to_text(in.dims)));
  }
  if (view_only) return view(at, in, out);
  at.becomes(in, Fate::dropped, "gives its input as it is");
}

/// Numbers are the same before and after, as far as their format goes.
void number_format(Translation& at) {
  const Value in = viewed(at, 0);
  // An app can make its input in the format that the network computes with.
  if (in.only_input && at.op().code == Builtin::quantize) at.change_input_bits(in, at.output_bits());
  at.becomes(in, Fate::dropped, "a change of number format");
}

void shape(Translation& at) {
  (void)viewed(at, 0);
  Value sides;
  sides.kind = Value::Kind::constant;
  sides.dims = at.stated().dims;
  sides.bits = type_of(at.stated().type).bits;
  sides.holder = static_cast<std::size_t>(at.op().outputs.int32(0));
  at.becomes(sides, Fate::dropped, "tells the sides of a tensor, which are known");
}

void host_work(Translation& at) { at.leave_to_host(); }

}  // namespace synergy::importer::tflite
