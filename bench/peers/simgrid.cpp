// SimGrid: s4u actors that sleep; a station is a mutex, which its actors take in the order of asking.
#include <array>
#include <simgrid/s4u.hpp>

#include "work.hpp"

namespace {

namespace s4u = simgrid::s4u;

void sleep_ns(std::int64_t ns) { s4u::this_actor::sleep_for(static_cast<double>(ns) * 1e-9); }

void hold(Work& work) {
  for (;; ++work.events) sleep_ns(work.increment());
}

void tick(Work& work, std::size_t timer) {
  for (;; ++work.events) sleep_ns(work.periods[timer]);
}

std::array<s4u::MutexPtr, kStations> stations;

void job(Work& work) {
  for (std::uint64_t station = 0;; station = (station + 1) % kStations) {
    stations[station]->lock();
    sleep_ns(work.increment());
    stations[station]->unlock();
    ++work.events;
  }
}

}  // namespace

int main(int argc, char** argv) {
  s4u::Engine engine(&argc, argv);
  s4u::Engine::set_config("contexts/stack-size:16");  // KiB
  s4u::Engine::set_config(
      "contexts/guard-size:0");  // 100,000 stacks with guards are more maps than Linux allows
  Work work(argc, argv);
  auto* zone = s4u::create_full_zone("zone");
  s4u::Host* host = zone->create_host("host", 1e9)->seal();
  zone->seal();
  for (s4u::MutexPtr& station : stations) station = s4u::Mutex::create();
  for (std::uint64_t i = 0; i < work.size; ++i) {
    s4u::ActorPtr actor;
    if (work.name == "hold") actor = s4u::Actor::create("hold", host, [&work] { hold(work); });
    if (work.name == "timers") actor = s4u::Actor::create("tick", host, [&work, i] { tick(work, i); });
    if (work.name == "tandem") actor = s4u::Actor::create("job", host, [&work] { job(work); });
    actor->daemonize();
  }
  // Daemons alone do not keep a simulation running.
  s4u::Actor::create("clock", host, [&work] { sleep_ns(work.end_ns); });
  work.measure([&engine] { engine.run(); });
}
