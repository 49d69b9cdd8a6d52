// The only source that sees the library: its headers are slow to compile, and its types go no further.
#include "synergy/input/error.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstring>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/logging.h>
#include <onnx/checker.h>
#include <onnx/defs/parser.h>
#include <set>

#include "graph.hpp"
#include "wire.hpp"
#include <fmt/format.h>

namespace synergy::importer::onnx {
namespace {

/// Of messages in each other. Networks have graph, node, attribute, tensor; control flow is refused anyway.
constexpr int kMaxNesting = 32;
/// Nodes, initialisers and the like of a graph: four for each operator that a network can have.
constexpr int kMaxParts = 16384;

[[noreturn]] void fail(const Source& source, std::string message) {
  throw InputError({source.file}, std::move(message));
}

// ---------------------------------------------------------------------------------------- bytes to a message

/// The library's parser calls itself for graphs in attributes and types of types: bounded here, before it
/// runs out of stack. Angle brackets hold nothing that nests by itself.
void check_nesting(const Source& source) {
  int depth = 0;
  bool in_text = false;
  int line = 1;
  for (std::size_t i = 0; i < source.bytes.size(); ++i) {
    const char c = source.bytes[i];
    line += c == '\n' ? 1 : 0;
    if (c == '\0') throw InputError({source.file, line, 1}, "a zero byte in a text");
    if (in_text) {
      i += c == '\\' ? 1 : 0;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (std::strchr("([{", c) != nullptr) {
      if (++depth > kMaxNesting) throw InputError({source.file, line, 1}, "nested too deeply");
    } else if (std::strchr(")]}", c) != nullptr) {
      --depth;
    }
  }
}

/// The library says it in its first line: "[ParseError at position (line: 4 column: 1)]".
Location place_of(const std::string& problem, const Source& source) {
  const auto behind = [&problem](std::string_view mark) {
    const std::size_t at = problem.find(mark);
    int number = 0;
    if (at != std::string::npos)
      std::from_chars(problem.data() + at + mark.size(), problem.data() + problem.size(), number);
    return number;
  };
  if (!problem.starts_with("[ParseError at position")) return {source.file};
  return {source.file, behind("(line: "), behind("column: ")};
}

/// The library's messages have several lines; what it says of the place has been said.
std::string in_one_line(std::string problem) {
  if (problem.starts_with("[ParseError"))
    problem.erase(0, std::min(problem.find('\n'), problem.size() - 1) + 1);
  while (problem.ends_with('\n')) problem.pop_back();
  std::replace(problem.begin(), problem.end(), '\n', ' ');
  return problem.substr(0, 400);
}

::onnx::ModelProto read_text(const Source& source) {
  if (source.bytes.size() > kMaxStructureBytes)
    fail(source, fmt::format("larger than {} MiB: no network for devices of this kind needs that",
                             kMaxStructureBytes >> 20));
  check_nesting(source);
  ::onnx::ModelProto model;
  std::string problem;
  try {
    ::onnx::OnnxParser parser(source.bytes.c_str());
    const auto status = parser.Parse(model);
    if (!status.IsOK()) problem = status.ErrorMessage();
  } catch (const std::exception& error) {  // numbers that no type holds
    problem = error.what();
  }
  if (problem.empty()) return model;
  throw InputError(place_of(problem, source), "not ONNX text: " + in_one_line(problem));
}

::onnx::ModelProto read_binary(const Source& source) {
  const std::string structure = structure_of(source.bytes, source.file);
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const std::uint8_t*>(structure.data()),
                                                static_cast<int>(structure.size()));
  stream.SetRecursionLimit(kMaxNesting);
  ::onnx::ModelProto model;
  if (!model.ParseFromCodedStream(&stream) || !stream.ConsumedEntireMessage())
    fail(source, "damaged: its fields are not those of an ONNX model");
  return model;
}

// --------------------------------------------------------------------------------------------- tensors

Element element_of(int type) {
  switch (type) {
    case ::onnx::TensorProto::FLOAT:
      return {32, true};
    case ::onnx::TensorProto::FLOAT16:
    case ::onnx::TensorProto::BFLOAT16:
      return {16, true};
    case ::onnx::TensorProto::DOUBLE:
      return {64, true};
    case ::onnx::TensorProto::INT8:
    case ::onnx::TensorProto::UINT8:
      return {8, false};
    case ::onnx::TensorProto::BOOL:
      return {1, false};
    case ::onnx::TensorProto::INT16:
    case ::onnx::TensorProto::UINT16:
      return {16, false};
    case ::onnx::TensorProto::INT32:
    case ::onnx::TensorProto::UINT32:
      return {32, false};
    case ::onnx::TensorProto::INT64:
    case ::onnx::TensorProto::UINT64:
      return {64, false};
    // Newer than the library: float8 of four kinds, uint4 and int4.
    case 17:
    case 18:
    case 19:
    case 20:
      return {8, true};
    case 21:
    case 22:
      return {4, false};
    default:
      return {0, false};
  }
}

/// Little-endian numbers of one type, as raw_data has them.
template <class Type>
std::vector<double> numbers_of(std::string_view raw) {
  std::vector<double> numbers;
  for (std::size_t at = 0; at + sizeof(Type) <= raw.size(); at += sizeof(Type)) {
    Type value{};
    std::memcpy(&value, raw.data() + at, sizeof(Type));
    numbers.push_back(static_cast<double>(value));
  }
  return numbers;
}

template <class Field>
std::vector<double> numbers_of(const Field& field) {
  std::vector<double> numbers;
  for (const auto value : field) numbers.push_back(static_cast<double>(value));
  return numbers;
}

/// Those of the types that shapes, axes, paddings and limits have.
std::vector<double> numbers_of(const ::onnx::TensorProto& tensor) {
  const bool raw = tensor.has_raw_data();
  switch (tensor.data_type()) {
    case ::onnx::TensorProto::FLOAT:
      return raw ? numbers_of<float>(tensor.raw_data()) : numbers_of(tensor.float_data());
    case ::onnx::TensorProto::DOUBLE:
      return raw ? numbers_of<double>(tensor.raw_data()) : numbers_of(tensor.double_data());
    case ::onnx::TensorProto::INT32:
      return raw ? numbers_of<std::int32_t>(tensor.raw_data()) : numbers_of(tensor.int32_data());
    case ::onnx::TensorProto::INT64:
      return raw ? numbers_of<std::int64_t>(tensor.raw_data()) : numbers_of(tensor.int64_data());
    default:
      return {};
  }
}

Tensor to_tensor(const ::onnx::TensorProto& from) {
  Tensor tensor{from.name(), element_of(from.data_type()), {from.dims().begin(), from.dims().end()}, {}};
  std::vector<double> numbers = numbers_of(from);
  // As many as the dimensions say, or the file has them elsewhere or not at all.
  double count = 1;
  for (const std::int64_t dim : tensor.dims) count *= static_cast<double>(dim);
  if (count == static_cast<double>(numbers.size())) tensor.numbers = std::move(numbers);
  return tensor;
}

Attribute to_attribute(const ::onnx::AttributeProto& from) {
  switch (from.type()) {
    case ::onnx::AttributeProto::FLOAT:
      return static_cast<double>(from.f());
    case ::onnx::AttributeProto::INT:
      return std::int64_t{from.i()};
    case ::onnx::AttributeProto::STRING:
      return from.s();
    case ::onnx::AttributeProto::FLOATS:
      return numbers_of(from.floats());
    case ::onnx::AttributeProto::INTS:
      return Dims(from.ints().begin(), from.ints().end());
    case ::onnx::AttributeProto::TENSOR:
      return to_tensor(from.t());
    default:
      return {};
  }
}

Stated to_stated(const ::onnx::ValueInfoProto& from) {
  Stated stated{from.name(), {}, {}};
  if (!from.type().has_tensor_type()) {
    if (from.has_type()) stated.element = {0, false};  // a sequence, a map
    return stated;
  }
  const auto& type = from.type().tensor_type();
  stated.element = element_of(type.elem_type());
  if (!type.has_shape()) return stated;
  stated.sides.emplace();
  for (const auto& dim : type.shape().dim()) {
    Side side;
    if (dim.has_dim_value()) side.size = dim.dim_value();
    side.symbol = dim.dim_param();
    stated.sides->push_back(std::move(side));
  }
  return stated;
}

// --------------------------------------------------------------------------------------------- operators

/// What the library's registry knows: up to opset 17 in the release that Debian has.
int known_opset() {
  const auto& versions = ::onnx::OpSchemaRegistry::DomainToVersionRange::Instance().Map();
  const auto standard = versions.find("");
  return standard == versions.end() ? 0 : standard->second.second;
}

/// Against the standard's schema. Those with tensors are left out: the checker wants to see their numbers,
/// which were skipped, and asks the file system for external ones. Those with graphs are refused later.
void check_node(const Source& source, const ::onnx::NodeProto& node, const std::string& name, int opset) {
  if (!node.domain().empty() || ::onnx::OpSchemaRegistry::Schema(node.op_type(), opset, "") == nullptr)
    return;
  for (const auto& attribute : node.attribute()) {
    switch (attribute.type()) {
      case ::onnx::AttributeProto::FLOAT:
      case ::onnx::AttributeProto::INT:
      case ::onnx::AttributeProto::STRING:
      case ::onnx::AttributeProto::FLOATS:
      case ::onnx::AttributeProto::INTS:
      case ::onnx::AttributeProto::STRINGS:
        continue;
      default:
        return;
    }
  }
  ::onnx::checker::CheckerContext context;
  context.set_ir_version(8);
  context.set_opset_imports({{"", opset}});
  try {
    ::onnx::checker::check_node(node, context, {});
  } catch (const std::exception& error) {
    std::string problem = error.what();
    problem = problem.substr(0, std::min(problem.find('\n'), std::size_t{400}));
    fail(source,
         fmt::format("operator '{}' ({}): not as the standard has it: {}", name, node.op_type(), problem));
  }
}

/// The standard's domain has two names.
std::string domain_of(const std::string& domain) { return domain == "ai.onnx" ? "" : domain; }

Node to_node(const ::onnx::NodeProto& from, std::size_t index, std::set<std::string>& names) {
  Node node;
  const std::string domain = domain_of(from.domain());
  node.kind = plain_name(domain.empty() ? from.op_type() : domain + "." + from.op_type());
  node.inputs.assign(from.input().begin(), from.input().end());
  node.outputs.assign(from.output().begin(), from.output().end());
  for (const auto& attribute : from.attribute()) node.attributes[attribute.name()] = to_attribute(attribute);
  node.name = from.name();
  if (node.name.empty() && !node.outputs.empty()) node.name = node.outputs.front();
  if (node.name.empty()) node.name = from.op_type();
  node.name = plain_name(node.name);
  // Names are optional and need not differ; ours are what reports and plans call operators by.
  if (!names.insert(node.name).second) {
    node.name += fmt::format("#{}", index);
    names.insert(node.name);
  }
  return node;
}

Graph to_graph(const Source& source, const ::onnx::ModelProto& model) {
  if (!model.has_graph()) fail(source, "an ONNX model without a graph");
  Graph graph;
  std::int64_t opset = 1;
  for (const auto& import : model.opset_import()) {
    if (domain_of(import.domain()).empty()) opset = import.version();
  }
  if (opset < 1 || opset > 1000) fail(source, fmt::format("opset {} of the standard: there is none", opset));
  graph.opset = static_cast<int>(opset);
  const bool known = graph.opset <= known_opset();
  if (!known)
    graph.notes.push_back(
        fmt::format("Opset {} is newer than {}, up to which operators are checked against the "
                    "standard: they are taken by what they state",
                    opset, known_opset()));
  std::set<std::string> names;
  std::set<std::string_view> initialised;
  const auto& from = model.graph();
  for (const int count : {from.node_size(), from.initializer_size(), from.input_size(), from.output_size(),
                          from.value_info_size()}) {
    if (count > kMaxParts)
      fail(source, fmt::format("a graph with {} parts of one kind: {} are possible", count, kMaxParts));
  }
  for (int i = 0; i < from.node_size(); ++i) {
    graph.nodes.push_back(to_node(from.node(i), static_cast<std::size_t>(i), names));
    if (known) check_node(source, from.node(i), graph.nodes.back().name, graph.opset);
  }
  for (const auto& tensor : from.initializer()) {
    graph.initialisers.push_back(to_tensor(tensor));
    initialised.insert(tensor.name());
  }
  for (const auto& input : from.input()) {
    // Old files repeat initialisers among the inputs, as something that may be given but need not be.
    if (!initialised.contains(input.name())) graph.inputs.push_back(to_stated(input));
  }
  for (const auto& output : from.output()) graph.outputs.push_back(to_stated(output));
  for (const auto& value : from.value_info()) graph.values.push_back(to_stated(value));
  return graph;
}

}  // namespace

Graph parse(const Source& source) {
  // Its messages would go to stderr beside ours, without the file's name.
  const google::protobuf::LogSilencer silent;
  return to_graph(source, looks_like_model(source.bytes) ? read_binary(source) : read_text(source));
}

}  // namespace synergy::importer::onnx
