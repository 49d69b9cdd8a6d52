#include "graph.hpp"

namespace synergy::importer::onnx {
namespace {

/// Null if there is none of that name and type: the type is the schema's business, where there is one.
template <class Type>
const Type* find_attribute(const Node& node, std::string_view key) {
  const auto found = node.attributes.find(key);
  return found == node.attributes.end() ? nullptr : std::get_if<Type>(&found->second);
}

}  // namespace

std::int64_t Node::integer(std::string_view key, std::int64_t otherwise) const {
  const auto* value = find_attribute<std::int64_t>(*this, key);
  return value != nullptr ? *value : otherwise;
}

double Node::number(std::string_view key, double otherwise) const {
  const auto* value = find_attribute<double>(*this, key);
  return value != nullptr ? *value : otherwise;
}

std::string_view Node::text(std::string_view key, std::string_view otherwise) const {
  const auto* value = find_attribute<std::string>(*this, key);
  return value != nullptr ? std::string_view(*value) : otherwise;
}

std::string plain_name(std::string_view name) {
  std::string plain(name);
  for (char& c : plain) c = c >= ' ' && c <= '~' ? c : '_';
  return plain;
}

const Dims* Node::integers(std::string_view key) const { return find_attribute<Dims>(*this, key); }

const Tensor* Node::tensor(std::string_view key) const { return find_attribute<Tensor>(*this, key); }

}  // namespace synergy::importer::onnx
