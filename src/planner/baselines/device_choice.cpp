#include "baselines/device_choice.hpp"

#include <algorithm>
#include <utility>

namespace synergy::planner {
namespace {

std::size_t cell_of(int row, int width, int column) {
  return static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(column);
}

}  // namespace

DeviceChoice::DeviceChoice(const std::vector<plan::DeviceId>& devices, int last, EndsFrom ends_from)
    : devices_(devices), last_(last), ends_from_(std::move(ends_from)) {
  const auto count = static_cast<int>(devices.size());
  possible_.resize(cell_of(count * (count + 1), last + 1, 0));
  ends_.resize(cell_of(count, last, 0));
  asked_.resize(ends_.size());
  // Pascal's triangle: what is counted are choices nobody looks at one by one.
  binomials_.resize(cell_of(count + 1, count + 1, 0));
  for (int n = 0; n <= count; ++n) {
    for (int k = 0; k <= n; ++k) {
      const bool edge = k == 0 || k == n;
      binomials_[cell_of(n, count + 1, k)] =
          edge ? 1 : saturating_sum(choices(n - 1, k - 1), choices(n - 1, k));
    }
  }
}

std::int64_t DeviceChoice::choices(int devices, int count) const {
  return binomials_[cell_of(devices, static_cast<int>(devices_.size()) + 1, count)];
}

const std::vector<int>& DeviceChoice::ends(int device, int from) {
  // Asked for only where it matters: each answer may have to try many placements.
  const std::size_t at = cell_of(device, last_, from);
  if (!asked_[at]) ends_[at] = ends_from_(devices_[static_cast<std::size_t>(device)], from);
  asked_[at] = true;
  return ends_[at];
}

bool DeviceChoice::possible(int device, int count, int from) {
  const auto devices = static_cast<int>(devices_.size());
  // Every device takes a layer at least, and one after the end has nothing to take.
  if (count == 0) return from == last_;
  if (device + count > devices || from + count > last_) return false;
  Answer& answer = possible_[cell_of(device * (devices + 1) + count, last_ + 1, from)];
  if (answer == Answer::unknown) {
    const std::vector<int>& stops = ends(device, from);
    const bool takes_part =
        std::any_of(stops.begin(), stops.end(), [&](int to) { return possible(device + 1, count - 1, to); });
    answer = takes_part || possible(device + 1, count, from) ? Answer::yes : Answer::no;
  }
  return answer == Answer::yes;
}

std::vector<plan::DeviceId> DeviceChoice::first(int count) {
  const auto devices = static_cast<int>(devices_.size());
  before_ = choices(devices, count);
  if (!possible(0, count, 0)) return {};
  before_ = 0;
  std::vector<plan::DeviceId> choice;
  // Where the devices chosen so far may have stopped: each of these is a way to go on.
  std::vector<bool> reached(static_cast<std::size_t>(last_ + 1));
  reached[0] = true;
  for (int device = 0; count > 0; ++device) {
    std::vector<bool> then(reached.size());
    bool takes_part = false;
    for (int from = 0; from < last_; ++from) {
      if (!reached[static_cast<std::size_t>(from)]) continue;
      for (const int to : ends(device, from)) {
        then[static_cast<std::size_t>(to)] = true;
        takes_part = takes_part || possible(device + 1, count - 1, to);
      }
    }
    if (!takes_part) {  // all choices that go on with it come to nothing
      before_ = saturating_sum(before_, choices(devices - device - 1, count - 1));
      continue;
    }
    choice.push_back(devices_[static_cast<std::size_t>(device)]);
    reached = std::move(then);
    --count;
  }
  return choice;
}

}  // namespace synergy::planner
