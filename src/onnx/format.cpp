#include "synergy/onnx/format.hpp"

#include "graph.hpp"
#include "translation.hpp"
#include "wire.hpp"

namespace synergy::importer::onnx {
namespace {

/// The text form begins with the model's version in angle brackets, behind comments.
bool looks_like_text(std::string_view bytes) {
  bytes = bytes.substr(0, 1 << 16);
  while (!bytes.empty() && (bytes.front() == '#' || bytes.front() == ' ' || bytes.front() == '\t' ||
                            bytes.front() == '\n' || bytes.front() == '\r')) {
    const std::size_t line = bytes.front() == '#' ? bytes.find('\n') : 0;
    if (line == std::string_view::npos) return false;
    bytes.remove_prefix(line + 1);
  }
  if (bytes.empty() || bytes.front() != '<') return false;
  const std::string_view head = bytes.substr(0, bytes.find('>'));
  return head.find("ir_version") != std::string_view::npos;
}

bool recognises(const Source& source) {
  return looks_like_model(source.bytes) || looks_like_text(source.bytes);
}

ImportedNetwork read(const Source& source, const Options& options) {
  const Graph graph = parse(source);
  return Translation(graph, source, options).run();
}

}  // namespace

Format format() { return {"onnx", "ONNX model or text", recognises, read, {.input = true}}; }

}  // namespace synergy::importer::onnx
