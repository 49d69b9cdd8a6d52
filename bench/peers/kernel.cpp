// The kernel of this project. Without arguments: prints the numbers that all programs use.
#include "../kernel_work.hpp"
#include "work.hpp"

using namespace synergy;

namespace {

void print_numbers() {
  bench::Increments increments(bench::exponential);
  std::printf("%zu\n", bench::kIncrements);
  for (std::size_t i = 0; i < bench::kIncrements; ++i)
    std::printf("%lld\n", static_cast<long long>(increments.next()));
  const auto periods = bench::periods(1000);
  std::printf("%zu\n", periods.size());
  for (const std::int64_t period : periods) std::printf("%lld\n", static_cast<long long>(period));
}

template <typename Simulation>
void run(Work& work, Simulation simulation) {
  work.measure([&] {
    simulation->run_until(work.end_ns);
    work.events = simulation->executed();
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 1) {
    print_numbers();
    return 0;
  }
  Work work(argc, argv);
  const int size = static_cast<int>(work.size);
  if (work.name == "hold") run(work, std::make_unique<bench::KernelHold>(size, bench::exponential));
  if (work.name == "timers") run(work, std::make_unique<bench::KernelTimers>(size));
  if (work.name == "tandem") run(work, std::make_unique<bench::BookingTandem>(size));
}
