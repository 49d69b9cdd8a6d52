#include "synergy/model/load.hpp"

#include "synergy/input/reader.hpp"
#include "synergy/model/names.hpp"

#include <charconv>
#include <map>

#include "derive.hpp"

namespace synergy::model {
namespace {

using input::Mapping;
using input::Problems;
using input::Value;

constexpr std::int64_t kMaxInteger = 65536;

int whole(const Value& value, std::int64_t low) { return static_cast<int>(value.integer(low, kMaxInteger)); }

void read(Mapping& from, std::string_view key, int& to, std::int64_t low) {
  if (const auto value = from.optional(key)) to = whole(*value, low);
}

void read(Mapping& from, std::string_view key, bool& to) {
  if (const auto value = from.optional(key)) to = value->boolean();
}

template <class Enum>
void read(Mapping& from, std::string_view key, Enum& to, const std::vector<std::string_view>& names) {
  if (const auto value = from.optional(key)) to = static_cast<Enum>(value->choice(key, names));
}

/// One number, or [rows, columns]. A single number stands for rows alone on 1-D data.
void read_extent(const std::optional<Value>& value, bool one_dimensional, int& rows, int& columns) {
  if (!value) return;
  if (!value->is_sequence()) {
    rows = whole(*value, 1);
    columns = one_dimensional ? 1 : rows;
    return;
  }
  const std::vector<Value> pair = value->items();
  if (pair.size() != 2) return value->fail("expected one number, or [rows, columns]");
  rows = whole(pair[0], 1);
  columns = whole(pair[1], 1);
}

/// "0x" and hexadecimal digits, bit p for processor p.
std::optional<std::uint64_t> read_map(Mapping& from, std::string_view key) {
  const auto value = from.optional(key);
  if (!value) return {};
  const std::string text = value->text();
  std::uint64_t map = 0;
  const char* end = text.data() + text.size();
  const bool prefixed = text.size() > 2 && text[0] == '0' && text[1] == 'x';
  if (!prefixed || std::from_chars(text.data() + 2, end, map, 16).ptr != end || text.size() > 2 + 16 ||
      map == 0) {
    value->fail("expected a processor map such as 0x00000000ffffffff (64 bits, at least one set)");
    return {};
  }
  return map;
}

void read_pool(Mapping& from, bool one_dimensional, Layer& layer) {
  const auto value = from.optional("pool");
  if (!value) return;
  Mapping mapping = value->mapping();
  Pool& pool = layer.pool;
  if (const auto type = mapping.required("type")) {
    pool.type = static_cast<PoolType>(1 + type->choice("type", {"max", "average"}));
  }
  read_extent(mapping.required("window"), one_dimensional, pool.height, pool.width);
  pool.stride_height = pool.height;
  pool.stride_width = pool.width;
  read_extent(mapping.optional("stride"), one_dimensional, pool.stride_height, pool.stride_width);
  read(mapping, "before_eltwise", pool.before_eltwise);
  mapping.finish();
}

/// Reads everything but name, inputs and operator. Asks only for the keys that the operator has.
void read_operation(Mapping& from, Layer& layer) {
  const bool convolves = layer.has_weights() && layer.op != Operator::linear;
  if (layer.has_weights()) {
    if (const auto value = from.required("out_channels")) layer.out_channels = whole(*value, 1);
    read(from, "activation", layer.activation, activation_names());
    read(from, "weight_bits", layer.weight_bits, 1);
    read(from, "bias", layer.bias);
  }
  const bool one_dimensional = layer.op == Operator::conv1d;
  if (convolves) {
    if (const auto value = from.required("kernel")) layer.kernel_height = whole(*value, 1);
    read(from, "padding", layer.pad_height, 0);
    layer.kernel_width = one_dimensional ? 1 : layer.kernel_height;
    layer.pad_width = one_dimensional ? 0 : layer.pad_height;
    if (layer.op != Operator::conv_transpose2d) read(from, "groups", layer.groups, 1);
    if (one_dimensional) read(from, "dilation", layer.dilation, 1);
    read(from, "streaming", layer.streaming);
  }
  if (layer.op == Operator::linear) read(from, "flatten", layer.flatten);
  if (layer.op != Operator::passthrough) {
    const auto value = layer.op == Operator::eltwise ? from.required("eltwise") : from.optional("eltwise");
    if (value)
      layer.eltwise = static_cast<Eltwise>(1 + value->choice("eltwise", {"add", "sub", "or", "xor"}));
  }
  read_pool(from, one_dimensional, layer);
  read(from, "output_bits", layer.output_bits, 1);
  layer.processors = read_map(from, "processors");
  layer.output_processors = read_map(from, "output_processors");
}

class LayersReader {
 public:
  explicit LayersReader(Problems& problems) : problems_(problems) {}

