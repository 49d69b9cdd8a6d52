#include "syntax_error.hpp"

#include <array>
#include <utility>
#include <yaml-cpp/exceptions.h>

namespace synergy::input {
namespace {

using namespace YAML::ErrorMsg;

/// What yaml-cpp says, and what to do about it. Where it says enough there is no line.
/// By its message, for yaml-cpp's exceptions carry no number. A message that changes there is passed on as it
/// is.
const std::array kInOtherWords{
    std::pair{MAP_VALUE, "a ':' that makes no key here; text with ': ' in it needs quotes"},
    std::pair{END_OF_MAP, "expected the next key of this mapping; is the indentation right?"},
    std::pair{END_OF_SEQ, "expected the next '- ' of this list; is the indentation right?"},
    std::pair{END_OF_MAP_FLOW, "expected ',' or '}'"},
    std::pair{END_OF_SEQ_FLOW, "expected ',' or ']'"},
    std::pair{FLOW_END, "a closing bracket that no bracket opened"},
    std::pair{BLOCK_ENTRY, "a list item ('- ') cannot stand here"},
    std::pair{MAP_KEY, "a key ('? ') cannot stand here"},
    std::pair{UNKNOWN_TOKEN, "text cannot begin with this character; put it in quotes"},
    std::pair{TAB_IN_INDENTATION, "tabs cannot indent; use spaces"},
    std::pair{EOF_IN_SCALAR, "a text in quotes that does not end"},
    std::pair{DOC_IN_SCALAR, "a text in quotes that does not end before the document does"},
    std::pair{CHAR_IN_BLOCK, "only a comment may follow '|' or '>'"},
};

}  // namespace

std::string what_is_wrong(const YAML::Exception& error, std::string_view line) {
  if (error.msg.starts_with(UNKNOWN_ANCHOR)) return "anchors and aliases are not supported";
  std::string_view problem = error.msg;
  for (const auto& [theirs, ours] : kInOtherWords) {
    if (error.msg == theirs) problem = ours;
  }
  // Whatever yaml-cpp tripped over, a tab among the blanks in front is the likeliest reason.
  const std::string_view indent = line.substr(0, line.find_first_not_of(" \t"));
  if (indent.find('\t') != std::string_view::npos) problem = "tabs cannot indent; use spaces";
  return "not valid YAML: " + std::string(problem);
}

bool is_open_bracket(const YAML::Exception& error) {
  return error.msg == END_OF_MAP_FLOW || error.msg == END_OF_SEQ_FLOW;
}

}  // namespace synergy::input
