#include "synergy/base/ensure.hpp"
#include "synergy/import/build.hpp"
#include "synergy/input/error.hpp"

#include <algorithm>

#include "rules.hpp"
#include "translation.hpp"
#include <fmt/format.h>

namespace synergy::importer::onnx {

Translation::Translation(const Graph& graph, const Source& source, const Options& options)
    : graph_(graph),
      source_(source),
      options_(options),
      live_(graph.nodes.size()),
      host_(graph.nodes.size()),
      notes_(graph.notes) {
  for (const Node& node : graph.nodes) report_.push_back({node.name, node.kind, Fate::dropped, {}, {}});
}

ImportedNetwork Translation::run() {
  count_readers();
  find_live();
  find_host_work();
  refuse_unknown();
  add_constants();
  add_inputs();
  for (current_ = 0; current_ < graph_.nodes.size(); ++current_) translate();
  set_outputs();
  compare_with_stated();
  parts_.name = name_from(source_, options_);
  ImportedNetwork imported{build(std::move(parts_), source_), {}, std::move(report_), std::move(notes_), {}};
  imported.provenance.inferred = std::move(inferred_);
  for (std::size_t i = 0; i < shapes_.size(); ++i)
    ensure(imported.network.shape(network::TensorId(i)) == shapes_[i],
           "shapes here are those of the network");
  return imported;
}

// ------------------------------------------------------------------------------------ who needs what

void Translation::count_readers() {
  for (const Stated& output : graph_.outputs) outputs_.insert(output.name);
  std::set<std::string_view> made;
  const auto make = [&](std::string_view what, const std::string& name) {
    if (!made.insert(name).second)
      throw InputError({source_.file}, fmt::format("{} '{}' is there twice", what, name));
  };
  for (const Tensor& tensor : graph_.initialisers) make("initialiser", tensor.name);
  for (const Stated& input : graph_.inputs) make("input", input.name);
  for (current_ = 0; current_ < graph_.nodes.size(); ++current_) {
    const Node& here = node();
    for (const std::string& output : here.outputs) {
      if (!output.empty() && !made.insert(output).second)
        fail(fmt::format("makes '{}', which is there already", output));
    }
  }
}

/// From the outputs backwards; what nothing depends on would be an operator that nobody reads.
void Translation::find_live() {
  std::map<std::string_view, std::size_t> maker;
  for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
    for (const std::string& output : graph_.nodes[i].outputs) maker[output] = i;
  }
  std::vector<std::string_view> open(outputs_.begin(), outputs_.end());
  while (!open.empty()) {
    const auto found = maker.find(open.back());
    open.pop_back();
    if (found == maker.end() || live_[found->second]) continue;
    live_[found->second] = true;
    for (const std::string& input : graph_.nodes[found->second].inputs) {
      if (!input.empty()) open.emplace_back(input);
    }
  }
  for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
    if (!live_[i]) continue;
    for (const std::string& input : graph_.nodes[i].inputs) {
      used_.insert(input);
      // A shape is known before inference: who asks for it does not read the tensor.
      if (graph_.nodes[i].kind != "Shape") readers_[input].push_back(i);
    }
  }
}

/// Nodes behind which nothing but work of this kind comes.
void Translation::find_host_work() {
  for (std::size_t i = graph_.nodes.size(); i-- > 0;) {
    const Node& here = graph_.nodes[i];
    if (!is_host_work(here.kind) && !goes_with_host_work(here.kind)) continue;
    host_[i] = std::all_of(here.outputs.begin(), here.outputs.end(), [&](const std::string& output) {
      const auto readers = readers_.find(output);
      return readers == readers_.end() || std::all_of(readers->second.begin(), readers->second.end(),
                                                      [&](std::size_t r) { return host_[r]; });
    });
  }
}

// ------------------------------------------------------------------------------------ one node

void Translation::translate() {
  if (!live_[current_]) return report(Fate::dropped, {}, "no output of the network depends on it");
  bool constant = true;
  bool host = false;
  bool any = false;
  for (const std::string& input : node().inputs) {
    if (input.empty()) continue;
    const auto found = values_.find(input);
    if (found == values_.end())
      fail(
          fmt::format("reads '{}', which nothing in front of it makes: an input that is missing, a cycle, or "
                      "operators out of order",
                      input));
    any = true;
    constant = constant && found->second.kind == Value::Kind::constant;
    host = host || found->second.kind == Value::Kind::host;
  }
  if (host) return leave_to_host("follows other work of the host");
  if (any && constant) {
    if (!fold_constants(*this, node())) refuse();
    return report(Fate::dropped, {}, "known before inference");
  }
  const Rule* rule = rule_for(node().kind);
  const bool may_leave = host_[current_] && is_host_work(node().kind);
  if (rule == nullptr) {
    if (!may_leave) refuse();
    return leave_to_host("nothing that accelerators do");
  }
  const std::size_t inferred = inferred_.size();
  try {
    rule->translate(*this, node());
  } catch (const InputError&) {
    if (!may_leave) throw;
    inferred_.resize(inferred);
    leave_to_host("no operator of a network in general form");
  }
}

