#include "import_options.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::cli {
std::vector<std::string> split(const std::vector<std::string>& texts, char separator) {
  std::vector<std::string> parts;
  for (const std::string& text : texts) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(separator, begin), text.size());
      if (end > begin) parts.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return parts;
}

std::string import_titles() {
  std::string titles;
  for (const importer::Format& format : importer::formats())
    titles += fmt::format("{}{} ({})", titles.empty() ? "" : ", ", format.title, format.name);
  return titles;
}

void add_import_settings(Command& command, ImportSettings& settings) {
  importer::TypedOptions& typed = settings.typed;
  command.option("--format", settings.format, "Format of the file; auto: told by its content")
      .option("--name", typed.name, "Name of the network; default: the file's")
      .option("--input", typed.input, "Shape of its first input, CxHxW, where the file leaves it open")
      .option("--checkpoint", typed.checkpoint, "File of trained weights, where sizes of layers are open")
      .option("--from-c", typed.from_c,
              "cnn.c that the vendor's tool made of the same network, where sizes of layers are open")
      .option("--channels", typed.channels,
              "Output channels of layers, LAYER=CHANNELS[,...], where they are open")
      .option("--channels-file", typed.channels_file, "The same as a file, one on each line")
      .flag("--force", typed.force, "Totals that the source states and the network does not have are a note");
}

}  // namespace synergy::cli
