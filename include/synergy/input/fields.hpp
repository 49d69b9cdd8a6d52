#pragma once

#include "synergy/input/field_kinds.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/input/write.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// What a file says about a struct, said once. A function next to the struct,
//
//   template <class Archive, Is<Load> S>
//   void fields(Archive& archive, S& load) {
//     archive(optional_key("queue_limit", "waiting inferences per app; more are dropped"), load.queue_limit,
//             Whole<int>{0, 1'000'000});
//     ...
//   }
//
// names every key with its meaning, its member, and what values it takes (a kind, field_kinds.hpp). From it
// come the loader (Loader), the saver (Saver), the JSON schema (Schema) and the table of a README (KeyTable).
namespace synergy::input {

/// Keeps the fields() of different structs apart. S is const where a struct is written or described, plain
/// where it is read: one function serves both.
template <class S, class T>
concept Is = std::is_same_v<std::remove_const_t<S>, T>;

/// One key of a struct's mapping.
struct Field {
  /// As it stands in the file. All views here are literals: nothing copies them.
  std::string_view key;
  /// One line, for schemas and tables; may have Markdown.
  std::string_view meaning;
  /// Whether a file without it is an error.
  bool required = false;
  /// What a table says about the default, where the value that the struct begins with does not.
  std::string_view otherwise = {};
  /// Saved keys come by rank, those of one rank in the order of fields(). Negative: not saved.
  int rank = 0;
};

/// The two ways to say a Field: with a key that must be there, and with one whose absence leaves the default.
[[nodiscard]] constexpr Field required_key(std::string_view key, std::string_view meaning, int rank = 0) {
  return {key, meaning, true, {}, rank};
}
[[nodiscard]] constexpr Field optional_key(std::string_view key, std::string_view meaning,
                                           std::string_view otherwise = {}, int rank = 0) {
  return {key, meaning, false, otherwise, rank};
}

/// Reads a struct from the mapping of a file, as the first of the archives that fields() is called with. A
/// key that is not there leaves its member as it was, which is how defaults are said: once, in the struct.
///
/// Problems go where those of the mapping go, and nothing throws; call Mapping::finish() afterwards. Rules
/// between keys come after fields(), with has(), is_good() and fail(). The mapping must outlive it.
class Loader {
 public:
  explicit Loader(Mapping& mapping) : mapping_(&mapping) {}

  template <class T, class Kind>
  void operator()(const Field& field, T& member, const Kind& kind) {
    const auto value = field.required ? mapping_->required(field.key) : mapping_->optional(field.key);
    if (!value) return;
    found_.push_back({field.key, *value, true});
    const std::size_t problems = value->problems().count();
    kind.read(*value, member);
    found_.back().good = value->problems().count() == problems;
  }
  template <class T, class Kind>
  void operator()(const Field& field, std::optional<T>& member, const Kind& kind) {
    T value{};
    const std::size_t before = found_.size();
    (*this)(field, value, kind);
    if (found_.size() > before) member = std::move(value);
  }

  /// Whether the file has the key. Pre: fields() has been called.
  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
  /// Whether it has, and nothing was wrong with the value.
  /// A rule that compares two values asks this first: a value that was refused has been told of already.
  [[nodiscard]] bool is_good(std::string_view key) const;
  /// Records a problem at the value of a key; at the mapping if the file has no such key.
  void fail(std::string_view key, std::string message) const;

 private:
  struct Found {
    std::string_view key;
    Value value;
    bool good;
  };
  [[nodiscard]] const Found* find(std::string_view key) const;

  Mapping* mapping_;
  std::vector<Found> found_;
};

/// Whether a member has nothing to save: an optional, a pointer, or what its kind calls absent.
/// Absent values are left out of saved files, because reading would find the default again.
template <class T, class Kind>
[[nodiscard]] bool is_absent(const T& member, const Kind& kind) {
  if constexpr (requires { kind.absent(member); })
    return kind.absent(member);
  else if constexpr (requires { member == nullptr; })
    return member == nullptr;
  else
    return false;
}

/// Writes a struct, key by key, so that what is saved is read back as the same. What is absent is left out,
/// and so are keys of negative rank; defaults are written, because a saved file must not change its meaning
/// with a later default.
class Saver {
 public:
  template <class T, class Kind>
  void operator()(const Field& field, const T& member, const Kind& kind) {
    if (field.rank >= 0 && !is_absent(member, kind)) add(field, kind.save(member));
  }
  template <class T, class Kind>
  void operator()(const Field& field, const std::optional<T>& member, const Kind& kind) {
    if (member) (*this)(field, *member, kind);
  }

  /// The mapping. Pre: fields() has been called.
  [[nodiscard]] Yaml mapping(Yaml::Style style = Yaml::Style::block) const;
  /// What the mapping has of the ranks `first` to `last`, for files that have something else in between.
  /// Ends included.
  [[nodiscard]] Yaml ranks(int first, int last) const;

 private:
  void add(const Field& field, Yaml value);

  struct Entry {
    int rank;
    std::string_view key;
    Yaml value;
  };
  std::vector<Entry> entries_;
};

/// The JSON schema (draft 7) of a struct: its keys with their meanings, and no other keys. The member's value
/// does not matter. For editors: what a schema cannot say (rules between keys, bounds of quantities) it
/// leaves to the loader, which has the last word.
class Schema {
 public:
  template <class T, class Kind>
  void operator()(const Field& field, const T& /*member*/, const Kind& kind) {
    add(field, kind.schema());
  }

  /// Pre: fields() has been called. Keys in the order of fields().
  [[nodiscard]] Yaml object() const;

 private:
  void add(const Field& field, Yaml schema);

  Yaml required_ = Yaml::sequence();
  Yaml properties_ = Yaml::mapping();
};

/// The rows of a table of keys in a README: key, meaning, default. Call fields() with a struct as it begins:
/// its values are the defaults that the table shows. Where every key is required the last column is left out.
class KeyTable {
 public:
  template <class T, class Kind>
  void operator()(const Field& field, const T& member, const Kind& kind) {
    const bool said = field.required || !field.otherwise.empty();
    add(field, said ? "" : is_absent(member, kind) ? "none" : kind.save(member).scalar());
  }
  template <class T, class Kind>
  void operator()(const Field& field, const std::optional<T>& /*member*/, const Kind& /*kind*/) {
    add(field, "none");
  }

  /// With a head: `first` names what has the keys.
  /// Markdown, a line per key, in the order of fields().
  [[nodiscard]] std::string text(std::string_view first = "key") const;

 private:
  void add(const Field& field, std::string_view standard);

  struct Row {
    std::string_view key, meaning;
    std::string otherwise;
  };
  std::vector<Row> rows_;
  bool all_required_ = true;
};

/// A kind for a struct that has fields() of its own: a mapping in the file, with its own unknown and missing
/// keys. S must be default-constructible; its defaults stand where a key is missing.
template <class S>
struct Group {
  /// How it is saved; readers do not care.
  Yaml::Style style = Yaml::Style::block;

  void read(const Value& value, S& to) const {
    Mapping mapping = value.mapping();
    Loader loader(mapping);
    fields(loader, to);
    mapping.finish();
  }
  [[nodiscard]] Yaml save(const S& from) const {
    Saver saver;
    fields(saver, from);
    return saver.mapping(style);
  }
  [[nodiscard]] Yaml schema() const {
    S standard{};
    Schema schema;
    fields(schema, standard);
    return schema.object();
  }
};

}  // namespace synergy::input
