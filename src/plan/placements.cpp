#include "synergy/plan/placements.hpp"

#include <algorithm>

namespace synergy::plan {
namespace {

enum : std::uint8_t { kUnknown, kFits, kFitsNot };

/// What a memory of the families takes, about; a MAX78002's at most 10 KB.
constexpr std::size_t kBytesOfMemory = 4096;

}  // namespace

/// Of one segment table. Single answers are atomic and computed where they are asked for: two threads may
/// find out the same, and write the same.
struct PlacedMemory::Answers {
  explicit Answers(const SegmentTable& of)
      : table(&of), boundaries(static_cast<std::size_t>(of.boundaries())), fits(boundaries * boundaries) {}

  const SegmentTable* table;
  std::size_t boundaries;
  std::vector<std::atomic<std::uint8_t>> fits;  // [from][to]
  Answers* next = nullptr;
};

/// What comes of placing one more range; no state: it does not fit.
struct PlacedMemory::Next {
  const device::Lowered* network;
  device::LayerRange layers;
  std::shared_ptr<PlacedMemory> state;
  device::Placement placement;
};

PlacedMemory::PlacedMemory(device::Memory memory) : memory_(std::move(memory)) {}

PlacedMemory::~PlacedMemory() {
  for (const Answers* answers = answers_.load(); answers != nullptr;)
    delete std::exchange(answers, answers->next);
}

Placements::State Placements::empty(const std::shared_ptr<const device::Accelerator>& accelerator) {
  const std::lock_guard lock(mutex_);
  // Whoever still works on a memory shares it; here it is only found no more.
  if (bytes_.load(std::memory_order_relaxed) > kMostBytes) {
    roots_.clear();
    bytes_ = 0;
  }
  const auto known = std::find_if(roots_.begin(), roots_.end(),
                                  [&](const Root& root) { return root.accelerator == accelerator; });
  if (known != roots_.end()) return known->state;
  bytes_ += kBytesOfMemory;
  return roots_.emplace_back(Root{accelerator, std::make_shared<PlacedMemory>(accelerator->empty_memory())})
      .state;
}

bool Placements::fits(PlacedMemory& state, const SegmentTable& table, int from, int to) {
  using Answers = PlacedMemory::Answers;
  // No lock: this is asked a hundred times as often as anything is placed.
  Answers* const first = state.answers_.load(std::memory_order_acquire);
  Answers* answers = first;
  while (answers != nullptr && answers->table != &table) answers = answers->next;
  if (answers == nullptr) {
    auto fresh = std::make_unique<Answers>(table);
    fresh->next = first;
    // A second list of the same table, from another thread at the same moment, does no harm.
    while (!state.answers_.compare_exchange_weak(fresh->next, fresh.get(), std::memory_order_acq_rel,
                                                 std::memory_order_acquire)) {
    }
    answers = fresh.release();
    bytes_.fetch_add(sizeof(Answers) + answers->fits.size(), std::memory_order_relaxed);
  }
  std::atomic<std::uint8_t>& answer =
      answers->fits[static_cast<std::size_t>(from) * answers->boundaries + static_cast<std::size_t>(to)];
  std::uint8_t known = answer.load(std::memory_order_relaxed);
  if (known == kUnknown) {
    known = state.memory_.fits(table.lowered(), table.layers(from, to)) ? kFits : kFitsNot;
    answer.store(known, std::memory_order_relaxed);
  }
  return known == kFits;
}

Placements::State Placements::place(PlacedMemory& state, const device::Lowered& network,
                                    device::LayerRange layers, device::Placement& placement) {
  const auto known = [&] {
    return std::find_if(state.next_.begin(), state.next_.end(), [&](const PlacedMemory::Next& next) {
      return next.network == &network && next.layers == layers;
    });
  };
  {
    const std::lock_guard lock(state.mutex_);
    if (const auto found = known(); found != state.next_.end()) {
      placement = found->placement;
      return found->state;
    }
  }
  // Tried without the lock, on a copy: `state` keeps its own for good.
  device::Memory memory = state.memory_;
  State placed;
  if (memory.try_place(network, layers, &placement))
    placed = std::make_shared<PlacedMemory>(std::move(memory));
  const std::lock_guard lock(state.mutex_);
  // Another thread may have been first; then its memory is the one whose answers are shared.
  if (const auto found = known(); found != state.next_.end()) return found->state;
  bytes_.fetch_add(sizeof(PlacedMemory::Next) + (placed ? kBytesOfMemory : 0), std::memory_order_relaxed);
  state.next_.push_back({&network, layers, placed, placed ? placement : device::Placement{}});
  return placed;
}

}  // namespace synergy::plan
