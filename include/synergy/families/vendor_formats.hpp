#pragma once

#include "synergy/device/accelerator.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace synergy::families {

/// A segment in the form that a vendor's tool takes.
struct VendorFile {
  std::string text;
  /// What to look at before the tool is run, each a sentence without a full stop.
  std::vector<std::string> doubts;
};

/// A form in which segments can be written: one row of the table (src/families/vendor_formats.cpp).
struct VendorFormat {
  /// As --format takes it; that of the reader that reads such files.
  std::string_view name;
  /// For people: "network YAML for MAX78000 and MAX78002".
  std::string_view title;
  /// Device::Family::name of the only accelerators that it is for.
  std::string_view family;
  /// Of a file's name, with the point.
  std::string_view extension;
  /// Pre: an accelerator of `family`, and a range that begins and ends where it can stop and has no problems
  /// there. Throws InputError where the format has no words for the segment.
  VendorFile (*write)(const device::Accelerator& accelerator, const device::Network& network,
                      device::LayerRange layers);
};

/// In the order of the documentation. Static.
[[nodiscard]] const std::vector<VendorFormat>& vendor_formats();

}  // namespace synergy::families
