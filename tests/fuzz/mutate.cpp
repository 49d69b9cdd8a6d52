#include <algorithm>
#include <array>
#include <cstddef>
#include <random>

#include "kinds.hpp"

namespace synergy::fuzz {
namespace {

/// Values that files of ours may hold, and those that hurt.
constexpr std::array<std::string_view, 72> kValues{"0",
                                                   "-1",
                                                   "1",
                                                   "2",
                                                   "65536",
                                                   "2147483647",
                                                   "2147483648",
                                                   "-2147483649",
                                                   "4294967296",
                                                   "9223372036854775807",
                                                   "9223372036854775808",
                                                   "18446744073709551616",
                                                   "99999999999999999999",
                                                   "1e308",
                                                   "-1e308",
                                                   "1e309",
                                                   "1e-320",
                                                   "4.9e-324",
                                                   "0.1",
                                                   "1e6",
                                                   "0x10",
                                                   "1_000",
                                                   ".inf",
                                                   ".nan",
                                                   "nan",
                                                   "-.inf",
                                                   "~",
                                                   "null",
                                                   "true",
                                                   "no",
                                                   "\"\"",
                                                   "''",
                                                   "[]",
                                                   "{}",
                                                   "[[[]]]",
                                                   "{a: {a: {a: 1}}}",
                                                   "[1, 2, 3]",
                                                   "\"1 ms\"",
                                                   "\"0 s\"",
                                                   "\"-1 s\"",
                                                   "\"1e308 h\"",
                                                   "\"292 years\"",
                                                   "\"9.3e9 s\"",
                                                   "\"1e-12 MHz\"",
                                                   "\"1e300 Hz\"",
                                                   "\"0e2147483647 GHz\"",
                                                   "\"1e20 mW\"",
                                                   "\"1e-300 W\"",
                                                   "\"9e18 B\"",
                                                   "\"1e19 B\"",
                                                   "\"-1 KiB\"",
                                                   "\"100 %\"",
                                                   "\"1e20 %\"",
                                                   "\"1e20 ns/B\"",
                                                   "\"0 ns/B\"",
                                                   "\"1e-12 MB/s\"",
                                                   "\"1 mAh\"",
                                                   "\"\\a\"",
                                                   "\"\\0\"",
                                                   "\"\\u0085\"",
                                                   "\"\\uFFFE\"",
                                                   "\"\\u202E\"",
                                                   "\"=1+1\"",
                                                   "\"../../x\"",
                                                   "\"a/b\"",
                                                   "\"<b>\"",
                                                   "\"a\\nb: c\"",
                                                   "&a 1",
                                                   "*a",
                                                   "!!int 1",
                                                   "|",
                                                   "? x"};

constexpr std::array<std::string_view, 48> kWords{
    "name",     "schema_version", "body",     "devices",      "accelerator", "max78000",
    "max78002", "nrf52840",       "sensors",  "apps",         "model",       "kws",
    "sensor",   "window",         "hop",      "rate",         "deadline",    "interaction",
    "link",     "kind",           "ble",      "wifi_tcp",     "generic",     "phy",
    "load",     "regime",         "periodic", "poisson",      "queue_limit", "measurement",
    "warm_up",  "planner",        "policy",   "replications", "seed",        "value",
    "low",      "high",           "source",   "class",        "layers",      "segments",
    "axes",     "from",           "to",       "step",         "scenarios",   "sensing"};

class Mutation {
 public:
  Mutation(std::string bytes, const std::string& other, std::uint64_t seed)
      : bytes_(std::move(bytes)), other_(other), random_(seed) {}

  std::string made() {
    for (std::size_t n = 1 + below(1 + below(4)); n > 0; --n) change();
    return std::move(bytes_);
  }

 private:
  [[nodiscard]] std::size_t below(std::size_t n) {
    return n == 0 ? 0 : static_cast<std::size_t>(random_() % n);
  }
  [[nodiscard]] std::size_t place() { return below(bytes_.size() + 1); }

  void change() {
    switch (below(12)) {
      case 0:
        return bit();
      case 1:
        if (!bytes_.empty()) bytes_.erase(below(bytes_.size()), 1 + below(30));
        return;
      case 2:
        if (!other_.empty()) bytes_.insert(place(), other_.substr(below(other_.size()), below(80)));
        return;
      case 3:
        return digits();
      case 4:
        return double_line();
      case 5:
        return take_line_from(other_);
      case 6:
        return indent();
      case 7:
        bytes_.insert(place(), kWords[below(kWords.size())]);
        return;
      default:
        return value();
    }
  }

  void bit() {
    if (bytes_.empty()) return;
    char& c = bytes_[below(bytes_.size())];
    c = below(2) == 0 ? static_cast<char>(c ^ 1 << below(8)) : "0123456789x/,:[]{}&*\"'\n -_.=#|"[below(31)];
  }

  void digits() {
    const std::size_t first = bytes_.find_first_of("0123456789", place());
    if (first == std::string::npos) return;
    const std::size_t end = std::min(bytes_.find_first_not_of("0123456789.", first), bytes_.size());
    bytes_.replace(first, end - first, kValues[below(24)]);
  }

  /// What stands behind a colon, up to a comma, a bracket or the end of the line.
  void value() {
    const std::size_t colon = bytes_.find(": ", place());
    if (colon == std::string::npos) return;
    const std::size_t end = std::min(bytes_.find_first_of(",}]\n", colon), bytes_.size());
    bytes_.replace(colon + 2, end - colon - 2, kValues[below(kValues.size())]);
  }

  [[nodiscard]] std::string line_at(const std::string& text, std::size_t at) const {
    const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    return text.substr(begin, end - begin) + "\n";
  }

  void double_line() {
    const std::size_t at = place();
    const std::string line = line_at(bytes_, at);
    const std::size_t next = bytes_.find('\n', at);
    for (std::size_t n = below(8) == 0 ? 1 + below(300) : 1; n > 0 && bytes_.size() < 1 << 15; --n)
      bytes_.insert(next == std::string::npos ? bytes_.size() : next + 1, line);
  }

  void take_line_from(const std::string& text) {
    const std::size_t next = bytes_.find('\n', place());
    bytes_.insert(next == std::string::npos ? bytes_.size() : next + 1,
                  line_at(text, below(text.size() + 1)));
  }

  void indent() {
    const std::size_t feed = bytes_.find('\n', place());
    if (feed == std::string::npos) return;
    if (below(2) == 0)
      bytes_.insert(feed + 1, "  ");
    else
      bytes_.erase(feed + 1, std::min<std::size_t>(2, bytes_.size() - feed - 1));
  }

  std::string bytes_;
  const std::string& other_;
  std::mt19937_64 random_;
};

}  // namespace

std::string mutated(std::string bytes, const std::string& other, std::uint64_t seed, std::size_t max_bytes) {
  std::string changed = Mutation(std::move(bytes), other, seed).made();
  if (changed.size() > max_bytes) changed.resize(max_bytes);
  return changed;
}

}  // namespace synergy::fuzz
