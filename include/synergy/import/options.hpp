#pragma once

#include "synergy/import/formats.hpp"

#include <string>
#include <vector>

namespace synergy::importer {

/// What users add to a file that does not say everything, as it is typed: the words behind the options of
/// that name. Empty: the option is not there.
struct TypedOptions {
  std::string name;
  std::string input;
  std::string checkpoint;
  std::string from_c;
  std::vector<std::string> channels;
  std::string channels_file;
  bool force = false;
};

/// As readers take them: the same words mean the same to every program. Throws UsageError naming the option
/// for what is no shape (C, CxL or CxHxW) or no list of LAYER=CHANNELS, each number 1 to 65,536; InputError
/// with the lines of a channels file.
[[nodiscard]] Options options_of(const TypedOptions& typed);

/// Options that this row of the table has no use for are an InputError each, at the option: who gives one
/// expects that it does something.
void refuse_unused(const Options& options, const Format& format);

}  // namespace synergy::importer
