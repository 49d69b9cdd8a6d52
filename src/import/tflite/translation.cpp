#include "translation.hpp"

#include "synergy/import/build.hpp"

#include "translators.hpp"
#include <fmt/format.h>

namespace synergy::importer::tflite {
namespace {

constexpr std::size_t kMostProblems = 100;  // what is left out is of the same kinds
constexpr std::size_t kMostNumbers = 64;    // of a constant that says sides, axes or zeros

}  // namespace

Translation::Translation(const StatedGraph& graph, const Source& source, const Options& options)
    : graph_(graph),
      source_(source),
      options_(options),
      values_(graph.tensors.size()),
      readers_(graph.tensors.size()),
      records_(graph.operators.size()) {}

ImportedNetwork Translation::run() {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const StatedTensor& tensor = graph_.tensors[i];
    if (!tensor.constant) continue;
    values_[i].kind = Value::Kind::constant;
    values_[i].dims = tensor.dims;
    values_[i].bits = type_of(tensor.type).bits;
    values_[i].holder = i;
  }
  read_inputs();
  for (at_ = 0; at_ < graph_.operators.size(); ++at_) translate();
  if (problems_.empty()) read_outputs();
  if (!problems_.empty()) throw InputError(std::move(problems_));
  if (graph_.further_graphs > 0)
    note(fmt::format("The file has {} more graphs, which no operator of the first calls; they are left out",
                     graph_.further_graphs));
  if (floating_)
    note(
        "Computes in floating point, 32 or 16 bits a number, as the file has it; accelerators for 8 bits "
        "need the file that full integer quantisation makes");
  parts_.name = name_from(source_, options_);
  return {.network = build(std::move(parts_), source_),
          .provenance = {.file = source_.file, .hash = {}, .format = {}, .inferred = std::move(inferred_)},
          .operators = std::move(records_),
          .notes = std::move(notes_),
          .stated = {}};
}

void Translation::translate() {
  SourceOperator& made = record();
  const StatedOperator& stated_op = op();
  made.name = place();
  made.kind = name_of(stated_op.code);
  if (stated_op.code == Builtin::custom && !stated_op.custom_code.empty())
    made.kind = fmt::format("CUSTOM {}", printable(stated_op.custom_code));
  try {
    for (std::size_t i = 0; i < stated_op.inputs.size(); ++i) {
      // What follows from another operator's fault is no problem of its own.
      if (kind(i) == Value::Kind::faulty) return outputs_are(Value::Kind::faulty);
    }
    outputs_are(Value::Kind::unwritten);
    translate_operator(*this);
  } catch (const InputError& error) {
    report(error);
    outputs_are(Value::Kind::faulty);
  }
}

void Translation::report(const InputError& error) {
  for (const Problem& problem : error.problems()) {
    if (problems_.size() < kMostProblems) problems_.push_back(problem);
  }
}

/// Before it is translated also the check that nothing is written twice.
void Translation::outputs_are(Value::Kind kind) {
  for (std::size_t i = 0; i < op().outputs.size(); ++i) {
    const auto tensor = static_cast<std::size_t>(op().outputs.int32(i));
    if (tensor >= values_.size()) {
      if (kind == Value::Kind::faulty) continue;
      refuse(fmt::format("writes tensor {}, but the graph has {}", op().outputs.int32(i), values_.size()));
    }
    if (kind == Value::Kind::unwritten && values_[tensor].kind != Value::Kind::unwritten)
      refuse(fmt::format("writes '{}', which is there already; the file is damaged",
                         printable(graph_.tensors[tensor].name)));
    values_[tensor].kind = kind;
  }
}

std::string Translation::place() const {
  std::string called;
  const std::int32_t first = op().outputs.empty() ? -1 : op().outputs.int32(0);
  if (first >= 0 && static_cast<std::size_t>(first) < graph_.tensors.size())
    called = printable(graph_.tensors[static_cast<std::size_t>(first)].name);
  return called.empty() ? fmt::format("operator {}", at_) : fmt::format("operator {} '{}'", at_, called);
}

void Translation::refuse(const std::string& problem) const {
  throw InputError({source_.file}, fmt::format("{} ({}): {}", place(), records_[at_].kind, problem));
}

bool Translation::has_input(std::size_t i) const {
  return i < op().inputs.size() && op().inputs.int32(i) >= 0;
}

