#include "synergy/input/document.hpp"

#include "synergy/input/error.hpp"
#include "synergy/input/text_file.hpp"

#include <new>

#include <fmt/format.h>
#include <yaml.h>

namespace synergy::input {
namespace {

/// Pulls libyaml's events and builds the tree from them: every value keeps its place, and nothing unbounded
/// or doubtful (aliases, duplicate keys, tags) gets through.
class TreeBuilder {
 public:
  TreeBuilder(const std::string& text, const std::string& file) : file_(file) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~TreeBuilder() {
    yaml_event_delete(&event_);
    yaml_parser_delete(&parser_);
  }
  TreeBuilder(const TreeBuilder&) = delete;
  TreeBuilder& operator=(const TreeBuilder&) = delete;

  Node build() {
    Node root;
    root_ = &root;
    next();  // the stream begins
    if (next() == YAML_STREAM_END_EVENT) throw InputError({file_}, "the file is empty");
    while (next() != YAML_DOCUMENT_END_EVENT) take();
    if (next() != YAML_STREAM_END_EVENT) {
      next();
      fail("more than one YAML document");
    }
    return root;
  }

 private:
  yaml_event_type_t next() {
    yaml_event_delete(&event_);
    if (yaml_parser_parse(&parser_, &event_) != 0) return event_.type;
    const yaml_mark_t& mark = parser_.problem_mark;
    throw InputError({file_, static_cast<int>(mark.line) + 1, static_cast<int>(mark.column) + 1},
                     parser_.context == nullptr
                         ? fmt::format("not valid YAML: {}", parser_.problem)
                         : fmt::format("not valid YAML: {} {}", parser_.context, parser_.problem));
  }

  void take() {
    switch (event_.type) {
      case YAML_SCALAR_EVENT:
        return scalar();
      case YAML_SEQUENCE_START_EVENT:
        return open(add(event_.data.sequence_start.anchor, Node::Kind::sequence));
      case YAML_MAPPING_START_EVENT:
        return open(add(event_.data.mapping_start.anchor, Node::Kind::mapping));
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        return close();
      case YAML_ALIAS_EVENT:
        fail("anchors and aliases are not supported");
      default:
        fail("not valid YAML");
    }
  }

  void scalar() {
    const auto& event = event_.data.scalar;
    std::string value(reinterpret_cast<const char*>(event.value), event.length);
    const std::string_view tag = event.tag == nullptr ? "" : reinterpret_cast<const char*>(event.tag);
    if (!tag.empty() && tag != "!") fail(fmt::format("tag '{}' is not supported", tag));
    const bool quoted = event.style != YAML_PLAIN_SCALAR_STYLE || !tag.empty();
    const bool null =
        !quoted && (value.empty() || value == "~" || value == "null" || value == "Null" || value == "NULL");
    if (expects_key() && !null) {
      for (const Node::Entry& entry : open_.back()->entries) {
        if (entry.key == value) fail(fmt::format("duplicate key '{}' (first in line {})", value, entry.line));
      }
      keys_.back() = Node::Entry{std::move(value), line(), column(), {}};
      has_key_.back() = true;
      return;
    }
    Node& node = add(event.anchor, null ? Node::Kind::null : Node::Kind::scalar);
    if (null) return;
    node.quoted = quoted;
    node.scalar = std::move(value);
  }

  bool expects_key() const {
    return !open_.empty() && open_.back()->kind == Node::Kind::mapping && !has_key_.back();
  }

  Node& add(const yaml_char_t* anchor, Node::Kind kind) {
    if (anchor != nullptr) fail("anchors and aliases are not supported");
    if (++count_ > kMaxNodes) fail(fmt::format("more than {} values in one file", kMaxNodes));
    if (expects_key()) fail("a key must be a plain name");
    Node* node = root_;
    if (!open_.empty() && open_.back()->kind == Node::Kind::sequence) {
      node = &open_.back()->items.emplace_back();
    } else if (!open_.empty()) {
      node = &open_.back()->entries.emplace_back(std::move(keys_.back())).value;
      has_key_.back() = false;
    }
    node->kind = kind;
    node->line = line();
    node->column = column();
    return *node;
  }

  // The pointers stay valid: a node's container only grows while that node is the innermost open one.
  void open(Node& node) {
    if (open_.size() >= kMaxDepth) fail(fmt::format("nested deeper than {} levels", kMaxDepth));
    open_.push_back(&node);
    keys_.emplace_back();
    has_key_.push_back(false);
  }
  void close() {
    open_.pop_back();
    keys_.pop_back();
    has_key_.pop_back();
  }

  [[nodiscard]] int line() const { return static_cast<int>(event_.start_mark.line) + 1; }
  [[nodiscard]] int column() const { return static_cast<int>(event_.start_mark.column) + 1; }
  [[noreturn]] void fail(std::string message) const {
    throw InputError({file_, line(), column()}, std::move(message));
  }

  const std::string& file_;
  yaml_parser_t parser_{};
  yaml_event_t event_{};
  Node* root_ = nullptr;
  std::vector<Node*> open_;
  std::vector<Node::Entry> keys_;
  std::vector<bool> has_key_;
  std::size_t count_ = 0;
};

}  // namespace

Document parse(std::string text, std::string name) {
  require_text(text, name, kMaxFileBytes);
  Document document{std::move(name), std::move(text), {}};
  document.root = TreeBuilder(document.text, document.name).build();
  return document;
}

std::string yaml_version() { return yaml_get_version_string(); }

Document load(const std::filesystem::path& file) {
  return parse(read_text(file, kMaxFileBytes), file.string());
}

}  // namespace synergy::input
