#include "graph.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::importer::tflite {
namespace {

/// Ours: several times what networks may have, so that the limits of those speak first.
constexpr std::size_t kMaxTensors = 65'536;
constexpr std::size_t kMaxStatedOperators = 16'384;
constexpr std::size_t kMaxEnds = 1024;

/// Numbers of fields, as the format declares its tables (tensorflow/lite/schema/schema.fbs).
namespace model {
constexpr int kVersion = 0, kOperatorCodes = 1, kGraphs = 2, kBuffers = 4;
}
namespace graph {
constexpr int kTensors = 0, kInputs = 1, kOutputs = 2, kOperators = 3;
}
namespace tensor {
constexpr int kShape = 0, kType = 1, kBuffer = 2, kName = 3, kQuantization = 4, kVariable = 5, kSparsity = 6,
              kSignature = 7;
}
namespace quantization {
constexpr int kZeroPoint = 3;
}
namespace code {
constexpr int kOld = 0, kCustom = 1, kNew = 3;
}
namespace op {
constexpr int kCode = 0, kInputs = 1, kOutputs = 2, kOptions = 4;
}
namespace buffer {
constexpr int kData = 0, kOffset = 1, kSize = 2;
}

/// Fields are numbered by their order; a union takes two, its type in front of it.
class GraphReader {
 public:
  explicit GraphReader(const Flatbuffer& in) : in_(in), model_(in, in.follow(0)) {}

  StatedGraph read() {
    const auto version = model_.number<std::uint32_t>(model::kVersion, 0);
    if (version != 3)
      in_.fail(0, fmt::format("version {} of the format; 3 is the one that can be read: convert the model "
                              "with a newer converter",
                              version));
    const Vector graphs = model_.vector(model::kGraphs, 4);
    if (graphs.empty()) in_.fail(0, "the file has no graph, so no network");
    const Table graph = graphs.table(0);
    codes_ = model_.vector(model::kOperatorCodes, 4);
    buffers_ = model_.vector(model::kBuffers, 4);
    read_tensors(limited(graph.vector(graph::kTensors, 4), kMaxTensors, "tensors"));
    read_operators(limited(graph.vector(graph::kOperators, 4), kMaxStatedOperators, "operators"));
    read_.inputs = ends(graph.vector(graph::kInputs, 4), "inputs");
    read_.outputs = ends(graph.vector(graph::kOutputs, 4), "outputs");
    read_.further_graphs = graphs.size() - 1;
    return std::move(read_);
  }

 private:
  /// A short file can name one table millions of times.
  Vector limited(const Vector& all, std::size_t most, std::string_view what) const {
    if (all.size() > most)
      in_.fail(0, fmt::format("the graph has {} {}; {} at most, which is more than any network for small "
                              "devices has",
                              all.size(), what, most));
    return all;
  }

  std::vector<std::int32_t> ends(const Vector& stated, std::string_view what) const {
    std::vector<std::int32_t> tensors;
    for (std::size_t i = 0; i < limited(stated, kMaxEnds, what).size(); ++i) {
      const std::int32_t tensor = stated.int32(i);
      if (tensor < 0 || static_cast<std::size_t>(tensor) >= read_.tensors.size())
        in_.fail(0, fmt::format("tensor {} is among the {}, but the graph has {} tensors", tensor, what,
                                read_.tensors.size()));
      tensors.push_back(tensor);
    }
    return tensors;
  }

  void read_tensors(const Vector& tables) {
    read_.tensors.reserve(tables.size());
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const Table table = tables.table(i);
      StatedTensor made;
      made.name = table.text(tensor::kName);
      made.type = table.number<std::uint8_t>(tensor::kType, 0);
      made.buffer = table.number<std::uint32_t>(tensor::kBuffer, 0);
      made.variable = table.number<std::uint8_t>(tensor::kVariable, 0) != 0;
      made.zero = read_zero(table);
      made.sparse = table.has(tensor::kSparsity);
      made.dims = read_sides(table.vector(tensor::kShape, 4), i);
      read_open_sides(table, made, i);
      if (made.buffer != 0) read_data(made, i);
      read_.tensors.push_back(made);
    }
  }