const StatedTensor& Translation::stated_input(std::size_t i) const {
  if (!has_input(i)) refuse(fmt::format("has no input {}", i));
  const auto tensor = static_cast<std::size_t>(op().inputs.int32(i));
  if (tensor >= graph_.tensors.size())
    refuse(fmt::format("reads tensor {}, but the graph has {}", tensor, graph_.tensors.size()));
  return graph_.tensors[tensor];
}

Value::Kind Translation::kind(std::size_t i) const {
  if (!has_input(i)) return Value::Kind::unwritten;
  (void)stated_input(i);  // it is there
  return values_[static_cast<std::size_t>(op().inputs.int32(i))].kind;
}

const Value& Translation::value(std::size_t i) const {
  const StatedTensor& tensor = stated_input(i);
  const Value& found = values_[static_cast<std::size_t>(op().inputs.int32(i))];
  if (found.kind == Value::Kind::unwritten)
    refuse(fmt::format("reads '{}', which nothing in front of it writes; {}", printable(tensor.name),
                       tensor.variable ? "it is kept from one inference to the next: make such a state an "
                                         "input and an output of the network"
                                       : "operators stand in execution order, without cycles"));
  return found;
}

const Value& Translation::data(std::size_t i, bool padded) const {
  const Value& found = value(i);
  if (found.kind == Value::Kind::constant)
    refuse(fmt::format("reads the constant '{}' where only what is computed can be",
                       printable(stated_input(i).name)));
  if (found.kind == Value::Kind::host)
    refuse("reads what only the host computes, which comes behind the network; cut the file in front of it");
  if (found.padded() && !padded)
    refuse(
        "reads a map with zeros around it (PAD), which only a convolution or pooling can take; pad in "
        "front of one of these");
  if (found.permuted)
    refuse(
        "reads a transposed map; a network here has its channels in one order, so convert the model "
        "without TRANSPOSE");
  return found;
}

const Value& Translation::constant(std::size_t i, std::string_view what) const {
  const Value& found = value(i);
  if (found.kind != Value::Kind::constant)
    refuse(fmt::format("has {} that are computed ('{}'); they must be constants", what,
                       printable(stated_input(i).name)));
  return found;
}

std::vector<std::int64_t> Translation::numbers(std::size_t i, std::string_view what) const {
  (void)constant(i, what);
  const StatedTensor& tensor = stated_input(i);
  const ElementType type = type_of(tensor.type);
  const auto width = static_cast<std::size_t>(type.bits / 8);
  if (type.floating || (width != 4 && width != 8) || tensor.data.empty() || tensor.data.size() % width != 0 ||
      tensor.data.size() / width > kMostNumbers)
    refuse(fmt::format("has {} ('{}') that are not a few whole numbers of 32 or 64 bits in the file", what,
                       printable(tensor.name)));
  const Flatbuffer raw(tensor.data, source_.file);
  std::vector<std::int64_t> all;
  for (std::size_t at = 0; at < tensor.data.size(); at += width) {
    const std::uint64_t bits = raw.number(at, width);
    all.push_back(width == 4 ? static_cast<std::int32_t>(bits) : static_cast<std::int64_t>(bits));
  }
  return all;
}

const StatedTensor& Translation::stated() const {
  if (op().outputs.empty()) refuse("has no output");
  return graph_.tensors[static_cast<std::size_t>(op().outputs.int32(0))];
}

int Translation::output_bits() {
  const ElementType type = type_of(stated().type);
  if (type.bits < 1 || type.bits > 32)
    refuse(fmt::format("gives elements of {}; networks here have numbers of 32 bits at most", type.name));
  floating_ = floating_ || type.floating;
  return type.bits;
}

Map Translation::map(const Dims& dims) const {
  if (!dims.sound())
    refuse(fmt::format("has a tensor of {}; each side must be 1 or more, and there are 2^30 elements at most",
                       to_text(dims)));
  std::string problem;
  Map found = map_of(dims, problem);
  if (!problem.empty()) refuse(problem);
  return found;
}

void Translation::infer(std::string_view word, std::string_view what, std::string value, std::string rule) {
  inferred_.push_back({fmt::format("{}.{}", word_name(word), what), std::move(value), std::move(rule)});
}

void Translation::explain(std::string reason) { record().reason = std::move(reason); }
void Translation::note(std::string sentence) { notes_.push_back(std::move(sentence)); }

std::string Translation::word_name(std::string_view word) const { return fmt::format("{}{}", word, at_); }

}  // namespace synergy::importer::tflite
