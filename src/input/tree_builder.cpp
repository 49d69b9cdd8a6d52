#include "tree_builder.hpp"

#include "synergy/input/error.hpp"

#include <algorithm>

#include "look_at_text.hpp"
#include "syntax_error.hpp"
#include <fmt/format.h>

namespace synergy::input {
namespace {

/// From so many keys on, a mapping's keys are looked up in a tree; below, walking over them is faster.
constexpr std::size_t kManyKeys = 32;

/// What yaml-cpp calls the tag of a scalar that has none: plain, and quoted or block.
constexpr std::string_view kPlain = "?";
constexpr std::string_view kText = "!";

constexpr const char* kUnclosed = "not valid YAML: a bracket that is not closed";

/// The second and later bytes of a character of UTF-8 begin with the bits 10.
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; }

}  // namespace

Places::Places(std::string_view text) : text_(text), mark_offset_(text.starts_with("\xEF\xBB\xBF") ? 3 : 0) {}

std::size_t Places::byte_of(const YAML::Mark& mark) const {
  return std::min(static_cast<std::size_t>(std::max(mark.pos, 0)) + mark_offset_, text_.size());
}

std::string_view Places::from(const YAML::Mark& mark) const { return text_.substr(byte_of(mark)); }

Places::Place Places::of(const YAML::Mark& mark) {
  const std::size_t at = byte_of(mark);
  // A new line: counting begins at its first byte, which yaml-cpp's column (in bytes) leads back to.
  if (mark.line + 1 != place_.line) {
    place_ = {mark.line + 1, 1};
    at_ = at - std::min(at, static_cast<std::size_t>(mark.column));
  }
  return of_byte(at);
}

Places::Place Places::of_byte(std::size_t at) {
  const auto characters = [&](std::size_t from, std::size_t to) {
    const std::string_view between = text_.substr(from, to - from);
    return static_cast<int>(between.size()) -
           static_cast<int>(std::count_if(between.begin(), between.end(), continues_character));
  };
  if (at >= at_) {
    place_.column += characters(at_, at);
  } else if (const std::string_view back = text_.substr(at, at_ - at);
             back.find('\n') == std::string_view::npos) {
    place_.column -= characters(at, at_);
  } else {
    place_.line -= static_cast<int>(std::count(back.begin(), back.end(), '\n'));
    const std::size_t line_end = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
    place_.column = 1 + characters(line_end == std::string_view::npos ? 0 : line_end + 1, at);
  }
  at_ = at;
  return place_;
}

void TreeBuilder::fail(const YAML::Mark& mark, std::string message) {
  const Places::Place place = places_.of(mark);
  throw InputError({file_, place.line, place.column}, std::move(message));
}

void TreeBuilder::fail(const YAML::Exception& error) {
  const std::string_view rest = places_.from(error.mark);
  const bool at_end = rest.find_first_not_of(" \t\r\n") == std::string_view::npos;
  // yaml-cpp complains at the file's end, where nobody finds the bracket that lacks its partner.
  if (at_end && !open_.empty() && is_open_bracket(error)) {
    const Node& node = *open_.back().node;
    throw InputError({file_, node.line, node.column}, kUnclosed);
  }
  const std::string_view line = places_.text().substr(0, places_.byte_of(error.mark));
  fail(error.mark, what_is_wrong(error, line.substr(line.rfind('\n') + 1)));
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (++documents_ == 1) return;
  // yaml-cpp also begins a new document where something does not belong to the one above it.
  const bool marked = mark.column == 0 && places_.from(mark).starts_with("---");
  fail(mark, marked ? "more than one YAML document"
                    : "not valid YAML: this belongs to nothing above it; is the indentation right?");
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const bool in_list = !open_.empty() && open_.back().node->kind == Node::Kind::sequence;
  if (in_list && places_.from(mark).starts_with(',')) fail(mark, "not valid YAML: no value before ','");
  Node& node = add(mark, anchor, Node::Kind::null);
  const Places::Place place = is_null_word(places_.from(mark)) ? places_.of(mark) : place_of_nothing(mark);
  node.line = place.line;
  node.column = place.column;
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) {
  fail(mark, "anchors and aliases are not supported");
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  if (tag != kPlain && tag != kText) fail(mark, fmt::format("tag '{}' is not supported", tag));
  // yaml-cpp 0.7 takes quotes that the end of the file closes for a text.
  if (tag == kText && !has_closing_quote(places_.from(mark)))
    fail(mark, "not valid YAML: a text in quotes that does not end");
  if (expects_key()) return take_key(mark, value);
  Node& node = add(mark, anchor, Node::Kind::scalar);
  node.quoted = tag == kText;
  node.scalar = value;
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value style) {
  open(mark, tag, anchor, style, Node::Kind::sequence);
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value style) {
  open(mark, tag, anchor, style, Node::Kind::mapping);
}

