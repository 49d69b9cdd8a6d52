#include "synergy/kernel/kernel.hpp"

namespace synergy::kernel {

void Kernel::run_until(Time end) {
  ensure(!running_, "run_until must not be called from an action");
  ensure(end >= now_, "time must not run backwards");
  struct Running {
    bool& flag;
    ~Running() { flag = false; }
  } running{running_};
  running_ = true;
  end_ = end;
  // end_ is read anew each time, as an action may end the run sooner. A popped event is valid until the next
  // push: its action has been called before it can push.
  while (queue_.is_due(end_)) {
    const Event& event = queue_.pop();
    now_ = event.time;
    ++executed_;
    event.action();
  }
  now_ = end_;
}

void Kernel::end_at(Time end) {
  ensure(running_, "only what runs can end sooner");
  ensure(now_ <= end && end <= end_, "a run ends no later than it was asked to, and not in the past");
  end_ = end;
}

}  // namespace synergy::kernel
