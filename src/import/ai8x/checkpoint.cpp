#include "synergy/import/checkpoint.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <set>

#include "bytes.hpp"
#include "pickle.hpp"
#include "zip.hpp"

namespace synergy::importer {
namespace {

using namespace ai8x;

using Kind = PickleValue::Kind;

/// What an older file begins with: protocol 2, LONG1 of 10 bytes, the magic number.
constexpr std::string_view kLegacyStart("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 14);

/// Bytes of one element, by the name of the storage's type; 0 for those that are not known.
std::size_t element_bytes(std::string_view type) {
  struct Size {
    std::string_view type;
    std::size_t bytes;
  };
  static constexpr std::array kSizes = {Size{"torch FloatStorage", 4},    Size{"torch DoubleStorage", 8},
                                        Size{"torch HalfStorage", 2},     Size{"torch IntStorage", 4},
                                        Size{"torch BFloat16Storage", 2}, Size{"torch LongStorage", 8},
                                        Size{"torch ShortStorage", 2},    Size{"torch CharStorage", 1},
                                        Size{"torch ByteStorage", 1},     Size{"torch BoolStorage", 1}};
  for (const Size& size : kSizes) {
    if (size.type == type) return size.bytes;
  }
  return 0;
}

/// A tensor as the pickle refers to it.
struct Tensor {
  std::string_view storage_type;
  std::string_view storage_key;
  std::int64_t offset = 0;  ///< in elements
  std::vector<std::int64_t> shape;
};

/// Raw bytes by the keys of storages.
using Storages = std::map<std::string_view, std::string_view>;

const PickleValue* item(const Pickle& pickle, const PickleValue& list, std::size_t i, Kind kind) {
  if (i >= list.items.size()) return nullptr;
  const PickleValue& value = pickle.at(list.items[i]);
  return value.kind == kind ? &value : nullptr;
}

/// ("storage", type, key, place, elements) as a pickle names what lies beside it.
bool read_storage(const Pickle& pickle, const PickleValue& outside, Tensor& to) {
  if (outside.kind != Kind::outside) return false;
  const PickleValue* id = item(pickle, outside, 0, Kind::list);
  if (id == nullptr) return false;
  const PickleValue* type = item(pickle, *id, 1, Kind::global);
  const PickleValue* key = item(pickle, *id, 2, Kind::text);
  if (type == nullptr || key == nullptr) return false;
  to.storage_type = type->text;
  to.storage_key = key->text;
  return true;
}

/// None: not a tensor. A parameter is a tensor in a wrapping.
std::optional<Tensor> read_tensor(const Pickle& pickle, const PickleValue& value, int depth = 0) {
  if (value.kind != Kind::call || depth > 2) return {};
  const PickleValue* callee = item(pickle, value, 0, Kind::global);
  const PickleValue* arguments = item(pickle, value, 1, Kind::list);
  if (callee == nullptr || arguments == nullptr || arguments->items.empty()) return {};
  if (callee->text == "torch._utils _rebuild_parameter")
    return read_tensor(pickle, pickle.at(arguments->items[0]), depth + 1);
  if (callee->text != "torch._utils _rebuild_tensor_v2") return {};
  Tensor tensor;
  const PickleValue* offset = item(pickle, *arguments, 1, Kind::integer);
  const PickleValue* sides = item(pickle, *arguments, 2, Kind::list);
  if (!read_storage(pickle, pickle.at(arguments->items[0]), tensor) || offset == nullptr || sides == nullptr)
    return {};
  tensor.offset = offset->number;
  for (std::size_t i = 0; i < sides->items.size() && i < 8; ++i) {
    const PickleValue* side = item(pickle, *sides, i, Kind::integer);
    if (side == nullptr) return {};
    tensor.shape.push_back(side->number);
  }
  return tensor;
}

/// The value of a tensor of one element that is a whole number, as training software stores settings.
std::optional<int> setting(const Tensor& tensor, const Storages& storages) {
  for (const std::int64_t side : tensor.shape) {
    if (side != 1) return {};
  }
  const auto storage = storages.find(tensor.storage_key);
  const std::size_t size = element_bytes(tensor.storage_type);
  if (storage == storages.end() || size == 0 || tensor.offset < 0) return {};
  const std::string_view raw = storage->second;
  if (static_cast<std::uint64_t>(tensor.offset) >= raw.size() / size) return {};
  std::uint64_t bits = 0;
  for (std::size_t i = size; i-- > 0;)
    bits = bits << 8 | static_cast<unsigned char>(raw[static_cast<std::size_t>(tensor.offset) * size + i]);
  double value = 0;
  if (tensor.storage_type == "torch FloatStorage") {
    value = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
  } else if (tensor.storage_type == "torch DoubleStorage") {
    value = std::bit_cast<double>(bits);
  } else if (tensor.storage_type == "torch LongStorage") {
    value = static_cast<double>(static_cast<std::int64_t>(bits));
  } else {
    return {};
  }
  if (!(std::abs(value) <= 1000) || value != std::floor(value)) return {};
  return static_cast<int>(value);
}

bool cut_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}
bool cut_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// "module.conv1.op" -> "conv1".
std::string_view layer_name(std::string_view prefix) {
  cut_prefix(prefix, "module.");
  for (const std::string_view wrapping : {".op", ".conv2d", ".conv1d", ".linear"}) {
    if (cut_suffix(prefix, wrapping)) break;
  }
  return prefix;
}

class StateReader {
 public:
  StateReader(const Pickle& pickle, const Storages& storages, std::string_view file)
      : pickle_(pickle), storages_(storages), file_(file) {}

