#pragma once

#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"
#include "synergy/quantities/parse.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace synergy::input {

class Mapping;

/// So many problems of a file are told; the others are counted.
inline constexpr std::size_t kMaxProblems = 100;

/// Collects the problems of one file, so that the user sees all of them at once, kMaxProblems at most.
/// One for each file, made by its loader, which all Values of the file refer to: it must outlive them, hence
/// no copies. Not thread-safe.
class Problems {
 public:
  /// `file`: the name in all messages.
  explicit Problems(std::string file) : file_(std::move(file)) {}
  Problems(const Problems&) = delete;
  Problems& operator=(const Problems&) = delete;

  /// Records a problem; line 0 for the file as a whole. When full() it is only counted.
  void add(int line, int column, std::string message);
  /// Whether nothing was recorded. Stays false after a retract().
  [[nodiscard]] bool empty() const { return count() == 0; }
  /// To find out whether reading a part of the file recorded anything.
  [[nodiscard]] std::size_t count() const { return problems_.size() + more_; }
  /// Whether what is recorded now would only be counted: its text need not be made.
  [[nodiscard]] bool full() const { return problems_.size() - retracted_ >= kMaxProblems; }
  /// Takes back the problem that was recorded when there were `index` others: another one says it better.
  /// count() does not change.
  void retract(std::size_t index);
  /// For problems that are told about another place of the same file.
  [[nodiscard]] const std::string& file() const { return file_; }
  /// Throws InputError with everything collected, sorted by place, if there is anything.
  void throw_if_any() const;

 private:
  std::string file_;
  std::vector<Problem> problems_;  // retracted ones have no message
  std::size_t retracted_ = 0;
  std::size_t more_ = 0;
};

/// A typed view of one node: how loaders ask for what a file says. Reading the wrong type records a problem
/// and returns a harmless value, so that reading can go on and the user sees every mistake at once; the
/// loader calls Problems::throw_if_any() before it uses anything.
///
/// Two pointers: cheap to copy. The node and the problems must outlive it. Nothing here throws InputError.
class Value {
 public:
  Value(const Node& node, Problems& problems) : node_(&node), problems_(&problems) {}

  /// A scalar that is not empty, quoted or not: "12" without quotes is text as well. Empty after recording a
  /// problem.
  [[nodiscard]] std::string text() const;
  /// `true` or `false` without quotes, and no other word: YAML 1.1's yes and no are refused. False after
  /// recording a problem.
  [[nodiscard]] bool boolean() const;
  /// A whole number in decimal digits, without quotes, from `low` to `high`. Out of range: the nearer end; no
  /// number: `low`, after recording a problem.
  [[nodiscard]] std::int64_t integer(std::int64_t low = std::numeric_limits<std::int64_t>::min(),
                                     std::int64_t high = std::numeric_limits<std::int64_t>::max()) const;
  /// The same with fractions and exponents; infinity and NaN are problems.
  [[nodiscard]] double number(double low, double high) const;
  /// Text with a unit; see parse.hpp. `low` and `high` are inclusive bounds.
  /// After recording a problem: `low`, or else `high` (for a value that is out of range) or 0.
  template <class Q>
  [[nodiscard]] Q quantity(std::optional<Q> low = {}, std::optional<Q> high = {}) const;
  /// One of `names`; returns its index (0 after recording a problem). `what` names the kind of thing.
  [[nodiscard]] std::size_t choice(std::string_view what, const std::vector<std::string_view>& names) const;
  /// The items of a list, in file order; none after recording that it is no list. An empty list is fine.
  [[nodiscard]] std::vector<Value> items() const;
  /// The node as a mapping; one without keys after recording that it is none, which then misses none either.
  [[nodiscard]] Mapping mapping() const;

  /// What there is, for keys that take values of several shapes; asking records nothing.
  [[nodiscard]] bool is_scalar() const { return node_->kind == Node::Kind::scalar; }
  [[nodiscard]] bool is_sequence() const { return node_->kind == Node::Kind::sequence; }
  [[nodiscard]] bool is_mapping() const { return node_->kind == Node::Kind::mapping; }
  /// The node itself, for readers with a rule of their own.
  [[nodiscard]] const Node& node() const { return *node_; }
  [[nodiscard]] Problems& problems() const { return *problems_; }
  /// For errors that are found later, when the whole is known.
  [[nodiscard]] Location where() const { return {problems_->file(), node_->line, node_->column}; }
  /// Records a problem at this node.
  void fail(std::string message) const;

 private:
  const Node* node_;
  Problems* problems_;
};

/// A mapping whose keys are all asked for by name. finish() records every key nobody asked for.
/// A key that is misspelt is so told as one problem, with the key that was meant. Not thread-safe; like
/// Value, it must not outlive node and problems. Asking costs O(keys): mappings of a schema are small.
class Mapping {
 public:
  Mapping(const Node& node, Problems& problems) : node_(&node), problems_(&problems) {}

  /// The value of `key`, or nothing after recording that it is missing.
  [[nodiscard]] std::optional<Value> required(std::string_view key);
  /// The value of `key` if it is there.
  /// Absent is the only case without a value; a key with nothing behind it has one, of kind null.
  [[nodiscard]] std::optional<Value> optional(std::string_view key);
  /// Records unknown keys, with the keys asked for so far as the valid choices. Call it last.
  void finish();
  /// All entries as (key, value), for mappings with free keys; counts as asking for all of them.
  [[nodiscard]] std::vector<std::pair<std::string, Value>> entries();
  /// Records a problem at this mapping.
  void fail(std::string message) const;
  [[nodiscard]] Location where() const { return {problems_->file(), node_->line, node_->column}; }

 private:
  const Node* node_;
  Problems* problems_;
  std::vector<std::string> asked_;
  std::vector<std::pair<std::string, std::size_t>> missing_;  // key, index of the problem
  bool all_asked_ = false;
};

/// Reads `schema_version` (which must be 1) of a file's root mapping. Every kind of file has it, so that a
/// later format can tell old files from new; another number is a problem at its place, with no attempt to
/// convert.
void read_schema_version(Mapping& root);

}  // namespace synergy::input
