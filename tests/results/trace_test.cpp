// The timeline of a run: whether it is what the run did, and what a viewer needs.
#include <cmath>
#include <map>
#include <set>

#include "traced.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;

namespace {

std::int64_t event_count(const json& trace) {
  return std::count_if(trace["traceEvents"].begin(), trace["traceEvents"].end(),
                       [](const json& event) { return event["ph"] != "M"; });
}

}  // namespace

TEST_CASE("do events come in order of time, with exact nanoseconds?") {
  for (const Traced* traced : {&w1(), &reloading()}) {
    double last = 0;
    for (const json& event : traced->trace["traceEvents"]) {
      if (event["ph"] == "M") continue;
      REQUIRE(event["ts"].get<double>() >= last);
      last = event["ts"];
      CHECK((last <= 1'300'000 || event["cat"] == "phase"));  // of a visit that began before
      CHECK(std::abs(last * 1e3 - static_cast<double>(ns(last))) < 1e-3);
    }
    CHECK(traced->trace["otherData"]["capped"] == false);
    CHECK(traced->trace["otherData"]["until_us"] == 1'300'000);
  }
}

TEST_CASE("has every thread that does something a name, and every process one?") {
  const Traced& traced = w1();
  std::map<std::pair<int, int>, std::string> threads;
  std::map<int, std::string> processes;
  for (const json& event : traced.events("M")) {
    if (event["name"] == "process_name") processes[event["pid"]] = event["args"]["name"];
    if (event["name"] == "thread_name") threads[{event["pid"], event["tid"]}] = event["args"]["name"];
  }
  REQUIRE(processes.size() == 6);
  for (int d = 0; d < 4; ++d) CHECK(processes[d + 1] == traced.scenario.devices[plan::DeviceId(d)].name);
  CHECK(processes[5] == "links");
  CHECK(processes[6] == "apps");
  for (const json& event : traced.events("X")) CHECK(threads.contains({event["pid"], event["tid"]}));
  CHECK(threads.at({1, 1}) == "microphone");
  CHECK(threads.at({1, 2}) == "cpu");
  CHECK(traced.slices(5, static_cast<int>(traced.record.compiled->units.size())).size() > 10);
}

TEST_CASE("do complete events nest: visits one after the other, phases without gaps inside them?") {
  for (const Traced* traced : {&w1(), &reloading()}) {
    const auto& units = traced->record.compiled->units;
    for (std::size_t u = 0; u < units.size(); ++u) {
      CAPTURE(units[plan::UnitId(u)].name);
      const int pid = units[plan::UnitId(u)].kind == plan::Unit::Kind::link
                          ? 5
                          : units[plan::UnitId(u)].device.value() + 1;
      std::int64_t visit_end = 0;  // of the last visit
      std::int64_t phase_end = 0;  // of the last phase in it
      for (const json& slice : traced->slices(pid, static_cast<int>(u) + 1)) {
        const std::int64_t begin = ns(slice["ts"]);
        const std::int64_t end = begin + ns(slice["dur"]);
        if (units[plan::UnitId(u)].kind == plan::Unit::Kind::cpu) {  // visits and phases of its accelerator's
          CHECK(begin >= visit_end);
          visit_end = end;
          continue;
        }
        if (slice["cat"] == "phase") {
          // An unload may wait for the CPU; nothing else leaves a gap.
          CHECK((slice["name"] == "unload" ? begin >= phase_end : begin == phase_end));
          CHECK(end <= visit_end);
          phase_end = end;
          continue;
        }
        if (units[plan::UnitId(u)].kind == plan::Unit::Kind::accelerator) CHECK(phase_end == visit_end);
        CHECK(begin >= visit_end);
        visit_end = end;
        phase_end = begin;
      }
    }
  }
}

