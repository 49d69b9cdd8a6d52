#pragma once

#include "synergy/import/formats.hpp"

namespace synergy::importer::onnx {

/// Format `onnx`: models of the Open Neural Network Exchange, binary or in its text form. Not a row of
/// formats(): the library behind it takes 15 ms to load, and a program that wants it says so by linking this
/// concept.
///
/// Reads shapes alone: the numbers of weights are skipped, external data never opened, and initialisers
/// without any are as good. What each operator becomes: src/onnx/README.md. Needs less than 512 MiB whatever
/// the file.
[[nodiscard]] Format format();

}  // namespace synergy::importer::onnx
