// ns-3: plain callbacks with Simulator::Schedule, as its models use it: with the default scheduler or the one
// that SCHEDULER names. It has no stations of its own: the tandem keeps the queues as numbers.
#include <array>
#include <ns3/nstime.h>
#include <ns3/object-factory.h>
#include <ns3/simulator.h>

#include "work.hpp"

namespace {

using ns3::NanoSeconds;
using ns3::Simulator;

void hold(Work* work) {
  ++work->events;
  Simulator::Schedule(NanoSeconds(work->increment()), hold, work);
}

void tick(Work* work, std::size_t timer) {
  ++work->events;
  Simulator::Schedule(NanoSeconds(work->periods[timer]), tick, work, timer);
}

std::array<int, kStations> jobs_at{};

void leave(Work* work, std::uint64_t station);

void serve(Work* work, std::uint64_t station) {
  Simulator::Schedule(NanoSeconds(work->increment()), leave, work, station);
}

void enter(Work* work, std::uint64_t station) {
  if (jobs_at[station]++ == 0) serve(work, station);
}

void leave(Work* work, std::uint64_t station) {
  ++work->events;
  if (--jobs_at[station] > 0) serve(work, station);
  enter(work, (station + 1) % kStations);
}

}  // namespace

int main(int argc, char** argv) {
  Work work(argc, argv);
#ifdef SCHEDULER
  Simulator::SetScheduler(ns3::ObjectFactory(SCHEDULER));
#endif
  for (std::uint64_t i = 0; i < work.size; ++i) {
    if (work.name == "hold") Simulator::Schedule(NanoSeconds(work.increment()), hold, &work);
    if (work.name == "timers") Simulator::Schedule(NanoSeconds(work.periods[i]), tick, &work, i);
    if (work.name == "tandem") enter(&work, 0);
  }
  Simulator::Stop(NanoSeconds(work.end_ns));
  work.measure([] { Simulator::Run(); });
  Simulator::Destroy();
}