  Checkpoint read() {
    Checkpoint checkpoint;
    const PickleValue& root = pickle_.at(pickle_.root);
    const PickleValue* arch = pickle_.find(root, "arch");
    if (arch != nullptr && arch->kind == Kind::text) checkpoint.arch = std::string(arch->text);
    const PickleValue* state = pickle_.find(root, "state_dict");
    // A state saved by itself has the tensors at the top.
    if (state == nullptr) state = &root;
    if (state->kind != Kind::mapping) fail("it has no 'state_dict'; is it a checkpoint?");
    collect(*state);
    for (const auto& [key, tensor] : tensors_) {
      std::string_view prefix = key;
      if (!cut_suffix(prefix, ".weight") || tensor.shape.size() < 2) continue;
      const std::string_view name = layer_name(prefix);
      if (!seen_.insert(name).second) continue;
      checkpoint.layers.push_back(read_layer(prefix, name, tensor));
    }
    if (checkpoint.layers.empty()) fail("no weights in it");
    return checkpoint;
  }

 private:
  [[noreturn]] void fail(std::string_view problem) const {
    throw InputError({std::string(file_), 0, 0}, fmt::format("checkpoint: {}", problem));
  }

  void collect(const PickleValue& state) {
    for (std::size_t i = 0; i + 1 < state.items.size(); i += 2) {
      const PickleValue& key = pickle_.at(state.items[i]);
      if (key.kind != Kind::text) continue;
      if (const auto tensor = read_tensor(pickle_, pickle_.at(state.items[i + 1]))) {
        if (by_name_.emplace(key.text, *tensor).second) tensors_.emplace_back(key.text, *tensor);
      }
    }
  }

  CheckpointLayer read_layer(std::string_view prefix, std::string_view name, const Tensor& tensor) const {
    CheckpointLayer layer;
    layer.name = std::string(name);
    if (tensor.shape.size() > 4) fail(fmt::format("'{}' has {} dimensions", name, tensor.shape.size()));
    for (const std::int64_t side : tensor.shape) {
      if (side < 1 || side > 65'536) fail(fmt::format("'{}' has a side of {}", name, side));
      layer.shape.push_back(static_cast<int>(side));
    }
    layer.has_bias = by_name_.contains(std::string(prefix) + ".bias");
    layer.weight_bits = setting_of(name, ".weight_bits");
    layer.output_shift = setting_of(name, ".output_shift");
    if (layer.weight_bits == 0) layer.weight_bits.reset();  // not quantised
    return layer;
  }

  std::optional<int> setting_of(std::string_view name, std::string_view key) const {
    for (const std::string_view prefix : {"", "module."}) {
      const auto found = by_name_.find(std::string(prefix) + std::string(name) + std::string(key));
      if (found != by_name_.end()) return setting(found->second, storages_);
    }
    return {};
  }

  const Pickle& pickle_;
  const Storages& storages_;
  std::string_view file_;
  std::vector<std::pair<std::string_view, Tensor>> tensors_;
  std::map<std::string_view, Tensor, std::less<>> by_name_;
  std::set<std::string_view> seen_;
};

Checkpoint read_archive(std::string_view bytes, std::string_view file) {
  const std::vector<ZipEntry> entries = read_zip(bytes, file);
  Storages storages;
  const ZipEntry* index = nullptr;
  for (const ZipEntry& entry : entries) {
    if (entry.name.ends_with("/data.pkl")) index = &entry;
    const std::size_t folder = entry.name.rfind("/data/");
    if (folder != std::string_view::npos) storages[entry.name.substr(folder + 6)] = entry.bytes;
  }
  if (index == nullptr)
    throw InputError({std::string(file), 0, 0}, "an archive without data.pkl is no checkpoint");
  return StateReader(read_pickle(index->bytes, 0, file), storages, file).read();
}

/// The older form: magic number, version, machine, state and keys of the storages as five pickles, then the
/// storages, each with its number of elements in front.
Checkpoint read_legacy(std::string_view bytes, std::string_view file) {
  std::size_t at = 0;
  for (int skipped = 0; skipped < 3; ++skipped) at = read_pickle(bytes, at, file).end;
  const Pickle state = read_pickle(bytes, at, file);
  const Pickle keys = read_pickle(bytes, state.end, file);
  std::map<std::string_view, std::string_view> types;
  for (const PickleValue& value : state.values) {
    Tensor tensor;
    if (read_storage(state, value, tensor)) types[tensor.storage_key] = tensor.storage_type;
  }
  const Bytes in(bytes, file, "storages");
  Storages storages;
  at = keys.end;
  for (const PickleIndex i : keys.at(keys.root).items) {
    const PickleValue& key = keys.at(i);
    const auto type = types.find(key.text);
    const std::size_t size = type == types.end() ? 0 : element_bytes(type->second);
    if (key.kind != Kind::text || size == 0) break;  // what lies behind it cannot be found
    const std::uint64_t count = in.number(at, 8);
    if (count > bytes.size()) in.fail(at, fmt::format("a storage of {} elements in a smaller file", count));
    storages[type->first] = in.view(at + 8, count * size);
    at += 8 + static_cast<std::size_t>(count) * size;
  }
  return StateReader(state, storages, file).read();
}

}  // namespace

bool looks_like_checkpoint(std::string_view bytes) {
  return bytes.starts_with(kLegacyStart) ||
         (looks_like_zip(bytes) && bytes.find("/data.pkl") != std::string_view::npos);
}

Checkpoint read_checkpoint(std::string_view bytes, std::string_view file) {
  if (looks_like_zip(bytes)) return read_archive(bytes, file);
  if (bytes.starts_with(kLegacyStart)) return read_legacy(bytes, file);
  throw InputError(
      {std::string(file), 0, 0},
      "is no checkpoint of torch.save: it begins neither as an archive nor with the magic number "
      "of older files");
}

}  // namespace synergy::importer
