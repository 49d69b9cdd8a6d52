#include "synergy/input/csv.hpp"
#include "synergy/input/text_file.hpp"
#include "synergy/link/validation.hpp"
#include "synergy/scenario/library.hpp"

#include "command.hpp"
#include "lookup.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

using results::Cell;
using results::Table;

struct Options {
  std::string phy = "2M", interval = "15 ms", event, method = "notify", stack = "nordic_s132",
              scheduling = "slots";
  std::string radio = "nrf52840";
  std::int64_t mtu = 247, payload = 251, links = 1;
  bool plain = false, extension = false, validate = false, validate_currents = false;
};

std::string spec_yaml(const Options& o) {
  std::string text = fmt::format(
      "{{stack: {}, phy: {}, connection_interval: {}, att_mtu: {}, ll_payload: {}, encrypted: {}, "
      "scheduling: {}",
      o.stack, o.phy, o.interval, o.mtu, o.payload, o.plain ? "false" : "true", o.scheduling);
  if (!o.event.empty()) text += ", event_length: " + o.event;
  return text + "}";
}

Table one_configuration(const Options& o, scenario::Library& library) {
  const std::filesystem::path here = std::filesystem::current_path();
  link::ThroughputQuery query;
  const input::Document document = input::parse(spec_yaml(o), "synergy-sim link");
  input::Problems problems(document.name);
  query.spec = link::read_spec(input::Value(document.root, problems));
  problems.throw_if_any();
  query.method = look_up("--method", o.method, [](const input::Value& v) {
    return static_cast<link::Method>(v.choice("method", link::method_names()));
  });
  query.links = static_cast<int>(o.links);
  query.extension = o.extension;
  const link::StackProfile stack = link::read_stack(*library.link_profile(query.spec, here));
  const auto radio =
      look_up("--radio", o.radio, [&](const input::Value& v) { return library.radio(v, here); });
  Table table{
      "link",
      {{"link", "", "one of the central's links, from 0", results::Type::integer},
       {"packets_per_event", "", "packet pairs in a connection event, long-run mean", results::Type::number},
       {"fragment_count", "", "packets per attribute packet", results::Type::integer},
       {"event_length_ms", "ms", "length of the link's connection events", results::Type::number},
       {"throughput_kbps", "kbit/s", "application data; duplex: one direction", results::Type::number},
       {"latency_ms", "ms", "mean from one full packet being ready to received", results::Type::number},
       {"sender_energy_per_byte_nj", "nJ", "radio energy of the sending end per byte of an endless stream",
        results::Type::number},
       {"receiver_energy_per_byte_nj", "nJ", "of the receiving end", results::Type::number},
       {"infeasible", "", "why it cannot work"}},
      {}};
  for (const link::Throughput& t : link::throughput(query, stack, *radio, *radio)) {
    if (!t.infeasible.empty()) {
      table.rows.push_back(
          {std::int64_t{t.link}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, t.infeasible});
      continue;
    }
    table.rows.push_back({std::int64_t{t.link}, t.packets_per_event, std::int64_t{t.fragments},
                          t.event_length.ms(), t.throughput_kbps, t.latency.ms(), t.sender.si() * 1e9,
                          t.receiver.si() * 1e9, Cell{}});
  }
  return table;
}

