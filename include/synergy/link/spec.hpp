#pragma once

#include "synergy/base/ensure.hpp"
#include "synergy/input/document.hpp"
#include "synergy/quantities/duration.hpp"

#include <concepts>
#include <memory>
#include <optional>
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
/// Not an exception: whoever reads a file knows where the key stands and collects problems of others too.
struct SpecProblem {
  /// As in files.
  /// Static. May be a key that the section leaves out.
  std::string_view key;
  /// A whole sentence with the numbers.
  /// Names the value and its limit, so that it can be read without the file.
  std::string message;
};

/// What path losses between devices are to links of a kind.
struct PathLossUse {
  /// Of a pair that the body says nothing about, in dB; 75, from ear to pocket, where the section does not
  /// either.
  double usual_db = 75;
  /// What the section must say so that packets get lost by it; empty if it says so.
  /// Static.
  std::string_view takes;
};

/// What the parameters of one kind of link are: a plain struct of the kind's own, with == and these members.
/// A kind may also have problems_with(profile): what its values cannot be beside this profile; path_loss(), a
/// PathLossUse, if its links look at path losses; and interval(), the time between two chances to send, if
/// setting up a link takes some of them. All of them are pure: the same values give the same answer, and
/// nothing is kept between calls.
template <class S>
concept KindOfSpec = std::equality_comparable<S> && requires(const S& spec, const input::Document& profile) {
  /// The row of the table of kinds that the struct belongs to.
  { S::kind() } -> std::same_as<const LinkKindInfo&>;
  /// The lines of a `link` section below `kind`: every key with its value, LF at the end of each. Read again
  /// (LinkKindInfo::read) they give an equal struct.
  /// What is left out in a file is written, too.
  { spec.to_yaml() } -> std::same_as<std::string>;
  /// The profile the links need: a name in the kind's profile folder, or a path.
  { spec.profile() } -> std::convertible_to<std::string>;
  /// Why these values cannot be a link, beyond the range of each key; empty if they can.
  /// All of them at once, each at one key.
  { spec.problems() } -> std::same_as<std::vector<SpecProblem>>;
  /// The links themselves, with the document of the profile. Throws InputError with its problems.
  /// Pre: problems() and problems_with(profile) are empty.
  /// Never null. Links made of equal specs and profiles behave the same.
  { spec.make(profile) } -> std::same_as<std::shared_ptr<const LinkKind>>;
};

/// The `link` section of a scenario: what all links of a body have in common. A value that holds the
/// parameters of any one kind; copies share them, nothing can change them. Two are equal if they are of one
/// kind with equal parameters.
/// Never without a kind. Threads may share one, and copies of it.
class LinkSpec {
 public:
  /// What a scenario without the section means: the first kind of link_kinds(), with its defaults.
  /// Costs the reading of an empty section. It has no problems(), as defaults fit each other.
  LinkSpec();
  /// Takes the struct of any kind, so that `link = BleSpec{...}` can be written. Nothing is checked:
  /// problems() does.
  template <class S>
  requires(!std::same_as<std::remove_cvref_t<S>, LinkSpec> && KindOfSpec<std::remove_cvref_t<S>>)
      LinkSpec(S&& spec)  // NOLINT(google-explicit-constructor,bugprone-forwarding-reference-overload)
      : held_(std::make_shared<const Model<std::remove_cvref_t<S>>>(std::forward<S>(spec))) {}

