// Damaged inputs of our own kinds: a result or an error, soon, and in little memory; the driver that needs no
// libFuzzer. Tests call it with what was found in the past, scripts/fuzz with sanitizers and with numbers.
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sys/resource.h>
#include <sys/time.h>

#include "kinds.hpp"
#include <fmt/format.h>

using namespace synergy;

namespace {

namespace fs = std::filesystem;

constexpr int kMostSeconds = 10;                 // of the processor, for one input
constexpr std::int64_t kMostMemory = 512 << 10;  // KiB, of the whole process

/// The input at hand, written down where the process ends with it, however it does.
struct Kept {
  std::string file;
  std::string bytes;
} kept;

void keep() { std::ofstream(kept.file, std::ios::binary) << kept.bytes; }

[[noreturn]] void stop(int /*signal*/) {
  keep();
  std::_Exit(1);
}

std::int64_t most_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

void start_clock(int seconds) {
  const itimerval timer{{0, 0}, {seconds, 0}};
  setitimer(ITIMER_VIRTUAL, &timer, nullptr);
}

/// Whether an input is sound; none after a finding, which is said.
std::optional<bool> tried(const fuzz::Kind& kind, const std::string& bytes) {
  kept.bytes = bytes;
  start_clock(kMostSeconds);
  try {
    return fuzz::accepts(kind, bytes);
  } catch (const std::exception& error) {
    fmt::print("{}: {}\n", kind.name, error.what());
    return {};
  }
}

/// 0: all inputs ended in a result or an error.
int fuzz_kind(const fuzz::Kind& kind, std::uint64_t count, std::uint64_t seed) {
  const std::vector<std::string> seeds = kind.seeds();
  kept.file = fmt::format("fuzz-{}-{}", kind.name, seed);
  std::uint64_t sound = 0;
  double slowest = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t number = seed * 1'000'000'007 + i;
    const std::string& base = seeds[number % seeds.size()];
    const std::string& other = seeds[number / seeds.size() % seeds.size()];
    const std::clock_t begin = std::clock();
    const auto accepted = tried(kind, fuzz::mutated(base, other, number));
    slowest = std::max(slowest, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    if (!accepted || most_memory() > kMostMemory) {
      keep();
      fmt::print("{}: a finding at input {}, {} KiB: see {}\n", kind.name, i, most_memory(), kept.file);
      return 1;
    }
    if (*accepted) ++sound;
  }
  start_clock(0);
  fmt::print("{} {} inputs of round {}: {} sound, {} errors; slowest {:.2f} s, at most {} KiB\n", kind.name,
             count, seed, sound, count - sound, slowest, most_memory());
  return 0;
}

/// Sound examples of every kind, which must be sound, and files named KIND-*, which must end in anything but
/// a finding.
int replay(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  int findings = 0;
  std::size_t count = 0;
  const auto check = [&](const fuzz::Kind& kind, const std::string& bytes, const std::string& name,
                         bool sound) {
    ++count;
    const auto accepted = tried(kind, bytes);
    if (accepted && (*accepted || !sound)) return;
    ++findings;
    fmt::print("{}: {}\n", name, accepted ? "a sound example is refused" : "a finding");
  };
  for (const fuzz::Kind& kind : fuzz::kinds()) {
    for (const std::string& seed : kind.seeds())
      check(kind, seed, fmt::format("{} example", kind.name), true);
    for (const fs::path& file : files) {
      const std::string name = file.filename().string();
      if (name.substr(0, name.find('-')) != kind.name) continue;
      std::ifstream stream(file, std::ios::binary);
      check(kind, {std::istreambuf_iterator<char>(stream), {}}, name, false);
    }
  }
  start_clock(0);
  fmt::print("{} inputs, {} findings\n", count, findings);
  return findings == 0 ? 0 : 1;
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0) {
    fmt::print(stderr, "input_fuzz: '{}' is no whole number from 1\n", text);
    std::exit(2);
  }
  return number;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  kept.file = "fuzz-replay";
  for (const int signal : {SIGVTALRM, SIGSEGV, SIGFPE, SIGABRT}) (void)std::signal(signal, stop);
  if (words.size() == 2 && words[0] == "--replay") return replay(words[1]);
  if (words.size() == 1 && words[0] == "--kinds") {
    for (const fuzz::Kind& kind : fuzz::kinds()) fmt::print("{}\n", kind.name);
    return 0;
  }
  const fuzz::Kind* kind = words.size() == 3 ? fuzz::find_kind(words[0]) : nullptr;
  if (kind != nullptr) return fuzz_kind(*kind, number_of(words[1]), number_of(words[2]));
  fmt::print(stderr, "usage: input_fuzz KIND INPUTS ROUND | --replay FOLDER | --kinds\n");
  return 2;
}
