#include "wifi_tcp.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/link/recurring.hpp"

#include <algorithm>

#include "section_fields.hpp"
#include "transfer_limit.hpp"
#include "unslotted.hpp"
#include <fmt/format.h>

namespace synergy::link {

/// Every key of a `link` section, said once.
template <class Archive, input::Is<WifiSpec> S>
void fields(Archive& archive, S& spec) {
  using namespace input;
  archive(optional_key("wifi", "profile in `device_profiles/wifi`, or a path"), spec.wifi, Text{true});
}

namespace {

/// Powers at the battery, of one end.
struct WifiPower {
  Power send;  // above idle
  Power receive;
  Power idle;

  explicit WifiPower(const WifiProfile& p) {
    // Sending and receiving come on top of idle, which idle_energy() bills for the whole time.
    const double efficiency = p.supply_efficiency.value.si();
    idle = p.idle.value * p.supply.value / efficiency;
    send = p.transmit.value * p.supply.value / efficiency - idle;
    receive = p.receive.value * p.supply.value / efficiency - idle;
  }
};

class WifiLink final : public Link, public Recurring {
 public:
  WifiLink(const WifiProfile& profile, const LinkContext& context)
      : rate_(profile.rate.value),
        latency_(profile.transfer_latency.value),
        power_(profile),
        first_idle_(power_.idle / context.first_links),
        second_idle_(power_.idle / context.second_links) {}

  TransferOutcome transfer(Time ready, Bytes size, bool) override {
    ensure(size > Bytes(), "a transfer has at least one byte");
    TransferOutcome outcome;
    outcome.busy = size / rate_;
    outcome.link_free = free_ = std::max(ready, free_) + outcome.busy;
    // The delay is the way (stack, access point, wake-up of the receiver), not the channel: others may send.
    outcome.done = outcome.link_free + latency_;
    outcome.sender = power_.send * outcome.busy;
    outcome.receiver = power_.receive * outcome.busy;
    return outcome;
  }

  std::pair<Energy, Energy> idle_energy(Time begin, Time end, std::int64_t) const override {
    return {first_idle_ * (end - begin), second_idle_ * (end - begin)};
  }

  std::optional<Duration> clock() const override { return Duration(); }
  void tell_state(Time now, std::vector<std::int64_t>& state) const override {
    state.push_back(std::max(Duration(), free_ - now).ns());
  }

 private:
  DataRate rate_;
  Duration latency_;
  WifiPower power_;
  Power first_idle_;
  Power second_idle_;
  Time free_;
};

class WifiTcp final : public Unslotted {
 public:
  explicit WifiTcp(const WifiProfile& profile) : profile_(profile) {}

  TransferEstimate estimate(Bytes size, bool forward, const LinkContext& context) const override {
    (void)within_limit(static_cast<double>(size.count()) / profile_.rate.value.si(), size, profile_.name);
    const TransferOutcome alone = WifiLink(profile_, context).transfer(Time(), size, forward);
    return {alone.done, alone.busy, alone.sender, alone.receiver};
  }

  bool is_lossless() const override { return true; }

  std::unique_ptr<Link> open(const LinkContext& context) const override {
    return std::make_unique<WifiLink>(profile_, context);
  }

 private:
  [[nodiscard]] Power radio_idle() const override { return WifiPower(profile_).idle; }

  WifiProfile profile_;
};

}  // namespace

void check(const input::Loader& loader, const WifiProfile& p) {
  if (!loader.is_good("idle")) return;
  for (const auto& [key, current] :
       {std::pair{"transmit", p.transmit.value}, std::pair{"receive", p.receive.value}}) {
    if (loader.is_good(key) && current < p.idle.value)
      loader.fail(key, fmt::format("'{}' is the whole module's current and must not be below 'idle'", key));
  }
}

WifiProfile read_wifi(const input::Document& document) {
  return device::read_profile_file<WifiProfile>(document);
}

std::string WifiSpec::to_yaml() const { return section_text(*this); }

const LinkKindInfo& WifiSpec::kind() { return wifi_tcp(); }

std::shared_ptr<const LinkKind> WifiSpec::make(const input::Document& profile) const {
  return make_wifi_tcp(read_wifi(profile));
}

const LinkKindInfo& wifi_tcp() {
  static const LinkKindInfo row{
      "wifi_tcp",
      "Wi-Fi with a rate and a delay per transfer, without contention",
      "wifi",
      "wifi",
      "Wi-Fi profile",
      "wifi/link.schema.json",
      [](input::Mapping& section) { return LinkSpec(read_section<WifiSpec>(section)); },
      [](const input::Document& document) { return LinkProfile(read_wifi(document)); },
      device::described_kind<WifiProfile>,
      described_section<WifiSpec>,
  };
  return row;
}

std::shared_ptr<const LinkKind> make_wifi_tcp(const WifiProfile& profile) {
  return std::make_shared<WifiTcp>(profile);
}

}  // namespace synergy::link
