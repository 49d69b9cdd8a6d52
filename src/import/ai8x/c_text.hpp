#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace synergy::importer::ai8x {

/// The comments of a C file as one text, words apart by single spaces: how lines are broken says nothing,
/// since formatters break them anew.
class Comments {
 public:
  explicit Comments(std::string_view source);

  [[nodiscard]] std::string_view text() const { return text_; }
  /// The line of the source in which a character of the text stands.
  [[nodiscard]] int line_at(std::size_t offset) const;

 private:
  void add_words(std::string_view words, int line);

  std::string text_;
  std::vector<std::pair<std::size_t, int>> lines_;  // first character of each line's words, the line
};

/// What the program writes to the registers of one layer. Names as the generated comments call them.
struct LayerRegisters {
  std::optional<std::uint64_t> processors;  ///< bit p: processor p holds input channels
  std::uint32_t read_pointer = 0;           ///< in words of a bank; registers at 0 are not written
  std::uint32_t write_pointer = 0;          ///< in words of a bank, banks of its first processor included
  std::uint32_t bank_step = 0;              ///< words between two banks in `write_pointer`; 0: not written
  std::uint32_t control = 0;                ///< bit 9: ReLU; bit 16: 32-bit output
  /// Bit 12: has biases, in one quadrant; bits 22 and 23: width of weights, 0 to 3 for 8, 1, 2, 4 bits; bit
  /// 26: Abs; bit 30: depthwise.
  std::uint32_t post = 0;

  [[nodiscard]] bool has_bias() const { return (post & 1u << 12) != 0; }
  [[nodiscard]] int weight_bits() const { return std::array{8, 1, 2, 4}.at(post >> 22 & 3); }
};

/// Register writes by layer, of all quadrants. Layers without any are absent. Only simple assignments with
/// the generator's comment behind them are understood, and everything else is passed over.
[[nodiscard]] std::map<int, LayerRegisters> read_registers(std::string_view source);

/// A whole number at the beginning of a text, with thousands separated by commas if `commas`; cut off from
/// it. None: there is none, or it is above 10^12.
[[nodiscard]] std::optional<std::int64_t> take_number(std::string_view& text, bool commas = false);

/// Cuts `prefix` off; false if the text does not begin so.
[[nodiscard]] bool take(std::string_view& text, std::string_view prefix);

}  // namespace synergy::importer::ai8x
