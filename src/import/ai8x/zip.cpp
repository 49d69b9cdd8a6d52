#include "zip.hpp"

#include <algorithm>

#include "bytes.hpp"

namespace synergy::importer::ai8x {
namespace {

constexpr std::uint64_t kLocalHeader = 0x04034b50;
constexpr std::uint64_t kDirectoryEntry = 0x02014b50;
constexpr std::uint64_t kEnd = 0x06054b50;
constexpr std::uint64_t kEnd64 = 0x06064b50;
constexpr std::uint64_t kEnd64Locator = 0x07064b50;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kLocatorSize = 20;
constexpr std::uint64_t kInExtra = 0xffffffff;
constexpr std::uint64_t kMaxEntries = 65'536;

/// A comment of up to 64 KiB may follow the end record.
std::size_t find_end(const Bytes& in) {
  if (in.size() < kEndSize) in.fail(0, "too short for an archive");
  const std::size_t last = in.size() - kEndSize;
  const std::size_t first = last > 65'535 ? last - 65'535 : 0;
  for (std::size_t at = last + 1; at-- > first;) {
    if (in.number(at, 4) == kEnd) return at;
  }
  in.fail(last, "the archive has no directory at its end; it is cut off, so copy the file again");
}

/// A size or offset that does not fit 32 bits stands in an extra field, in the order of those that do not.
std::uint64_t wide(const Bytes& in, std::uint64_t value, std::size_t extra, std::size_t end,
                   std::size_t& used) {
  if (value != kInExtra) return value;
  for (std::size_t at = extra; at + 4 <= end;) {
    const std::size_t size = in.number(at + 2, 2);
    if (in.number(at, 2) == 1 && used + 8 <= size)
      return in.number(at + 4 + std::exchange(used, used + 8), 8);
    at += 4 + size;
  }
  return value;
}

}  // namespace

bool looks_like_zip(std::string_view bytes) { return bytes.starts_with("PK\x03\x04"); }

std::vector<ZipEntry> read_zip(std::string_view bytes, std::string_view file) {
  const Bytes in(bytes, file, "archive");
  const std::size_t end = find_end(in);
  std::uint64_t count = in.number(end + 10, 2);
  std::uint64_t at = in.number(end + 16, 4);
  if (end >= kLocatorSize && in.number(end - kLocatorSize, 4) == kEnd64Locator) {
    const std::uint64_t record = in.number(end - kLocatorSize + 8, 8);
    if (record < bytes.size() && in.number(record, 4) == kEnd64) {
      count = in.number(record + 32, 8);
      at = in.number(record + 48, 8);
    }
  }
  if (count > kMaxEntries) in.fail(end, fmt::format("{} entries; {} at most", count, kMaxEntries));
  std::vector<ZipEntry> entries;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (at > bytes.size() || in.number(at, 4) != kDirectoryEntry) {
      in.fail(std::min<std::uint64_t>(at, bytes.size()), "no entry of the directory where one should be");
    }
    const std::size_t name_size = in.number(at + 28, 2);
    const std::size_t extra = at + 46 + name_size;
    const std::size_t extra_end = extra + in.number(at + 30, 2);
    const std::string_view name = in.view(at + 46, name_size);
    std::size_t used = 0;
    // The order of the extra field: size, packed size, offset.
    const std::uint64_t size = wide(in, in.number(at + 24, 4), extra, extra_end, used);
    const std::uint64_t packed = wide(in, in.number(at + 20, 4), extra, extra_end, used);
    const std::uint64_t local = wide(in, in.number(at + 42, 4), extra, extra_end, used);
    if (in.number(at + 10, 2) != 0 || packed != size) {
      in.fail(at, fmt::format("'{}' is compressed; checkpoints are stored without, so save it again with "
                              "torch.save",
                              name.substr(0, 80)));
    }
    if (local >= bytes.size() || in.number(local, 4) != kLocalHeader) {
      in.fail(at, fmt::format("'{}' is not where the directory says", name.substr(0, 80)));
    }
    const std::size_t data = local + 30 + in.number(local + 26, 2) + in.number(local + 28, 2);
    entries.push_back({name, in.view(data, size)});
    at = extra_end + in.number(at + 32, 2);
  }
  return entries;
}

}  // namespace synergy::importer::ai8x
