#include "synergy/input/document.hpp"

#include "synergy/input/error.hpp"
#include "synergy/input/text_file.hpp"

#include <algorithm>
#include <istream>
#include <streambuf>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "tree_builder.hpp"
#include <fmt/format.h>

namespace synergy::input {
namespace {

/// A stream over a text that stays where it is: std::istringstream would copy it.
class TextBuffer final : public std::streambuf {
 public:
  explicit TextBuffer(std::string& text) { setg(text.data(), text.data(), text.data() + text.size()); }
};

/// In brackets, yaml-cpp reads on to the end before it says what the first value is, at some 200 bytes for
/// every comma and bracket. No file with less than kMaxNodes values has more of them than this.
void refuse_too_many(const std::string& text, const std::string& name) {
  const auto count =
      std::count_if(text.begin(), text.end(), [](char c) { return c == ',' || c == '[' || c == '{'; });
  if (static_cast<std::size_t>(count) > 2 * kMaxNodes)
    throw InputError({name}, fmt::format("more than {} values in one file", kMaxNodes));
}

}  // namespace

/// Checks come before yaml-cpp sees the text: it has no limits of its own, and its reader replaces bytes that
/// are not UTF-8 without a word. The builder refers to the document's text and name, so the document is made
/// first.
Document parse(std::string text, std::string name) {
  require_text(text, name, kMaxFileBytes);
  refuse_too_many(text, name);
  Document document{std::move(name), std::move(text), {}};
  TextBuffer buffer(document.text);
  std::istream stream(&buffer);
  TreeBuilder builder(document.text, document.name);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) throw InputError({document.name}, "the file is empty");
    while (parser.HandleNextDocument(builder)) continue;  // the builder refuses a second one
    // What the builder itself refuses is an InputError and passes through.
  } catch (const YAML::Exception& error) {
    builder.fail(error);
  }
  document.root = builder.take_root();
  return document;
}

Document load(const std::string& file) { return parse(read_text(file, kMaxFileBytes), file); }

}  // namespace synergy::input