  /// Of the first channel, if each has its own.
  static std::int64_t read_zero(const Table& table) {
    if (!table.has(tensor::kQuantization)) return 0;
    const std::string_view zeros =
        table.table(tensor::kQuantization).vector(quantization::kZeroPoint, 8).bytes();
    return zeros.empty() ? 0 : static_cast<std::int64_t>(Flatbuffer(zeros, {}).number(0, 8));
  }

  Dims read_sides(const Vector& sides, std::size_t i) const {
    if (sides.size() > Dims::kMaxRank)
      in_.fail(0, fmt::format("tensor {} has {} dimensions; {} at most", i, sides.size(), Dims::kMaxRank));
    Dims dims;
    for (std::size_t k = 0; k < sides.size(); ++k) dims.push(sides.int32(k));
    return dims;
  }

  /// The signature repeats the shape with -1 for what may differ from one inference to the next; older files
  /// have -1 in the shape.
  void read_open_sides(const Table& table, StatedTensor& made, std::size_t i) const {
    const Dims signature = read_sides(table.vector(tensor::kSignature, 4), i);
    const auto is_open = [&](std::size_t k) {
      return made.dims[k] == -1 || (k < signature.rank() && signature[k] == -1);
    };
    for (std::size_t k = 0; k < made.dims.rank(); ++k) {
      if (k == 0 && made.dims.rank() > 1)
        made.open_batch = is_open(k);
      else
        made.open = made.open || is_open(k);
    }
    if (made.open_batch && made.dims[0] == -1) made.dims.set(0, 1);
  }

  void read_data(StatedTensor& made, std::size_t i) const {
    if (made.buffer >= buffers_.size())
      in_.fail(
          0, fmt::format("tensor {} is in buffer {}, but the file has {}", i, made.buffer, buffers_.size()));
    const Table table = buffers_.table(made.buffer);
    made.data = table.text(buffer::kData);
    made.constant = !made.data.empty();
    const auto offset = table.number<std::uint64_t>(buffer::kOffset, 0);
    const auto size = table.number<std::uint64_t>(buffer::kSize, 0);
    if (made.constant || offset <= 1) return;
    if (offset > in_.bytes().size()) in_.require(in_.bytes().size(), offset);
    in_.require(static_cast<std::size_t>(offset), size);
    made.data = in_.bytes().substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
    made.constant = size > 0;
  }

  void read_operators(const Vector& tables) {
    read_.operators.reserve(tables.size());
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const Table table = tables.table(i);
      StatedOperator made;
      const auto code = table.number<std::uint32_t>(op::kCode, 0);
      if (code >= codes_.size())
        in_.fail(0,
                 fmt::format("operator {} is of kind {}, but the file has {} kinds", i, code, codes_.size()));
      const Table kind = codes_.table(code);
      // Numbers that do not fit the old field have 127 there; either may be left out, and is 0 then.
      made.code = static_cast<Builtin>(std::max<std::int32_t>(kind.number<std::int8_t>(code::kOld, 0),
                                                              kind.number<std::int32_t>(code::kNew, 0)));
      made.custom_code = kind.text(code::kCustom);
      made.inputs = limited(table.vector(op::kInputs, 4), kMaxEnds, "inputs of one operator");
      made.outputs = limited(table.vector(op::kOutputs, 4), kMaxEnds, "outputs of one operator");
      if (table.has(op::kOptions)) made.options = table.table(op::kOptions);
      read_.operators.push_back(made);
    }
  }

  const Flatbuffer& in_;
  Table model_;
  Vector codes_;
  Vector buffers_;
  StatedGraph read_;
};

}  // namespace

/// Behind the offset of the first table; there is no other mark.
bool looks_like_tflite(std::string_view bytes) { return bytes.size() >= 8 && bytes.substr(4, 4) == "TFL3"; }

StatedGraph read_graph(const Flatbuffer& in) {
  if (!looks_like_tflite(in.bytes()))
    in.fail(4, "no TensorFlow Lite file: these begin with \"TFL3\" behind their first four bytes");
  return GraphReader(in).read();
}

std::string printable(std::string_view text) {
  constexpr std::size_t kMost = 60;
  std::string kept(text.substr(0, kMost));
  for (char& c : kept) c = c >= 0x20 && c < 0x7F ? c : '?';
  if (text.size() > kMost) kept += "...";
  return kept;
}

}  // namespace synergy::importer::tflite
