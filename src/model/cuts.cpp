// What travels where a model is cut is the rule of all networks (network/geometry.hpp); what is the family's
// own is which layers are copies, and that host inputs never lie in the accelerator.
#include "synergy/network/geometry.hpp"

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

/// Host inputs are left out: they cross no cut, since the CPU beside their reader writes them.
TensorGraph graph_of(const std::vector<Layer>& layers) {
  TensorGraph graph(layers.size() + 1);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    for (const LayerIndex tensor : layers[i].inputs) {
      if (!is_host_input(tensor)) boost::add_edge(vertex_of(tensor), i + 1, graph);
    }
  }
  return graph;
}

/// For each vertex the tensor it holds a plain copy of, through any number of copies; itself if it is none.
/// A copy of a host input is a tensor of its own: from there on it lies in the accelerator.
std::vector<LayerIndex> originals_of(const std::vector<Layer>& layers) {
  std::vector<LayerIndex> originals = {kNetworkInput};
  for (const Layer& layer : layers) {
    const bool copies = layer.is_plain_copy() && !is_host_input(layer.inputs.front());
    originals.push_back(copies ? originals[vertex_of(layer.inputs.front())]
                               : static_cast<LayerIndex>(originals.size()) - 1);
  }
  return originals;
}

/// For each vertex the last vertex that reads it (itself if none).
std::vector<std::size_t> last_readers_of(const TensorGraph& graph) {
  std::vector<std::size_t> last(boost::num_vertices(graph));
  for (std::size_t tensor = 0; tensor < last.size(); ++tensor) {
    const auto [begin, end] = boost::adjacent_vertices(tensor, graph);
    // Layers that read a tensor twice have two edges; for the last of them it makes no difference.
    last[tensor] = begin == end ? tensor : *std::max_element(begin, end);
  }
  return last;
}

}  // namespace

std::vector<LayerProblem> unread_layers(const std::vector<Layer>& layers,
                                        const std::vector<LayerIndex>& outputs) {
  const TensorGraph graph = graph_of(layers);
  std::vector<LayerProblem> problems;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto index = static_cast<LayerIndex>(i);
    // What nobody reads would be computed for nothing: a slip of the file, such as a wrong name in `inputs`.
    const bool leaves = outputs.empty() ? i + 1 == layers.size()
                                        : std::find(outputs.begin(), outputs.end(), index) != outputs.end();
    if (leaves || boost::out_degree(i + 1, graph) > 0) continue;
    problems.push_back({index, outputs.empty() ? "no later layer reads its output; only the last layer's "
                                                 "output leaves the network unless 'outputs' names more"
                                               : "no later layer reads its output, and 'outputs' does not "
                                                 "name it"});
  }
  return problems;
}

Flow flow_of(Bytes input_bytes, const std::vector<Layer>& layers, const std::vector<LayerIndex>& outputs) {
  Flow flow;
  flow.originals = originals_of(layers);
  const std::vector<std::size_t> last_readers = last_readers_of(graph_of(layers));
  std::vector<network::Travel> tensors(last_readers.size());
  flow.last_readers.resize(last_readers.size());
  for (std::size_t tensor = 0; tensor < last_readers.size(); ++tensor) {
    // A tensor's vertex is the boundary behind its layer, too.
    tensors[tensor] = {vertex_of(flow.originals[tensor]), tensor, last_readers[tensor], false};
    flow.last_readers[tensor] = static_cast<LayerIndex>(last_readers[tensor]) - 1;
    // Vertices are in execution order, so an original is always done before its copies add theirs.
    LayerIndex& of_original = flow.last_readers[vertex_of(flow.originals[tensor])];
    of_original = std::max(of_original, flow.last_readers[tensor]);
  }
  for (const LayerIndex output : outputs) tensors[vertex_of(output)].leaves = true;
  for (const std::vector<std::size_t>& there : network::crossing(tensors, layers.size())) {
    Cut& cut = flow.cuts.emplace_back();
    for (const std::size_t vertex : there) {
      cut.tensors.push_back(static_cast<LayerIndex>(vertex) - 1);
      cut.bytes += vertex == 0 ? input_bytes : layers[vertex - 1].output_bytes();
    }
  }
  return flow;
}

}  // namespace synergy::model
