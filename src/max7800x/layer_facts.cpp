#include "synergy/max7800x/cycles.hpp"
#include "synergy/model/names.hpp"

#include <bit>

#include "lowered.hpp"
#include <fmt/format.h>

namespace synergy::max7800x {
namespace {

using device::Fact;
using Type = device::FactColumn::Type;

/// What a column's function may look at: a layer where it lies as the only segment of an empty chip.
struct Row {
  const Profile* chip;
  const model::Model* model;
  model::LayerRange layers;
  model::LayerIndex index;
  int start_word;
  bool placed;
  [[nodiscard]] const model::Layer& layer() const { return model->layer(index); }
  [[nodiscard]] std::int64_t cycles() const {
    return layer_cycles(hardware_layer(*chip, *model, index, start_word)).count();
  }
};

Fact text(std::string_view value) { return std::string(value); }
Fact count(std::int64_t value) { return value; }

std::string shape(int rows, int columns) { return fmt::format("{}x{}", rows, columns); }
DataNeed data_of(const Row& r) { return data_need(*r.chip, *r.model, r.layers, r.index); }
bool stores_weights(const Row& r) { return r.model->weights_owner(r.index, r.layers.first) == r.index; }

std::string pooling(const model::Layer& l) {
  if (!l.has_pool()) return "";
  const model::Pool& p = l.pool;
  std::string text = fmt::format("{} {}", model::to_text(p.type), shape(p.height, p.width));
  if (p.stride_height != p.height || p.stride_width != p.width)
    text += fmt::format(" stride {}", shape(p.stride_height, p.stride_width));
  if (p.dilation != 1) text += fmt::format(" dilation {}", p.dilation);
  return text;
}

/// What the hardware does, in its order.
std::string steps(const model::Layer& l) {
  std::string text;
  const auto add = [&text](const std::string& step) {
    if (!step.empty()) text += (text.empty() ? "" : " > ") + step;
  };
  if (l.reshape) add("reshape " + shape(l.reshape->rows, l.reshape->columns));
  if (l.pool.before_eltwise) add(pooling(l));
  if (l.eltwise != model::Eltwise::none) add(std::string(model::to_text(l.eltwise)));
  if (!l.pool.before_eltwise) add(pooling(l));
  if (l.flatten) add("flatten");
  if (l.op == model::Operator::eltwise) return text;
  add(std::string(model::to_text(l.op)));
  if (l.op == model::Operator::conv1d) return text + fmt::format(" {}", l.kernel_height);
  const bool convolves = l.has_weights() && l.op != model::Operator::linear;
  return convolves ? text + " " + shape(l.kernel_height, l.kernel_width) : text;
}

/// Name and value side by side, so that no table can have one without the other.
struct Column {
  device::FactColumn column;
  Fact (*value)(const Row& row);
};

const Column kColumns[] = {
    {{"operator", "", "its operator"}, [](const Row& r) { return text(model::to_text(r.layer().op)); }},
    {{"input_shape", "", "channels x rows x columns read"},
     [](const Row& r) { return text(network::to_text(r.layer().in)); }},
    {{"pool", "", "pooling: type, window, and stride if it is another; empty without"},
     [](const Row& r) -> Fact {
       if (!r.layer().has_pool()) return {};
       return pooling(r.layer());
     }},
    {{"steps", "", "what the layer does, in the order of the hardware: it pools before it convolves"},
     [](const Row& r) { return text(steps(r.layer())); }},
    {{"output_shape", "", "channels x rows x columns written"},
     [](const Row& r) { return text(network::to_text(r.layer().out)); }},
    {{"cycles", "", "clock cycles by the vendor's formula, without pipeline factor and start-up",
      Type::integer, true},
     [](const Row& r) { return count(r.cycles()); }},
    {{"time_us", "us", "cycles x pipeline factor / clock", Type::number, true},
     [](const Row& r) -> Fact {
       const double cycles_per_us = r.chip->clock.value.si() / 1e6;
       return static_cast<double>(r.cycles()) * r.chip->pipeline_factor.value.si() / cycles_per_us;
     }},
    {{"cycles_class", "", "vendor_formula (exact), or estimate"},
     [](const Row& r) {
       return text(r.chip->cycles_are_estimates || r.layer().streaming ? "estimate" : "vendor_formula");
     }},
    {{"processors", "", "processors that hold its weights", Type::integer},
     [](const Row& r) { return count(std::popcount(weight_need(r.layer()).processors)); }},
    {{"words_per_processor", "", "72-bit weight words on each of them", Type::integer},
     [](const Row& r) { return count(weight_need(r.layer()).words); }},
    {{"start_word", "", "first of these words, as the only segment; empty if the segment does not fit",
      Type::integer},
     [](const Row& r) -> Fact {
       if (!r.placed) return {};
       return std::int64_t{r.start_word};
     }},
    {{"weight_bytes", "B", "parameters; 0 if an earlier layer of the segment stores them", Type::integer},
     [](const Row& r) { return count(stores_weights(r) ? r.layer().weight_bytes().count() : 0); }},
    {{"stored_weight_bytes", "B", "weights as stored: dilated kernels with the zeros between their taps",
      Type::integer},
     [](const Row& r) { return count(stores_weights(r) ? r.layer().stored_weight_bytes().count() : 0); }},
    {{"bias_bytes", "B", "biases", Type::integer},
     [](const Row& r) { return count(r.layer().bias_bytes().count()); }},
    {{"output_bytes", "B", "output tensor", Type::integer},
     [](const Row& r) { return count(r.layer().output_bytes().count()); }},
    {{"bank_in_bytes", "B", "input in each data memory bank it uses; 0 if it is not held there",
      Type::integer},
     [](const Row& r) { return count(data_of(r).input); }},
    {{"bank_out_bytes", "B", "output in each data memory bank it uses; 0 if it is not held there",
      Type::integer},
     [](const Row& r) { return count(data_of(r).output); }},
    {{"macs", "", "multiply-accumulate operations", Type::integer},
     [](const Row& r) { return count(r.layer().macs); }},
};

}  // namespace

std::vector<device::FactColumn> layer_columns() {
  std::vector<device::FactColumn> columns;
  for (const Column& c : kColumns) columns.push_back(c.column);
  return columns;
}

std::vector<device::LayerFacts> LoweredNetwork::layer_facts(device::LayerRange layers) const {
  std::vector<device::LayerFacts> rows;
  const auto range = hardware(layers);
  // Without hardware layers there is nothing to say but the names.
  for (device::LayerIndex n = layers.first; !range && n <= layers.last; ++n)
    rows.push_back({n, network().layer(n).name, std::vector<Fact>(std::size(kColumns))});
  if (!range) return rows;
  Placement placement;
  const bool placed = MemoryLedger(profile_).try_place(needs(), *range, &placement);
  for (model::LayerIndex i = range->first; i <= range->last; ++i) {
    // A segment that does not fit has no start words; its layers are shown as if each began at word 0.
    const int start = placed ? placement.starts[static_cast<std::size_t>(i - range->first)] : 0;
    const Row row{&profile_, &model(), *range, i, start, placed};
    auto& made = rows.emplace_back(device::LayerFacts{form_->layer_of(i), row.layer().name, {}});
    for (const Column& c : kColumns) made.facts.push_back(c.value(row));
  }
  return rows;
}

}  // namespace synergy::max7800x
