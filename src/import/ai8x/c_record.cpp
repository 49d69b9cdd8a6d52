// The description of one layer in the comments of a generated project.
#include "synergy/input/error.hpp"

#include <algorithm>

#include "c_records.hpp"
#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

using model::Activation;
using model::Operator;
using model::PoolType;

constexpr std::int64_t kMaxSide = 65'536;

/// "3x32x32", "2/2" and the like: numbers that the separator joins, cut off. Empty: none, or one too large.
std::vector<int> take_numbers(std::string_view& text, char separator) {
  std::vector<int> numbers;
  while (const auto number = take_number(text)) {
    if (*number > kMaxSide) return {};
    numbers.push_back(static_cast<int>(*number));
    if (text.size() < 2 || text[0] != separator || text[1] < '0' || text[1] > '9') break;
    text.remove_prefix(1);
  }
  return numbers;
}

/// Reads the description of one layer, which is a list with commas.
class RecordReader {
 public:
  RecordReader(std::string_view text, int line, std::string_view file) : text_(text), file_(file) {
    record_.line = line;
  }

  Record read() {
    std::string_view rest = text_;
    std::string_view input = next(rest);
    while (!rest.empty()) read_part(next(rest));
    if (!says_output_) fail(text_.substr(0, 60), "a shape and 'output' at the end");
    read_input(input);
    finish();
    return std::move(record_);
  }

 private:
  [[noreturn]] void fail(std::string_view found, std::string_view expected) const {
    throw InputError({std::string(file_), record_.line, 1},
                     fmt::format("'{}' in the description of a layer is not understood; expected {}",
                                 found.substr(0, 80), expected));
  }

  static std::string_view next(std::string_view& rest) {
    // Older generators have a comma within brackets.
    std::size_t end = rest.find(", ");
    const std::size_t bracket = rest.find('(');
    if (end != std::string_view::npos && bracket < end &&
        rest.substr(bracket, end - bracket).find(')') == std::string_view::npos)
      end = rest.find(", ", std::min(rest.find(')', end), rest.size()));
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
    return part;
  }

  static std::optional<model::Shape> shape(const std::vector<int>& sides) {
    if (sides.size() < 2 || sides.size() > 3) return {};
    if (std::any_of(sides.begin(), sides.end(), [](int side) { return side < 1; })) return {};
    return model::Shape{sides[0], sides[1], sides.size() == 3 ? sides[2] : 1};
  }

  /// "2x48x16x16 streaming flattened to 12288x1x1", or of older generators "64x4x1 (flattened HWC data)". The
  /// last of the parts to be read, because how many operands there are stands behind it.
  void read_input(std::string_view part) {
    const std::string_view whole = part;
    std::vector<int> sides = take_numbers(part, 'x');
    if (record_.operands > 1 && sides.size() >= 3 && sides.front() == record_.operands)
      sides.erase(sides.begin());
    const auto in = shape(sides);
    if (!in) fail(whole, "channels x height x width");
    record_.in = *in;
    const auto has = [&part](std::string_view word) { return part.find(word) != std::string_view::npos; };
    record_.layer.streaming = has("streaming");
    record_.layer.flatten = has("flattened");
    constexpr std::string_view kTo = "flattened to ";
    if (!has(kTo)) return;
    part.remove_prefix(part.find(kTo) + kTo.size());
    const auto elements = take_number(part);
    const auto side = [](int length, int window, int stride) {
      return std::max(length - window, 0) / std::max(stride, 1) + 1;
    };
    const model::Pool& pool = record_.layer.pool;
    const std::int64_t expected = std::int64_t{in->channels} *
                                  side(in->height, pool.height, pool.stride_height) *
                                  side(in->width, pool.width, pool.stride_width);
    if (elements != expected) fail(whole, fmt::format("'flattened to {}x1x1'", expected));
  }

  void read_part(std::string_view part) {
    std::string_view rest = part;
    if (part == "no pooling" || part == "no convolution") return;
    if (part == "ReLU" || part == "Abs" || part == "no activation") return read_activation(part);
    if (part == "linear") return set_operator(Operator::linear, part);
    if (read_pool(part) || read_operator(part) || read_setting(part)) return;
    const std::vector<int> numbers = take_numbers(rest, 'x');
    if (numbers.size() == 1 && take(rest, "-element ")) return read_eltwise(numbers.front(), rest, part);
    const auto out = shape(numbers);
    if (out && take(rest, " output")) {
      record_.out = *out;
      says_output_ = true;
      return;
    }
    fail(part,
         "pooling, '<n>-element add', an operator with its kernel, 'stride', 'pad', 'dilation', an "
         "activation or the output");
  }

  void read_activation(std::string_view part) {
    record_.says_activation = true;
    record_.layer.activation = part == "ReLU"  ? Activation::relu
                               : part == "Abs" ? Activation::abs
                                               : Activation::none;
  }

  void set_operator(Operator op, std::string_view word) {
    record_.layer.op = op;
    record_.kind = std::string(word);
    has_operator_ = true;
  }

