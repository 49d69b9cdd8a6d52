#include "format.hpp"

#include "flatbuffer.hpp"
#include "graph.hpp"
#include "translation.hpp"

namespace synergy::importer::tflite {
namespace {

bool recognises_flatbuffer(const Source& source) { return looks_like_tflite(source.bytes); }

ImportedNetwork read_flatbuffer(const Source& source, const Options& options) {
  const Flatbuffer bytes(source.bytes, source.file);
  const StatedGraph graph = read_graph(bytes);
  return Translation(graph, source, options).run();
}

}  // namespace

Format tflite_format() {
  return {"tflite", "TensorFlow Lite flatbuffer", recognises_flatbuffer, read_flatbuffer, {.input = true}};
}

}  // namespace synergy::importer::tflite
