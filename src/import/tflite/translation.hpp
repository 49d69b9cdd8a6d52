#pragma once

#include "synergy/import/formats.hpp"
#include "synergy/input/error.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dims.hpp"
#include "graph.hpp"

namespace synergy::importer::tflite {

/// What a tensor of the file is while the network is made.
struct Value {
  enum class Kind : std::uint8_t {
    unwritten,  ///< so far: operators stand in execution order, so whoever reads it now is wrong
    data,       ///< a tensor of the network, whose shape is map_of(dims)
    constant,   ///< known before any inference
    host,       ///< computed by the host behind the network
    faulty,     ///< an error has been reported for it
  };
  Kind kind = Kind::unwritten;
  Dims dims;  ///< of data and constants

  // Of data:
  network::TensorId tensor;
  /// Around the map, from an operator in front that did nothing else; the reader takes them. Its number is
  /// `pad`.
  network::Padding zeros;
  std::size_t pad = 0;
  /// Its elements are in another order than the tensor's, which the weights of who flattens it make good.
  bool permuted = false;
  /// An input of the network that nothing else reads, however it is called on the way: what changes its form
  /// alone can be asked of who makes the input.
  bool only_input = false;

  // Of constants:
  int bits = 0;            ///< of an element as stored
  std::size_t holder = 0;  ///< the tensor of the file that holds them

  [[nodiscard]] bool padded() const { return zeros != network::Padding{}; }
};

/// A network in the making: what the operators so far have become, and the operator at hand, which its
/// translator (translators.hpp) turns into operators of the network. A translator asks for the inputs, adds
/// what computes the output, and ends with result() or becomes(). Whatever does not fit throws InputError
/// with the place of the operator.
class Translation {
 public:
  /// Both must outlive this.
  Translation(const StatedGraph& graph, const Source& source, const Options& options);
  /// Translates everything. Throws InputError with the problems of all operators, each at its place.
  [[nodiscard]] ImportedNetwork run();

  // The operator at hand.
  [[nodiscard]] const StatedOperator& op() const { return graph_.operators[at_]; }
  [[nodiscard]] std::size_t index() const { return at_; }
  /// A parameter by its number in the operator's declaration.
  template <class Number>
  [[nodiscard]] Number option(int field, Number otherwise) const {
    return op().options ? op().options->number<Number>(field, otherwise) : otherwise;
  }
  [[nodiscard]] bool has_input(std::size_t i) const;
  [[nodiscard]] const StatedTensor& stated_input(std::size_t i) const;
  /// Of an input; unwritten for one that is left out.
  [[nodiscard]] Value::Kind kind(std::size_t i) const;
  /// Of whatever kind but unwritten or faulty.
  [[nodiscard]] const Value& value(std::size_t i) const;
  /// A map that is computed, or arrives; `padded` ones only where zeros can be taken, by a window.
  [[nodiscard]] const Value& data(std::size_t i, bool padded = false) const;
  [[nodiscard]] const Value& constant(std::size_t i, std::string_view what) const;
  /// The whole numbers of a small constant.
  [[nodiscard]] std::vector<std::int64_t> numbers(std::size_t i, std::string_view what) const;
  /// Of its first output.
  [[nodiscard]] const StatedTensor& stated() const;
  /// Of one element of its first output.
  [[nodiscard]] int output_bits();
  /// map_of(), whose problem is one of the operator at hand.
  [[nodiscard]] Map map(const Dims& dims) const;
  /// The file leaves sides of its inputs open, so that those it states elsewhere mean nothing.
  [[nodiscard]] bool sides_are_open() const { return open_; }
  [[noreturn]] void refuse(const std::string& problem) const;

  // What it becomes.
  /// An operator called word and number, such as "conv3". `bits` 0: the default of networks.
  network::TensorId add(std::string_view word, network::Operation operation,
                        std::vector<network::TensorId> inputs, int bits = 0);
  /// The tensor as a map of another shape, by a reshape where it has not that shape.
  network::TensorId reshaped(std::string_view word, network::TensorId tensor, const network::Shape& from,
                             const network::Shape& to);
  /// Nothing, or an activation behind the tensor.
  network::TensorId activate(network::TensorId tensor, Fused fused);
  /// The output is `tensor`, of shape `made`. It is compared with what the file states.
  void result(network::TensorId tensor, const network::Shape& made, const Dims& dims);
  /// The output is `value`, and nothing computes it.
  void becomes(Value value, Fate fate, std::string reason);
  /// Its outputs are the host's work, and what it reads leaves the network.
  void leave_to_host();
  /// The network's input itself has these sides. Pre: data of `only_input`.
  void change_input(const Value& input, const Dims& dims);
  void change_input_bits(const Value& input, int bits);

  /// The operator takes the zeros in front of its map, and the operator that made them is part of it.
  void take_zeros(const Value& map, network::TensorId by);
  /// Weights of this kind, sides and number of groups that an earlier operator has.
  [[nodiscard]] std::optional<network::OperatorId> share(const Value& weights,
                                                         const network::Operation& operation);
  void infer(std::string_view word, std::string_view what, std::string value, std::string rule);
  /// Why the operator is not one to one what it is in the file.
  void explain(std::string reason);
  void note(std::string sentence);

 private:
  void read_inputs();
  [[nodiscard]] Dims input_dims(const StatedTensor& tensor, bool first) const;
  void check_against_option(const StatedTensor& tensor) const;
  void read_outputs();
  void translate();
  void outputs_are(Value::Kind kind);
  [[nodiscard]] std::string place() const;
  [[nodiscard]] std::string word_name(std::string_view word) const;
  void report(const InputError& error);
  [[nodiscard]] SourceOperator& record() { return records_[at_]; }

  const StatedGraph& graph_;
  const Source& source_;
  const Options& options_;
  std::size_t at_ = 0;
  bool open_ = false;
  std::vector<Value> values_;  ///< of each tensor
  std::vector<int> readers_;   ///< how many operators and outputs read each
  network::NetworkParts parts_;
  /// The first operator that uses the weights of a buffer, and their sides.
  std::map<std::uint32_t, std::pair<network::OperatorId, Dims>> owners_;
  std::vector<SourceOperator> records_;  ///< of each operator of the file
  std::vector<InferredNumber> inferred_;
  std::vector<std::string> notes_;
  std::vector<Problem> problems_;
  bool floating_ = false;  ///< something computes in floating point
};

}  // namespace synergy::importer::tflite
