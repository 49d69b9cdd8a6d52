#include "synergy/calibrate/file.hpp"

#include "synergy/input/reader.hpp"

#include <algorithm>

#include "read_parts.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

/// `device: NAME`, or `device: {new: NAME, family: measured}`.
void read_device(const input::Value& value, File& file) {
  if (!value.is_mapping()) {
    file.refine = value.text();
    return;
  }
  input::Mapping mapping = value.mapping();
  if (const auto name = mapping.required("new")) file.make = name->text();
  if (const auto family = mapping.required("family")) {
    const std::vector<std::string_view> known{"measured"};
    file.family = known[family->choice("family", known)];
  }
  mapping.finish();
}

void read_instrument(const input::Value& value, File& file) {
  input::Mapping mapping = value.mapping();
  if (const auto name = mapping.required("name")) file.instrument = name->text();
  if (const auto firmware = mapping.optional("firmware")) file.instrument += " firmware " + firmware->text();
  if (const auto date = mapping.optional("date")) file.instrument += ", " + date->text();
  if (const auto accuracy = mapping.optional("accuracy"))
    // No instrument is off by half of what it shows: above, a percent sign is missing.
    file.accuracy = accuracy->quantity<Ratio>(Ratio::from_si(0), Ratio::from_si(0.5)).si();
  mapping.finish();
}

/// What only the whole file tells.
void check_whole(const File& file, const input::Mapping& root) {
  if (file.traces.empty() && file.rows.empty() && file.links.empty())
    root.fail("nothing to calibrate with: no traces, rows or links");
  // An existing profile states these keys itself, and nothing would tell which of the two counts.
  if (file.make.empty() && file.profile) root.fail("'profile' is for new devices alone");
}

}  // namespace

const std::vector<std::string_view>& names_of(Rail /*tag*/) {
  // In the order of the enumerators, by which readers and writers look up the words.
  static const std::vector<std::string_view> names{"board", "soc", "accelerator"};
  return names;
}

const std::vector<std::string_view>& names_of(Format /*tag*/) {
  // In the order of the enumerators, too.
  static const std::vector<std::string_view> names{"csv",  "ppk2",         "joulescope",
                                                   "otii", "energyrunner", "mlperf_v1.3"};
  return names;
}

const std::vector<std::string_view>& phases() {
  static const std::vector<std::string_view> all{"infer", "load", "unload", "switch", "deploy"};
  return all;
}

const std::vector<std::string_view>& states() {
  // Those that a profile has a power for; a recording of any other would be worked through and not used.
  static const std::vector<std::string_view> all{"idle", "cpu_active", "cpu_asleep"};
  return all;
}

bool is_phase(std::string_view name) {
  return std::find(phases().begin(), phases().end(), name) != phases().end();
}

bool moves_bytes(std::string_view phase) { return phase == "load" || phase == "unload" || phase == "deploy"; }

File read_file(const input::Document& document) {
  input::Problems problems(document.name);
  input::Mapping root = input::Value(document.root, problems).mapping();
  File file;
  file.name = document.name;
  FileContext context;
  context.base = std::filesystem::path(document.name).parent_path();
  input::read_schema_version(root);
  if (const auto device = root.required("device")) read_device(*device, file);
  if (const auto instrument = root.optional("instrument")) read_instrument(*instrument, file);
  if (const auto rail = root.required("rail"))
    file.rail = static_cast<Rail>(rail->choice("rail", names_of(Rail{})));
  // Before traces, rows and links: what these state is held against the rail and the supply.
  context.rail = file.rail;
  if (const auto supply = root.optional("supply"))
    context.supply = supply->quantity<Voltage>(Voltage::from_si(0.1), Voltage::from_si(60));
  if (const auto seed = root.optional("seed"))
    file.seed = static_cast<std::uint64_t>(seed->integer(0, std::numeric_limits<std::int64_t>::max()));
  if (const auto profile = root.optional("profile")) {
    if (!profile->is_mapping()) profile->fail("expected a mapping with keys of the profile");
    // As it stands: the family's reader judges it, as a part of the profile that is made.
    file.profile = profile->node();
  }
  if (const auto traces = root.optional("traces")) {
    for (const input::Value& trace : traces->items()) file.traces.push_back(read_trace_entry(trace, context));
  }
  if (const auto rows = root.optional("rows")) {
    for (const input::Value& row : rows->items()) read_row_entry(row, context, file);
  }
  if (const auto links = root.optional("links")) {
    for (const input::Value& link : links->items()) read_link_entry(link, context, file);
  }
  root.finish();
  check_whole(file, root);
  // At the end and once: users see all that is wrong in one go.
  problems.throw_if_any();
  return file;
}

}  // namespace synergy::calibrate
