#pragma once

#include "synergy/scenario/scenario.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace synergy::scenario {

/// Names scenarios by what they say: scenarios that to_yaml() saves alike have one digest, others have others
/// but for a chance of one in 2^64 a pair. The same in every process and on every platform, so it may be
/// written to files; a program that saves another key gives other digests.
///
/// Much faster than hashing what to_yaml() writes, since nothing is written: keys are hashed as they are, and
/// models and profiles, which scenarios of one Library share, once for as long as they are remembered. Safe
/// to share between threads.
class Digester {
 public:
  /// FNV-1a over the parts of the file, each text with its length. Pre: the scenario is a loaded one.
  [[nodiscard]] std::uint64_t operator()(const Scenario& scenario);

 private:
  class Sink;
  /// An object kept alive, so that no other gets its address, and the hash of its file.
  struct Known {
    std::shared_ptr<const void> object;
    std::uint64_t hash = 0;
  };
  std::mutex mutex_;
  std::map<const void*, Known> known_;  // only asked, never listed
};

}  // namespace synergy::scenario