  /// "max pool 2x2 with stride 2/2", or of older generators "2x2 max pool with stride 2".
  bool read_pool(std::string_view part) {
    std::string_view rest = part;
    std::vector<int> window = take_numbers(rest, 'x');
    if (!window.empty() && !take(rest, " ")) return false;
    const bool average = take(rest, "avg pool");
    if (!average && !take(rest, "max pool")) return false;
    if (window.empty() && take(rest, " ")) window = take_numbers(rest, 'x');
    if (!take(rest, " with stride ")) fail(part, "'with stride' behind the pooling's window");
    const std::vector<int> stride = take_numbers(rest, '/');
    if (take(rest, " and dilation ")) {
      const std::vector<int> distance = take_numbers(rest, '/');
      if (distance.empty() || distance.size() > 2 || distance.front() != distance.back())
        fail(part, "the same dilation in both directions");
      record_.layer.pool.dilation = distance.front();
    }
    if (!rest.empty() || window.empty() || window.size() > 2 || stride.empty() || stride.size() > 2)
      fail(part, "a pooling window and its stride");
    const auto impossible = [](int n) { return n < 1 || n > 16; };  // as the chips' registers count them
    if (std::any_of(window.begin(), window.end(), impossible) ||
        std::any_of(stride.begin(), stride.end(), impossible))
      fail(part, "pooling windows and strides of 1 to 16");
    model::Pool& pool = record_.layer.pool;
    pool.type = average ? PoolType::average : PoolType::max;
    pool.height = window.front();
    pool.width = window.size() == 2 ? window.back() : 0;  // 0: settled when the map is known
    pool.stride_height = stride.front();
    pool.stride_width = stride.size() == 2 ? stride.back() : 0;
    return true;
  }

  void read_eltwise(int operands, std::string_view word, std::string_view part) {
    using model::Eltwise;
    record_.layer.eltwise = word == "add"   ? Eltwise::add
                            : word == "sub" ? Eltwise::sub
                            : word == "or"  ? Eltwise::bitwise_or
                            : word == "xor" ? Eltwise::bitwise_xor
                                            : Eltwise::none;
    if (record_.layer.eltwise == Eltwise::none || operands < 2 || operands > 16)
      fail(part, "2 to 16 operands of add, sub, or, xor");
    record_.operands = operands;
    // What stands first is done first.
    record_.layer.pool.before_eltwise = record_.layer.has_pool();
  }

  bool read_operator(std::string_view part) {
    std::string_view rest = part;
    const auto begins = [&rest, this](std::string_view word, Operator op) {
      if (!take(rest, word)) return false;
      set_operator(op, word);
      return true;
    };
    if (!begins("convtranspose2d", Operator::conv_transpose2d) && !begins("conv2d", Operator::conv2d) &&
        !begins("conv1d", Operator::conv1d) && !begins("linear", Operator::linear))
      return false;
    if (!take(rest, " with kernel size ")) fail(part, "'with kernel size' behind the operator");
    const std::vector<int> kernel = take_numbers(rest, 'x');
    if (record_.layer.op == Operator::linear) return true;  // its kernel says nothing
    const bool two = record_.layer.op != Operator::conv1d;
    if (!rest.empty() || kernel.size() != (two ? 2 : 1)) fail(part, "a kernel's sides");
    record_.layer.kernel_height = kernel.front();
    record_.layer.kernel_width = two ? kernel.back() : 1;
    return true;
  }

  bool read_setting(std::string_view part) {
    std::string_view rest = part;
    const bool stride = take(rest, "stride ");
    const bool pad = !stride && take(rest, "pad ");
    if (!stride && !pad && !take(rest, "dilation ")) return false;
    const std::vector<int> numbers = take_numbers(rest, '/');
    if (!rest.empty() || numbers.empty() || numbers.size() > 2) fail(part, "one number, or two with '/'");
    if (pad) {
      record_.layer.pad_height = numbers.front();
      record_.layer.pad_width = record_.layer.op == Operator::conv1d ? 0 : numbers.back();
    } else if (stride) {
      // Strides of a layer are fixed by its operator.
      const int fixed = record_.layer.op == Operator::conv_transpose2d ? 2 : 1;
      if (numbers.front() != fixed || numbers.back() != fixed)
        fail(part, "stride 1 (2 of convtranspose2d), which is all that the chips have");
    } else {
      if (numbers.front() != numbers.back()) fail(part, "the same dilation in both directions");
      record_.layer.dilation = numbers.front();
    }
    return true;
  }

  void finish() {
    model::Layer& layer = record_.layer;
    if (layer.has_pool()) {
      // One number means rows alone on 1-D data.
      const bool flat = record_.in.width == 1;
      if (layer.pool.width == 0) layer.pool.width = flat ? 1 : layer.pool.height;
      if (layer.pool.stride_width == 0) layer.pool.stride_width = flat ? 1 : layer.pool.stride_height;
    }
    if (layer.eltwise == model::Eltwise::none) layer.pool.before_eltwise = true;
    if (!has_operator_) {
      layer.op = record_.operands > 1 ? Operator::eltwise : Operator::passthrough;
      record_.kind = record_.operands > 1 ? "element-wise" : "passthrough";
    }
    // Older generators call a linear layer a convolution of the one pixel that it flattens to.
    if (layer.flatten && layer.op == Operator::conv2d && layer.kernel_height == 1)
      layer.op = Operator::linear;
    if (layer.op == Operator::linear) layer.pad_height = layer.pad_width = 0;
    if (!layer.has_pool() && layer.eltwise != model::Eltwise::none) layer.pool.before_eltwise = true;
    layer.out_channels = record_.out.channels;
  }

  std::string_view text_;
  std::string_view file_;
  Record record_;
  bool has_operator_ = false;
  bool says_output_ = false;
};

}  // namespace

Record read_record(std::string_view text, int line, std::string_view file) {
  return RecordReader(text, line, file).read();
}

}  // namespace synergy::importer::ai8x
