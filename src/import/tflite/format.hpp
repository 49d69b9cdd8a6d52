#pragma once

#include "synergy/import/formats.hpp"

namespace synergy::importer::tflite {

/// The row of the format in the table of formats: networks of TensorFlow Lite, in its flatbuffers. Reads the
/// first graph of a file with what is known before any inference; weights are looked at no further than how
/// many there are and of how many bits.
[[nodiscard]] Format tflite_format();

}  // namespace synergy::importer::tflite
