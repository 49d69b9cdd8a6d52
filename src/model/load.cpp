#include "synergy/model/load.hpp"

#include "synergy/input/reader.hpp"
#include "synergy/model/names.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "derive.hpp"

namespace synergy::model {
namespace {

using input::Mapping;
using input::Problems;
using input::Value;

// No less than any limit of derive(), which judges what a number means and names the layer.
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

/// Bit p for processor p; "0x" and hexadecimal digits, or the same number in decimal digits.
std::optional<std::uint64_t> read_map(Mapping& from, std::string_view key) {
  const auto value = from.optional(key);
  if (!value) return {};
  const std::string text = value->text();
  const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
  const char* begin = text.data() + (hexadecimal ? 2 : 0);
  const char* end = text.data() + text.size();
  std::uint64_t map = 0;
  const auto [stop, error] = std::from_chars(begin, end, map, hexadecimal ? 16 : 10);
  if (stop == end && error == std::errc() && map != 0) return map;
  value->fail(
      error == std::errc::result_out_of_range
          ? "a processor map has 64 bits; '" + text + "' has more"
          : "expected a processor map such as 0x00000000ffffffff or 4294967295 (64 bits, at least one "
            "set), found '" +
                text + "'");
  return {};
}

std::optional<Extent> read_reshape(Mapping& from) {
  const auto value = from.optional("reshape");
  if (!value) return {};
  const std::vector<Value> pair = value->items();
  if (pair.size() != 2) {
    value->fail("expected [rows, columns]");
    return {};
  }
  return Extent{whole(pair[0], 1), whole(pair[1], 1)};
}

void read_pool(Mapping& from, bool one_dimensional, Layer& layer) {
  const auto value = from.optional("pool");
  if (!value) return;
  Mapping mapping = value->mapping();
  Pool& pool = layer.pool;
  if (const auto type = mapping.required("type")) {
    // `none` is no word of files: who does not pool leaves the key out. Likewise `eltwise` below.
    pool.type = static_cast<PoolType>(1 + type->choice("type", {"max", "average"}));
  }
  read_extent(mapping.required("window"), one_dimensional, pool.height, pool.width);
  // Frameworks' default: windows lie side by side.
  pool.stride_height = pool.height;
  pool.stride_width = pool.width;
  read_extent(mapping.optional("stride"), one_dimensional, pool.stride_height, pool.stride_width);
  read(mapping, "dilation", pool.dilation, 1);
  read(mapping, "before_eltwise", pool.before_eltwise);
  mapping.finish();
}

/// Reads everything but name, inputs and operator. Asks only for the keys that the operator has. Asking for a
/// key that an operator does not have would make it known, and a slip would pass.
void read_operation(Mapping& from, Layer& layer) {
  const bool convolves = layer.has_weights() && layer.op != Operator::linear;
  if (layer.has_weights()) {
    if (const auto value = from.required("out_channels")) layer.out_channels = whole(*value, 1);
    read(from, "activation", layer.activation, activation_names());
    read(from, "weight_bits", layer.weight_bits, 1);
    read(from, "binary", layer.binary);
    read(from, "bias", layer.bias);
  }
  layer.reshape = read_reshape(from);
  const bool one_dimensional = layer.op == Operator::conv1d;
  if (convolves) {
    if (const auto value = from.required("kernel")) layer.kernel_height = whole(*value, 1);
    read(from, "padding", layer.pad_height, 0);
    layer.kernel_width = one_dimensional ? 1 : layer.kernel_height;
    layer.pad_width = one_dimensional ? 0 : layer.pad_height;
    if (layer.op != Operator::conv_transpose2d) read(from, "groups", layer.groups, 1);
    if (layer.op != Operator::conv_transpose2d) read(from, "dilation", layer.dilation, 1);
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

/// Reads layers in order, each of which may name what stands in front of it. Goes on after a problem, so that
/// the whole file is judged; layers with problems are marked, and derive() leaves them alone.
class LayersReader {
 public:
  LayersReader(const std::vector<HostInput>& host_inputs, Problems& problems)
      : host_inputs_(host_inputs), problems_(problems) {}

  /// False if there are too many to read them.
  bool read_all(const Value& list) {
    const std::vector<Value> items = list.items();
    if (items.size() > kMaxLayers) {
      list.fail("more than " + std::to_string(kMaxLayers) + " layers");
      return false;
    }
    for (const Value& item : items) {
      const std::size_t before = problems_.count();
      read_layer(item.mapping(), layers.emplace_back());
      faulty.push_back(problems_.count() != before);
      places.push_back(item.where());
    }
    return true;
  }

  /// The layers that `outputs` names.
  [[nodiscard]] std::vector<LayerIndex> outputs(const Value& list) const {
    std::vector<LayerIndex> found;
    const std::vector<Value> items = list.items();
    if (items.empty()) list.fail("at least one layer's output leaves the network");
    for (const Value& item : items) {
      const std::string name = item.text();
      if (name.empty()) continue;
      const auto layer = index_of_.find(name);
      if (layer == index_of_.end()) {
        item.fail(unknown_name("layer", name, names_before(layers.size())));
      } else if (std::find(found.begin(), found.end(), layer->second) != found.end()) {
        item.fail("'" + name + "' is named twice");
      } else {
        found.push_back(layer->second);
      }
    }
    return found;
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
    if (layer.has_weights()) read_weights_of(from, layer);
    read_operation(from, layer);
    from.finish();
  }

  void read_name(Mapping& from, Layer& layer) {
    const auto value = from.required("name");
    if (!value) return;
    layer.name = value->text();
    if (layer.name.empty()) return;
    if (layer.name == kInputName) return value->fail("'input' is the name of the model's own input");
    for (const HostInput& input : host_inputs_) {
      if (input.name == layer.name) return value->fail("'" + input.name + "' is the name of a host input");
    }
    // A name that is taken keeps meaning the first layer, so that later ones are judged as if the second were
    // not there.
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

  void read_weights_of(Mapping& from, Layer& layer) const {
    const auto value = from.optional("weights_of");
    if (!value) return;
    const std::string name = value->text();
    if (name.empty()) return;
    const auto found = index_of_.find(name);
    const auto self = static_cast<LayerIndex>(layers.size()) - 1;
    if (found == index_of_.end() || found->second >= self) {
      return value->fail(unknown_name("earlier layer", name, names_before(layers.size() - 1)));
    }
    layer.weights_of = found->second;
  }

  [[nodiscard]] std::vector<std::string_view> names_before(std::size_t count) const {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < count; ++i) names.push_back(layers[i].name);
    return names;
  }

  LayerIndex find(const Value& item, const std::string& name) const {
    if (name == kInputName) return kNetworkInput;
    for (std::size_t i = 0; i < host_inputs_.size(); ++i) {
      if (host_inputs_[i].name == name) return host_input_tensor(static_cast<int>(i));
    }
    const auto found = index_of_.find(name);
    const auto self = static_cast<LayerIndex>(layers.size()) - 1;
    if (found != index_of_.end() && found->second < self) return found->second;
    std::vector<std::string_view> known = {kInputName};
    for (const HostInput& input : host_inputs_) known.push_back(input.name);
    for (const std::string_view earlier : names_before(layers.size() - 1)) known.push_back(earlier);
    item.fail(unknown_name("earlier layer", name, known));
    return kNetworkInput;
  }

  std::map<std::string, LayerIndex> index_of_;
  const std::vector<HostInput>& host_inputs_;
  Problems& problems_;
};

void read_shape(Mapping& mapping, Shape& shape) {
  shape = {1, 1, 1};
  if (const auto channels = mapping.required("channels")) shape.channels = whole(*channels, 1);
  if (const auto height = mapping.required("height")) shape.height = whole(*height, 1);
  read(mapping, "width", shape.width, 1);
  mapping.finish();
}

std::vector<HostInput> read_host_inputs(Mapping& root) {
  std::vector<HostInput> inputs;
  const auto list = root.optional("host_inputs");
  if (!list) return inputs;
  const std::vector<Value> items = list->items();
  if (items.size() > kMaxInputs) list->fail("more than " + std::to_string(kMaxInputs) + " host inputs");
  for (std::size_t i = 0; i < std::min(items.size(), kMaxInputs); ++i) {
    HostInput input;
    Mapping mapping = items[i].mapping();
    if (const auto name = mapping.required("name")) {
      input.name = name->text();
      if (input.name == kInputName) name->fail("'input' is the name of the model's own input");
      for (const HostInput& other : inputs) {
        if (other.name == input.name) name->fail("a host input named '" + input.name + "' is there already");
      }
    }
    read_shape(mapping, input.shape);
    inputs.push_back(std::move(input));
  }
  return inputs;
}

}  // namespace

Model read_model(const input::Document& document) {
  Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  input::read_schema_version(root);
  std::string name;
  if (const auto value = root.required("name")) name = value->text();
  Shape shape{1, 1, 1};
  if (const auto value = root.required("input")) {
    Mapping mapping = value->mapping();
    read_shape(mapping, shape);
  }
  ModelEnds ends;
  if (const auto value = root.optional("data_format")) {
    ends.data_format = static_cast<DataFormat>(value->choice("data_format", data_format_names()));
  }
  ends.host_inputs = read_host_inputs(root);
  // Else every shape behind the input would be wrong too, and one slip would show as many.
  const bool shape_known = problems.empty();
  LayersReader reader(ends.host_inputs, problems);
  const auto list = root.required("layers");
  const bool all_read = list && reader.read_all(*list);
  if (const auto value = root.optional("outputs"); value && list) ends.outputs = reader.outputs(*value);
  root.finish();
  if (all_read && shape_known) {
    std::vector<LayerProblem> found = derive(shape, ends, reader.layers, reader.faulty);
    // A faulty layer would make others look unread.
    if (found.empty() && problems.empty()) found = unread_layers(reader.layers, ends.outputs);
    for (LayerProblem& problem : found) {
      const auto layer = static_cast<std::size_t>(problem.layer);
      const Location& place = problem.layer == kNetworkInput ? list->where() : reader.places[layer];
      const std::string prefix =
          problem.layer == kNetworkInput ? "" : "layer '" + reader.layers[layer].name + "' ";
      problems.add(place.line, place.column, prefix + std::move(problem.message));
    }
  }
  problems.throw_if_any();
  return Model(std::move(name), shape, std::move(reader.layers), std::move(ends));
}

Model load_model(const std::filesystem::path& file) { return read_model(input::load(file)); }

}  // namespace synergy::model
