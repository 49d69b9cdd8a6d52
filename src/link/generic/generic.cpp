#include "generic.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/base/random.hpp"
#include "synergy/link/recurring.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "section_fields.hpp"
#include "transfer_limit.hpp"
#include "unslotted.hpp"

namespace synergy::link {

/// Every key of a `link` section, said once.
template <class Archive, input::Is<GenericSpec> S>
void fields(Archive& archive, S& spec) {
  using namespace input;
  archive(required_key("profile", "in `device_profiles/generic_links`, or a path"), spec.profile_name,
          Text{true});
  archive(optional_key("packet_error_rate", "in place of the profile's, 0 to 0.9", "the profile's"),
          spec.packet_error_rate, PlainAmount<Ratio>{{Ratio::from_si(0), Ratio::from_si(0.9)}});
}

namespace {

/// The packets of one transfer: all full but the last.
struct Packets {
  std::int64_t count;
  Bytes full;  ///< on the medium, overhead included
  Bytes last;

  Packets(Bytes size, const GenericProfile& profile) {
    ensure(size > Bytes(), "a transfer has at least one byte");
    const std::int64_t payload = profile.payload.value.count();
    count = (size.count() + payload - 1) / payload;
    full = Bytes(payload) + profile.packet_overhead.value;
    last = Bytes(size.count() - (count - 1) * payload) + profile.packet_overhead.value;
  }
  [[nodiscard]] Bytes total() const { return Bytes((count - 1) * full.count() + last.count()); }
};

/// What so many bytes on the medium take, set-up included. Of what estimate() let pass, packets that are sent
/// again included: at most some 350 times 10,000 s, as errors are 0.9 at most.
Duration time_of(const GenericProfile& profile, double bytes) {
  return profile.setup.value + whole_ns(bytes / profile.rate.value.si() * 1e9);
}

Energy energy_of(EnergyPerByte per_byte, double bytes) { return Energy::from_si(per_byte.si() * bytes); }

class GenericLink final : public Link, public Recurring {
 public:
  /// A radio's idle power does not grow with its links: each of them has its share, so that the sum counts it
  /// once.
  GenericLink(const GenericProfile& profile, const LinkContext& context)
      : profile_(profile),
        first_idle_(profile.idle.value / context.first_links),
        second_idle_(profile.idle.value / context.second_links),
        random_(context.seed) {}

  TransferOutcome transfer(Time ready, Bytes size, bool /*forward*/) override {
    const Packets packets(size, profile_);
    TransferOutcome outcome;
    outcome.packets = packets.count;
    Bytes sent = packets.total();
    // Without losses no random number is drawn, and a transfer of any size takes constant time.
    for (std::int64_t k = 0; loses() && k < packets.count; ++k) {
      const std::int64_t again = repeats();
      outcome.retransmissions += again;
      sent += Bytes(again * (k + 1 < packets.count ? packets.full : packets.last).count());
    }
    outcome.packets += outcome.retransmissions;
    const auto bytes = static_cast<double>(sent.count());
    outcome.busy = time_of(profile_, bytes);
    // Latency lies behind: while the data are handed over, the medium is free for the next transfer.
    outcome.link_free = free_ = std::max(ready, free_) + outcome.busy;
    outcome.done = outcome.link_free + profile_.latency.value;
    // Of lost packets as well: both radios were on for them.
    outcome.sender = energy_of(profile_.send.value, bytes);
    outcome.receiver = energy_of(profile_.receive.value, bytes);
    return outcome;
  }

  std::pair<Energy, Energy> idle_energy(Time begin, Time end, std::int64_t) const override {
    return {first_idle_ * (end - begin), second_idle_ * (end - begin)};
  }

  std::optional<Duration> clock() const override {
    if (loses()) return {};
    return Duration();
  }
  void tell_state(Time now, std::vector<std::int64_t>& state) const override {
    state.push_back(std::max(Duration(), free_ - now).ns());
  }

 private:
  [[nodiscard]] bool loses() const { return profile_.packet_error_rate.value.si() > 0; }
  /// How often a packet is lost before it arrives: geometric.
  std::int64_t repeats() {
    const double error = profile_.packet_error_rate.value.si();
    // The inverse of its distribution: n repeats or more have the probability error^n, so that one number is
    // enough, however many there are. log1p() since uniform() may give 0 but never 1.
    return static_cast<std::int64_t>(std::log1p(-random_.uniform()) / std::log(error));
  }

  GenericProfile profile_;
  Power first_idle_;
  Power second_idle_;
  RandomStream random_;
  Time free_;
};

class Generic final : public Unslotted {
 public:
  explicit Generic(const GenericProfile& profile) : profile_(profile) {}

  LinkUse use_of(Ends /*ends*/) const override {
    return {.shares_medium = profile_.medium.value == Medium::shared};
  }

  TransferEstimate estimate(Bytes size, bool, const LinkContext&) const override {
    // In the mean a packet is sent 1 / (1 - error) times until it arrives.
    const double sent = static_cast<double>(Packets(size, profile_).total().count()) /
                        (1 - profile_.packet_error_rate.value.si());
    (void)within_limit(sent / profile_.rate.value.si(), size, profile_.name);
    const Duration busy = time_of(profile_, sent);
    return {busy + profile_.latency.value, busy, energy_of(profile_.send.value, sent),
            energy_of(profile_.receive.value, sent)};
  }

  /// With no packet lost: a run of any length may have such luck.
  Duration least_occupancy(Bytes size, bool, const LinkContext&) const override {
    const auto bytes = static_cast<double>(Packets(size, profile_).total().count());
    (void)within_limit(bytes / profile_.rate.value.si(), size, profile_.name);
    return time_of(profile_, bytes);
  }

  /// Every transfer arrives, since packets are sent again. Without errors alone apps stay in step, though.
  bool is_lossless() const override { return profile_.packet_error_rate.value.si() == 0; }

  std::unique_ptr<Link> open(const LinkContext& context) const override {
    return std::make_unique<GenericLink>(profile_, context);
  }

 private:
  [[nodiscard]] Power radio_idle() const override { return profile_.idle.value; }

  GenericProfile profile_;
};

}  // namespace

std::string GenericSpec::to_yaml() const { return section_text(*this); }

const LinkKindInfo& GenericSpec::kind() { return generic(); }

std::shared_ptr<const LinkKind> GenericSpec::make(const input::Document& profile) const {
  GenericProfile read = read_generic(profile);
  // Errors depend on where the devices are worn, which a scenario knows better than the radio's profile.
  if (packet_error_rate) read.packet_error_rate.value = *packet_error_rate;
  return make_generic(read);
}

const LinkKindInfo& generic() {
  static const LinkKindInfo row{
      "generic",
      "any radio by a few numbers: rate, set-up time, packets, energies per byte",
      "generic_links",
      "generic_link",
      "link profile",
      "generic_links/link.schema.json",
      [](input::Mapping& section) { return LinkSpec(read_section<GenericSpec>(section)); },
      [](const input::Document& document) { return LinkProfile(read_generic(document)); },
      device::described_kind<GenericProfile>,
      described_section<GenericSpec>,
  };
  return row;
}

std::shared_ptr<const LinkKind> make_generic(const GenericProfile& profile) {
  return std::make_shared<Generic>(profile);
}

}  // namespace synergy::link