Table published_throughput(scenario::Library& library) {
  Table table{"link_throughput",
              {{"source", "", "where it was published"},
               {"stack", "", "profile"},
               {"phy", "", "PHY"},
               {"interval_ms", "ms", "connection interval", results::Type::number},
               {"event_ms", "ms", "event length", results::Type::number},
               {"att_mtu", "", "ATT MTU", results::Type::integer},
               {"ll_payload", "", "link-layer payload", results::Type::integer},
               {"method", "", "method"},
               {"published_kbps", "kbit/s", "published", results::Type::number},
               {"ours_kbps", "kbit/s", "ours", results::Type::number},
               {"deviation_percent", "%", "ours / published - 1", results::Type::number}},
              {}};
  std::vector<link::StackProfile> stacks;
  for (const char* name : {"nordic_s132", "ti_cc13x2", "nimble"}) {
    link::LinkSpec spec;
    spec.stack = name;
    stacks.push_back(link::read_stack(*library.link_profile(spec, library.root())));
  }
  const std::filesystem::path file = library.root() / "tests/data/ble_throughput.csv";
  for (const link::ThroughputRow& row :
       link::compare_throughput(input::read_text(file, input::kMaxCsvBytes), file.string(), stacks)) {
    const link::LinkSpec& spec = row.query.spec;
    table.rows.push_back({row.source, spec.stack, std::string(link::to_text(spec.phy)),
                          spec.connection_interval.ms(), spec.event_length->ms(), std::int64_t{spec.att_mtu},
                          std::int64_t{spec.ll_payload},
                          std::string(link::method_names()[static_cast<std::size_t>(row.query.method)]),
                          row.published_kbps, row.ours_kbps, row.deviation() * 100});
  }
  return table;
}

Table published_currents(scenario::Library& library) {
  Table table{"link_current",
              {{"source", "", "where it was published"},
               {"radio", "", "profile"},
               {"phy", "", "PHY"},
               {"interval_ms", "ms", "connection interval", results::Type::number},
               {"published_ua", "uA", "published mean current of an idle connection", results::Type::number},
               {"ours_ua", "uA", "ours", results::Type::number},
               {"deviation_percent", "%", "ours / published - 1", results::Type::number},
               {"note", "", "whether the row calibrated the profile"}},
              {}};
  std::vector<device::RadioProfile> radios;
  for (const char* name : {"nrf52832", "cc2340r5", "nrf52840"}) {
    radios.push_back(
        *look_up("radio", name, [&](const input::Value& v) { return library.radio(v, library.root()); }));
  }
  const std::filesystem::path file = library.root() / "tests/data/ble_idle_current.csv";
  for (const link::CurrentRow& row :
       link::compare_idle_current(input::read_text(file, input::kMaxCsvBytes), file.string(), radios)) {
    table.rows.push_back({row.source, row.radio, std::string(link::to_text(row.phy)),
                          row.connection_interval.ms(), row.published.si() * 1e6, row.ours.si() * 1e6,
                          row.deviation() * 100,
                          std::string(row.calibrates ? "calibrates the profile" : "")});
  }
  return table;
}

int show_link(const Options& options, const Common& common) {
  scenario::Library library(common.data);
  if (options.validate) {
    print(published_throughput(library), common);
    return kOk;
  }
  if (options.validate_currents) {
    print(published_currents(library), common);
    return kOk;
  }
  const Table table = one_configuration(options, library);
  print(table, common);
  for (const auto& row : table.rows) {
    if (std::holds_alternative<std::string>(row.back())) return kInfeasible;
  }
  return kOk;
}

}  // namespace

void add_link(Program& program) {
  auto [command, o] =
      program.add("link", "Throughput, latency and energy of one Bluetooth LE configuration", show_link);
  command.option("--phy", o.phy, "1M, 2M, S2 or S8 (default 2M)")
      .option("--interval", o.interval, "Connection interval (default \"15 ms\")")
      .option("--event", o.event, "Event length (default: the whole slot)")
      .option("--mtu", o.mtu, 0, 65'535, "ATT MTU (default 247)")
      .option("--payload", o.payload, 0, 65'535, "Link-layer payload (default 251)")
      .option("--method", o.method, "notify, write_cmd, write_req or duplex (default notify)")
      .option("--stack", o.stack, "Stack profile (default nordic_s132)")
      .option("--radio", o.radio, "Radio profile of both ends (default nrf52840)")
      .option("--links", o.links, 1, 64, "Links of the central (default 1)")
      .option("--scheduling", o.scheduling, "slots or nordic_central (default slots)")
      .flag("--plain", o.plain, "Not encrypted")
      .flag("--extension", o.extension, "Let events go on into time nobody has reserved")
      .flag("--validate", o.validate, "Compare with every published throughput instead")
      .flag("--validate-currents", o.validate_currents, "Compare with every published idle current instead");
  program.add_format(command);
}

}  // namespace synergy::cli
