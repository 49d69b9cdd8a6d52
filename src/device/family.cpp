#include "synergy/device/family.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/network/load.hpp"

#include <algorithm>

namespace synergy::device {

Families::Families(std::vector<const Family*> rows) : rows_(std::move(rows)) {
  ensure(!rows_.empty(), "a program knows a family of accelerators");
}

/// Looks for `family` without the reader's bookkeeping: the family's own reader goes over the same document,
/// and reads the key with all others.
std::shared_ptr<const Accelerator> Families::read(const input::Document& document) const {
  // Files without the key are of the first family, whichever the program lists first.
  const Family* family = rows_.front();
  const auto& entries = document.root.entries;
  const auto stated =
      std::find_if(entries.begin(), entries.end(), [](const auto& entry) { return entry.key == "family"; });
  if (stated != entries.end()) {
    std::vector<std::string_view> names;
    for (const Family* row : rows_) names.push_back(row->name);
    input::Problems problems(document.name);
    family = rows_[input::Value(stated->value, problems).choice("family", names)];
    problems.throw_if_any();
  }
  return family->read(document);
}

std::shared_ptr<const Network> Families::read_network(const input::Document& document) const {
  // Files of hardware layers say no family, so only one family can have them: the first that does.
  const auto row = std::find_if(rows_.begin(), rows_.end(),
                                [](const Family* family) { return family->read_network != nullptr; });
  if (row != rows_.end() && !network::is_network_file(document)) return (*row)->read_network(document);
  return std::make_shared<const Network>(network::read_network(document));
}

}  // namespace synergy::device
