#include "synergy/input/look_up.hpp"
#include "synergy/link/ble/throughput.hpp"
#include "synergy/link/kinds.hpp"
#include "synergy/results/link_tables.hpp"
#include "synergy/scenario/library.hpp"

#include <algorithm>

#include "command.hpp"
#include "published.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

using results::Table;

struct LinkOptions {
  std::string phy = "2M", interval = "15 ms", event, method = "notify", stack = "nordic_s132",
              scheduling = "slots";
  std::string radio = "nrf52840";
  std::string per, path_loss, shadowing, coherence, timeout;
  std::int64_t mtu = 247, payload = 251, links = 1;
  bool plain = false, extension = false, validate = false, validate_currents = false;
};

/// The `link` section of a scenario, out of options. Each value's line is the number of its option, which is
/// how messages find back to it.
/// Through the scenario's own reader, so that a configuration means here what it means in a scenario, with
/// the same bounds and messages.
class Section {
 public:
  Section() { root_.kind = input::Node::Kind::mapping; }

  void set(const std::string& option, const std::string& path, const std::string& value) {
    if (value.empty()) return;
    options_.push_back(option);
    // One level at most, such as loss.per.
    const std::size_t dot = path.find('.');
    add(dot == std::string::npos ? root_ : child(path.substr(0, dot)), path.substr(dot + 1)).scalar = value;
  }

  /// Throws UsageError with every problem.
  [[nodiscard]] link::BleSpec read() const {
    input::Problems problems("link");
    const link::LinkSpec spec = link::link_kinds().read(input::Value(root_, problems));
    try {
      problems.throw_if_any();
    } catch (const InputError& error) {
      std::string text;
      for (const Problem& problem : error.problems()) {
        // Line 0 is the section as a whole: a rule between several options.
        const auto line = static_cast<std::size_t>(problem.where.line);
        text += text.empty() ? "" : "\n";
        if (line > 0) text += options_[line - 1] + ": ";
        text += problem.message;
      }
      throw UsageError(text);
    }
    return spec.get<link::BleSpec>();
  }

 private:
  input::Node& add(input::Node& mapping, const std::string& key) {
    const int line = static_cast<int>(options_.size());
    mapping.entries.push_back({key, line, 1, {}});
    input::Node& value = mapping.entries.back().value;
    value.kind = input::Node::Kind::scalar;
    value.line = line;
    return value;
  }
  input::Node& child(const std::string& key) {
    for (input::Node::Entry& entry : root_.entries) {
      if (entry.key == key) return entry.value;
    }
    input::Node& mapping = add(root_, key);
    mapping.kind = input::Node::Kind::mapping;
    return mapping;
  }

  input::Node root_;
  std::vector<std::string> options_;
};

/// What the reader cannot know is checked first: which options were given, and what the formulas cover.
link::BleSpec spec_of(const LinkOptions& o) {
  if (!o.per.empty() && !o.path_loss.empty())
    throw UsageError("--per and --path-loss are two ways to lose packets; give one");
  if (o.path_loss.empty() && !(o.shadowing.empty() && o.coherence.empty()))
    throw UsageError("--shadowing and --coherence need --path-loss");
  const bool lossy = !o.per.empty() || !o.path_loss.empty();
  if (lossy && (o.method == "write_req" || o.method == "duplex"))
    throw UsageError("--method: throughput under loss is computed for notify, write_cmd and link_layer only");
  Section section;
  section.set("--stack", "stack", o.stack);
  section.set("--phy", "phy", o.phy);
  section.set("--interval", "connection_interval", o.interval);
  section.set("--event", "event_length", o.event);
  section.set("--mtu", "att_mtu", std::to_string(o.mtu));
  section.set("--payload", "ll_payload", std::to_string(o.payload));
  section.set("--plain", "encrypted", o.plain ? "false" : "true");
  section.set("--scheduling", "scheduling", o.scheduling);
  // Without losses any will do; the longest one allows every interval.
  section.set("--supervision-timeout", "supervision_timeout",
              o.timeout.empty() && !lossy ? "32 s" : o.timeout);
  section.set("--per", "loss.model", o.per.empty() ? "" : "fixed");
  section.set("--per", "loss.per", o.per);
  section.set("--path-loss", "loss.model", o.path_loss.empty() ? "" : "received_power");
  section.set("--path-loss", "loss.path_loss_db", o.path_loss);
  section.set("--shadowing", "loss.shadowing_sigma_db", o.shadowing);
  section.set("--coherence", "loss.coherence_time", o.coherence);
  return section.read();
}

