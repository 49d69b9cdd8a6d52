#pragma once

#include "synergy/device/network.hpp"
#include "synergy/input/document.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace synergy::device {

class Accelerator;

/// One thing a family says about a layer. Empty: there is nothing to say.
using Fact = std::variant<std::monostate, std::string, std::int64_t, double>;

/// What a family can say about each layer of a network: a column of the table that `synergy-sim cost` prints
/// between the layer's name and what a cut after it moves.
struct FactColumn {
  enum class Type : std::uint8_t { text, integer, number };
  std::string_view name;  ///< snake_case, its unit as the last token
  std::string_view unit;  ///< empty for text and counts
  std::string_view definition;
  Type type = Type::text;
  bool smaller_is_better = false;
};

/// A family of accelerators: one row of the table of families, and everything the program needs to reach the
/// family's folder.
struct Family {
  std::string_view name;    ///< what `family` says in profile files: "max7800x"
  std::string_view schema;  ///< JSON schema of its profiles, below device_profiles/
  /// Reads a profile file with `kind: accelerator` of this family. Throws InputError with every problem of
  /// the file.
  std::shared_ptr<const Accelerator> (*read)(const input::Document& document);
  std::vector<FactColumn> layer_columns;          ///< of Lowered::layer_facts(), in their order
  std::vector<std::string_view> shown_to_people;  ///< names of those that a terminal shows, in its order
  /// Reads a file that states this family's own layers, as a network that carries them
  /// (network::LoweredForm). Throws InputError. Null: the family has no such files.
  std::shared_ptr<const Network> (*read_network)(const input::Document& document) = nullptr;
};

/// The families a program knows, in an order of its own: families::built_in() for the shipped ones, another
/// list for a program with families of its own (scenario::Library takes it). The first is that of profile
/// files without a key `family`.
class Families {
 public:
  /// Pre: at least one row; names are distinct. The rows must outlive this.
  explicit Families(std::vector<const Family*> rows);

  [[nodiscard]] const std::vector<const Family*>& rows() const { return rows_; }
  /// Reads a profile file by the family it names. Throws InputError: an unknown family, with the known ones,
  /// or what the family's reader finds.
  [[nodiscard]] std::shared_ptr<const Accelerator> read(const input::Document& document) const;
  /// Reads a network: in general form if the file says so, else by the first family that has files of its
  /// own. Throws InputError.
  [[nodiscard]] std::shared_ptr<const Network> read_network(const input::Document& document) const;

 private:
  std::vector<const Family*> rows_;
};

}  // namespace synergy::device
