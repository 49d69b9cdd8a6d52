#pragma once

#include "synergy/input/reader.hpp"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "yaml_layer.hpp"

namespace synergy::importer::ai8x {

/// The keys of one layer. Several may mean the same.
class LayerKeys {
 public:
  LayerKeys() = default;
  /// Pre: a mapping.
  explicit LayerKeys(const input::Value& layer);

  /// Null: it is not there.
  [[nodiscard]] const input::Value* find(std::string_view key) const;
  /// The one that is there; two of them are a problem.
  [[nodiscard]] const input::Value* one_of(std::initializer_list<std::string_view> names) const;
  [[nodiscard]] bool flag(std::string_view key, bool otherwise, FreeKeys& free) const;

 private:
  std::map<std::string, input::Value, std::less<>> values_;
};

/// Reads what a layer computes: operator, element-wise operation, pooling, kernel, and sets `layer`, `kind`
/// and `operands` of `made`. Records problems, among them all that no layer of this project can do, such as
/// strides. `layer`: for what is missing.
void read_operation(const input::Value& layer, const LayerKeys& keys, YamlLayer& made, FreeKeys& free);

}  // namespace synergy::importer::ai8x
