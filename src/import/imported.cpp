#include "synergy/import/imported.hpp"

#include "synergy/input/error.hpp"
#include "synergy/network/save.hpp"

#include <string_view>

#include <fmt/format.h>

namespace synergy::importer {

std::string to_text(Fate fate) {
  switch (fate) {
    case Fate::mapped:
      return "mapped";
    case Fate::folded:
      return "folded";
    case Fate::dropped:
      return "dropped";
  }
  return {};
}

Totals totals_of(const network::Network& network) {
  return {.macs = network.macs(network.all()),
          .weight_bytes = network.weight_bytes(network.all()).count(),
          .biases = network.bias_count(network.all())};
}

/// Totals that a source states are a second opinion: if they differ, an operator was misread, and no network
/// is better than a wrong one.
void require_totals(ImportedNetwork& imported, bool force) {
  const Totals ours = totals_of(imported.network);
  std::vector<Problem> problems;
  const auto compare = [&](std::string_view what, const auto& stated, const auto& counted) {
    if (!stated || *stated == *counted) return;
    std::string message = fmt::format("states {} {}, but its operators have {}", *stated, what, *counted);
    // Sources may count in another way; then the network's file says so, for whoever reads it next.
    if (force)
      imported.notes.push_back("the source " + message);
    else
      problems.push_back({{imported.provenance.file}, message + "; --force imports it all the same"});
  };
  compare("multiplications", imported.stated.macs, ours.macs);
  compare("bytes of weights", imported.stated.weight_bytes, ours.weight_bytes);
  compare("biases", imported.stated.biases, ours.biases);
  if (!problems.empty()) throw InputError(std::move(problems));
}

namespace {

/// Texts of a hostile source could end a comment early, and the rest would be read as part of the file.
std::string comment(std::string_view text) {
  std::string line = "# ";
  for (const char c : text) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return line + "\n";
}

}  // namespace

std::string to_yaml(const ImportedNetwork& imported) {
  const Provenance& from = imported.provenance;
  std::string text = "# yaml-language-server: $schema=network.schema.json\n";
  text += comment(
      fmt::format("Imported from {} (format {}, content hash {}).", from.file, from.format, from.hash));
  for (const std::string& note : imported.notes) text += comment("Note: " + note + ".");
  // What was not in the source stands beside its rule: a reader must be able to doubt it.
  if (!from.inferred.empty()) text += comment("Not stated by the source, and the rule that gave it:");
  for (const InferredNumber& n : from.inferred)
    text += comment(fmt::format("  {}: {} ({})", n.what, n.value, n.rule));
  return text + network::general_yaml(imported.network);
}

}  // namespace synergy::importer
