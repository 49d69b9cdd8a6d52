#pragma once

#include "synergy/base/ensure.hpp"
#include "synergy/input/document.hpp"

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace synergy::link {

class LinkKind;       // link.hpp
struct LinkKindInfo;  // kinds.hpp

/// What is wrong with the value of a key.
/// Pointed at that key in the file where it is stated, else at the section.
struct SpecProblem {
  /// As in files.
  std::string_view key;
  /// A whole sentence with the numbers.
  std::string message;
};

/// What the parameters of one kind of link are: a plain struct of the kind's own, with == and these members.
template <class S>
concept KindOfSpec = std::equality_comparable<S> && requires(const S& spec, const input::Document& profile) {
  /// The row of the table of kinds that the struct belongs to.
  { S::kind() } -> std::same_as<const LinkKindInfo&>;
  /// The lines of a `link` section below `kind`: every key with its value, LF at the end of each. Read again
  /// (LinkKindInfo::read) they give an equal struct.
  { spec.to_yaml() } -> std::same_as<std::string>;
  /// The profile the links need: a name in the kind's profile folder, or a path.
  { spec.profile() } -> std::convertible_to<std::string>;
  /// Why these values cannot be a link, beyond the range of each key; empty if they can.
  { spec.problems() } -> std::same_as<std::vector<SpecProblem>>;
  /// The links themselves, with the document of the profile. Throws InputError with its problems.
  /// Pre: problems() and problems_with(profile) are empty.
  { spec.make(profile) } -> std::same_as<std::shared_ptr<const LinkKind>>;
};

/// The `link` section of a scenario: what all links of a body have in common. A value that holds the
/// parameters of any one kind; copies share them, nothing can change them. Two are equal if they are of one
/// kind with equal parameters.
class LinkSpec {
 public:
  /// What a scenario without the section means: the first kind of link_kinds(), with its defaults.
  LinkSpec();
  template <class S>
  requires(!std::same_as<std::remove_cvref_t<S>, LinkSpec> && KindOfSpec<std::remove_cvref_t<S>>)
      LinkSpec(S&& spec)  // NOLINT(google-explicit-constructor,bugprone-forwarding-reference-overload)
      : held_(std::make_shared<const Model<std::remove_cvref_t<S>>>(std::forward<S>(spec))) {}

  /// The row of the table of kinds.
  [[nodiscard]] const LinkKindInfo& kind() const { return held_->kind(); }
  /// The name of the profile the links need, or a path to one: whoever loads scenarios finds it.
  [[nodiscard]] std::string profile() const { return held_->profile(); }
  /// All that is wrong with the values together; empty if links can be made.
  [[nodiscard]] std::vector<SpecProblem> problems() const { return held_->problems(); }
  /// What is wrong with the values beside what this profile says; empty if links can be made with it. A kind
  /// whose profile limits nothing has no such member. Throws InputError with the profile's problems.
  [[nodiscard]] std::vector<SpecProblem> problems_with(const input::Document& profile) const {
    return held_->problems_with(profile);
  }
  /// The links, with the document of profile(). Throws InputError with the profile's problems. Pre:
  /// problems() and problems_with(profile) are empty.
  [[nodiscard]] std::shared_ptr<const LinkKind> make(const input::Document& profile) const {
    return held_->make(profile);
  }

  /// The parameters, if they are of this kind; else null.
  /// The pointer lives as long as some copy of this spec.
  template <KindOfSpec S>
  [[nodiscard]] const S* get_if() const {
    const auto* model = dynamic_cast<const Model<S>*>(held_.get());
    return model == nullptr ? nullptr : &model->spec;
  }
  /// The same where nothing else can be meant.
  /// Throws BrokenInvariant for another kind.
  template <KindOfSpec S>
  [[nodiscard]] const S& get() const {
    const S* spec = get_if<S>();
    ensure(spec != nullptr, "the links are of the kind that is asked for");
    return *spec;
  }

  bool operator==(const LinkSpec& other) const { return held_->equals(*other.held_); }
  /// The lines of the section, `kind` first, LF at the end of each. LinkKinds::read() of it gives an equal
  /// spec (for specs that it can give).
  friend std::string to_yaml(const LinkSpec& spec);

 private:
  /// What the parameters of any kind answer (KindOfSpec).
  struct Held {
    virtual ~Held() = default;
    [[nodiscard]] virtual const LinkKindInfo& kind() const = 0;
    [[nodiscard]] virtual std::string to_yaml() const = 0;
    [[nodiscard]] virtual std::string profile() const = 0;
    [[nodiscard]] virtual std::vector<SpecProblem> problems() const = 0;
    [[nodiscard]] virtual std::vector<SpecProblem> problems_with(const input::Document& profile) const = 0;
    [[nodiscard]] virtual std::shared_ptr<const LinkKind> make(const input::Document& profile) const = 0;
    [[nodiscard]] virtual bool equals(const Held& other) const = 0;
  };
  template <class S>
  struct Model final : Held {
    S spec;
    explicit Model(S parameters) : spec(std::move(parameters)) {}
    const LinkKindInfo& kind() const override { return S::kind(); }
    std::string to_yaml() const override { return spec.to_yaml(); }
    std::string profile() const override { return spec.profile(); }
    std::vector<SpecProblem> problems() const override { return spec.problems(); }
    std::vector<SpecProblem> problems_with(const input::Document& profile) const override {
      if constexpr (requires { spec.problems_with(profile); })
        return spec.problems_with(profile);
      else
        return {};
    }
    std::shared_ptr<const LinkKind> make(const input::Document& profile) const override {
      return spec.make(profile);
    }
    bool equals(const Held& other) const override {
      const auto* same = dynamic_cast<const Model*>(&other);
      return same != nullptr && same->spec == spec;
    }
  };

  std::shared_ptr<const Held> held_;
};

[[nodiscard]] std::string to_yaml(const LinkSpec& spec);

}  // namespace synergy::link
