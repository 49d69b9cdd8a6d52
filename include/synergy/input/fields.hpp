#pragma once

#include "synergy/input/field_kinds.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/input/write.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a file says about a struct, said once. A function next to the struct,
//
//   template <class Archive, class S>
//   requires std::is_same_v<std::remove_const_t<S>, Load>
//   void fields(Archive& archive, S& load) {
//     archive(optional_key("queue_limit", "waiting inferences per app; more are dropped"), load.queue_limit,
//             Whole<int>{0, 1'000'000});
//     ...
//   }
//
// names every key with its meaning, its member, and what values it takes (a kind, field_kinds.hpp). From it
// come the loader (Loader), the saver (Saver), the JSON schema (Schema) and the table of a README (KeyTable).
namespace synergy::input {

/// One key of a struct's mapping.
struct Field {
  std::string_view key;
  std::string_view meaning;  ///< one line, for schemas and tables
  bool required = false;
  /// What a table says about the default, where the value that the struct begins with does not.
  std::string_view otherwise = {};
  /// Saved keys come by rank, those of one rank in the order of fields(). Negative: not saved.
  int rank = 0;
};

[[nodiscard]] constexpr Field required_key(std::string_view key, std::string_view meaning, int rank = 0) {
  return {key, meaning, true, {}, rank};
}
[[nodiscard]] constexpr Field optional_key(std::string_view key, std::string_view meaning,
                                           std::string_view otherwise = {}, int rank = 0) {
  return {key, meaning, false, otherwise, rank};
}

/// Reads a struct from the mapping of a file. A key that is not there leaves its member as it was. Problems
/// go where those of the mapping go; call Mapping::finish() afterwards.
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
template <class T, class Kind>
[[nodiscard]] bool is_absent(const T& member, const Kind& kind) {
  if constexpr (requires { kind.absent(member); })
    return kind.absent(member);
  else if constexpr (requires { member == nullptr; })
    return member == nullptr;
  else
    return false;
}

/// Writes a struct, key by key. What is absent is left out.
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

/// The JSON schema (draft 7) of a struct: its keys with their meanings, and no other keys.
class Schema {
 public:
  template <class T, class Kind>
  void operator()(const Field& field, const T& /*member*/, const Kind& kind) {
    add(field, kind.schema());
  }

  [[nodiscard]] Yaml object() const;

 private:
  void add(const Field& field, Yaml schema);

  Yaml required_ = Yaml::sequence();
  Yaml properties_ = Yaml::mapping();
};

/// The rows of a table of keys in a README: key, meaning, default.
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
  [[nodiscard]] std::string text(std::string_view first = "key") const;

 private:
  void add(const Field& field, std::string_view standard);

  std::string rows_;
};

/// A kind for a struct that has fields() of its own: a mapping in the file.
template <class S>
struct Group {
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
