#include "data_layout.hpp"

#include "synergy/max7800x/memory.hpp"
#include "synergy/model/channels.hpp"

#include <algorithm>
#include <bit>
#include <optional>

namespace synergy::max7800x {
namespace {

using model::LayerIndex;

/// Offsets that are no multiple of a slot keep this one: four pixels of four channels.
constexpr std::int64_t kFineStep = 16;
constexpr std::int64_t kWordBytes = 4;

class DataArranger {
 public:
  DataArranger(const Profile& accelerator, const model::Model& model, model::LayerRange layers)
      : accelerator_(accelerator), model_(model), layers_(layers), bank_(accelerator.data_bank.count()) {
    slot_ = static_cast<std::int64_t>(
        std::bit_floor(static_cast<std::uint64_t>(std::max<std::int64_t>(bank_ / 4, kFineStep))));
  }

  DataLayout run() {
    find_sets();
    for (const LayerIndex tensor : tensors_from_outside(model_, layers_)) place(tensor, layers_.first - 1);
    for (LayerIndex i = layers_.first; i <= layers_.last; ++i) place(i, i);
    return std::move(layout_);
  }

 private:
  /// Tensors that lie together: alone, in turn, or side by side in other banks.
  struct Set {
    std::vector<LayerIndex> members;
    bool in_turn = false;
    std::optional<std::int64_t> offset;
    bool squeezed = false;  // there was no place for it
    std::int64_t bytes = 0;
    LayerIndex last_read = 0;
  };

  void find_sets() {
    for (LayerIndex i = layers_.first; i <= layers_.last; ++i) {
      const model::Layer& layer = model_.layer(i);
      const std::vector<LayerIndex> inputs = inputs_in(model_, layers_, i);
      if (inputs.size() < 2) continue;
      Set set;
      set.in_turn = layer.operands > 1 || model::passes_for(layer.in.channels) > 1;
      for (const LayerIndex tensor : inputs) {
        if (std::find(set.members.begin(), set.members.end(), tensor) != set.members.end()) continue;
        if (set_of_.contains(tensor)) {
          layout_.torn.push_back(tensor);
          continue;
        }
        set.members.push_back(tensor);
        set_of_.emplace(tensor, sets_.size());
      }
      if (!set.members.empty()) sets_.push_back(std::move(set));
    }
    for (const LayerIndex tensor : tensors_from_outside(model_, layers_)) own_set(tensor);
    for (LayerIndex i = layers_.first; i <= layers_.last; ++i) own_set(i);
    for (Set& set : sets_) measure(set);
  }

  void own_set(LayerIndex tensor) {
    if (!set_of_.emplace(tensor, sets_.size()).second) return;
    Set alone;
    alone.members = {tensor};
    sets_.push_back(std::move(alone));
  }

  void measure(Set& set) {
    set.last_read = layers_.first - 1;
    for (const LayerIndex tensor : set.members) {
      const std::int64_t bytes = bytes_of(tensor);
      set.bytes = set.in_turn ? set.bytes + bytes : std::max(set.bytes, bytes);
      set.last_read = std::max(set.last_read, last_reader(tensor));
    }
  }

  [[nodiscard]] bool reads(LayerIndex i, LayerIndex tensor) const {
    const std::vector<LayerIndex> inputs = inputs_in(model_, layers_, i);
    return std::find(inputs.begin(), inputs.end(), tensor) != inputs.end();
  }

  [[nodiscard]] std::int64_t bytes_of(LayerIndex tensor) const {
    if (tensor >= layers_.first) return data_need(accelerator_, model_, layers_, tensor).output;
    for (LayerIndex i = layers_.first; i <= layers_.last; ++i) {
      if (reads(i, tensor))
        return data_need(accelerator_, model_, layers_, i).input / model_.layer(i).operands;
    }
    return 0;
  }

  /// What leaves the segment has to be there at its end.
  [[nodiscard]] LayerIndex last_reader(LayerIndex tensor) const {
    if (tensor >= layers_.first &&
        (model_.is_output(tensor) || model_.is_read_from(tensor, layers_.last + 1)))
      return layers_.last + 1;
    LayerIndex last = std::max(tensor, layers_.first - 1);
    for (LayerIndex i = layers_.first; i <= layers_.last; ++i) {
      if (reads(i, tensor)) last = i;
    }
    return last;
  }

  void place(LayerIndex tensor, LayerIndex now) {
    Set& set = sets_[set_of_.at(tensor)];
    if (!set.offset) find_place(set, tensor, now);
    if (set.squeezed && tensor >= layers_.first) layout_.squeezed.push_back(tensor);
    DataPlace& at = layout_.places[tensor];
    const auto order = std::find(set.members.begin(), set.members.end(), tensor) - set.members.begin();
    at.offset = *set.offset + (set.in_turn ? kWordBytes * order : 0);
    at.gap = set.in_turn ? static_cast<int>(set.members.size()) - 1 : 0;
  }

  void find_place(Set& set, LayerIndex tensor, LayerIndex now) {
    for (const std::int64_t step : {slot_, kFineStep}) {
      for (std::int64_t at = 0; at + set.bytes <= bank_; at += step) {
        if (!is_free(at, set.bytes, now)) continue;
        set.offset = at;
        return;
      }
    }
    // Over what its layer reads, rather than over what others still want.
    set.squeezed = true;
    const std::int64_t source =
        tensor < layers_.first ? 0 : layout_.places[inputs_in(model_, layers_, tensor).front()].offset;
    set.offset = std::max<std::int64_t>(0, std::min(source / kWordBytes * kWordBytes, bank_ - set.bytes));
  }

  /// Of nothing that layer `now` reads, or anybody after it.
  [[nodiscard]] bool is_free(std::int64_t at, std::int64_t bytes, LayerIndex now) const {
    return std::none_of(sets_.begin(), sets_.end(), [&](const Set& other) {
      return other.offset && other.last_read >= now && *other.offset < at + bytes &&
             at < *other.offset + other.bytes;
    });
  }

  const Profile& accelerator_;
  const model::Model& model_;
  model::LayerRange layers_;
  std::int64_t bank_;
  std::int64_t slot_ = kFineStep;
  std::vector<Set> sets_;
  std::map<LayerIndex, std::size_t> set_of_;
  DataLayout layout_;
};

}  // namespace

std::vector<LayerIndex> inputs_in(const model::Model& model, model::LayerRange layers, LayerIndex index) {
  std::vector<LayerIndex> inputs = model.layer(index).inputs;
  for (LayerIndex& tensor : inputs) {
    if (tensor > model::kNetworkInput && tensor < layers.first) tensor = model.original(tensor);
  }
  return inputs;
}

std::vector<LayerIndex> tensors_from_outside(const model::Model& model, model::LayerRange layers) {
  std::vector<LayerIndex> tensors;
  for (LayerIndex i = layers.first; i <= layers.last; ++i) {
    for (const LayerIndex tensor : inputs_in(model, layers, i)) {
      const bool outside = tensor < layers.first;
      if (outside && std::find(tensors.begin(), tensors.end(), tensor) == tensors.end())
        tensors.push_back(tensor);
    }
  }
  return tensors;
}

DataLayout lay_out_data(const Profile& accelerator, const model::Model& model, model::LayerRange layers) {
  return DataArranger(accelerator, model, layers).run();
}

}  // namespace synergy::max7800x
