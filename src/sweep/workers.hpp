#pragma once

#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace synergy::sweep {

/// Threads that all run `work` once. wait() ends when they have, and throws the first exception of any.
class Workers {
 public:
  template <class Work>
  Workers(int threads, const Work& work) {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this, &work] {
        try {
          work();
        } catch (...) {
          const std::lock_guard lock(mutex_);
          if (!failure_) failure_ = std::current_exception();
        }
      });
    }
  }
  ~Workers() { join(); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void wait() {
    join();
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  void join() {
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

  std::mutex mutex_;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

}  // namespace synergy::sweep
