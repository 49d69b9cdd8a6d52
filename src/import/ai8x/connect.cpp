#include "connect.hpp"

#include "synergy/input/error.hpp"
#include "synergy/model/channels.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

using model::kNetworkInput;
using model::LayerIndex;
using model::Shape;

/// Words between two banks of the smaller chip; the registers say it for both.
constexpr std::uint32_t kDefaultBankStep = 0x2000;

class Connector {
 public:
  Connector(std::vector<Record>& records, const std::map<int, LayerRegisters>& registers,
            std::string_view file)
      : records_(records), registers_(registers), file_(file), read_(records.size()) {
    // Layers without kernels do not write it, but it is the same for all.
    for (const auto& [layer, writes] : registers) bank_step_ = std::max(bank_step_, writes.bank_step);
    if (bank_step_ == 0) bank_step_ = kDefaultBankStep;
  }

  Connections run() {
    Connections found;
    found.by_memory = std::all_of(records_.begin(), records_.end(), [this](const Record& record) {
      return registers_.contains(static_cast<int>(&record - records_.data()));
    });
    for (std::size_t i = 0; i < records_.size(); ++i) {
      const auto index = static_cast<LayerIndex>(i);
      records_[i].layer.inputs = found.by_memory ? by_memory(index) : by_order(index);
      for (const LayerIndex tensor : records_[i].layer.inputs) {
        if (tensor != kNetworkInput) read_[static_cast<std::size_t>(tensor)] = true;
      }
      reshape(records_[i]);
    }
    for (std::size_t i = 0; i < records_.size(); ++i) {
      if (!read_[i]) found.outputs.push_back(static_cast<LayerIndex>(i));
    }
    // Without registers nothing shows that a tensor which nobody reads leaves the network.
    if (!found.by_memory && found.outputs.size() > 1)
      fail(records_[static_cast<std::size_t>(found.outputs.front())],
           "is read by no other layer as far as shapes tell; import the whole cnn.c, whose register writes "
           "say who reads what");
    if (found.by_memory) place();
    return found;
  }

 private:
  [[noreturn]] void fail(const Record& record, std::string_view problem) const {
    throw InputError({std::string(file_), record.line, 1},
                     fmt::format("layer '{}' {}", record.layer.name, problem));
  }

  [[nodiscard]] Shape shape_of(LayerIndex tensor) const {
    return tensor == kNetworkInput ? records_.front().in : records_[static_cast<std::size_t>(tensor)].out;
  }
  /// The same channels and as many pixels: rows and columns may be folded.
  [[nodiscard]] bool fits(LayerIndex tensor, const Shape& in) const {
    const Shape from = shape_of(tensor);
    return from.channels == in.channels &&
           std::int64_t{from.height} * from.width == std::int64_t{in.height} * in.width;
  }
  [[nodiscard]] std::string candidates(LayerIndex reader) const {
    std::string names;
    for (LayerIndex t = kNetworkInput; t < reader; ++t) {
      if (!fits(t, records_[static_cast<std::size_t>(reader)].in)) continue;
      names += names.empty() ? "" : ", ";
      names += t == kNetworkInput ? "input" : records_[static_cast<std::size_t>(t)].layer.name;
    }
    return names.empty() ? "none" : names;
  }

  /// Each layer reads the one before; of several operands the last ones that nobody has read.
  std::vector<LayerIndex> by_order(LayerIndex i) const {
    const Record& record = records_[static_cast<std::size_t>(i)];
    if (record.operands == 1) {
      if (fits(i - 1, record.in)) return {i - 1};
      fail(record,
           fmt::format("reads {}, but the layer before gives {}; of that shape: {}",
                       network::to_text(record.in), network::to_text(shape_of(i - 1)), candidates(i)));
    }
    std::vector<LayerIndex> unread;
    for (LayerIndex t = 0; t < i; ++t) {
      if (!read_[static_cast<std::size_t>(t)] && fits(t, record.in)) unread.push_back(t);
    }
    if (static_cast<int>(unread.size()) == record.operands) return unread;
    fail(record, fmt::format("combines {} inputs, and the comments do not say which; of that shape: {}. "
                             "Import the whole cnn.c, whose register writes say it",
                             record.operands, candidates(i)));
  }

  [[nodiscard]] const LayerRegisters& at(LayerIndex i) const { return registers_.at(i); }
  [[nodiscard]] std::uint32_t written_at(LayerIndex i) const { return at(i).write_pointer % bank_step_; }
  /// The processor that holds the first channel that a layer writes, to within its bank of four.
  [[nodiscard]] int first_written(LayerIndex i) const {
    return static_cast<int>(std::min<std::uint32_t>(at(i).write_pointer / bank_step_, 15)) * 4;
  }

  /// The last tensor in front of `reader` that was written at this word of a bank and satisfies `wanted`. The
  /// network's input is there until something is written over it.
  template <class Wanted>
  std::optional<LayerIndex> last_at(std::uint32_t word, LayerIndex reader, const Wanted& wanted) const {
    for (LayerIndex t = reader - 1; t >= 0; --t) {
      if (written_at(t) == word && wanted(t)) return t;
    }
    if (word == at(0).read_pointer && wanted(kNetworkInput)) return kNetworkInput;
    return {};
  }

