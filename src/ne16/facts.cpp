#include "synergy/quantities/parse.hpp"

#include "lowered.hpp"
#include <fmt/format.h>

namespace synergy::ne16 {
namespace {

using device::Fact;
using device::LayerRange;
using network::OperatorId;
using Type = device::FactColumn::Type;

/// What can be said of one layer of the network: sums over its operators.
struct Row {
  std::string input_shape, unit, output_shape;
  std::int64_t macs = 0;
  double cycles = 0, computing = 0, time_us = 0;
  std::int64_t parts = 0, moved = 0, weights = 0, stored = 0, biases = 0, live = 0;
};

/// Name and value side by side, so that no table can have one without the other.
struct Column {
  device::FactColumn column;
  Fact (*value)(const Row& row);
};

const Column kColumns[] = {
    {{"input_shape", "", "channels x rows x columns read"},
     [](const Row& r) -> Fact { return r.input_shape; }},
    {{"unit", "", "who does the work, operator by operator: ne16, cluster, fused (in the one before), none"},
     [](const Row& r) -> Fact { return r.unit; }},
    {{"output_shape", "", "channels x rows x columns written"},
     [](const Row& r) -> Fact { return r.output_shape; }},
    {{"macs", "", "multiply-accumulate operations", Type::integer},
     [](const Row& r) -> Fact { return r.macs; }},
    {{"cycles", "", "clock cycles with what starting a layer takes", Type::number, true},
     [](const Row& r) -> Fact { return r.cycles; }},
    {{"computing_cycles", "", "of these, what is computed or waits for transfers", Type::number, true},
     [](const Row& r) -> Fact { return r.computing; }},
    {{"time_us", "us", "cycles / clock", Type::number, true}, [](const Row& r) -> Fact { return r.time_us; }},
    {{"parts", "", "parts in which it goes through L1; 0 if nothing is done, or no way is", Type::integer},
     [](const Row& r) -> Fact { return r.parts; }},
    {{"moved_bytes", "B", "between L2 and L1", Type::integer}, [](const Row& r) -> Fact { return r.moved; }},
    {{"weight_bytes", "B", "parameters; 0 if an earlier layer of the segment stores them", Type::integer},
     [](const Row& r) -> Fact { return r.weights; }},
    {{"stored_weight_bytes", "B", "weights as stored: input channels in groups of 16", Type::integer},
     [](const Row& r) -> Fact { return r.stored; }},
    {{"bias_bytes", "B", "biases", Type::integer}, [](const Row& r) -> Fact { return r.biases; }},
    {{"live_bytes", "B", "tensors that lie in L2 while it runs", Type::integer},
     [](const Row& r) -> Fact { return r.live; }},
};

}  // namespace

std::vector<device::FactColumn> layer_columns() {
  std::vector<device::FactColumn> columns;
  for (const Column& c : kColumns) columns.push_back(c.column);
  return columns;
}

std::vector<device::LayerFacts> LoweredNetwork::layer_facts(LayerRange layers) const {
  std::vector<device::LayerFacts> rows;
  const OperatorId begin = network().layer(layers.first).first;
  for (device::LayerIndex i = layers.first; i <= layers.last; ++i) {
    const network::Layer& layer = network().layer(i);
    Row row;
    row.input_shape = network::to_text(network().shape(network().at(layer.first).inputs[0]));
    row.output_shape = network::to_text(network().at(layer.last).out);
    row.live = live_[static_cast<std::size_t>(i)];
    for (OperatorId id = layer.first; id <= layer.last; ++id) {
      const Step& step = steps_[id];
      const Placed& placed = placed_[id];
      row.unit += (row.unit.empty() ? "" : " > ") +
                  std::string(step.refusal.empty() ? to_text(step.unit) : "refused");
      row.macs += network().at(id).macs;
      row.cycles += placed.time.cycles();
      row.computing += placed.time.computing;
      // Shared weights count once, with whoever stores them: rows add up to what the memory takes.
      if (step.weight_bytes > 0 && stores(id, begin)) {
        row.weights += network().at(id).weight_bytes().count();
        row.stored += step.weight_bytes;
      }
      row.biases += step.bias_bytes;
      // What is fused or a view goes through L1 with the operator in front, or not at all.
      if (placed.time.cycles() == 0) continue;
      row.parts += placed.parts.count;
      row.moved += placed.parts.bytes;
    }
    row.time_us = row.cycles / (chip_.profile.clock.value.si() * chip_.speed) * 1e6;
    auto& made = rows.emplace_back(device::LayerFacts{i, layer.name, {}});
    for (const Column& c : kColumns) made.facts.push_back(c.value(row));
  }
  return rows;
}

std::string LoweredNetwork::summary(LayerRange layers) const {
  const Profile& p = chip_.profile;
  const std::int64_t stored = stored_bytes(layers);
  std::string text = fmt::format("{} layers {}-{}: {} MACs, {} B of weights, {} B with biases as stored\n",
                                 network().name(), layers.first, layers.last, network().macs(layers),
                                 network().weight_bytes(layers).count(), stored);
  const auto cost = cost_alone(layers);
  if (!cost) return text;
  text += fmt::format(
      "one inference on {} at {}, {}: load {:.4g} ms, infer {:.4g} ms ({} cycles, an estimate), unload "
      "{:.4g} "
      "ms; {:.4g} uJ above waiting\n",
      p.name, to_text(p.clock.value), to_text(p.voltage.value), cost->load.ms(), cost->infer.ms(),
      cost->cycles.count(), cost->unload.ms(), cost->infer_energy.si() * 1e6);
  text += fmt::format(
      "power while inferring: {:.4g} mW above the {:.4g} mW of waiting, {}\n",
      cost->infer_energy.si() / cost->infer.s() * 1e3, p.waiting_here().si() * 1e3,
      cost->power_is_measured ? "as measured for the network" : "from the mean power of computing");
  text += fmt::format("memory: {} of {} B of L2, {} of {} B of eMRAM\n", stored + live_bytes(layers),
                      p.l2.count(), stored, p.emram.count());
  return text;
}

}  // namespace synergy::ne16