TEST_CASE("does every inference begin and end once, and last as long as the results say?") {
  for (const Traced* traced : {&w1(), &reloading()}) {
    std::map<std::int64_t, json> begun;
    std::map<std::string, double> latency_ns;
    std::map<std::string, std::int64_t> completed;
    for (const json& event : traced->trace["traceEvents"]) {
      if (event["ph"] == "b") CHECK(begun.emplace(event["id"], event).second);
      if (event["ph"] != "e") continue;
      const auto begin = begun.extract(event["id"].get<std::int64_t>());
      REQUIRE(!begin.empty());
      CHECK(begin.mapped()["name"] == event["name"]);
      CHECK(begin.mapped()["args"]["inference"] == event["args"]["inference"]);
      const std::string app = event["args"]["app"];
      if (event["args"]["outcome"] == "in_flight") {
        CHECK(event["ts"] == traced->trace["otherData"]["until_us"]);
        continue;
      }
      CHECK(event["args"]["outcome"] == "completed");
      if (ns(event["ts"]) < traced->begin_ns() || ns(event["ts"]) >= traced->end_ns()) continue;
      ++completed[app];
      latency_ns[app] += static_cast<double>(ns(event["ts"]) - ns(begin.mapped()["ts"]));
    }
    CHECK(begun.empty());
    for (std::size_t a = 0; a < traced->scenario.apps.size(); ++a) {
      const simulation::AppResult& app = traced->record.result->apps[plan::AppId(a)];
      const std::string& name = traced->scenario.apps[plan::AppId(a)].name;
      CAPTURE(name);
      CHECK(completed[name] == app.completed_in_window);
      CHECK(latency_ns[name] / static_cast<double>(completed[name]) == Approx(app.response.mean_ns()));
    }
  }
}

TEST_CASE("do flow arrows lead from a frame's first visit to its last, each inside a visit?") {
  for (const Traced* traced : {&w1(), &reloading()}) {
    std::set<std::tuple<int, int, std::int64_t>> begins;  // of visits
    for (const json& slice : traced->events("X"))
      begins.insert({slice["pid"], slice["tid"], ns(slice["ts"])});
    std::map<std::int64_t, std::string> chains;
    for (const json& event : traced->trace["traceEvents"]) {
      const std::string phase = event["ph"];
      if (phase != "s" && phase != "t" && phase != "f") continue;
      chains[event["id"]] += phase;
      CHECK(begins.contains({event["pid"], event["tid"], ns(event["ts"])}));
      if (phase == "f") CHECK(event["bp"] == "e");
    }
    CHECK(chains.size() > 10);
    std::set<std::size_t> lengths;
    for (const auto& [id, chain] : chains) {
      CAPTURE(id, chain);
      CHECK(chain == "s" + std::string(chain.size() - 2, 't') + "f");
      lengths.insert(chain.size());
    }
    // Whole frames have one arrow end per stage of their app.
    for (const plan::CompiledApp& app : traced->record.compiled->apps)
      CHECK(lengths.contains(app.stages.size()));
  }
}

TEST_CASE("does the memory counter show what accelerators hold?") {
  const auto levels = [](const Traced& traced, const char* which) {
    std::set<std::int64_t> seen;
    for (const json& event : traced.events("C")) {
      if (event["name"] == "accelerator_memory_bytes") seen.insert(event["args"][which].get<std::int64_t>());
    }
    return seen;
  };
  // Resident weights stay; data come and go.
  std::map<std::int64_t, std::set<std::int64_t>> weights_of;
  for (const json& event : w1().events("C")) {
    if (event["name"] == "accelerator_memory_bytes")
      weights_of[event["pid"]].insert(event["args"]["weights"].get<std::int64_t>());
  }
  CHECK(weights_of.size() == 4);
  for (const auto& [device, weights] : weights_of) CHECK(weights.size() == 1);
  std::set<std::int64_t> tensors{0};
  for (const plan::CompiledApp& app : w1().record.compiled->apps) {
    for (const plan::Stage& stage : app.stages) {
      if (stage.kind != plan::Stage::Kind::compute) continue;
      tensors.insert({stage.cost.input_bytes.count(), stage.cost.output_bytes.count()});
    }
  }
  CHECK(levels(w1(), "data") == tensors);
  std::set<std::int64_t> segments;
  for (const plan::CompiledApp& app : reloading().record.compiled->apps) {
    for (const plan::Stage& stage : app.stages) {
      if (stage.kind == plan::Stage::Kind::compute)
        segments.insert((stage.cost.weight_bytes + stage.cost.bias_bytes).count());
    }
  }
  CHECK(levels(reloading(), "weights") == segments);
}

