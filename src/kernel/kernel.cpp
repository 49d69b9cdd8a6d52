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
  while (queue_.is_due(end)) {
    const Event& event = queue_.pop();
    now_ = event.time;
    ++executed_;
    event.action();
  }
  now_ = end;
}

}  // namespace synergy::kernel
