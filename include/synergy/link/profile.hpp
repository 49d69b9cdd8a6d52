#pragma once

#include "synergy/device/numbers.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace synergy::link {

/// The profile of a kind of link, read from a file: a Bluetooth stack, a Wi-Fi module. What those who know no
/// kind by name may ask of it: its sourced numbers. A value that holds any kind's own struct, which has a
/// `name` and fields() that list its numbers (device/profile_fields.hpp).
/// Copies share it; nothing can change it, so threads may share it too.
/// Reading it from a file is the kind's: LinkKindInfo::read_profile.
class LinkProfile {
 public:
  /// Any struct with a name; numbers need fields() (device/numbers.hpp).
  template <class P>
  requires requires(const P& profile) { profile.name; }
  /// Takes any kind's struct, which it keeps.
  /// A copy of its own, which nobody changes any more.
  explicit LinkProfile(P profile) : held_(std::make_shared<const Model<P>>(std::move(profile))) {}

  /// As files refer to it.
  /// Lives as long as some copy of this.
  [[nodiscard]] const std::string& name() const { return held_->name(); }

  /// Calls `visit` with every number, in a fixed order; keys are distinct. Called within visit_numbers()
  /// alone; the references it is given end with the call.
  using NumberVisitor = std::function<void(std::string_view key, const device::Number& number)>;
  /// The order is that of the profile file. A profile without numbers calls it for none.
  void visit_numbers(const NumberVisitor& visit) const { held_->visit(visit); }

  /// A copy in which numbers have other values, given by key in the SI unit of Number::unit; as device::set()
  /// says, they become estimates. Throws InputError on a value that no profile may have.
  /// Pre: the keys are known. The original stays as it is.
  /// It has the name of the original. All problems come at once.
  /// An empty map gives an equal profile.
  [[nodiscard]] LinkProfile with_numbers(const device::NumberValues& values) const {
    return held_->with(values);
  }

 private:
  /// What a profile answers, whatever its type.
  /// Numbers leave it described, without their dimension as a type.
  struct Held {
    virtual ~Held() = default;
    [[nodiscard]] virtual const std::string& name() const = 0;
    virtual void visit(const NumberVisitor& visitor) const = 0;
    [[nodiscard]] virtual LinkProfile with(const device::NumberValues& values) const = 0;
  };
  /// The one place where the type of the profile is known.
  template <class P>
  struct Model final : Held {
    /// Constant from here on, as profiles share it.
    P profile;
    explicit Model(P held) : profile(std::move(held)) {}
    const std::string& name() const override { return profile.name; }
    void visit(const NumberVisitor& visitor) const override {
      // Described one by one: the dimension of a number is no type for those outside.
      device::visit_numbers(profile,
                            [&](std::string_view key, const auto& n) { visitor(key, device::describe(n)); });
    }
    LinkProfile with(const device::NumberValues& values) const override {
      // A struct of the same type, judged as a file is.
      return LinkProfile(device::with_numbers(profile, values));
    }
  };

  /// Never null, but in a profile that was moved from.
  std::shared_ptr<const Held> held_;
};

}  // namespace synergy::link
