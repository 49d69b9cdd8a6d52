#include <algorithm>

#include "derive.hpp"
#include <boost/graph/adjacency_list.hpp>

namespace synergy::model {
namespace {

/// Vertices are tensors: 0 the model's input, i + 1 the output of layer i; an edge leads from a tensor to the
/// output of each layer that reads it. Execution order is a topological order of this graph.
using TensorGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

std::size_t vertex_of(LayerIndex tensor) {
  const LayerIndex vertex = tensor + 1;
  return static_cast<std::size_t>(vertex);
}

TensorGraph graph_of(const std::vector<Layer>& layers) {
  TensorGraph graph(layers.size() + 1);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    for (const LayerIndex tensor : layers[i].inputs) boost::add_edge(vertex_of(tensor), i + 1, graph);
  }
  return graph;
}

/// For each vertex the tensor it holds a plain copy of, through any number of copies; itself if it is none.
std::vector<LayerIndex> originals_of(const std::vector<Layer>& layers) {
  std::vector<LayerIndex> originals = {kNetworkInput};
  for (const Layer& layer : layers) {
    originals.push_back(layer.is_plain_copy() ? originals[vertex_of(layer.inputs.front())]
                                              : static_cast<LayerIndex>(originals.size()) - 1);
  }
  return originals;
}

/// For each vertex the last vertex that reads it (itself if none).
std::vector<std::size_t> last_readers_of(const TensorGraph& graph) {
  std::vector<std::size_t> last(boost::num_vertices(graph));
  for (std::size_t tensor = 0; tensor < last.size(); ++tensor) {
    const auto [begin, end] = boost::adjacent_vertices(tensor, graph);
    last[tensor] = begin == end ? tensor : *std::max_element(begin, end);
  }
  return last;
}

}  // namespace

std::vector<LayerProblem> unread_layers(const std::vector<Layer>& layers) {
  const TensorGraph graph = graph_of(layers);
  std::vector<LayerProblem> problems;
  for (std::size_t i = 0; i + 1 < layers.size(); ++i) {
    if (boost::out_degree(i + 1, graph) == 0) {
      problems.push_back({static_cast<LayerIndex>(i),
                          "no later layer reads its output; only the last layer's "
                          "output leaves the network"});
    }
  }
  return problems;
}

std::vector<Cut> all_cuts(Bytes input_bytes, const std::vector<Layer>& layers) {
  const std::vector<std::size_t> last_readers = last_readers_of(graph_of(layers));
  const std::vector<LayerIndex> originals = originals_of(layers);
  std::vector<Cut> cuts(layers.size() + 1);
  for (std::size_t boundary = 0; boundary < cuts.size(); ++boundary) {
    std::vector<LayerIndex>& tensors = cuts[boundary].tensors;
    for (std::size_t tensor = 0; tensor <= boundary; ++tensor) {
      if (last_readers[tensor] > boundary) tensors.push_back(originals[tensor]);
    }
    std::sort(tensors.begin(), tensors.end());
    tensors.erase(std::unique(tensors.begin(), tensors.end()), tensors.end());
    for (const LayerIndex tensor : tensors) {
      cuts[boundary].bytes +=
          tensor == kNetworkInput ? input_bytes : layers[static_cast<std::size_t>(tensor)].output_bytes();
    }
  }
  return cuts;
}

}  // namespace synergy::model