  std::vector<LayerIndex> by_memory(LayerIndex i) const {
    const Record& record = records_[static_cast<std::size_t>(i)];
    if (i == 0 && record.operands == 1) return {kNetworkInput};
    const std::uint32_t from = at(i).read_pointer;
    std::vector<LayerIndex> inputs;
    if (record.operands == 1) {
      if (const auto whole = last_at(from, i, [&](LayerIndex t) { return fits(t, record.in); }))
        return {*whole};
      inputs = concatenated(i);
    } else {
      inputs = interleaved(i);
    }
    if (!inputs.empty()) return inputs;
    fail(record, fmt::format("reads {} at word {} of its banks, where no layer has written such a map; of "
                             "that shape: {}",
                             network::to_text(record.in), from, candidates(i)));
  }

  /// Operands lie word by word in turn, or if they have several words a pixel, group by group.
  std::vector<LayerIndex> interleaved(LayerIndex i) const {
    const Record& record = records_[static_cast<std::size_t>(i)];
    const auto passes = static_cast<std::uint32_t>(model::passes_for(record.in.channels));
    for (const std::uint32_t step : {std::uint32_t{1}, passes}) {
      std::vector<LayerIndex> inputs;
      for (int k = 0; k < record.operands; ++k) {
        const auto found = last_at(at(i).read_pointer + static_cast<std::uint32_t>(k) * step, i,
                                   [&](LayerIndex t) { return fits(t, record.in); });
        if (found) inputs.push_back(*found);
      }
      if (static_cast<int>(inputs.size()) == record.operands) return inputs;
    }
    return {};
  }

  /// Maps side by side in other banks, or in turn like operands: the last written ones whose channels add up.
  std::vector<LayerIndex> concatenated(LayerIndex i) const {
    const Record& record = records_[static_cast<std::size_t>(i)];
    const std::uint32_t from = at(i).read_pointer;
    std::vector<std::pair<std::pair<std::uint32_t, int>, LayerIndex>> parts;
    int channels = 0;
    for (LayerIndex t = i - 1; t >= kNetworkInput && channels < record.in.channels; --t) {
      const Shape shape = shape_of(t);
      const std::uint32_t word = t == kNetworkInput ? at(0).read_pointer : written_at(t);
      const int processor = t == kNetworkInput ? 0 : first_written(t);
      if (shape.height != record.in.height || shape.width != record.in.width || word < from ||
          word >= from + 16)
        continue;
      const std::pair place(word, processor);
      // What was written there before is gone.
      if (std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part.first == place; }))
        continue;
      parts.emplace_back(place, t);
      channels += shape.channels;
    }
    if (channels != record.in.channels) return {};
    std::sort(parts.begin(), parts.end());
    std::vector<LayerIndex> inputs;
    for (const auto& part : parts) inputs.push_back(part.second);
    return inputs;
  }

  void reshape(Record& record) const {
    Shape from = shape_of(record.layer.inputs.front());
    if (from.height == record.in.height && from.width == record.in.width) return;
    record.layer.reshape = model::Extent{record.in.height, record.in.width};
  }

  /// Processor maps: those that are enabled; outputs go where their reader has them.
  void place() {
    for (std::size_t i = 0; i < records_.size(); ++i) {
      Record& record = records_[i];
      const auto enabled = at(static_cast<LayerIndex>(i)).processors;
      // A map that does not suit the channels is that of something else, such as a copy between quadrants.
      if (enabled && std::popcount(*enabled) == model::processors_for(record.in.channels))
        record.layer.processors = *enabled;
    }
    for (std::size_t i = 0; i < records_.size(); ++i) {
      const auto writer = static_cast<LayerIndex>(i);
      for (std::size_t k = i + 1; k < records_.size(); ++k) {
        const model::Layer& reader = records_[k].layer;
        if (std::find(reader.inputs.begin(), reader.inputs.end(), writer) == reader.inputs.end()) continue;
        if (reader.processors) records_[i].layer.output_processors = written(writer, *reader.processors);
        break;
      }
    }
  }

  /// Those of a reader's processors that a layer writes to: the first ones from the bank where it begins.
  [[nodiscard]] std::optional<std::uint64_t> written(LayerIndex writer, std::uint64_t reader) const {
    std::uint64_t left = reader & ~std::uint64_t{0} << first_written(writer);
    const int wanted = model::processors_for(records_[static_cast<std::size_t>(writer)].out.channels);
    std::uint64_t map = 0;
    for (int taken = 0; taken < wanted && left != 0; ++taken) {
      map |= left & (~left + 1);
      left &= left - 1;
    }
    if (std::popcount(map) != wanted) return {};
    return map;
  }

  std::vector<Record>& records_;
  const std::map<int, LayerRegisters>& registers_;
  std::string_view file_;
  std::vector<bool> read_;
  std::uint32_t bank_step_ = 0;
};

}  // namespace

Connections connect(std::vector<Record>& records, const std::map<int, LayerRegisters>& registers,
                    std::string_view file) {
  return Connector(records, registers, file).run();
}

}  // namespace synergy::importer::ai8x
