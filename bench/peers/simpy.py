"""SimPy, in the version that Debian ships (python3-simpy: the 2.x interface): processes that hold; stations are
resources of capacity 1."""

import itertools
import sys
import time

from SimPy.Simulation import Process, Resource, Simulation, hold, release, request

STATIONS = 8


class Work:
    def __init__(self, arguments):
        self.name, self.size, self.end_ms = arguments[0], int(arguments[1]), float(arguments[2])
        with open(arguments[3]) as numbers:
            count = int(next(numbers))
            increments = itertools.islice(numbers, count)
            # More than are used here; a Python list of all takes seconds to read.
            self.increments = [int(n) / 1e6 for n in itertools.islice(increments, 1_000_000)]  # ms
            for _ in increments:
                pass
            next(numbers)
            self.periods = [int(n) / 1e6 for n in numbers]
        self.used = self.events = 0

    def increment(self):
        self.used += 1
        return self.increments[self.used % len(self.increments)]


class Job(Process):
    def hold(self, work):
        while True:
            yield hold, self, work.increment()
            work.events += 1

    def tick(self, work, period):
        while True:
            yield hold, self, period
            work.events += 1

    def round(self, work, stations):
        station = 0
        while True:
            yield request, self, stations[station]
            yield hold, self, work.increment()
            yield release, self, stations[station]
            work.events += 1
            station = (station + 1) % STATIONS


def main(arguments):
    work = Work(arguments)
    simulation = Simulation()
    stations = [Resource(capacity=1, sim=simulation) for _ in range(STATIONS)]
    for i in range(work.size):
        job = Job(sim=simulation)
        process = {
            "hold": lambda: job.hold(work),
            "timers": lambda: job.tick(work, work.periods[i]),
            "tandem": lambda: job.round(work, stations),
        }[work.name]()
        simulation.activate(job, process)
    begin = time.process_time()
    simulation.simulate(until=work.end_ms)
    print(work.events, f"{time.process_time() - begin:.6f}")


if __name__ == "__main__":
    main(sys.argv[1:])
