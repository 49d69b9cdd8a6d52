// The page of synergy-sim in section 1 of the manual. It says what --help says; what needs more room is in
// the documents that are installed with the scenarios.
#include "synergy/results/version.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "option_table.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace synergy::cli {
namespace {

/// As roff reads it as text: no line of it is a request, and no hyphen is broken or made longer.
std::string roff(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool begins = result.empty() || result.back() == '\n';
    if (begins && (c == '.' || c == '\'')) result += "\\&";
    if (c == '\\') result += "\\e";
    if (c == '-') result += "\\-";
    if (c != '\\' && c != '-') result += c;
  }
  return result;
}

std::string entry_of(const OptionRow& row) {
  std::vector<std::string> names;
  for (const std::string& name : row.names) names.push_back(fmt::format("\\fB{}\\fR", roff(name)));
  std::string value;
  if (row.has_value && !row.positional) value = " \\fIVALUE\\fR";
  if (row.has_value && !row.choices.empty())
    value = fmt::format("{} {}", row.positional ? "" : " ",
                        roff(fmt::format("{}", fmt::join(row.choices, ", "))));
  return fmt::format(".TP\n{}{}\n{}{}\n", fmt::join(names, ", "), value, roff(row.help),
                     row.required && !row.positional ? " (required)" : "");
}

std::string entries_of(const std::vector<OptionRow>& rows) {
  std::string text;
  for (const OptionRow& row : rows) text += entry_of(row);
  return text;
}

}  // namespace

std::string manual_page(const OptionTable& table) {
  std::string commands;
  for (const CommandRow& command : table.commands)
    commands +=
        fmt::format(".SS {}\n{}\n{}", roff(command.name), roff(command.help), entries_of(command.options));
  return fmt::format(
      R"(.TH SYNERGY\-SIM 1 "" "synergy\-sim {}" "User commands"
.SH NAME
synergy\-sim \- simulate and benchmark AI workloads that are split over devices on the body
.SH SYNOPSIS
.B synergy\-sim
[\fIOPTION\fR...] \fICOMMAND\fR [\fIARGUMENT\fR...]
.SH DESCRIPTION
{}
.SH OPTIONS
{}.SH COMMANDS
{}.SH EXIT STATUS
0 ok; 1 a bug; 2 wrong command line; 3 invalid input; 4 no feasible plan. All of them are in
.IR scenarios/COMMANDS.md ,
"Exit codes".
.SH ENVIRONMENT
.TP
.B SYNERGY_SIM_DATA
Folder with model_zoo, device_profiles and scenarios, in place of the installed one.
.SH FILES
.TP
.I ../share/synergy\-sim
Beside the folder of the program: its data, with their documents. Begin with
.IR scenarios/TUTORIAL.md .
.SH SEE ALSO
.BR synergy\-import (1)
)",
      roff(results::version()), roff(table.help), entries_of(table.options), commands);
}

}  // namespace synergy::cli