  /// The row of the table of kinds.
  /// Lives as long as the program; its address tells the kind.
  [[nodiscard]] const LinkKindInfo& kind() const { return held_->kind(); }
  /// The name of the profile the links need, or a path to one: whoever loads scenarios finds it.
  /// As it was written: nothing is looked up here.
  [[nodiscard]] std::string profile() const { return held_->profile(); }
  /// All that is wrong with the values together; empty if links can be made.
  /// Made anew at each call; nothing is thrown.
  [[nodiscard]] std::vector<SpecProblem> problems() const { return held_->problems(); }
  /// What is wrong with the values beside what this profile says; empty if links can be made with it. A kind
  /// whose profile limits nothing has no such member. Throws InputError with the profile's problems.
  [[nodiscard]] std::vector<SpecProblem> problems_with(const input::Document& profile) const {
    return held_->problems_with(profile);
  }
  /// Empty if links of this kind do not look at path losses.
  /// Whether they do under these values, it says itself.
  [[nodiscard]] std::optional<PathLossUse> path_loss() const { return held_->path_loss(); }
  /// Between two chances to send; empty if the kind has no such time.
  /// Positive.
  [[nodiscard]] std::optional<Duration> interval() const { return held_->interval(); }
  /// The links, with the document of profile(). Throws InputError with the profile's problems. Pre:
  /// problems() and problems_with(profile) are empty.
  /// Never null. What is made keeps all it needs of both, so neither has to outlive it.
  [[nodiscard]] std::shared_ptr<const LinkKind> make(const input::Document& profile) const {
    return held_->make(profile);
  }

  /// The parameters, if they are of this kind; else null.
  /// The pointer lives as long as some copy of this spec.
  /// Null is no error: who knows several kinds asks for one after the other.
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

  /// By the parameters; two kinds are never equal, even where nothing tells them apart.
  bool operator==(const LinkSpec& other) const { return held_->equals(*other.held_); }
  /// The lines of the section, `kind` first, LF at the end of each. LinkKinds::read() of it gives an equal
  /// spec (for specs that it can give).
  /// Deterministic: equal specs give the same text.
  friend std::string to_yaml(const LinkSpec& spec);

 private:
  /// What the parameters of any kind answer (KindOfSpec).
  /// One for each kind, behind a pointer that copies share; nothing in it changes.
  struct Held {
    virtual ~Held() = default;
    [[nodiscard]] virtual const LinkKindInfo& kind() const = 0;
    [[nodiscard]] virtual std::string to_yaml() const = 0;
    [[nodiscard]] virtual std::string profile() const = 0;
    [[nodiscard]] virtual std::vector<SpecProblem> problems() const = 0;
    [[nodiscard]] virtual std::vector<SpecProblem> problems_with(const input::Document& profile) const = 0;
    [[nodiscard]] virtual std::optional<PathLossUse> path_loss() const = 0;
    [[nodiscard]] virtual std::optional<Duration> interval() const = 0;
    [[nodiscard]] virtual std::shared_ptr<const LinkKind> make(const input::Document& profile) const = 0;
    [[nodiscard]] virtual bool equals(const Held& other) const = 0;
  };
  /// Hands every question to the struct. The one place where a kind's type is known.
  template <class S>
  struct Model final : Held {
    /// Constant from here on, as specs share it.
    S spec;
    explicit Model(S parameters) : spec(std::move(parameters)) {}
    const LinkKindInfo& kind() const override { return S::kind(); }
    std::string to_yaml() const override { return spec.to_yaml(); }
    std::string profile() const override { return spec.profile(); }
    std::vector<SpecProblem> problems() const override { return spec.problems(); }
    std::vector<SpecProblem> problems_with(const input::Document& profile) const override {
      // A kind without the member has nothing to say against any profile.
      if constexpr (requires { spec.problems_with(profile); })
        return spec.problems_with(profile);
      else
        return {};
    }
    std::optional<PathLossUse> path_loss() const override {
      if constexpr (requires { spec.path_loss(); })
        return spec.path_loss();
      else
        return {};
    }
    std::optional<Duration> interval() const override {
      if constexpr (requires { spec.interval(); })
        return spec.interval();
      else
        return {};
    }
    std::shared_ptr<const LinkKind> make(const input::Document& profile) const override {
      return spec.make(profile);
    }
    bool equals(const Held& other) const override {
      // Another type is another kind.
      const auto* same = dynamic_cast<const Model*>(&other);
      return same != nullptr && same->spec == spec;
    }
  };

  /// Never null, but in a spec that was moved from.
  std::shared_ptr<const Held> held_;
};

/// Every key is written, so that a later default changes no saved run.
[[nodiscard]] std::string to_yaml(const LinkSpec& spec);

}  // namespace synergy::link
