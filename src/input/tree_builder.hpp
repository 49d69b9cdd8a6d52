#pragma once

#include "synergy/input/document.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>

namespace synergy::input {

/// Turns the byte positions of yaml-cpp into places as editors count them: columns are characters, not bytes.
/// Marks come nearly in order, so that it only ever counts what lies between two of them: even a file that is
/// one line costs no more than its length.
class Places {
 public:
  explicit Places(std::string_view text);

  struct Place {
    int line = 0;
    int column = 0;
  };
  [[nodiscard]] Place of(const YAML::Mark& mark);
  /// Of a byte of the line that was asked about last, or of one before it.
  [[nodiscard]] Place of_byte(std::size_t at);
  /// The text from a mark on; empty after the end.
  [[nodiscard]] std::string_view from(const YAML::Mark& mark) const;
  [[nodiscard]] std::size_t byte_of(const YAML::Mark& mark) const;
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  std::string_view text_;
  std::size_t mark_offset_ = 0;  // yaml-cpp does not count a byte order mark
  std::size_t at_ = 0;           // a byte, and
  Place place_{1, 1};            // its place
};

/// Builds the tree from yaml-cpp's events: every value keeps its place, and nothing unbounded or doubtful
/// (aliases, duplicate keys, tags) gets through. Throws InputError from within the events, which ends
/// parsing: yaml-cpp calls itself for every level of the file, so the limit of depth also guards the stack.
class TreeBuilder final : public YAML::EventHandler {
 public:
  /// `text` and `file` must live as long as the builder.
  TreeBuilder(std::string_view text, const std::string& file) : file_(file), places_(text) {}

  [[nodiscard]] Node take_root() { return std::move(root_); }
  [[noreturn]] void fail(const YAML::Mark& mark, std::string message);
  /// Says what yaml-cpp found in our words.
  [[noreturn]] void fail(const YAML::Exception& error);

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { open_.pop_back(); }

 private:
  /// A collection whose end has not come yet.
  struct Open {
    Node* node;
    bool in_brackets;
    Node::Entry key;           // of a mapping: the key whose value comes next
    std::size_t key_byte = 0;  // where that key begins
    bool has_key = false;
    std::map<std::string, int> lines;  // of a large mapping: the line of every key
  };

  [[nodiscard]] bool expects_key() const;
  Node& add(const YAML::Mark& mark, YAML::anchor_t anchor, Node::Kind kind);
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style, Node::Kind kind);
  void take_key(const YAML::Mark& mark, const std::string& name);
  [[nodiscard]] int line_of_key(const std::string& name);
  [[nodiscard]] Places::Place place_of_nothing(const YAML::Mark& mark);

  const std::string& file_;
  Places places_;
  Node root_;
  // The pointers stay valid: a node's container only grows while that node is the innermost open one.
  std::vector<Open> open_;
  std::size_t count_ = 0;
  int documents_ = 0;
};

}  // namespace synergy::input