  void read_all(const Value& list) {
    const std::vector<Value> items = list.items();
    if (items.size() > kMaxLayers) {
      return list.fail("more than " + std::to_string(kMaxLayers) + " layers");
    }
    for (const Value& item : items) {
      const std::size_t before = problems_.count();
      read_layer(item.mapping(), layers.emplace_back());
      faulty.push_back(problems_.count() != before);
      places.push_back(item.where());
    }
  }

  std::vector<Layer> layers;
  std::vector<bool> faulty;
  std::vector<Location> places;

 private:
  void read_layer(Mapping from, Layer& layer) {
    read_name(from, layer);
    read_inputs(from, layer);
    const auto value = from.required("operator");
    if (!value) return;
    const std::size_t before = problems_.count();
    layer.op = static_cast<Operator>(value->choice("operator", operator_names()));
    if (problems_.count() != before) return;  // which keys belong here depends on the operator
    read_operation(from, layer);
    from.finish();
  }

  void read_name(Mapping& from, Layer& layer) {
    const auto value = from.required("name");
    if (!value) return;
    layer.name = value->text();
    if (layer.name.empty()) return;
    if (layer.name == kInputName) return value->fail("'input' is the name of the model's own input");
    const auto [entry, is_new] = index_of_.emplace(layer.name, static_cast<LayerIndex>(layers.size()) - 1);
    if (!is_new) {
      const Location& first = places[static_cast<std::size_t>(entry->second)];
      value->fail("a layer named '" + layer.name + "' is already in line " + std::to_string(first.line));
    }
  }

  /// Default: the layer before.
  void read_inputs(Mapping& from, Layer& layer) {
    const auto value = from.optional("inputs");
    if (!value) {
      layer.inputs = {static_cast<LayerIndex>(layers.size()) - 2};
      return;
    }
    const std::vector<Value> items = value->items();
    if (items.size() > kMaxInputs) {
      return value->fail("more than " + std::to_string(kMaxInputs) + " inputs");
    }
    for (const Value& item : items) {
      const std::string name = item.text();
      if (!name.empty()) layer.inputs.push_back(find(item, name));
    }
  }

  LayerIndex find(const Value& item, const std::string& name) const {
    if (name == kInputName) return kNetworkInput;
    const auto found = index_of_.find(name);
    const auto self = static_cast<LayerIndex>(layers.size()) - 1;
    if (found != index_of_.end() && found->second < self) return found->second;
    std::vector<std::string_view> known = {kInputName};
    for (std::size_t i = 0; i + 1 < layers.size(); ++i) known.push_back(layers[i].name);
    item.fail(unknown_name("earlier layer", name, known));
    return kNetworkInput;
  }

  std::map<std::string, LayerIndex> index_of_;
  Problems& problems_;
};

Shape read_input(Mapping& root) {
  Shape shape{1, 1, 1};
  const auto value = root.required("input");
  if (!value) return shape;
  Mapping mapping = value->mapping();
  if (const auto channels = mapping.required("channels")) shape.channels = whole(*channels, 1);
  if (const auto height = mapping.required("height")) shape.height = whole(*height, 1);
  read(mapping, "width", shape.width, 1);
  mapping.finish();
  return shape;
}

}  // namespace

Model read_model(const input::Document& document) {
  Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  input::read_schema_version(root);
  std::string name;
  if (const auto value = root.required("name")) name = value->text();
  const Shape shape = read_input(root);
  const bool shape_known = problems.empty();
  LayersReader reader(problems);
  const auto list = root.required("layers");
  if (list) reader.read_all(*list);
  root.finish();
  if (list && shape_known) {
    std::vector<LayerProblem> found = derive(shape, reader.layers, reader.faulty);
    if (found.empty() && problems.empty()) found = unread_layers(reader.layers);
    for (LayerProblem& problem : found) {
      const auto layer = static_cast<std::size_t>(problem.layer);
      const Location& place = problem.layer == kNetworkInput ? list->where() : reader.places[layer];
      const std::string prefix =
          problem.layer == kNetworkInput ? "" : "layer '" + reader.layers[layer].name + "' ";
      problems.add(place.line, place.column, prefix + std::move(problem.message));
    }
  }
  problems.throw_if_any();
  return Model(std::move(name), shape, std::move(reader.layers));
}

Model load_model(const std::filesystem::path& file) { return read_model(input::load(file)); }

}  // namespace synergy::model
