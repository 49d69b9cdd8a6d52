#pragma once

#include "synergy/plan/compiled.hpp"

#include <cstdint>

#include "inference.hpp"
#include "samples.hpp"

namespace synergy::simulation {

struct Layout;

/// A stage of a plan on the body: what its ids mean there.
struct BodyStep {
  const plan::Stage* stage = nullptr;  // null behind an app's last one
  UnitId unit, cpu;
  DeviceId device;            // of all but transfers
  DeviceId sender, receiver;  // of transfers
  std::size_t link = 0;       // of transfers: place among the body's links
  int segment = -1;           // of compute: the same for the same layers of an app on a device in any plan
  std::size_t phase = 0;      // place in RunResult::phases of the first one
  double clock = 1;           // of the accelerator, that the costs are for
};

/// What an inference has been booked for: a stage from joining its queue to its end.
///
/// Accounts are kept here until the stage ends, so that it can be cut.
struct Booked {
  Time joined;
  Span span;  // on its unit; of a transfer until its link is free again
  Duration waited, waited_unload;
  Duration infer;                      // of compute: as long as it takes at the present clock
  bool special = false;                // a visit that switches; a readout of a sample that was held
  bool in_vain = false;                // a transfer that nobody hears
  link::TransferOutcome outcome;       // of transfers
  Energy first_spared, second_spared;  // idle events of the link that those of the transfer stand for
};

/// Why an inference is dropped.
enum class Drop : std::uint8_t { none, link_lost, device_lost };

/// An inference on its way through a body that changes.
struct Flow {
  std::uint64_t id = 0;
  bool live = false;
  std::uint32_t turn = 0;  // of its event: events of other turns are stale
  AppId app;
  int stage = 0;
  Layout* layout = nullptr;
  const BodyStep* step = nullptr;
  Time asked, started;
  Sample sample;
  bool waits = false;  // for its sample: nothing is booked
  bool booked_now = false;
  Drop doom = Drop::none;  // dropped at its next event
  Booked booked;
};

}  // namespace synergy::simulation
