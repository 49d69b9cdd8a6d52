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
struct DescribedKind;  // describe.hpp

/// One thing a family says about a layer. Empty: there is nothing to say. Text is shown as it is, a number in
/// the unit of its column.
/// Its type is that of its column (FactColumn::type), or nothing.
using Fact = std::variant<std::monostate, std::string, std::int64_t, double>;

/// What a family can say about each layer of a network: a column of the table that `synergy-sim cost` prints
/// between the layer's name and what a cut after it moves. Strings are static: a column is part of a family's
/// row.
struct FactColumn {
  /// How the column's facts are written: as they are, without a fraction, or with as many digits as it takes.
  enum class Type : std::uint8_t { text, integer, number };
  /// As in the header of the table: snake_case, its unit as the last token ("time_us").
  /// Part of a table's format: other programs find columns by it.
  std::string_view name;
  /// For the table's documentation; empty for text and counts.
  std::string_view unit;
  /// One line for people who do not know the family.
  std::string_view definition;
  /// Of every fact of the column that is not empty.
  Type type = Type::text;
  /// Says which way a comparison of two tables counts as worse.
  /// Of numbers alone; a text has no better.
  bool smaller_is_better = false;
};

/// A family of accelerators: one row of the table of families, and everything the program needs to reach the
/// family's folder. Lives in the program for good: accelerators point to their row, and two accelerators are
/// of one family where the addresses of their rows are equal.
struct Family {
  /// What `family` says in profile files: "max7800x". Distinct among the families of a program.
  std::string_view name;
  /// File of the JSON schema that editors check its profiles by, below device_profiles/.
  std::string_view schema;
  /// Reads a profile file with `kind: accelerator` of this family. Throws InputError with every problem of
  /// the file. Never null, and never gives null.
  std::shared_ptr<const Accelerator> (*read)(const input::Document& document);
  /// The columns of Lowered::layer_facts(), in the order in which it gives facts. May be empty.
  /// No two have one name.
  std::vector<FactColumn> layer_columns;
  /// Names of the columns that a terminal has room for, in the order it shows them; files have all.
  std::vector<std::string_view> shown_to_people;
  /// Reads a file that states this family's own layers, as a network that carries them
  /// (network::LoweredForm). Throws InputError. Null: the family has no such files.
  std::shared_ptr<const Network> (*read_network)(const input::Document& document) = nullptr;
  /// described_kind() of its profile files, from which `schema` is written. Null: the schema is written by
  /// hand.
  DescribedKind (*describe)() = nullptr;
};

/// The families a program knows, in an order of its own: families::built_in() for the shipped ones, another
/// list for a program with families of its own (scenario::Library takes it). The first is that of profile
/// files without a key `family`.
///
/// Immutable and safe to share between threads.
class Families {
 public:
  /// Pre: at least one row; names are distinct. The rows must outlive this. Throws BrokenInvariant without a
  /// row.
  explicit Families(std::vector<const Family*> rows);

  /// In the order given; the pointers are those given.
  [[nodiscard]] const std::vector<const Family*>& rows() const { return rows_; }
  /// Reads a profile file by the family it names. Throws InputError: an unknown family, with the known ones,
  /// or what the family's reader finds.
  /// Never null. Each call makes a new accelerator; whoever loads scenarios keeps one for each file
  /// (scenario::Library).
  [[nodiscard]] std::shared_ptr<const Accelerator> read(const input::Document& document) const;
  /// Reads a network: in general form if the file says so, else by the first family that has files of its
  /// own. Throws InputError.
  /// Never null. Files of hardware layers do not say a family, so at most one row should read them.
  [[nodiscard]] std::shared_ptr<const Network> read_network(const input::Document& document) const;

 private:
  std::vector<const Family*> rows_;
};

}  // namespace synergy::device
