#include "hardware_network.hpp"

#include "synergy/input/error.hpp"
#include "synergy/model/lower.hpp"

#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

/// A check of the reader: the source has computed the shapes, too.
void check_outputs(const model::Model& model, const HardwareNetwork& network, const Source& source) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < network.stated_out.size(); ++i) {
    const model::Layer& layer = model.layers().at(i);
    const model::Shape& stated = network.stated_out[i];
    if (layer.out == stated) continue;
    problems.push_back({{source.file, network.lines.at(i), 1},
                        fmt::format("layer '{}' states an output of {}, but its operators give {}",
                                    layer.name, network::to_text(stated), network::to_text(layer.out))});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

model::Model build(HardwareNetwork& network, const Source& source) {
  try {
    model::Model model(network.name, network.input, std::move(network.layers), std::move(network.ends));
    check_outputs(model, network, source);
    return model;
  } catch (const model::ModelError& error) {
    std::vector<Problem> problems;
    for (const model::LayerProblem& problem : error.problems()) {
      const bool whole = problem.layer == model::kNetworkInput;
      const int line = whole ? 0 : network.lines.at(static_cast<std::size_t>(problem.layer));
      problems.push_back({{source.file, line, line == 0 ? 0 : 1}, problem.message});
    }
    throw InputError(std::move(problems));
  }
}

}  // namespace

ImportedNetwork to_general(HardwareNetwork network, const Source& source) {
  std::vector<std::string> kinds = std::move(network.kinds);
  ImportedNetwork imported{.network = model::raise(build(network, source)),
                           .provenance = {},
                           .operators = {},
                           .notes = {},
                           .stated = {}};
  imported.provenance.file = source.file;
  for (network::LayerIndex i = 0; i < imported.network.layer_count(); ++i) {
    const network::Layer& layer = imported.network.layer(i);
    SourceOperator from;
    from.name = layer.name;
    from.kind = std::move(kinds.at(static_cast<std::size_t>(i)));
    for (network::OperatorId id = layer.first; id <= layer.last; ++id) from.operators.push_back(id);
    imported.operators.push_back(std::move(from));
  }
  return imported;
}

}  // namespace synergy::importer::ai8x
