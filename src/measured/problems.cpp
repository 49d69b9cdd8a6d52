// What a measured accelerator says about ranges in words: problems, doubts, facts, summaries.
#include "synergy/measured/kinds.hpp"
#include "synergy/quantities/parse.hpp"

#include <algorithm>

#include "lowered.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace synergy::measured {
namespace {

using device::LayerIndex;
using device::LayerRange;
using device::Problem;

/// Networks that a table has rows of, each once.
std::string networks_of(const Profile& profile) {
  std::vector<std::string> names;
  for (const Row& row : profile.table) {
    if (std::find(names.begin(), names.end(), row.network) == names.end()) names.push_back(row.network);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

std::string LoweredNetwork::no_rows(LayerRange layers) const {
  const std::string& name = network().name();
  if (rows_stated_ == 0) {
    return fmt::format("the table of {} has no times of '{}'; it has: {}", profile_.name, name,
                       networks_of(profile_));
  }
  std::string have = whole_ != nullptr ? "the whole network" : "";
  for (const Row* row : rows_) {
    have += fmt::format("{}layers {} to {}", have.empty() ? "" : ", ", row->layers->first, row->layers->last);
  }
  // Rows of layers that leave some out, or go beyond the network.
  if (have.empty()) have = "rows that do not make up the network";
  return fmt::format("the table of {} has no times of layers {} to {} of '{}' (0 to {}); it has {}{}",
                     profile_.name, layers.first, layers.last, name, network().layer_count() - 1, have,
                     rows_.empty() && whole_ != nullptr ? ", which can be run but not cut" : "");
}

std::vector<Problem> LoweredNetwork::problems(LayerRange layers) const {
  std::vector<Problem> found;
  const std::string& name = network().name();
  if (!inference(layers)) {
    const LayerIndex at = layers.first;
    found.push_back({Problem::Kind::unsupported, name, at, 0, 0, no_rows(layers)});
  }
  const std::int64_t room = profile_.activation_memory.count();
  for (LayerIndex i = layers.first; i <= layers.last; ++i) {
    const LayerWork& work = layers_[static_cast<std::size_t>(i)];
    const std::string& layer = network().layer(i).name;
    for (const Kind kind : work.without_law) {
      std::vector<std::string_view> known;
      for (const Law& law : profile_.laws) known.push_back(to_text(law.kind));
      found.push_back({Problem::Kind::unsupported, name, i, 0, 0,
                       fmt::format("layer '{}' of '{}' is of kind {}, for which {} has no law; it has: {}",
                                   layer, name, to_text(kind), profile_.name, fmt::join(known, ", "))});
    }
    // The memory refuses the range as well; this names the layer that is too large.
    if (work.activations > room) {
      found.push_back(
          {Problem::Kind::data, name, i, work.activations, room,
           fmt::format("layer '{}' of '{}' needs {} bytes for the tensors that are alive while it "
                       "runs; the {} has {}",
                       layer, name, work.activations, profile_.name, room)});
    }
  }
  return found;
}

std::vector<std::string> LoweredNetwork::doubts(LayerRange layers) const {
  std::vector<std::string> found;
  if (profile_.times == Times::rate)
    found.push_back(fmt::format("times of {} are one rate for all networks: an estimate", profile_.name));
  if (state_.derived) {
    found.push_back(fmt::format("powers of {} at '{}' follow from those at '{}' by clock and voltage",
                                profile_.name, profile_.operating_point, profile_.points.front().name));
  }
  // No range is stated, so that nothing can be outside of it.
  if (!profile_.calibrated) return found;
  const Calibrated& range = *profile_.calibrated;
  const Frequency clock = point_of(profile_).clock.value;
  if (clock < range.clock[0] || clock > range.clock[1]) {
    found.push_back(fmt::format("{} was calibrated at {} to {}, and runs at {}", profile_.name,
                                to_text(range.clock[0]), to_text(range.clock[1]), to_text(clock)));
  }
  const std::int64_t macs = network().macs(layers);
  // Parts of networks are smaller than what was measured, of which they are a part.
  const bool small = layers == network().all() && macs < range.macs[0];
  if (small || macs > range.macs[1]) {
    found.push_back(fmt::format(
        "{} was calibrated with networks of {} to {} MACs; layers {} to {} of '{}' have {}", profile_.name,
        range.macs[0], range.macs[1], layers.first, layers.last, network().name(), macs));
  }
  std::vector<std::string_view> beyond;
  for (LayerIndex i = layers.first; i <= layers.last; ++i) {
    for (const Kind kind : layers_[static_cast<std::size_t>(i)].of_kind) {
      const auto known = std::find(range.operators.begin(), range.operators.end(), kind);
      if (known == range.operators.end() &&
          std::find(beyond.begin(), beyond.end(), to_text(kind)) == beyond.end())
        beyond.push_back(to_text(kind));
    }
  }
  // A table holds what was measured and nothing else, so that no kind lies beyond it.
  if (!beyond.empty() && profile_.times != Times::table) {
    found.push_back(fmt::format("{} was not calibrated with operators of kind {}, which '{}' has",
                                profile_.name, fmt::join(beyond, ", "), network().name()));
  }
  std::vector<std::string_view> functions;
  const network::OperatorId last = network().layer(layers.last).last;
  for (network::OperatorId id = network().layer(layers.first).first; id.value() <= last.value(); ++id) {
    const auto word = costly_activation(network(), id);
    const auto has = [&](const auto& list) {
      return std::find(list.begin(), list.end(), *word) != list.end();
    };
    if (word && !has(range.activations) && !has(functions)) functions.push_back(*word);
  }
  // Whatever function it is, its time is none in the loop of another operator and that of its bytes alone.
  if (!functions.empty() && profile_.times != Times::table) {
    found.push_back(fmt::format("{} was not calibrated with {}, which '{}' has and which counts like relu",
                                profile_.name, fmt::join(functions, ", "), network().name()));
  }
  return found;
}

std::vector<device::FactColumn> layer_columns() {
  using Type = device::FactColumn::Type;
  return {{"operators", "", "kinds of operators that take time, as laws tell them apart", Type::text},
          {"macs", "", "multiply-accumulates", Type::integer},
          {"tensor_bytes", "B", "of the tensors that its operators read and write", Type::integer, true},
          {"time_us", "us", "by the laws, or of its row in the table; empty without one", Type::number, true},
          {"weight_bytes", "B", "packed weights and biases of 4 bytes", Type::integer, true},
          {"activation_bytes", "B", "tensors that are alive while it runs, at most", Type::integer, true}};
}

std::vector<device::LayerFacts> LoweredNetwork::layer_facts(LayerRange layers) const {
  std::vector<device::LayerFacts> rows;
  for (LayerIndex i = layers.first; i <= layers.last; ++i) {
    const LayerWork& work = layers_[static_cast<std::size_t>(i)];
    // Empty where a row holds several layers: nobody measured how its time is shared among them.
    device::Fact time;
    if (profile_.times != Times::table) {
      time = work.seconds * state_.time_scale * 1e6;
    } else if (const auto row = from_rows({i, i})) {
      time = row->seconds * state_.time_scale * 1e6;
    }
    rows.push_back({i,
                    network().layer(i).name,
                    {work.kinds, network().macs({i, i}), work.tensor_bytes, time, stored_bytes({i, i}),
                     work.activations}});
  }
  return rows;
}

/// Where the times are from, with the error that the profile admits.
std::string LoweredNetwork::times_from(LayerRange layers) const {
  std::string text = profile_.times == Times::laws    ? "by laws for each kind of operator"
                     : profile_.times == Times::table ? "from the table"
                                                      : "by one rate for all networks, an estimate";
  if (profile_.times == Times::table && layers == network().all() && whole_ != nullptr)
    text += rows_.empty() ? "; the whole network was measured, so it can be run but not cut" : "";
  if (!profile_.calibrated) return text;
  for (const Residual& r : profile_.calibrated->residuals) {
    text += fmt::format("; {} off by {:.2g} % on average, {:.2g} % at worst{}", r.of, r.mean.si() * 100,
                        r.worst.si() * 100, r.left_out == "network" ? ", on networks left out" : "");
  }
  return text;
}

std::string LoweredNetwork::summary(LayerRange layers) const {
  std::string text = fmt::format("{} layers {}-{}: {} MACs, {} B of weights and biases\n", network().name(),
                                 layers.first, layers.last, network().macs(layers), stored_bytes(layers));
  for (const std::string& doubt : doubts(layers)) text += fmt::format("note: {}\n", doubt);
  if (const auto cost = problems(layers).empty() ? cost_alone(layers) : std::nullopt) {
    // All of the rail and all three phases: what the CPU draws by being active is in no energy of a cost, but
    // readers ask for the sum.
    const Energy by_cpu = (state_.cpu_active - state_.idle) * (cost->load + cost->feed + cost->unload);
    const Energy above_idle = cost->load_energy + cost->infer_energy + cost->unload_energy + by_cpu;
    const Energy with_it = above_idle + state_.idle * (cost->load + cost->infer + cost->unload);
    text += fmt::format(
        "one inference on {} at {}: load {:.4g} ms, infer {:.4g} ms, unload {:.4g} ms; {:.4g} uJ above idle, "
        "{:.4g} uJ with it\n",
        profile_.name, profile_.operating_point, cost->load.ms(), cost->infer.ms(), cost->unload.ms(),
        above_idle.si() * 1e6, with_it.si() * 1e6);
    text += fmt::format("times: {}\n", times_from(layers));
  }
  text += fmt::format(
      "memory: {} of {} B of weights, {} of {} B of activations{}\n", stored_bytes(layers),
      profile_.weight_memory.count(), activation_bytes(layers), profile_.activation_memory.count(),
      profile_.code_memory
          ? fmt::format(", {} of {} B of code", code_bytes(layers), profile_.code_memory->count())
          : "");
  return text;
}

}  // namespace synergy::measured
