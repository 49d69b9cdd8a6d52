#include "synergy/results/cost_table.hpp"

#include "synergy/device/cycles.hpp"
#include "synergy/device/segment.hpp"
#include "synergy/model/names.hpp"
#include "synergy/quantities/parse.hpp"

#include <bit>
#include <cmath>

#include "columns.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

struct Row {
  const device::AcceleratorProfile* chip;
  const model::Model* model;
  model::LayerRange layers;
  model::LayerIndex index;
  int start_word;
  bool placed;
  const std::vector<device::MemoryProblem>* problems;
  [[nodiscard]] const model::Layer& layer() const { return model->layer(index); }
  [[nodiscard]] std::int64_t cycles() const {
    return device::layer_cycles(device::hardware_layer(*chip, *model, index, start_word)).count();
  }
};

std::string shape(const model::Shape& s) { return fmt::format("{}x{}x{}", s.channels, s.height, s.width); }
std::string shape(int rows, int columns) { return fmt::format("{}x{}", rows, columns); }
device::DataNeed data_of(const Row& r) { return device::data_need(*r.chip, *r.model, r.layers, r.index); }
bool stores_weights(const Row& r) { return r.model->weights_owner(r.index, r.layers.first) == r.index; }

std::string pooling(const model::Layer& l) {
  if (!l.has_pool()) return "";
  const model::Pool& p = l.pool;
  std::string text = fmt::format("{} {}", model::to_text(p.type), shape(p.height, p.width));
  if (p.stride_height != p.height || p.stride_width != p.width)
    text += fmt::format(" stride {}", shape(p.stride_height, p.stride_width));
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

/// Of the layer, among those of the segment.
std::string problems_of(const Row& r) {
  std::string text;
  for (const device::MemoryProblem& problem : *r.problems) {
    if (problem.layer == r.index) text += (text.empty() ? "" : "; ") + problem.message;
  }
  return text;
}

bool is_last(const Row& r) { return r.index + 1 == r.model->layer_count(); }

const ColumnOf<Row> kColumns[] = {
    {{"index", "", "position in the model, from 0", Type::integer, Role::key},
     [](const Row& r) { return count(r.index); }},
    {{"name", "", "name of the layer"}, [](const Row& r) { return text(r.layer().name); }},
    {{"operator", "", "its operator"}, [](const Row& r) { return text(model::to_text(r.layer().op)); }},
    {{"input_shape", "", "channels x rows x columns read"},
     [](const Row& r) { return text(shape(r.layer().in)); }},
    {{"pool", "", "pooling: type, window, and stride if it is another; empty without"},
     [](const Row& r) -> Cell {
       if (!r.layer().has_pool()) return {};
       return pooling(r.layer());
     }},
    {{"steps", "", "what the layer does, in the order of the hardware: it pools before it convolves"},
     [](const Row& r) { return text(steps(r.layer())); }},
    {{"output_shape", "", "channels x rows x columns written"},
     [](const Row& r) { return text(shape(r.layer().out)); }},
    {{"cycles", "", "clock cycles by the vendor's formula, without pipeline factor and start-up",
      Type::integer, Role::smaller_is_better},
     [](const Row& r) { return count(r.cycles()); }},
    {{"time_us", "us", "cycles x pipeline factor / clock", Type::number, Role::smaller_is_better},
     [](const Row& r) -> Cell {
       const double cycles_per_us = r.chip->clock.value.si() / 1e6;
       return static_cast<double>(r.cycles()) * r.chip->pipeline_factor.value.si() / cycles_per_us;
     }},
    {{"cycles_class", "", "vendor_formula (exact), or estimate"},
     [](const Row& r) {
       return text(r.chip->cycles_are_estimates || r.layer().streaming ? "estimate" : "vendor_formula");
     }},
    {{"processors", "", "processors that hold its weights", Type::integer},
     [](const Row& r) {
       return count(std::popcount(device::weight_need(*r.chip, *r.model, r.index).processors));
     }},
    {{"words_per_processor", "", "72-bit weight words on each of them", Type::integer},
     [](const Row& r) { return count(device::weight_need(*r.chip, *r.model, r.index).words); }},
    {{"start_word", "", "first of these words, as the only segment; empty if the segment does not fit",
      Type::integer},
     [](const Row& r) -> Cell {
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
    {{"cut_bytes", "B",
      "what crosses to another device if the model is cut after this layer; empty for the last",
      Type::integer},
     [](const Row& r) -> Cell {
       if (is_last(r)) return {};
       return r.model->cut(r.index).bytes.count();
     }},
    {{"cut_single_tensor", "", "y if one tensor crosses, n if several; empty for the last"},
     [](const Row& r) -> Cell {
       if (is_last(r)) return {};
       return std::string(r.model->cut(r.index).single() ? "y" : "n");
     }},
    {{"fits", "",
      "y if the layers asked for fit one empty accelerator together, else n; the same in all rows"},
     [](const Row& r) { return text(r.problems->empty() ? "y" : "n"); }},
    {{"problem", "", "why they do not, where it is about this layer; empty otherwise"},
     [](const Row& r) -> Cell {
       std::string problems = problems_of(r);
       if (problems.empty()) return {};
       return problems;
     }},
};

/// Which of the profile's numbers the energy of inferring is from.
std::string inferring_from(const device::AcceleratorProfile& chip, const model::Model& model,
                           const device::SegmentCost& cost) {
  if (cost.power_is_measured) return fmt::format("as measured for {}", model.name());
  return fmt::format("from {} per multiply-accumulate and {} per cycle", to_text(chip.energy_per_mac.value),
                     to_text(chip.energy_per_cycle.value));
}

}  // namespace

Table cost_table(const device::AcceleratorProfile& chip, const model::Model& model,
                 model::LayerRange layers) {
  device::MemoryLedger ledger(chip);
  const auto placed = ledger.place(model, layers);
  const auto* placement = std::get_if<device::MemoryLedger::Placement>(&placed);
  const std::vector<device::MemoryProblem> problems = fit_problems(chip, model, layers);
  std::vector<Row> rows;
  for (model::LayerIndex i = layers.first; i <= layers.last; ++i) {
    const int start =
        placement == nullptr ? 0 : placement->start_words[static_cast<std::size_t>(i - layers.first)];
    rows.push_back({&chip, &model, layers, i, start, placement != nullptr, &problems});
  }
  return make_table<Row>("cost", kColumns, rows);
}

Table cost_table() { return make_table<Row>("cost", kColumns, {}); }

std::vector<device::MemoryProblem> fit_problems(const device::AcceleratorProfile& chip,
                                                const model::Model& model, model::LayerRange layers) {
  std::vector<device::MemoryProblem> problems = device::check_segment(chip, model, layers);
  const auto memory = device::MemoryLedger(chip).problems(model, layers);
  problems.insert(problems.end(), memory.begin(), memory.end());
  return problems;
}

std::string cost_totals(const device::AcceleratorProfile& chip, const model::Model& model,
                        model::LayerRange layers) {
  std::int64_t macs = 0;
  for (model::LayerIndex i = layers.first; i <= layers.last; ++i) macs += model.layer(i).macs;
  const Bytes weights = model.weight_bytes(layers);
  const Bytes stored = model.stored_weight_bytes(layers);
  std::string text = fmt::format("{} layers {}-{}: {} MACs, {} B of weights{}, {} B of biases\n",
                                 model.name(), layers.first, layers.last, macs, weights.count(),
                                 stored == weights ? "" : fmt::format(" ({} B as stored)", stored.count()),
                                 model.bias_bytes(layers).count());
  device::MemoryLedger ledger(chip);
  const auto placed = ledger.place(model, layers);
  const auto* placement = std::get_if<device::MemoryLedger::Placement>(&placed);
  if (placement == nullptr || !device::check_segment(chip, model, layers).empty()) return text;
  const device::SegmentCost cost = device::segment_cost(chip, model, layers, placement);
  text += fmt::format(
      "one inference on {}: load {:.4g} ms ({} words), infer {:.4g} ms ({} cycles{}{}), unload {:.4g} ms ({} "
      "words); {:.4g} uJ above idle\n",
      chip.name, cost.load.ms(), cost.loaded_words.count(), cost.infer.ms(), cost.cycles.count(),
      chip.cycles_are_estimates || cost.fed_words.count() > 0 ? ", an estimate" : "",
      cost.fed_words.count() > 0
          ? fmt::format("; feeding {} words takes {:.4g} ms of it", cost.fed_words.count(), cost.feed.ms())
          : "",
      cost.unload.ms(), cost.unloaded_words.count(),
      (cost.load_energy + cost.infer_energy + cost.unload_energy).si() * 1e6);
  text += fmt::format("power while inferring: {:.4g} mW above idle on the core rail, {}\n",
                      cost.infer_energy.si() * chip.supply_efficiency.value.si() / cost.infer.s() * 1e3,
                      inferring_from(chip, model, cost));
  text += fmt::format(
      "memory: {} of {} words on the fullest processor, {} of {} B of bias in the fullest quadrant\n",
      ledger.words_used(), chip.words_per_processor, ledger.bias_bytes_used(), chip.bias_bytes_per_quadrant);
  return text;
}

}  // namespace synergy::results