Table one_configuration(const LinkOptions& o, scenario::Library& library) {
  // Paths on the command line start where the user is, unlike those in a file.
  const std::filesystem::path here = std::filesystem::current_path();
  link::ThroughputQuery query;
  query.spec = spec_of(o);
  const auto& methods = link::method_names();
  const auto method = std::find(methods.begin(), methods.end(), o.method);
  if (method == methods.end()) throw UsageError("--method: " + unknown_name("method", o.method, methods));
  query.method = static_cast<link::Method>(method - methods.begin());
  query.links = static_cast<int>(o.links);
  query.extension = o.extension;
  const link::StackProfile stack = link::read_stack(*library.link_profile(query.spec, here));
  for (const link::SpecProblem& problem : query.spec.problems_with(stack))
    throw UsageError("--interval: " + problem.message);
  const auto radio =
      input::look_up("--radio", o.radio, [&](const input::Value& v) { return library.radio(v, here); });
  return results::link_table(link::throughput(query, stack, *radio, *radio));
}

/// The table goes to stdout and the verdict to stderr, so that a table in a file holds nothing else.
int show(const Published& published, const Common& common) {
  print(published.table, common);
  if (!common.quiet) to_stderr("{}\n", published.summary);
  return published.met ? kOk : kGateFailed;
}

int show_link(const LinkOptions& options, const Common& common) {
  scenario::Library library(common.data);
  if (options.validate && options.validate_currents)
    throw UsageError("--validate and --validate-currents are two tables; give one");
  if (options.validate) return show(published_throughput(library), common);
  if (options.validate_currents) return show(published_currents(library), common);
  const Table table = one_configuration(options, library);
  const bool infeasible = std::any_of(table.rows.begin(), table.rows.end(), [](const auto& row) {
    return std::holds_alternative<std::string>(row.back());
  });
  // People need the column only when it says something.
  std::vector<std::string_view> shown;
  for (const results::Column& column : table.columns) {
    if (infeasible || column.name != "infeasible") shown.push_back(column.name);
  }
  print(table, common, shown);
  return infeasible ? kInfeasible : kOk;
}

}  // namespace

void add_link(Program& program) {
  auto [command, o] =
      program.add("link", "Throughput, latency and energy of one Bluetooth LE configuration", show_link);
  command.option("--phy", o.phy, "1M, 2M, S2 or S8 (default 2M)")
      .option("--interval", o.interval, "Connection interval (default \"15 ms\")")
      .option("--event", o.event, "Event length (default: the whole slot; nordic_central: \"3.75 ms\")")
      .option("--mtu", o.mtu, 23, 517, "ATT MTU (default 247)")
      .option("--payload", o.payload, 27, 251, "Link-layer payload (default 251)")
      .option("--method", o.method, "notify, write_cmd, write_req, duplex or link_layer (default notify)")
      .option("--stack", o.stack, "Stack profile, a name or a path (default nordic_s132)")
      .option("--radio", o.radio, "Radio profile of both ends (default nrf52840)")
      .option("--links", o.links, 1, 64, "Links of the central (default 1)")
      .option("--scheduling", o.scheduling, "slots or nordic_central (default slots)")
      .flag("--plain", o.plain, "Not encrypted")
      .flag("--extension", o.extension, "Let events go on into time nobody has reserved")
      .option("--per", o.per, "Packet error rate of both directions, such as 10%")
      .option("--path-loss", o.path_loss, "Lose packets by received power: mean path loss in dB")
      .option("--shadowing", o.shadowing, "Its standard deviation in dB (default 6)")
      .option("--coherence", o.coherence, "Time after which it is drawn anew (default \"50 ms\")")
      .option("--supervision-timeout", o.timeout, "With losses: when the link is lost (default \"4 s\")")
      .flag("--validate", o.validate,
            "Compare with every published throughput instead; exit code 7 beyond 2 %")
      .flag("--validate-currents", o.validate_currents, "Compare with every published idle current instead");
  program.add_format(command);
}

}  // namespace synergy::cli
