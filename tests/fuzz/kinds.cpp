#include "kinds.hpp"

#include "synergy/calibrate/file.hpp"
#include "synergy/device/load.hpp"
#include "synergy/gate/compare.hpp"
#include "synergy/gate/report.hpp"
#include "synergy/input/csv.hpp"
#include "synergy/input/error.hpp"
#include "synergy/input/usage_error.hpp"
#include "synergy/plan/compiled.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/results/dictionary.hpp"
#include "synergy/results/tables.hpp"
#include "synergy/scenario/load.hpp"
#include "synergy/sweep/journal.hpp"
#include "synergy/sweep/sweep.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <variant>

#include "shared.hpp"

namespace synergy::fuzz {
namespace {

namespace fs = std::filesystem;

void read_scenario_and_back(const std::string& bytes) {
  const scenario::Scenario read = scenario::read_scenario(document(bytes), library());
  // What was read must be possible to save, and what was saved to read.
  (void)scenario::read_scenario(input::parse(scenario::to_yaml(read), "saved"), library());
}

/// Those that need no file beside them.
std::vector<std::string> scenarios() {
  std::vector<std::string> texts = files_in("scenarios", "\nbody:");
  std::erase_if(texts, [](const std::string& text) { return text.find(".yaml") != std::string::npos; });
  return texts;
}

void read_plan(const std::string& bytes) {
  static const scenario::Scenario w2 =
      scenario::load_scenario((source_folder() / "scenarios/w2.yaml").string(), library());
  const plan::CollaborationPlan plan = plan::read_plan(document(bytes), w2);
  plan::TableCache cache;
  const plan::PlanningProblem problem(w2, cache);
  (void)plan::compile(problem, plan);
}

std::vector<std::string> plans() {
  return {
      "schema_version: 1\nscenario: w2\ndeployment: [widenet, simplenet, kws]\napps:\n"
      "  - app: kws\n    source: earbud\n    segments:\n      - {device: earbud, first: 0, last: 8}\n"
      "    target: ring\n"
      "  - app: simplenet\n    source: glasses\n    segments:\n      - {device: glasses, first: 0, last: 9}\n"
      "      - {device: watch, first: 10, last: 13}\n    target: watch\n"
      "  - app: widenet\n    source: glasses\n    segments:\n      - {device: glasses, first: 0, last: 13}\n"
      "    target: glasses\n"};
}

/// A line "path=value" each.
void set_lines(const std::string& bytes) {
  static const std::string w2 = file_text(source_folder() / "scenarios/w2.yaml");
  std::vector<scenario::Override> changes;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    const std::string line = bytes.substr(begin, end - begin);
    const std::size_t equals = line.find('=');
    if (equals != std::string::npos)
      changes.push_back({line.substr(0, equals), line.substr(equals + 1), source_folder(), {}});
    begin = end + 1;
  }
  (void)scenario::read_scenario(input::parse(w2, "w2"), library(), changes);
}

std::vector<std::string> settings() {
  return {"apps.*.rate=2 Hz\nload.regime=poisson\n",
          "measurement={warm_up: \"1 s\", window: \"2 s\"}\n",
          "link.connection_interval=30 ms\nlink.phy=1M\n",
          "apps.kws.window=500 ms\napps.kws.hop=20 ms\n",
          "devices.earbud.battery=93 mWh\n",
          "planner={name: optimal, node_budget: 10}\nseed=7\n"};
}

template <class Q>
void read_quantity(const std::string& text) {
  const auto read = parse_quantity<Q>(text);
  if (std::holds_alternative<std::string>(read)) return;
  const auto back = parse_quantity<Q>(to_text(std::get<Q>(read)));
  if (!std::holds_alternative<Q>(back) || std::get<Q>(back) != std::get<Q>(read))
    throw std::logic_error("what a quantity is written as does not read back");
}

void read_quantities(const std::string& text) {
  read_quantity<Duration>(text);
  read_quantity<Bytes>(text);
  read_quantity<Power>(text);
  read_quantity<Energy>(text);
  read_quantity<Frequency>(text);
  read_quantity<Current>(text);
  read_quantity<Voltage>(text);
  read_quantity<Charge>(text);
  read_quantity<TimePerByte>(text);
  read_quantity<TimePerMac>(text);
  read_quantity<EnergyPerByte>(text);
  read_quantity<DataRate>(text);
  read_quantity<Ratio>(text);
}

void gate_csv(const std::string& bytes) {
  static const std::vector<results::Table> tables = results::declared_tables();
  static const std::string old =
      "run_id,scenario,planner,policy,replication,status,latency_mean_ms\n1,w,p,q,0,ok,1.5\n2,w,p,q,1,ok,2\n";
  const input::Csv before = input::Csv::parse(old, "old");
  const input::Csv after = input::Csv::parse(bytes, "fuzzed");
  const std::vector changes{gate::compare(tables.front(), before, after, {}),
                            gate::compare(tables.front(), after, before, {})};
  (void)results::to_csv(gate::report_table(changes, false));
}

std::vector<std::string> tables() {
  return {
      "run_id,scenario,planner,policy,replication,status,latency_mean_ms\n1,w,p,q,0,ok,1.5\n2,w,p,q,1,ok,2e-"
      "7\n",
      "run_id,scenario,planner,policy,replication,status,reasons\r\n1,w,p,q,0,ok,\"a, \"\"b\"\"\n c\"\r\n"};
}

sweep::JournalHeader journal_header() {
  return {"s", "d", "program 1", {1, 1}, 9, 9, {{"runs", "run_id,x"}}, "{}\n", {{"a.yaml", "00"}}};
}

void read_journal(const std::string& bytes) {
  std::ofstream(scratch_folder() / sweep::JournalContent::kFileName, std::ios::binary) << bytes;
  sweep::JournalContent content(scratch_folder());
  for (const auto& place : content.places()) (void)content.read(place);
}

std::vector<std::string> journals() {
  {
    sweep::Journal journal(
        scratch_folder(), journal_header(), [](sweep::Key) { return true; }, true);
    for (const sweep::Key key : {sweep::Key{3}, sweep::Key{1}, sweep::Key{2}})
      journal.append({key, "ok", {sweep::to_id(key) + ",1\n"}});
  }
  return {file_text(scratch_folder() / sweep::JournalContent::kFileName)};
}

std::vector<Kind> kinds_of_files() {
  return {{"model", [](const std::string& b) { (void)library().families().read_network(document(b)); },
           [] { return files_in("model_zoo", "schema_version"); }},
          {"device", [](const std::string& b) { (void)library().families().read(document(b)); },
           [] { return files_in("device_profiles", "kind: accelerator"); }},
          {"radio", [](const std::string& b) { (void)device::read_radio(document(b)); },
           [] { return files_in("device_profiles", "kind: radio"); }},
          {"sensor", [](const std::string& b) { (void)device::read_sensor(document(b)); },
           [] { return files_in("device_profiles", "kind: sensor"); }},
          {"actuator", [](const std::string& b) { (void)device::read_actuator(document(b)); },
           [] { return files_in("device_profiles", "kind: actuator"); }},
          {"stack",
           [](const std::string& b) {
             for (const link::LinkKindInfo* kind : library().link_kinds().rows()) {
               try {
                 (void)kind->read_profile(document(b));
               } catch (const InputError&) {  // of another kind of link
               }
             }
           },
           [] {
             std::vector<std::string> profiles;
             for (const char* folder : {"ble_stacks", "wifi", "generic_links"}) {
               for (std::string& text : files_in(("device_profiles/" + std::string(folder)).c_str(), "kind"))
                 profiles.push_back(std::move(text));
             }
             return profiles;
           }},
          {"body", [](const std::string& b) { (void)scenario::read_body(document(b), library()); },
           [] { return files_in("scenarios/bodies", "devices"); }},
          {"scenario", read_scenario_and_back, scenarios},
          {"plan", read_plan, plans},
          {"sweep",
           [](const std::string& b) {
             (void)sweep::read_sweep(document(b), library(), planner::Registry::builtin());
           },
           [] { return files_in("scenarios/sweeps", "scenarios"); }},
          {"set", set_lines, settings},
          {"quantity", read_quantities,
           [] {
             return std::vector<std::string>{"1.5 ms", "93 mWh", "2e9 Hz",   "32 KiB",
                                             "-0 s",   "12.5 %", "0.27 us/B"};
           }},
          {"csv", gate_csv, tables},
          {"journal", read_journal, journals},
          {"calibration", [](const std::string& b) { (void)calibrate::read_file(document(b)); },
           [] { return files_in("device_profiles/examples", "rail"); }}};
}

}  // namespace

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = [] {
    std::vector<Kind> kinds = kinds_of_files();
    for (const auto& more : {kinds_of_measurements(), kinds_of_programs(), kinds_that_run()})
      kinds.insert(kinds.end(), more.begin(), more.end());
    return kinds;
  }();
  return all;
}

const Kind* find_kind(std::string_view name) {
  const auto found =
      std::find_if(kinds().begin(), kinds().end(), [&](const Kind& k) { return k.name == name; });
  return found == kinds().end() ? nullptr : &*found;
}

bool accepts(const Kind& kind, const std::string& bytes) {
  try {
    kind.read(bytes);
    return true;
  } catch (const InputError&) {
    return false;
  } catch (const UsageError&) {
    return false;
  }
}

}  // namespace synergy::fuzz
