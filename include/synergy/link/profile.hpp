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
class LinkProfile {
 public:
  template <class P>
  requires requires(const P& profile) { profile.name; }
  /// Takes any kind's struct, which it keeps.
  explicit LinkProfile(P profile) : held_(std::make_shared<const Model<P>>(std::move(profile))) {}

  /// As files refer to it.
  [[nodiscard]] const std::string& name() const { return held_->name(); }

  /// Calls `visit` with every number, in a fixed order; keys are distinct. Called within visit_numbers()
  /// alone; the references it is given end with the call.
  using NumberVisitor = std::function<void(std::string_view key, const device::Number& number)>;
  void visit_numbers(const NumberVisitor& visit) const { held_->visit(visit); }

  /// A copy in which numbers have other values, given by key in the SI unit of Number::unit; as device::set()
  /// says, they become estimates. Throws InputError on a value that no profile may have.
  /// Pre: the keys are known. The original stays as it is.
  [[nodiscard]] LinkProfile with_numbers(const device::NumberValues& values) const {
    return held_->with(values);
  }

 private:
  /// What a profile answers, whatever its type.
  struct Held {
    virtual ~Held() = default;
    [[nodiscard]] virtual const std::string& name() const = 0;
    virtual void visit(const NumberVisitor& visitor) const = 0;
    [[nodiscard]] virtual LinkProfile with(const device::NumberValues& values) const = 0;
  };
  template <class P>
  struct Model final : Held {
    P profile;
    explicit Model(P held) : profile(std::move(held)) {}
    const std::string& name() const override { return profile.name; }
    void visit(const NumberVisitor& visitor) const override {
      device::visit_numbers(profile,
                            [&](std::string_view key, const auto& n) { visitor(key, device::describe(n)); });
    }
    LinkProfile with(const device::NumberValues& values) const override {
      return LinkProfile(device::with_numbers(profile, values));
    }
  };

  std::shared_ptr<const Held> held_;
};

}  // namespace synergy::link
