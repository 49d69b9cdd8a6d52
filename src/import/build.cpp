#include "synergy/import/build.hpp"

#include "synergy/input/error.hpp"

#include <fmt/format.h>

namespace synergy::importer {

network::Network build(network::NetworkParts parts, const Source& source) {
  // Kept for the messages: the parts move into the network.
  std::vector<std::string> names;
  names.reserve(parts.operators.size());
  for (const network::Operator& op : parts.operators) names.push_back(op.name);
  try {
    return network::Network(std::move(parts));
  } catch (const network::NetworkError& error) {
    std::vector<Problem> problems;
    for (const network::OperatorProblem& problem : error.problems()) {
      // By its name in the source: an index means nothing to whoever made that.
      const std::string at = problem.at && problem.at->index() < names.size()
                                 ? fmt::format("operator '{}': ", names[problem.at->index()])
                                 : "";
      problems.push_back({{source.file}, at + problem.message});
    }
    throw InputError(std::move(problems));
  }
}

std::string name_from(const Source& source, const Options& options) {
  if (!options.name.empty()) return options.name;
  std::string name = std::filesystem::path(source.file).stem().string();
  // ASCII alone: what a locale calls a letter would make the result depend on the machine.
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  for (char& c : name) c = allowed(c) ? c : '_';
  return name.empty() ? "imported" : name;
}

}  // namespace synergy::importer
