#pragma once

#include "synergy/import/formats.hpp"
#include "synergy/model/layer.hpp"

#include <optional>
#include <vector>

#include "c_records.hpp"
#include "c_text.hpp"
#include "yaml_file.hpp"
#include "yaml_graph.hpp"

namespace synergy::importer::ai8x {

/// The generated C project that the user gives beside a network file.
struct CProject {
  std::string file;
  Described described;
  std::map<int, LayerRegisters> registers;
};

/// The one that the options name; none: they name none.
[[nodiscard]] std::optional<CProject> load_c_project(const Options& options);

/// Sets output channels, widths of weights and biases of all layers of a file, which most often states none
/// of them. Who knows them, in this order: the file itself, Options::checkpoint, the C project,
/// Options::channels; what they leave open follows from the processor maps and from layers that need equal
/// channels, if only one number does. Where several say it they must agree.
/// Appends each number with its rule to `inferred`. Throws InputError: contradictions, and all layers that
/// stay open, each with its candidates. Pre: references are resolved; `extents` are those of the layers.
void find_channels(YamlFile& file, const YamlGraph& graph, const model::Shape& input,
                   const std::vector<Extents>& extents, const Options& options,
                   const std::optional<CProject>& project, const Source& source,
                   std::vector<InferredNumber>& inferred);

}  // namespace synergy::importer::ai8x
