#pragma once

#include <string_view>

#include "translation.hpp"

namespace synergy::importer::tflite {

/// How a kernel or a pooling window moves, as the file states it.
struct StatedWindow {
  network::Extent size;
  network::Extent stride;
  network::Extent dilation;
  bool same = false;  ///< SAME padding, else none
};

/// A window on a map of the network.
struct PlacedWindow {
  network::TensorId map;  ///< what it reads
  network::Window window;
  int dimensions = 2;
  int rows = 0;     ///< of its output, as the network has them
  int columns = 0;  ///< of its output
  /// As the file has them.
  network::Extent out;
};

/// Fields 0 to 2 are padding and strides in the declarations of all operators with windows; the rest is set
/// by the caller.
[[nodiscard]] StatedWindow stated_window(const Translation& at);

/// Puts a window on a map: with the zeros that an operator in front asked for, those of SAME padding, and in
/// one dimension where the map has one column. `word` is that of the operator to come. Throws InputError for
/// sizes that no network has.
[[nodiscard]] PlacedWindow place(Translation& at, std::string_view word, const Value& map,
                                 const StatedWindow& stated);

/// Sides of the output in the file's order.
[[nodiscard]] Dims output_dims(const network::Extent& out, int channels);

/// Turned rows into columns.
[[nodiscard]] network::Extent turned(const network::Extent& extent);
/// In one dimension columns do not count.
[[nodiscard]] bool is_one_dimensional(const network::Shape& map, const network::Window& window);

}  // namespace synergy::importer::tflite
