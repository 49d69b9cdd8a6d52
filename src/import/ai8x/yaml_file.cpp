#include "yaml_file.hpp"

#include "synergy/input/reader.hpp"

#include <algorithm>
#include <map>

#include "yaml_layer.hpp"
#include "yaml_values.hpp"
#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

using input::Value;

/// Keys of the whole file, as the vendor's tool has them.
const std::vector<std::string_view> kGlobalKeys = {"arch",  "dataset", "layers",     "bias",       "weights",
                                                   "snoop", "unload",  "output_map", "data_buffer"};

std::string joined(const std::set<std::string, std::less<>>& keys) {
  std::string text;
  for (const std::string& key : keys) text += (text.empty() ? "" : ", ") + key;
  return text;
}

class FileReader {
 public:
  explicit FileReader(const input::Document& document)
      : problems_(document.name), root_(document.root, problems_) {}

  YamlFile read() {
    if (!root_.is_mapping()) {
      root_.fail("expected a network of the vendor's tool: a mapping with arch, dataset and layers");
      problems_.throw_if_any();
    }
    refuse_unknown_keys(root_, kGlobalKeys);
    if (const auto value = required("arch")) file_.arch = value->text();
    if (const auto value = required("dataset")) file_.dataset = value->text();
    if (const auto value = required("layers")) layers(*value);
    if (const auto value = find("output_map")) file_.output_map = processor_map(*value);
    if (const auto value = find("data_buffer")) {
      for (const Value& item : value->items()) buffer(item);
    }
    if (const auto value = find("unload")) {
      for (const Value& item : value->items()) unload(item);
      file_.notes.emplace_back(
          "unload says what a host picks from data memory; here it reads the outputs as they are");
    }
    if (find("bias"))
      file_.notes.emplace_back("bias names a file of sample biases, which is not read: give --checkpoint");
    for (const std::string_view key : {"weights", "snoop"}) {
      if (find(key)) free_.testing.emplace(key);
    }
    names();
    sort();
    notes();
    problems_.throw_if_any();
    return std::move(file_);
  }

 private:
  std::optional<Value> find(std::string_view key) {
    for (const input::Node::Entry& entry : root_.node().entries) {
      if (entry.key == key) return Value(entry.value, problems_);
    }
    return {};
  }
  std::optional<Value> required(std::string_view key) {
    auto found = find(key);
    if (!found) root_.fail(fmt::format("misses the key '{}'", key));
    return found;
  }

  void layers(const Value& value) {
    const auto items = value.items();
    if (value.is_sequence() && items.empty()) value.fail("no layers");
    if (items.size() > 1024) return value.fail("more than 1024 layers");
    int sequence = 0;
    for (const Value& item : items) {
      file_.layers.push_back(read_layer(item, sequence, free_));
      sequence = file_.layers.back().sequence + 1;
    }
  }

  /// The tool looks for 'with' before it reads 'width', so that it is always 8 bits: said in a note.
  void look_at_width(const Value& value, std::string_view where) {
    for (const input::Node::Entry& entry : value.node().entries) {
      if (entry.key != "width") continue;
      if (whole_number(Value(entry.value, problems_), 0, 64) != 8)
        file_.notes.push_back(
            fmt::format("line {}: the vendor's tool reads no 'width' in {}, so that values have 8 bits",
                        entry.line, where));
    }
  }

  void buffer(const Value& value) {
    DataBuffer made;
    made.line = value.node().line;
    made.column = value.node().column;
    refuse_unknown_keys(value, {"processors", "dim", "channels", "offset", "name", "width"});
    input::Mapping keys = value.mapping();
    if (const auto map = keys.required("processors")) (void)processor_map(*map);
    if (const auto dim = keys.required("dim")) {
      const model::Extent extent = dim->is_sequence()
                                       ? rows_and_columns(*dim, 1, 65536)
                                       : model::Extent{static_cast<int>(whole_number(*dim, 1, 65536)), 1};
      made.shape.height = extent.rows;
      made.shape.width = extent.columns;
    }
    if (const auto channels = keys.required("channels"))
      made.shape.channels = static_cast<int>(whole_number(*channels, 1, 4096));
    if (const auto offset = keys.required("offset")) (void)whole_number(*offset, 0, INT32_MAX);
    if (const auto name = keys.required("name")) made.name = name->text();
    look_at_width(value, "data_buffer");
    file_.buffers.push_back(std::move(made));
    if (file_.buffers.size() == 17) value.fail("more than 16 data buffers");
  }

  void unload(const Value& value) {
    refuse_unknown_keys(value, {"processors", "dim", "channels", "offset", "width", "write_gap"});
    input::Mapping keys = value.mapping();
    for (const std::string_view key : {"processors", "dim", "channels", "offset"}) (void)keys.required(key);
    look_at_width(value, "unload");
  }

  /// Distinct without regard to case, as references are; layers without a name are called by their number.
  void names() {
    std::map<std::string, int> lines;
    const auto take = [&](const std::string& name, int line, int column) {
      if (name.empty()) return;
      const auto [before, fresh] = lines.emplace(lower_case(name), line);
      if (!fresh)
        problems_.add(line, column,
                      fmt::format("the name '{}' is that of line {}, too", name, before->second));
    };
    for (const YamlLayer& layer : file_.layers) take(layer.layer.name, layer.line, layer.column);
    for (const DataBuffer& made : file_.buffers) take(made.name, made.line, made.column);
    for (YamlLayer& layer : file_.layers) {
      if (!layer.layer.name.empty()) continue;
      layer.layer.name = fmt::format("layer{}", layer.sequence);
      while (!lines.emplace(layer.layer.name, layer.line).second) layer.layer.name += '_';
    }
  }

  void sort() {
    std::stable_sort(file_.layers.begin(), file_.layers.end(),
                     [](const YamlLayer& a, const YamlLayer& b) { return a.sequence < b.sequence; });
    for (std::size_t i = 1; i < file_.layers.size(); ++i) {
      const YamlLayer& layer = file_.layers[i];
      if (layer.sequence == file_.layers[i - 1].sequence)
        problems_.add(
            layer.line, layer.column,
            fmt::format("layer {} is also that of line {}", layer.sequence, file_.layers[i - 1].line));
      if (layer.chw)
        problems_.add(layer.line, layer.column,
                      "only the first layer reads channel by channel (data_format)");
      if (layer.layer.streaming && !file_.layers[i - 1].layer.streaming)
        problems_.add(layer.line, layer.column,
                      "is a streaming layer behind one that is not: only the first layers can be");
    }
  }

  void notes() {
    const auto add = [this](const auto& keys, std::string_view text) {
      if (!keys.empty()) file_.notes.push_back(fmt::format("{}: {}", joined(keys), text));
    };
    add(free_.placement, "places in data memory cost nothing and are not kept");
    add(free_.numeric, "scales values, which costs nothing");
    add(free_.faster, "makes a MAX78002 faster by an amount that is not published; cycles are those without");
    add(free_.testing, "for tests of the vendor's tool alone");
    file_.notes.insert(file_.notes.end(), free_.notes.begin(), free_.notes.end());
  }

  input::Problems problems_;
  Value root_;
  FreeKeys free_;
  YamlFile file_;
};

}  // namespace

YamlFile read_yaml(const input::Document& document) { return FileReader(document).read(); }

}  // namespace synergy::importer::ai8x