void Translation::leave_to_host(const std::string& why) {
  // Nothing but more work of the host follows, and then an output: what it reads leaves the network.
  for (const std::string& input : node().inputs) {
    const auto read = values_.find(input);
    if (read != values_.end() && read->second.kind == Value::Kind::map && !is_input(read->second.tensor))
      leaving_.insert(read->second.tensor);
  }
  Value left;
  left.kind = Value::Kind::host;
  for (std::size_t i = 0; i < node().outputs.size(); ++i) define(left, i);
  report(Fate::dropped, {},
         why + ": left to the host behind the network, whose time an app states as postprocess");
  note("Work of the host at the end was left out: an app states its time as postprocess");
}

/// One message for all kinds that nothing is known of, so that nobody mends them one after the other.
void Translation::refuse_unknown() const {
  std::map<std::string, std::pair<const Node*, int>> unknown;  // by kind: the first, how many
  for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
    const Node& here = graph_.nodes[i];
    if (!live_[i] || host_[i] || rule_for(here.kind) != nullptr || is_foldable(here.kind)) continue;
    ++unknown.try_emplace(here.kind, &here, 0).first->second.second;
  }
  std::vector<Problem> problems;
  for (const auto& [kind, first] : unknown) {
    const std::string_view advice = advice_for(kind);
    problems.push_back({{source_.file},
                        fmt::format("operator '{}'{} ({}): not supported{}{}", first.first->name,
                                    first.second > 1 ? fmt::format(" and {} more", first.second - 1) : "",
                                    kind, advice.empty() ? "" : "; ", advice)});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

/// Of a kind that is known elsewhere: among constants, or behind everything else.
void Translation::refuse() const {
  const std::string_view advice = advice_for(node().kind);
  fail(fmt::format("not supported here{}{}", advice.empty() ? "" : "; ", advice));
}

// ------------------------------------------------------------------------------------ the end

void Translation::set_outputs() {
  for (const Stated& output : graph_.outputs) {
    const auto found = values_.find(output.name);
    if (found == values_.end())
      throw InputError({source_.file}, fmt::format("output '{}' is made by no operator", output.name));
    const Value& value = found->second;
    if (value.padding != network::Padding{})
      throw InputError(
          {source_.file},
          fmt::format("output '{}' has zeros around it: only convolutions and average poolings take "
                      "them in",
                      output.name));
    if (value.kind == Value::Kind::map && !is_input(value.tensor))
      leaving_.insert(value.tensor);
    else if (value.kind != Value::Kind::host)
      notes_.push_back(
          fmt::format("Output '{}' was left out: no operator of the network computes it", output.name));
  }
  if (leaving_.empty())
    throw InputError(
        {source_.file},
        "nothing is left for an accelerator: each output is an input, constant, or work of the host");
  parts_.outputs.assign(leaving_.begin(), leaving_.end());
}

/// What exporters wrote down is a second opinion. The batch is not looked at: users change it by hand.
void Translation::compare_with_stated() {
  std::vector<const Stated*> all;
  for (const Stated& stated : graph_.values) all.push_back(&stated);
  for (const Stated& stated : graph_.outputs) all.push_back(&stated);
  for (const Stated* stated : all) {
    const auto found = values_.find(stated->name);
    if (found == values_.end() || found->second.kind != Value::Kind::map || !stated->sides) continue;
    const Dims& ours = found->second.dims;
    bool same = ours.size() == stated->sides->size();
    for (std::size_t i = 1; same && i < ours.size(); ++i)
      same = !(*stated->sides)[i].size || *(*stated->sides)[i].size == ours[i];
    if (same) continue;
    Dims theirs;
    for (const Side& side : *stated->sides) theirs.push_back(side.size.value_or(-1));
    const std::string message = fmt::format("'{}' is stated as {}, but its operators make {}", stated->name,
                                            to_text(theirs), to_text(ours));
    if (!options_.force) throw InputError({source_.file}, message + "; --force imports it all the same");
    notes_.push_back(message);
  }
}

}  // namespace synergy::importer::onnx
