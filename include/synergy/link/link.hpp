#pragma once

#include "synergy/device/radio.hpp"
#include "synergy/link/ids.hpp"
#include "synergy/quantities/quantities.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace synergy::link {

struct SlotSchedule;   // schedule.hpp
class PathLossCourse;  // path_loss_course.hpp

/// Both ends of a link, first < second. `first` is the central of a Bluetooth connection, `second` the
/// peripheral. Which way a transfer goes is said apart, by `forward`: from first to second.
struct Ends {
  DeviceId first;
  DeviceId second;
  auto operator<=>(const Ends&) const = default;
};

/// What sets one link of a body apart from the others of its kind. A description, copied freely; what
/// estimates ignore may be left at its default for them.
struct LinkContext {
  Ends ends;
  /// Radio of ends.first, as its profile says it; must outlive the link. Not null.
  const device::RadioProfile* first = nullptr;
  /// Of ends.second, likewise. Two devices with radios of one profile may point to the same.
  const device::RadioProfile* second = nullptr;
  /// The link's own, 0-based and below `slots`; estimates ignore it.
  int slot = 0;
  /// SlotSchedule::slots of the body; at least 1.
  int slots = 1;
  /// Mean loss between the two body positions, antennas included; the kind's own default if not given. In dB;
  /// matters only to a kind whose losses come from received power.
  std::optional<double> path_loss_db{};
  /// Instead, over the time of a simulation (path_loss_course.hpp); null: it stays as it is. Estimates ignore
  /// it.
  std::shared_ptr<const PathLossCourse> course{};
  /// Links of the body that end at ends.first: they share what its radio draws idle. At least 1.
  int first_links = 1;
  /// The same at ends.second.
  int second_links = 1;
  /// Of the link's random losses (base/random.hpp, stream_seed); estimates ignore it.
  std::uint64_t seed = 0;
};

/// What a planner may expect of one transfer, without contention. Waiting for other transfers is left out:
/// the simulation has it (scenarios/CHOICES.md, "Limits").
struct TransferEstimate {
  /// Mean time from ready to received, including the mean wait for a connection event and what losses add in
  /// the mean.
  Duration latency;
  /// The link's time it uses up: sums to the link's busy time, so a planner may hold it against a second.
  Duration occupancy;
  /// Radio energy above idle connection events, at the battery. `sender` is the end that has the data.
  Energy sender;
  /// Of the other end, likewise.
  Energy receiver;
};

/// What became of one simulated transfer. All numbers are this transfer's own: sums over transfers count
/// nothing twice.
struct TransferOutcome {
  /// Delivered: the receiver has it; lost: when the link broke. May lie before
  /// `link_free`.
  Time done;
  /// When the link can begin the next transfer: after its re-establishment if it was lost.
  Time link_free;
  /// False: the link broke meanwhile, and the inference that needed it is dropped.
  bool delivered = true;
  /// Data packets sent, retransmissions included.
  std::int64_t packets = 0;
  /// Of those packets the ones that had been sent before; 0 on a lossless kind.
  std::int64_t retransmissions = 0;
  /// Connection events that the transfer had to pay for: those not already counted for the transfer before.
  std::int64_t events_used = 0;
  /// The link's time used, comparable with TransferEstimate::occupancy.
  Duration busy;
  /// Of the packets and of the events in events_used, at the battery; Link::idle_energy has the rest.
  Energy sender;
  /// Likewise, of the other end.
  Energy receiver;
};

/// One link during a simulation. A FIFO server: the caller passes transfers in the order they become ready,
/// with that time, also where it lies before `link_free` of the one before: then they wait for each other,
/// and whether they share a connection event depends on it (BleEvents::entry). Not shared between threads.
/// Results depend on the transfers and the seed of its context alone.
class Link {
 public:
  /// Ends with the simulation that opened it.
  virtual ~Link() = default;
  /// Sends `size` bytes (> 0), ready at `ready`, from ends.first to ends.second if `forward`.
  /// Pre: the transfers before were not ready later.
  [[nodiscard]] virtual TransferOutcome transfer(Time ready, Bytes size, bool forward) = 0;
  /// Energy of keeping the link up from `begin` to `end`, transfers excluded, for ends.first and ends.second.
  /// `events_used` is the number of connection events in that time already paid for by transfers. What a
  /// radio draws asleep (RadioProfile::sleep) is the device's, not a link's, and not in here.
  [[nodiscard]] virtual std::pair<Energy, Energy> idle_energy(Time begin, Time end,
                                                              std::int64_t events_used) const = 0;
  /// What a transfer costs that is tried from `begin` to `end` and reaches nobody, because the other end is
  /// not there any more: `receiver` of the outcome is nothing, as nobody pays it. Begins nothing and changes
  /// nothing: the link is given up at its end. Unless a kind says otherwise, trying costs nothing.
  [[nodiscard]] virtual TransferOutcome try_in_vain(Time begin, Time end, Bytes size, bool forward) const;
  /// Whether transfers look at LinkContext::course packet by packet. Of other links the simulation makes
  /// transfers wait that would begin while no packet arrives.
  [[nodiscard]] virtual bool follows_course() const { return false; }
};