TEST_CASE("does a cap leave a valid, shorter trace that says so, never with more events?") {
  std::int64_t fewer = 0;
  for (const std::int64_t most : {1, 7, 50, 1000}) {
    CAPTURE(most);
    results::TraceOptions options;
    options.max_events = most;
    const Traced traced("w1", {{"sensing", "latest"}}, options);
    const std::int64_t count = event_count(traced.trace);
    CHECK(count <= most);
    CHECK(count >= fewer);
    fewer = count;
    const json& other = traced.trace["otherData"];
    CHECK(other["capped"] == true);
    CHECK(other["max_events"] == most);
    // What is left is the beginning of the whole trace: the same visits until the same time.
    std::vector<json> visits;
    for (const json& slice : w1().events("X")) {
      if (ns(slice["ts"]) < ns(other["until_us"])) visits.push_back(slice);
    }
    std::vector<json> kept;
    for (const json& slice : traced.events("X")) {
      if (ns(slice["ts"]) < ns(other["until_us"])) kept.push_back(slice);
    }
    CHECK(kept == visits);
    CHECK(traced.events("b").size() == traced.events("e").size());
    CHECK(traced.events("s").size() == traced.events("f").size());
  }
  CHECK(fewer > 900);
  results::TraceOptions exact;
  exact.max_events = event_count(w1().trace);
  const Traced whole("w1", {{"sensing", "latest"}}, exact);
  CHECK(whole.trace["otherData"]["capped"] == false);
  CHECK(whole.trace["traceEvents"] == w1().trace["traceEvents"]);
}

TEST_CASE("does a part of a run show what happens in it, with the levels of that time?") {
  results::TraceOptions options;
  options.from = milliseconds(700);
  options.length = milliseconds(100);
  const Traced part("w1", {{"sensing", "latest"}}, options);
  CHECK(part.trace["otherData"]["from_us"] == 700'000);
  CHECK(part.trace["otherData"]["until_us"] == 800'000);
  CHECK(part.trace["otherData"]["capped"] == false);
  const auto visits = [](const Traced& traced) {
    std::multiset<std::string> found;
    for (const json& slice : traced.events("X")) {
      const std::int64_t begin = ns(slice["ts"]);
      if (slice["cat"] != "phase" && begin < 800'000'000 && begin + ns(slice["dur"]) > 700'000'000)
        found.insert(slice.dump());
    }
    return found;
  };
  CHECK(visits(part) == visits(w1()));
  const auto level = [](const Traced& traced, std::int64_t at) {
    std::map<std::string, std::string> levels;
    for (const json& event : traced.events("C")) {
      if (ns(event["ts"]) <= at) levels[event["name"].dump() + event["pid"].dump()] = event["args"].dump();
    }
    return levels;
  };
  CHECK(level(part, 700'000'000) == level(w1(), 700'000'000));
  CHECK(level(part, 799'999'999) == level(w1(), 799'999'999));
}

TEST_CASE("does the same run give the same bytes, and does looking on change nothing?") {
  const Traced again("w1", {{"sensing", "latest"}});
  CHECK(again.text == w1().text);
}

TEST_CASE("does a frame that loses its link end as dropped?") {
  // Most packets are lost, so that the link is lost again and again.
  const Traced lossy("w2_lossy", {{"measurement", "{warm_up: 0 s, window: 20 s}"},
                                  {"link.supervision_timeout", "100 ms"},
                                  {"link.loss", "{model: fixed, per_forward: 0.8, per_backward: 0.8}"}});
  std::int64_t dropped = 0;
  for (const json& event : lossy.events("e")) dropped += event["args"]["outcome"] == "dropped" ? 1 : 0;
  std::int64_t expected = 0;
  for (const simulation::AppResult& app : lossy.record.result->apps) expected += app.dropped_link_lost;
  CHECK(expected > 0);
  CHECK(dropped == expected);
  std::int64_t lost = 0;
  for (const json& slice : lossy.events("X"))
    lost += slice["cat"] == "transfer" && !slice["args"]["delivered"].get<bool>() ? 1 : 0;
  CHECK(lost > 0);
}