bool TreeBuilder::expects_key() const {
  return !open_.empty() && open_.back().node->kind == Node::Kind::mapping && !open_.back().has_key;
}

void TreeBuilder::take_key(const YAML::Mark& mark, const std::string& name) {
  const Places::Place place = places_.of(mark);
  if (const int first = line_of_key(name); first > 0)
    fail(mark, fmt::format("duplicate key '{}' (first in line {})", name, first));
  Open& mapping = open_.back();
  mapping.key = Node::Entry{name, place.line, place.column, {}};
  mapping.key_byte = places_.byte_of(mark);
  mapping.has_key = true;
  if (!mapping.lines.empty()) mapping.lines.emplace(name, place.line);
}

/// 0 if the innermost mapping has no such key yet.
int TreeBuilder::line_of_key(const std::string& name) {
  Open& mapping = open_.back();
  const std::vector<Node::Entry>& entries = mapping.node->entries;
  if (mapping.lines.empty() && entries.size() >= kManyKeys) {
    for (const Node::Entry& entry : entries) mapping.lines.emplace(entry.key, entry.line);
  }
  if (!mapping.lines.empty()) {
    const auto found = mapping.lines.find(name);
    return found == mapping.lines.end() ? 0 : found->second;
  }
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const Node::Entry& e) { return e.key == name; });
  return found == entries.end() ? 0 : found->line;
}

Node& TreeBuilder::add(const YAML::Mark& mark, YAML::anchor_t anchor, Node::Kind kind) {
  if (anchor != YAML::NullAnchor) fail(mark, "anchors and aliases are not supported");
  // Before the node is made, so that a hostile file ends here and not when memory does.
  if (++count_ > kMaxNodes) fail(mark, fmt::format("more than {} values in one file", kMaxNodes));
  if (expects_key()) fail(mark, "a key must be a plain name");
  Node* node = &root_;
  if (!open_.empty()) {
    Open& parent = open_.back();
    if (parent.node->kind == Node::Kind::sequence) {
      node = &parent.node->items.emplace_back();
    } else {
      node = &parent.node->entries.emplace_back(std::move(parent.key)).value;
      parent.has_key = false;
    }
  }
  const Places::Place place = places_.of(mark);
  node->kind = kind;
  node->line = place.line;
  node->column = place.column;
  return *node;
}

void TreeBuilder::open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style, Node::Kind kind) {
  if (tag != kPlain && tag != kText) fail(mark, fmt::format("tag '{}' is not supported", tag));
  // A bracket in the place of a key is refused in any case; one that lacks its partner is told of as that,
  // which is what the user can mend.
  if (expects_key() && !has_closing_bracket(places_.from(mark))) fail(mark, kUnclosed);
  Node& node = add(mark, anchor, kind);
  if (open_.size() >= kMaxDepth) fail(mark, fmt::format("nested deeper than {} levels", kMaxDepth));
  open_.push_back({&node, style == YAML::EmitterStyle::Flow, {}, 0, false, {}});
}

/// yaml-cpp places a value that is not there at what comes next, lines further down; users look for it behind
/// its colon or dash.
Places::Place TreeBuilder::place_of_nothing(const YAML::Mark& mark) {
  const Places::Place place = places_.of(mark);
  if (open_.empty() || open_.back().in_brackets) return place;
  const Open& parent = open_.back();
  const std::size_t found =
      parent.node->kind == Node::Kind::mapping
          ? end_of_colon(places_.text(), parent.key_byte, parent.node->entries.back().key)
          : end_of_dash(places_.text(), places_.byte_of(mark));
  return found == std::string_view::npos ? place : places_.of_byte(found);
}

}  // namespace synergy::input
