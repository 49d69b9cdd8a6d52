#include "journal_line.hpp"

#include "synergy/base/hash.hpp"

#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace synergy::sweep {
namespace {

using Json = nlohmann::ordered_json;
/// To be raised when older builds could misread what is written; a journal of another version is refused.
constexpr int kVersion = 1;
constexpr std::string_view kEntryStart = R"({"id":"p)";  // as to_json() writes it

/// A number of JSON may be of another kind, or far beyond any of ours.
std::int64_t whole(const Json& json, std::int64_t low, std::int64_t high) {
  const bool too_large =
      json.is_number_unsigned() && json.get<std::uint64_t>() > static_cast<std::uint64_t>(high);
  if (!json.is_number_integer() || too_large) throw std::out_of_range("no whole number in range");
  const auto value = json.get<std::int64_t>();
  if (value < low || value > high) throw std::out_of_range("no whole number in range");
  return value;
}

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
  if (!parsed.is_object()) return {};
  // A right hash says who wrote the line, not that it was this version.
  try {
    if (whole(parsed.at("journal"), 0, kVersion) != kVersion) return {};
    JournalHeader header;
    header.sweep = parsed.at("sweep").get<std::string>();
    header.digest = parsed.at("digest").get<std::string>();
    header.program = parsed.at("program").get<std::string>();
    const Json& shard = parsed.at("shard");
    header.shard.count = static_cast<int>(whole(shard.at(1), 1, kMaxShards));
    header.shard.index = static_cast<int>(whole(shard.at(0), 1, header.shard.count));
    header.total_count = whole(parsed.at("total_count"), 0, INT64_MAX);
    header.shard_count = whole(parsed.at("shard_count"), 0, header.total_count);
    header.tables = parsed.at("tables").get<decltype(header.tables)>();
    header.data_package = parsed.value("data_package", "");  // early builds had none
    header.inputs = parsed.at("inputs").get<decltype(header.inputs)>();
    if (header.tables.empty()) return {};
    return header;
  } catch (const Json::exception&) {
    return {};
  } catch (const std::out_of_range&) {
    return {};
  }
}

std::string to_json(const Entry& entry) {
  Json json;
  json["id"] = to_id(entry.key);
  json["status"] = entry.status;
  json["rows"] = entry.rows;
  return json.dump();
}

std::optional<Entry> entry_from(std::string_view json) {
  const auto key = key_from(json);
  const Json parsed = Json::parse(json, nullptr, false);
  if (!key || !parsed.is_object()) return {};
  try {
    return Entry{*key, parsed.at("status").get<std::string>(),
                 parsed.at("rows").get<std::vector<std::string>>()};
  } catch (const Json::exception&) {
    return {};
  }
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
