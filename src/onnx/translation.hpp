#pragma once

#include "synergy/network/network.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "graph.hpp"

namespace synergy::importer::onnx {

/// What a name of the graph stands for while its readers are translated.
struct Value {
  enum class Kind : std::uint8_t {
    map,       ///< a tensor of the network, or a view of one
    constant,  ///< known before inference: weights, shapes
    host,      ///< computed behind the network, by the CPU
  };
  Kind kind = Kind::map;
  /// As the file sees it, batch included; of a host value none.
  Dims dims;
  /// Of a map: where its elements are; of a constant, its type.
  network::TensorId tensor{0};
  Element element;
  /// Of a small constant.
  std::optional<std::vector<double>> numbers;
  /// Of a constant: the initialiser whose elements it has; empty: computed.
  std::string weights;
  /// Of a map whose elements stand in another order than those of its tensor: dims[i] is dimension order[i]
  /// of `plain`. `plain` is empty if views came between.
  std::vector<int> order;
  Dims plain;
  /// Of a map with zeros around it that no operator has taken in yet, and the Pad's place in the report.
  network::Padding padding;
  std::size_t padded_by = 0;

  [[nodiscard]] bool plain_map() const {
    return kind == Kind::map && order.empty() && padding == network::Padding{};
  }
};

[[nodiscard]] std::string to_text(const Dims& dims);

/// The network that grows while the nodes of a graph are looked at one after the other, with the services
/// that their translators (rules.hpp) need. Errors are InputErrors that name the file and the current node.
class Translation {
 public:
  Translation(const Graph& graph, const Source& source, const Options& options);

  /// All nodes; to be called once.
  [[nodiscard]] ImportedNetwork run();

  // What the current node reads: input i.
  [[nodiscard]] const Value& value(std::size_t i) const;
  /// That of a map, where it lies in the network as the file's dimensions say: a view is put in if needed.
  /// Fails for constants, for elements in another order, for zeros around it.
  [[nodiscard]] network::TensorId map(std::size_t i);
  /// Also with zeros around it, which the caller takes in.
  [[nodiscard]] network::TensorId map(std::size_t i, network::Padding& padding);
  /// Elements in any order, flattened: for weights, whose order is that of training's making.
  [[nodiscard]] network::TensorId flat(std::size_t i);
  [[nodiscard]] const Value& constant(std::size_t i) const;
  /// The numbers of a constant; fails if the file does not have them.
  [[nodiscard]] const std::vector<double>& numbers(std::size_t i) const;
  [[nodiscard]] Dims integers(std::size_t i) const;
  /// Of a value that is there already.
  [[nodiscard]] bool has_numbers(const std::string& name) const;
  /// Whether the graph has a reader for the name, or it leaves the graph.
  [[nodiscard]] bool is_read(const std::string& name) const;
  [[nodiscard]] int opset() const { return graph_.opset; }

  // What becomes of it.
  /// An operator of the network that computes the first output.
  network::OperatorId add(network::Operation operation, std::vector<network::TensorId> inputs, Dims dims,
                          std::string reason = {});
  /// Any value for an output.
  void define(Value value, std::size_t output = 0);
  void report(Fate fate, std::vector<network::OperatorId> operators, std::string reason);
  /// The operator takes in the zeros around input i.
  void report_padding(std::size_t i, network::OperatorId into);
  /// The first output is this value, whose zeros the next operator takes in.
  void pad(Value value);
  /// Nothing is left of the node; its first output is this value.
  void drop(Value value, std::string reason);
  /// The first output is computed by an operator that is there already.
  void fold(network::OperatorId into, Value value, std::string reason);
  [[noreturn]] void fail(const std::string& message) const;
  void infer(std::string what, std::string value, std::string rule);
  void note(std::string text);

