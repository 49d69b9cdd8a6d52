#include "journal_line.hpp"

#include "synergy/base/hash.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

namespace synergy::sweep {
namespace {

using Json = nlohmann::ordered_json;
/// To be raised when older builds could misread what is written; a journal of another version is refused.
constexpr int kVersion = 1;
constexpr std::string_view kEntryStart = R"({"id":"p)";  // as to_json() writes it

}  // namespace

std::string to_line(const std::string& json) { return hex_hash(json) + " " + json + "\n"; }

std::optional<std::string_view> json_of(std::string_view line) {
  if (line.size() < kHashLength || line[kHashLength - 1] != ' ') return {};
  const std::string_view json = line.substr(kHashLength);
  if (hex_hash(json) != line.substr(0, kHashLength - 1)) return {};
  return json;
}

std::string to_json(const JournalHeader& header) {
  Json json;
  json["journal"] = kVersion;
  json["sweep"] = header.sweep;
  json["digest"] = header.digest;
  json["program"] = header.program;
  json["shard"] = {header.shard.index, header.shard.count};
  json["total_count"] = header.total_count;
  json["shard_count"] = header.shard_count;
  json["tables"] = header.tables;
  json["data_package"] = header.data_package;
  json["inputs"] = header.inputs;
  return json.dump();
}

std::optional<JournalHeader> header_from(std::string_view json) {
  const Json parsed = Json::parse(json, nullptr, false);
  if (!parsed.is_object() || parsed.value("journal", 0) != kVersion) return {};
  JournalHeader header;
  header.sweep = parsed.at("sweep");
  header.digest = parsed.at("digest");
  header.program = parsed.at("program");
  header.shard = {parsed.at("shard").at(0), parsed.at("shard").at(1)};
  header.total_count = parsed.at("total_count");
  header.shard_count = parsed.at("shard_count");
  header.tables = parsed.at("tables").get<decltype(header.tables)>();
  header.data_package = parsed.value("data_package", "");  // early builds had none
  header.inputs = parsed.at("inputs").get<decltype(header.inputs)>();
  return header;
}

std::string to_json(const Entry& entry) {
  Json json;
  json["id"] = to_id(entry.key);
  json["status"] = entry.status;
  json["rows"] = entry.rows;
  return json.dump();
}

Entry entry_from(std::string_view json) {
  const Json parsed = Json::parse(json);
  return {key_from(json).value(), parsed.at("status"), parsed.at("rows").get<std::vector<std::string>>()};
}

std::optional<Key> key_from(std::string_view json) {
  // Without parsing: opening a journal asks every line for its key, and the line's hash says that it is as
  // to_json() wrote it.
  if (!json.starts_with(kEntryStart) || json.size() < kEntryStart.size() + 16) return {};
  Key key = 0;
  const char* begin = json.data() + kEntryStart.size();
  const auto [end, error] = std::from_chars(begin, begin + 16, key, 16);
  if (error != std::errc() || end != begin + 16) return {};
  return key;
}

}  // namespace synergy::sweep