/// The usual supervision timeout of Bluetooth.
inline constexpr Duration kUsualNotice = seconds(4);

/// Which link two devices send over, as far as others must know.
struct LinkUse {
  /// Links of one set cost the same between radios that are the same, and share what radios draw idle.
  int set = 0;
  /// The links of the set are on one medium, on which one transfer is under way at a time: who is ready first
  /// sends first, whatever link it is on. Then a link's occupancy is the medium's.
  bool shares_medium = false;
  /// False: the two cannot reach each other, and nothing but schedule() may be asked about their link.
  bool exists = true;
};

/// How many slots there may be at least and at most, both included; 0 <= least <= most.
struct SlotRange {
  /// No schedule has fewer.
  int least = 0;
  /// None has more.
  int most = 0;
};

/// A kind of link with its parameters, shared by all links of a body. Immutable, safe to share between
/// threads.
///
/// Links that share a medium take turns: `schedule` gives every link of a body its slot of the common
/// interval; kinds that do not take turns give all of them slot 0 of 1. Planners ask `slots_for` how many
/// slots may come out, and assume nothing else about them. Adding a kind: one folder that implements this and
/// Link, one row in the table of link kinds (kinds.hpp); nothing else changes.
///
/// A LinkSpec makes it (KindOfSpec); contexts must hold radios that outlive what is made of them.
class LinkKind {
 public:
  virtual ~LinkKind() = default;
  /// The slots of a body's links (distinct pairs of devices). Deterministic. Pre: each pair once, first <
  /// second < device_count.
  [[nodiscard]] virtual SlotSchedule schedule(int device_count, const std::vector<Ends>& links) const = 0;
  /// How many slots schedule() may give links of which the busiest device has `degree` (>= 0). Neither end
  /// falls with the degree; without links both are 0.
  [[nodiscard]] virtual SlotRange slots_for(int degree) const = 0;
  /// Empty if a link can work with this many slots, else why not, with the numbers. One sentence for people.
  [[nodiscard]] virtual std::string why_infeasible(int slots) const = 0;
  /// Of a transfer from ends.first to ends.second if `forward`. The latency is the mean over a ready time at
  /// a uniformly random phase of the connection interval, on a link that is otherwise idle.
  /// Pre: why_infeasible(context.slots) is empty; size > 0. Deterministic; planners ask it for every pair of
  /// devices and every cut, so it has to be fast.
  [[nodiscard]] virtual TransferEstimate estimate(Bytes size, bool forward,
                                                  const LinkContext& context) const = 0;
  /// What a bound may count on: in the long run n such transfers take at least n times this of the link's
  /// time, whatever else it carries. The estimate may be above it, since a busy link packs its events better.
  /// Unless a kind says otherwise, the estimate's occupancy. Pre: as estimate.
  [[nodiscard]] virtual Duration least_occupancy(Bytes size, bool forward, const LinkContext& context) const {
    return estimate(size, forward, context).occupancy;
  }
  /// What sets the link of two devices apart. Unless a kind says otherwise, every pair has one like all
  /// others.
  [[nodiscard]] virtual LinkUse use_of(Ends /*ends*/) const { return {}; }
  /// Whether every transfer arrives. If not, links may break and inferences be dropped, and bounds must not
  /// count on apps in step with each other. Holds for all links of the kind.
  [[nodiscard]] virtual bool is_lossless() const = 0;
  /// How long after the last packet the ends notice that nothing comes any more. kUsualNotice unless a kind
  /// says otherwise.
  [[nodiscard]] virtual Duration notice_after(Ends /*ends*/) const { return kUsualNotice; }
  /// Between two chances to send, which is what setting up a link takes many of; zero: links are there at
  /// once.
  [[nodiscard]] virtual Duration interval_of(Ends /*ends*/) const { return Duration(); }
  /// Mean power of an idle link at ends.first and ends.second, at the battery, without RadioProfile::sleep.
  /// Of one link: the share of each end, see LinkContext::first_links.
  [[nodiscard]] virtual std::pair<Power, Power> idle_power(const LinkContext& context) const = 0;
  /// A link at the beginning of a simulation, with nothing sent. Pre: as estimate; the context's radios
  /// outlive it.
  [[nodiscard]] virtual std::unique_ptr<Link> open(const LinkContext& context) const = 0;
};

}  // namespace synergy::link
