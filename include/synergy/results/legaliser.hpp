#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/import/imported.hpp"
#include "synergy/network/rewrite.hpp"
#include "synergy/results/table.hpp"

#include <memory>
#include <string>
#include <vector>

namespace synergy::results {

/// What became of a network of another program: the two halves of the report of `synergy-sim import`. Names
/// of columns and of keys of the JSON are part of the program's interface.

/// An imported network on a device.
struct ImportTarget {
  /// The network as it is reported: imported, or rewritten for the device.
  importer::ImportedNetwork imported;
  /// On the device. Never null.
  std::shared_ptr<const device::Lowered> lowered;
  /// That were made; where rewriting was not allowed, those that would be.
  std::vector<network::Rewrite> rewrites;
  bool rewritten = false;
};

/// The network on a device, with what is unsupported rewritten where that is allowed and possible. What is
/// rewritten stands in the notes of the result, and its source operators name what now computes them.
[[nodiscard]] ImportTarget target_for(const importer::ImportedNetwork& imported,
                                      const device::Accelerator& device, bool allow_rewrite);

/// One rewrite in one line, with what it costs: "conv1: stride 1, then ... (4 times the MACs)". Without a
/// line feed.
[[nodiscard]] std::string to_text(const network::Rewrite& rewrite);

/// First half: one row for each operator of the source, with what the reader made of it.
[[nodiscard]] Table source_table(const importer::ImportedNetwork& imported);

/// Second half: one row for each operator of the network, with what a device makes of it
/// (device::Lowered::operator_fates).
[[nodiscard]] Table legaliser_table(const device::Lowered& on_device);

/// How many operators of each fate: "9 mapped, 8 folded, 1 on the host CPU", those that there are.
[[nodiscard]] std::string fate_counts(const device::Lowered& on_device);

/// Every operator that the device does not have, and every other reason for which the network does not fit it
/// alone, each in one line; empty: it fits.
[[nodiscard]] std::vector<std::string> why_it_does_not_fit(const device::Lowered& on_device);

/// The network's totals beside those that its source states, in one line without a line feed.
[[nodiscard]] std::string totals_line(const importer::ImportedNetwork& imported);

/// Everything as one JSON object: `source`, `network`, `operators`, `inferred`, `notes`, `totals`, and in
/// `targets` for each device its operators, whether the whole network fits, why not, or what one inference
/// costs (microseconds, microjoules above idle), and its rewrites. Deterministic; ends with a line feed.
[[nodiscard]] std::string import_json(const importer::ImportedNetwork& imported,
                                      const std::vector<ImportTarget>& targets);

}  // namespace synergy::results
