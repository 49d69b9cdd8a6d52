#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace synergy::cli {

/// An option or a positional argument, as the parser knows it.
struct OptionRow {
  std::vector<std::string> names;  ///< "-o" and "--out"; of an argument its one name: "SCENARIO"
  bool positional = false;
  bool required = false;
  bool repeated = false;             ///< may be given several times
  bool has_value = false;            ///< false: a flag
  std::vector<std::string> choices;  ///< of the value, where it is one of few
  std::string help;
};

struct CommandRow {
  std::string name;
  std::string help;
  std::vector<OptionRow> options;
};

/// All that the command line takes.
struct OptionTable {
  std::string program;
  std::string help;
  std::vector<OptionRow> options;  ///< of every command
  std::vector<CommandRow> commands;
};

[[nodiscard]] OptionTable option_table(const CLI::App& app);

/// What command_line_text() gives.
[[nodiscard]] std::string bash_completion(const OptionTable& table);
[[nodiscard]] std::string zsh_completion(const OptionTable& table);
[[nodiscard]] std::string fish_completion(const OptionTable& table);
[[nodiscard]] std::string manual_page(const OptionTable& table);

/// Where what a value is completed with comes from.
enum class ValueKind : std::uint8_t { fixed, planners, scenarios, files };
[[nodiscard]] ValueKind kind_of_value(const OptionRow& option);
/// Of kind fixed: what it is completed with.
[[nodiscard]] std::vector<std::string> fixed_values(const OptionRow& option);

}  // namespace synergy::cli
