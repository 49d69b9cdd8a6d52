#pragma once

#include "synergy/input/error.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace synergy::sweep {

/// Threads that all run `work` once. wait() ends when they have, and throws the first exception of any.
/// `work` must outlive the workers; it is called from all threads at the same time. The destructor waits as
/// well, and swallows what was thrown.
///
/// Where the machine gives fewer threads than asked for, those that it gives do the work: count() says how
/// many. Throws InputError if it gives none.
class Workers {
 public:
  template <class Work>
  Workers(int threads, const Work& work) : running_(threads) {
    // Before the first thread: what throws here must leave none behind.
    threads_.reserve(static_cast<std::size_t>(threads));
    try {
      while (count() < threads) threads_.emplace_back([this, &work] { do_and_note(work); });
    } catch (const std::system_error& error) {
      if (threads_.empty())
        throw InputError({"--jobs"}, std::string("no thread can be started: ") + error.what());
      const std::lock_guard lock(mutex_);
      running_ -= threads - count();
    }
  }
  ~Workers() { join(); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  [[nodiscard]] int count() const { return static_cast<int>(threads_.size()); }

  /// Waits until all have ended, but no longer than `time`; whether they have.
  [[nodiscard]] bool done_within(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return finished_.wait_for(lock, time, [&] { return running_ == 0; });
  }

  void wait() {
    join();
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  template <class Work>
  void do_and_note(const Work& work) {
    std::exception_ptr failure;
    try {
      work();
    } catch (...) {
      failure = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = failure;
    --running_;
    finished_.notify_one();
  }

  void join() {
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

  std::mutex mutex_;
  std::condition_variable finished_;
  int running_;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

/// The numbers 0, 1, ... count - 1, each for one of the threads that ask. One by one: what is behind them
/// differs in cost by orders of magnitude, and no division made before would be even. Once something was
/// thrown behind one of them, the others end, too.
class Tickets {
 public:
  /// What every thread does: take(number), until there are no more or it says false. `count` is the same for
  /// all.
  template <class Take>
  void serve(std::size_t count, const Take& take) {
    try {
      for (std::size_t number = next_++; number < count && !broken_; number = next_++) {
        if (!take(number)) return;
      }
    } catch (...) {
      broken_ = true;
      throw;
    }
  }

  /// Whether something was thrown: for who looks between the steps of what is behind a number.
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> broken_ = false;
};

/// Runs `work` on that many threads and ends when all have; throws the first exception of any. Calls
/// `on_tick(n)` for n = 1, 2, ... five times a second meanwhile. Who reports progress does so once more
/// afterwards: what came last may be younger than the last tick. Gives how many threads there were.
template <class Work, class OnTick>
int work_on_threads(int threads, const Work& work, const OnTick& on_tick) {
  constexpr auto kTick = std::chrono::milliseconds(200);
  Workers workers(threads, work);
  for (int tick = 1; !workers.done_within(kTick); ++tick) on_tick(tick);
  workers.wait();
  return workers.count();
}

}  // namespace synergy::sweep