  // What is there already.
  /// That of the first output. Pre: a map was defined for it.
  [[nodiscard]] network::TensorId output_tensor() const;
  [[nodiscard]] network::Operator& at(network::OperatorId id) { return parts_.operators[id.index()]; }
  /// The operator behind the value of input i, if nobody else reads that: what follows can become part of it.
  [[nodiscard]] std::optional<network::OperatorId> sole_producer(std::size_t i) const;
  /// The same, with weights.
  [[nodiscard]] std::optional<network::OperatorId> sole_weighted(std::size_t i) const;
  /// An operator with weights gets biases, if it has none.
  void set_bias(network::OperatorId id);
  /// Bits of a constant, and the note that floating-point ones are counted as 8.
  [[nodiscard]] int weight_bits(const Value& weights);
  /// The elements of the tensor get so many bits; 0: the default of its operator.
  void set_bits(network::TensorId tensor, int bits);
  /// The earlier operator with these weights, if it is of the same kind; else remembers this one.
  /// `form`: everything in which the two must agree.
  [[nodiscard]] std::optional<network::OperatorId> earlier_user(const Value& weights,
                                                                const std::string& form);
  /// Channels, rows and columns of a tensor of so many sides. Fails where there are none.
  [[nodiscard]] network::Shape shape_of(const Dims& dims) const;
  /// Whether it would not fail.
  [[nodiscard]] bool has_shape(const Dims& dims) const;
  /// As the network has the tensor.
  [[nodiscard]] const network::Shape& shape(network::TensorId tensor) const {
    return shapes_[tensor.index()];
  }
  /// Where input 0 of the node is an input of the network that nobody else reads: that becomes one of these
  /// sides, and the node's first output. False: it is not.
  [[nodiscard]] bool reorder_input(const Dims& dims);
  /// A whole number of the file in an int; fails outside low..high, saying `what` it is.
  [[nodiscard]] int whole(std::int64_t number, std::string_view what, std::int64_t low,
                          std::int64_t high) const;

 private:
  // Before the nodes.
  void count_readers();
  void find_live();
  void find_host_work();
  void add_constants();
  void add_inputs();
  void add_input(const Stated& stated, bool first);
  [[nodiscard]] bool is_parameter(const Stated& stated) const;
  [[nodiscard]] bool is_read_as_weights(const std::string& name, bool batched, int depth) const;
  void refuse_unknown() const;
  [[nodiscard]] Dims sides_of(const Stated& stated, bool first);
  // The current one.
  [[nodiscard]] const Node& node() const { return graph_.nodes[current_]; }
  void translate();
  void leave_to_host(const std::string& why);
  [[noreturn]] void refuse() const;
  network::TensorId view(std::size_t i, network::Shape shape);
  network::TensorId append(network::Operator op, network::Shape shape);
  [[nodiscard]] bool is_input(network::TensorId tensor) const;
  [[nodiscard]] bool read_by_current_alone(network::TensorId tensor) const;
  // Behind them.
  void set_outputs();
  void compare_with_stated();

  const Graph& graph_;
  const Source& source_;
  const Options& options_;
  network::NetworkParts parts_;
  std::vector<network::Shape> shapes_;  // by TensorId
  std::map<std::string, Value, std::less<>> values_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> readers_;  // nodes, by value
  std::set<std::string, std::less<>> outputs_;
  std::set<std::string, std::less<>> used_;  // whatever some live node names as an input
  std::vector<bool> live_, host_;            // by node: some output depends on it; the host may do it
  std::vector<SourceOperator> report_;       // by node
  std::set<network::TensorId> leaving_;      // the network, to its outputs or to work of the host
  std::map<network::TensorId, int> stated_bits_;
  std::map<std::string, network::OperatorId> first_user_;
  std::map<std::string, std::int64_t, std::less<>> symbols_;
  std::set<std::string> operator_names_;
  std::vector<InferredNumber> inferred_;
  std::vector<std::string> notes_;
  std::size_t current_ = 0;
  std::int64_t batch_ = 1;
  bool counted_as_bytes_ = false;
};

}  // namespace synergy::importer::onnx
