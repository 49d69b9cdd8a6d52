#pragma once

#include "synergy/device/numbers.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/fields.hpp"

#include <string>
#include <string_view>

// Profile files (device_profiles/README.md) of any kind, from one list of their keys. A profile is a struct P
//
//   struct Lamp {
//     static constexpr std::string_view kKind = "lamp";   // what `kind` says in its files
//     std::string name;
//     Sourced<Power> bright;
//   };
//   template <class Archive, input::Is<Lamp> P>
//   void fields(Archive& archive, P& lamp) {
//     using namespace input;
//     archive(required_key("bright", "drawn while it shines"), lamp.bright, SourcedAmount<Power>{});
//   }
//
// and may have `void check(const input::Loader&, const Lamp&)`, which records what its values are together.
// Reading, saving, visit_numbers() and with_numbers() follow, and schema and table of keys (describe.hpp).
namespace synergy::device {

/// `kind`, which must be this word; no member keeps it. A word of another kind of profile is told apart from
/// a word that is none.
/// A kind of input/field_kinds.hpp, as FamilyWord is: it reads, saves and describes one key.
struct ProfileKind {
  /// Static; lower case.
  std::string_view word;

  /// Records a problem where the word is another; the profile is not touched.
  template <class T>
  void read(const input::Value& value, T& /*to*/) const {
    read_word(value);
  }
  /// Always the word itself, whatever the profile.
  template <class T>
  [[nodiscard]] input::Yaml save(const T& /*from*/) const {
    return input::Yaml::plain(word);
  }
  /// A constant, so that editors offer no other word.
  [[nodiscard]] input::Yaml schema() const;

 private:
  /// The part that needs no type, so that it is compiled once. Known words are those of the parts of a body;
  /// a kind of link knows its own alone.
  void read_word(const input::Value& value) const;
};

/// `family` of an accelerator, which must be this word; no member keeps it. By it Families finds who reads
/// the file.
struct FamilyWord {
  /// As `name` of the row of the table of families.
  std::string_view word;

  /// Another word is a problem: Families hands a file only to the family that it names.
  template <class T>
  void read(const input::Value& value, T& /*to*/) const {
    (void)value.choice("family", {word});
  }
  template <class T>
  [[nodiscard]] input::Yaml save(const T& /*from*/) const {
    return input::Yaml::plain(word);
  }
  [[nodiscard]] input::Yaml schema() const { return input::schema_of_choice({word}); }
};

/// What all profile files begin with.
/// In the order of all shipped files. The archive is a reader, a saver, a schema or a table of keys
/// (input/fields.hpp).
template <class Archive, class P>
void head_fields(Archive& archive, P& profile) {
  using namespace input;
  archive(required_key("schema_version", "1"), profile, SchemaVersion{});
  archive(required_key("kind", "what the file describes"), profile, ProfileKind{P::kKind});
  archive(required_key("name", "that of the file"), profile.name, Text{true});
}

/// Reads a profile file. Throws InputError with every problem of it.
/// Of a file of another kind it reads the head alone: all its keys would be unknown, and one problem says
/// more than twenty.
/// `check` of the struct is asked once all keys are read, and asks Loader::is_good() before it compares. A
/// profile with any problem is never returned.
template <class P>
[[nodiscard]] P read_profile_file(const input::Document& document) {
  P profile;
  input::Problems problems(document.name);
  input::Mapping root = input::Value(document.root, problems).mapping();
  input::Loader loader(root);
  head_fields(loader, profile);
  // Behind the head of another kind of file the keys are another kind's.
  if (loader.is_good("kind")) {
    fields(loader, profile);
    if constexpr (requires { check(loader, std::as_const(profile)); }) check(loader, std::as_const(profile));
    root.finish();
  }
  // All of them in one exception, in the order of the file.
  problems.throw_if_any();
  return profile;
}

/// The profile as such a file, which reads back as exactly the same profile. Ends with a line feed.
/// Keys in the order of fields(), behind the head. The same profile gives the same bytes on every platform.
/// Nothing is checked.
template <class P>
[[nodiscard]] std::string profile_file(const P& profile) {
  input::Saver saver;
  head_fields(saver, profile);
  fields(saver, profile);
  return input::to_yaml(saver.mapping());
}

}  // namespace synergy::device
