#include "tether.hpp"

#include "synergy/device/profile_fields.hpp"
#include "synergy/input/edit.hpp"
#include "synergy/link/schedule.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::test {

template <class Archive, input::Is<Cable> P>
void fields(Archive& archive, P& cable) {
  using input::required_key;
  archive(required_key("rate", "bytes in a time"), cable.rate, device::positive<DataRate>());
  archive(required_key("energy_per_byte", "of the sender"), cable.energy_per_byte,
          device::SourcedAmount<EnergyPerByte>{});
}

namespace {

class TetherLink final : public link::Link {
 public:
  TetherLink(const Cable& cable, Duration delay) : cable_(cable), delay_(delay) {}

  link::TransferOutcome transfer(Time ready, Bytes size, bool) override {
    link::TransferOutcome outcome;
    outcome.busy = delay_ + size / cable_.rate.value;
    outcome.done = outcome.link_free = free_ = std::max(ready, free_) + outcome.busy;
    outcome.packets = 1;
    outcome.sender = cable_.energy_per_byte.value * size;
    return outcome;
  }
  std::pair<Energy, Energy> idle_energy(Time, Time, std::int64_t) const override { return {}; }

 private:
  Cable cable_;
  Duration delay_;
  Time free_;
};

class Tether final : public link::LinkKind {
 public:
  Tether(const Cable& cable, Duration delay) : cable_(cable), delay_(delay) {}

  link::SlotSchedule schedule(int, const std::vector<link::Ends>& links) const override {
    return {links.empty() ? 0 : 1, IdVector<link::LinkId, int>(links.size(), 0)};
  }
  link::SlotRange slots_for(int degree) const override { return {std::min(degree, 1), std::min(degree, 1)}; }
  std::string why_infeasible(int) const override { return {}; }
  link::TransferEstimate estimate(Bytes size, bool forward, const link::LinkContext&) const override {
    const link::TransferOutcome alone = TetherLink(cable_, delay_).transfer(Time(), size, forward);
    return {alone.done, alone.busy, alone.sender, alone.receiver};
  }
  bool is_lossless() const override { return true; }
  std::pair<Power, Power> idle_power(const link::LinkContext&) const override { return {}; }
  std::unique_ptr<link::Link> open(const link::LinkContext&) const override {
    return std::make_unique<TetherLink>(cable_, delay_);
  }

 private:
  Cable cable_;
  Duration delay_;
};

Cable read_cable(const input::Document& document) { return device::read_profile_file<Cable>(document); }

}  // namespace

std::string TetherSpec::to_yaml() const {
  return fmt::format("cable: {}\ndelay: {}\n", input::in_quotes(cable), to_text(delay));
}

std::vector<link::SpecProblem> TetherSpec::problems() const {
  if (delay <= seconds(1)) return {};
  return {{"delay", "nobody waits for a cable"}};
}

const link::LinkKindInfo& TetherSpec::kind() { return tether(); }

std::shared_ptr<const link::LinkKind> TetherSpec::make(const input::Document& profile) const {
  return std::make_shared<Tether>(read_cable(profile), delay);
}

const link::LinkKindInfo& tether() {
  static const link::LinkKindInfo row{
      "tether",
      "a cable between two devices",
      "cables",
      "cable",
      "cable profile",
      "cables/link.schema.json",
      [](input::Mapping& section) {
        TetherSpec spec;
        if (const auto v = section.optional("cable")) spec.cable = v->text();
        if (const auto v = section.optional("delay")) spec.delay = v->quantity<Duration>(Duration());
        return link::LinkSpec(spec);
      },
      [](const input::Document& document) { return link::LinkProfile(read_cable(document)); },
  };
  return row;
}

}  // namespace synergy::test
