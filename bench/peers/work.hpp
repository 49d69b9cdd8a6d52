#pragma once

// What the peers share: the command line, the numbers that drive every program, the clock. No code of the
// project, so that a peer is built against its own library alone.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

/// PROGRAM WORK SIZE SIMULATED_MS NUMBERS: the work, how large, how long, and the file of increments and
/// periods.
struct Work {
  std::string name;  ///< hold, timers or tandem
  std::uint64_t size = 0;
  std::int64_t end_ns = 0;
  std::vector<std::int64_t> increments;  ///< ns; used in turn, from the start again at the end
  std::vector<std::int64_t> periods;     ///< ns; of the timers
  std::size_t used = 0;
  std::uint64_t events = 0;

  Work(int argc, char** argv) {
    if (argc != 5) std::exit(2);
    name = argv[1];
    size = std::strtoull(argv[2], nullptr, 10);
    end_ns = std::strtoll(argv[3], nullptr, 10) * 1'000'000;
    std::ifstream file(argv[4]);
    std::size_t count = 0;
    for (std::vector<std::int64_t>* list : {&increments, &periods}) {
      file >> count;
      list->resize(count);
      for (std::int64_t& value : *list) file >> value;
    }
    if (!file) std::exit(2);
  }
  std::int64_t increment() { return increments[used++ % increments.size()]; }

  /// Runs the simulation and prints the events it executed and the seconds of processor time it took.
  template <typename Run>
  void measure(Run run) {
    const std::clock_t begin = std::clock();
    run();
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    std::printf("%llu %.6f\n", static_cast<unsigned long long>(events), seconds);
  }
};

constexpr std::uint64_t kStations = 8;
