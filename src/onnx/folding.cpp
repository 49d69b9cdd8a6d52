#include <algorithm>
#include <array>
#include <cmath>

#include "quantisation.hpp"
#include "rules.hpp"
#include "views.hpp"
#include <fmt/format.h>

namespace synergy::importer::onnx {
namespace {

/// More numbers than this are weights: nobody asks for them.
constexpr std::int64_t kMaxNumbers = 256;

using Arguments = std::vector<double>;

/// Element by element. Without a function only the shape is known afterwards, which is enough for weights.
struct Arithmetic {
  std::string_view kind;
  double (*of)(const Arguments&);
};
constexpr std::array kArithmetic = {
    Arithmetic{"Add", [](const Arguments& x) { return x[0] + x[1]; }},
    Arithmetic{"Sub", [](const Arguments& x) { return x[0] - x[1]; }},
    Arithmetic{"Mul", [](const Arguments& x) { return x[0] * x[1]; }},
    Arithmetic{"Div", [](const Arguments& x) { return x[1] == 0 ? 0 : x[0] / x[1]; }},
    Arithmetic{"Equal", [](const Arguments& x) { return x[0] == x[1] ? 1.0 : 0.0; }},
    Arithmetic{"Where", [](const Arguments& x) { return x[0] != 0 ? x[1] : x[2]; }},
    Arithmetic{"Neg", [](const Arguments& x) { return -x[0]; }},
    Arithmetic{"Floor", [](const Arguments& x) { return std::floor(x[0]); }},
    Arithmetic{"Ceil", [](const Arguments& x) { return std::ceil(x[0]); }},
    Arithmetic{"Abs", [](const Arguments& x) { return std::abs(x[0]); }},
    Arithmetic{"Pow", nullptr},
    Arithmetic{"Max", nullptr},
    Arithmetic{"Min", nullptr},
    Arithmetic{"Round", nullptr},
    Arithmetic{"Sqrt", nullptr},
    Arithmetic{"Exp", nullptr},
    Arithmetic{"Log", nullptr},
    Arithmetic{"Reciprocal", nullptr},
    Arithmetic{"Clip", nullptr},
    Arithmetic{"Tanh", nullptr},
    Arithmetic{"Sigmoid", nullptr},
    Arithmetic{"Sign", nullptr},
};

const Arithmetic* arithmetic_of(std::string_view kind) {
  const auto* found = std::find_if(kArithmetic.begin(), kArithmetic.end(),
                                   [&](const Arithmetic& each) { return each.kind == kind; });
  return found == kArithmetic.end() ? nullptr : found;
}

/// Of the element at `index` of a tensor of `out`, in one of `dims`.
std::size_t place_of(std::int64_t index, const Dims& out, const Dims& dims) {
  std::int64_t place = 0;
  std::int64_t step = 1;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::int64_t at = index % out[out.size() - 1 - i];
    index /= out[out.size() - 1 - i];
    if (i >= dims.size()) continue;
    const std::int64_t side = dims[dims.size() - 1 - i];
    place += (side == 1 ? 0 : at) * step;
    step *= side;
  }
  return static_cast<std::size_t>(place);
}

Value compute(Translation& t, const Node& node, const Arithmetic& what) {
  Value made = t.constant(0);
  for (std::size_t i = 1; i < node.inputs.size(); ++i) {
    if (node.has_input(i)) made.dims = broadcast(t, made.dims, t.constant(i).dims);
  }
  made.numbers.reset();
  made.weights.clear();
  const std::int64_t count = elements_of(t, made.dims);
  const bool known = what.of != nullptr && count <= kMaxNumbers &&
                     std::all_of(node.inputs.begin(), node.inputs.end(), [&](const std::string& input) {
                       return !input.empty() && t.has_numbers(input);
                     });
  if (!known) return made;
  made.numbers.emplace();
  for (std::int64_t at = 0; at < count; ++at) {
    Arguments arguments;
    for (std::size_t i = 0; i < node.inputs.size(); ++i)
      arguments.push_back(t.numbers(i)[place_of(at, made.dims, t.constant(i).dims)]);
    made.numbers->push_back(what.of(arguments));
  }
  return made;
}

// ------------------------------------------------------------------------------------ shapes in the making

/// A list with its numbers, as shapes are.
const std::vector<double>& list(Translation& t, std::size_t i) {
  if (t.constant(i).dims.size() > 1)
    t.fail(fmt::format("of constants {}: only lists of numbers are worked out", to_text(t.constant(i).dims)));
  return t.numbers(i);
}

Value of_numbers(std::vector<double> numbers, bool scalar, const Element& element) {
  Value made;
  made.kind = Value::Kind::constant;
  made.element = element;
  if (!scalar) made.dims = {std::ssize(numbers)};
  made.numbers = std::move(numbers);
  return made;
}

Value gather(Translation& t, const Node& /*node*/) {
  const std::vector<double>& from = list(t, 0);
  std::vector<double> numbers;
  for (std::int64_t index : t.integers(1)) {
    if (index < 0) index += std::ssize(from);
    numbers.push_back(from[static_cast<std::size_t>(t.whole(index, "index", 0, std::ssize(from) - 1))]);
  }
  return of_numbers(std::move(numbers), t.constant(1).dims.empty(), t.constant(0).element);
}

Value slice(Translation& t, const Node& node) {
  const std::vector<double>& from = list(t, 0);
  const auto argument = [&](std::size_t input, std::string_view key, std::int64_t otherwise) {
    Dims given{otherwise};
    if (const Dims* attribute = node.integers(key))
      given = *attribute;
    else if (node.has_input(input))
      given = t.integers(input);
    if (given.size() != 1) t.fail(fmt::format("{} is not one number", key));
    return given.front();
  };
  const std::int64_t size = std::ssize(from);
  const auto clamp = [&](std::int64_t n) { return std::clamp<std::int64_t>(n < 0 ? n + size : n, 0, size); };
  const std::int64_t begin = clamp(argument(1, "starts", 0));
  const std::int64_t end = clamp(argument(2, "ends", size));
  const std::int64_t step = t.whole(argument(4, "steps", 1), "steps", 1, 1024);
  std::vector<double> numbers;
  for (std::int64_t i = begin; i < end; i += step) numbers.push_back(from[static_cast<std::size_t>(i)]);
  return of_numbers(std::move(numbers), false, t.constant(0).element);
}

Value concat(Translation& t, const Node& node) {
  Value made = t.constant(0);
  made.weights.clear();
  const auto rank = static_cast<std::int64_t>(made.dims.size());
  const std::int64_t axis = node.integer("axis", 0);
  const auto along = static_cast<std::size_t>(t.whole(axis < 0 ? axis + rank : axis, "axis", 0, rank - 1));
  for (std::size_t i = 1; i < node.inputs.size(); ++i) {
    const Value& next = t.constant(i);
    if (next.dims.size() != made.dims.size()) t.fail("joins constants of different numbers of dimensions");
    if (next.dims[along] > (std::int64_t{1} << 46)) t.fail("a constant that is too large");
    made.dims[along] += next.dims[along];
    (void)elements_of(t, made.dims);
    if (!made.numbers || !next.numbers || rank != 1 || std::ssize(*made.numbers) > kMaxNumbers)
      made.numbers.reset();
    else
      made.numbers->insert(made.numbers->end(), next.numbers->begin(), next.numbers->end());
  }
  return made;
}

Value constant_of_shape(Translation& t, const Node& node) {
  Value made;
  made.kind = Value::Kind::constant;
  made.dims = t.integers(0);
  const std::int64_t count = elements_of(t, made.dims);
  const Tensor* value = node.tensor("value");
  if (value != nullptr) made.element = value->element;
  const bool known = value == nullptr || (value->numbers && value->numbers->size() == 1);
  if (known && count <= kMaxNumbers)
    made.numbers.emplace(static_cast<std::size_t>(count), value == nullptr ? 0 : value->numbers->front());
  return made;
}

// ------------------------------------------------------------------------------------ weights

/// The same numbers under other dimensions.
template <Dims (*sides)(Translation&, const Node&, const Dims&)>
Value view(Translation& t, const Node& node) {
  Value made = t.constant(0);
  made.dims = sides(t, node, made.dims);
  return made;
}

Value transpose(Translation& t, const Node& node) {
  Value made = t.constant(0);
  const Dims from = made.dims;
  const std::vector<int> order = permutation(t, node, from.size());
  for (std::size_t i = 0; i < order.size(); ++i) made.dims[i] = from[static_cast<std::size_t>(order[i])];
  if (from.size() > 1) made.numbers.reset();
  return made;
}

Value same(Translation& t, const Node& node) {
  Value made = t.constant(0);
  made.element = element_behind(t, node, made.element);
  return made;
}

Value shape(Translation& t, const Node& /*node*/) {
  const Dims& dims = t.constant(0).dims;
  return of_numbers({dims.begin(), dims.end()}, false, {64, false});
}

struct Folding {
  std::string_view kind;
  Value (*of)(Translation&, const Node&);
};
constexpr std::array kFoldings = {
    Folding{"Reshape", view<reshaped>},
    Folding{"Flatten", view<flattened>},
    Folding{"Squeeze", view<squeezed>},
    Folding{"Unsqueeze", view<unsqueezed>},
    Folding{"Transpose", transpose},
    Folding{"Identity", same},
    Folding{"Dropout", same},
    Folding{"Cast", same},
    Folding{"QuantizeLinear", same},
    Folding{"DequantizeLinear", same},
    Folding{"FakeQuantize", same},
    Folding{"org.openvinotoolkit.FakeQuantize", same},
    Folding{"qonnx.custom_op.general.Quant", same},
    Folding{"qonnx.custom_op.general.BipolarQuant", same},
    Folding{"onnx.brevitas.Quant", same},
    Folding{"Shape", shape},
    Folding{"Gather", gather},
    Folding{"Slice", slice},
    Folding{"Concat", concat},
    Folding{"ConstantOfShape", constant_of_shape},
};

const Folding* folding_of(std::string_view kind) {
  const auto* found = std::find_if(kFoldings.begin(), kFoldings.end(),
                                   [&](const Folding& each) { return each.kind == kind; });
  return found == kFoldings.end() ? nullptr : found;
}

}  // namespace

bool is_foldable(std::string_view kind) {
  return folding_of(kind) != nullptr || arithmetic_of(kind) != nullptr;
}

bool fold_constants(Translation& t, const Node& node) {
  if (const Folding* folding = folding_of(node.kind)) {
    t.define(folding->of(t, node));
  } else if (const Arithmetic* arithmetic = arithmetic_of(node.kind)) {
    t.define(compute(t, node, *arithmetic));
  } else {
    return false;
  }
  return true;
}

}  // namespace synergy::importer::onnx
