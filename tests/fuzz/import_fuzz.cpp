// Damaged inputs for every reader of files of other programs: a network or an error, soon, and in little
// memory. Built with sanitizers and called by scripts/fuzz-import; ends at the first input that breaks the
// promise, with the input in a file.
#include "synergy/import/checkpoint.hpp"
#include "synergy/import/formats.hpp"
#include "synergy/input/error.hpp"
#include "synergy/model/load.hpp"
#include "synergy/onnx/format.hpp"

#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <random>
#include <sys/resource.h>
#include <sys/time.h>

#include "../import/c_writer.hpp"
#include "../import/checkpoint_writer.hpp"
#include "../import/tflite_support.hpp"
#include "../import/yaml_support.hpp"
#include "../onnx/library.hpp"
#include "../onnx/networks.hpp"
#include <fmt/format.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SYNERGY_WITH_ADDRESS_SANITIZER
#include <sanitizer/common_interface_defs.h>
#endif
#endif

using namespace synergy;

namespace {

constexpr int kMostSeconds = 10;                 // of the processor, for one input
constexpr std::int64_t kMostMemory = 512 << 10;  // KiB, of the whole process with its sanitizers

/// A reader and sound files for it.
struct Target {
  std::string_view name;
  std::vector<std::string> (*seeds)();
  void (*read)(const std::string& bytes);
};

void read_as(const std::string& bytes, std::string_view format) {
  std::vector<importer::Format> formats = importer::formats();
  formats.push_back(importer::onnx::format());
  importer::Options options;
  if (format == "ai8x") options.input = network::Shape{3, 74, 74};
  // What was read must also be possible to write.
  (void)importer::to_yaml(importer::read({"fuzzed", bytes}, options, format, formats));
}

std::vector<std::string> c_projects() {
  std::vector<std::string> seeds;
  const auto zoo = [](const std::string& name) {
    return model::load_model(SYNERGY_SOURCE_DIR "/model_zoo/" + name + ".yaml");
  };
  for (const char* chain : {"convnet5", "kws"}) {
    for (const auto style :
         {synergy::test::CStyle::now, synergy::test::CStyle::old, synergy::test::CStyle::wrapped})
      seeds.push_back(synergy::test::c_project(zoo(chain), style));
  }
  // Register writes: every layer reads where the one before has written.
  const model::Model plain = zoo("simplenet");
  std::vector<synergy::test::CPlace> places(plain.layers().size());
  for (std::size_t i = 0; i < places.size(); ++i)
    places[i] = {i % 2 == 0 ? 0 : 0x2000, i % 2 == 0 ? 0x2000 : 0};
  seeds.push_back(synergy::test::c_project(plain, synergy::test::CStyle::now, places));
  return seeds;
}

std::vector<std::string> checkpoints() {
  const std::vector<synergy::test::SavedTensor> tensors{{"conv1.output_shift", {1}, -2},
                                                        {"conv1.weight_bits", {1}, 4},
                                                        {"conv1.op.weight", {16, 3, 3, 3}},
                                                        {"conv1.op.bias", {16}},
                                                        {"fc.op.weight", {5, 256}}};
  return {synergy::test::checkpoint("net", tensors), synergy::test::legacy_checkpoint("net", tensors)};
}

std::vector<std::string> onnx_models() {
  namespace onnx = synergy::test::onnx;
  std::vector<std::string> seeds;
  for (const std::string_view text : {onnx::kLeNet, onnx::kMobileNetBlock, onnx::kResNetBlock, onnx::kTcn,
                                      onnx::kQuantised, onnx::kDetector}) {
    seeds.push_back(onnx::binary(text));
    seeds.emplace_back(text);
  }
  return seeds;
}

const std::array kTargets = {
    Target{"cnn.c", c_projects, [](const std::string& bytes) { read_as(bytes, "ai8x-c"); }},
    Target{"yaml", [] { return std::vector<std::string>{synergy::test::kManyKeys}; },
           [](const std::string& bytes) { read_as(bytes, "ai8x"); }},
    Target{"checkpoint", checkpoints,
           [](const std::string& bytes) { (void)importer::read_checkpoint(bytes, "fuzzed"); }},
    Target{"tflite", [] { return std::vector<std::string>{synergy::test::sound_file().bytes()}; },
           [](const std::string& bytes) { read_as(bytes, "tflite"); }},
    Target{"onnx", onnx_models, [](const std::string& bytes) { read_as(bytes, "onnx"); }}};

class Damage {
 public:
  explicit Damage(std::uint64_t seed) : random_(seed) {}

  [[nodiscard]] std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

  /// One to four changes, mostly one: of bits, bytes, numbers of the sizes that hurt, pieces of the file
  /// itself.
  [[nodiscard]] std::string of(std::string bytes) {
    for (auto n = 1 + below(1 + below(4)); n-- > 0 && !bytes.empty();) {
      const std::size_t at = below(bytes.size());
      switch (below(7)) {
        case 0:
          bytes.erase(at, 1 + below(30));
          break;
        case 1:
          bytes.insert(at, bytes.substr(below(bytes.size()), below(60)));
          break;
        case 2:
          word(bytes, at);
          break;
        case 3:
          digits(bytes, at);
          break;
        case 4:
          bytes[at] = static_cast<char>(bytes[at] ^ 1 << below(8));
          break;
        case 5:
          bytes[at] = "0123456789x/,:[]{}()<>#\"'\n -_.="[below(31)];
          break;
        default:
          bytes[at] = static_cast<char>(below(256));
      }
    }
    return bytes;
  }

 private:
  /// Four bytes, where a binary file has its offsets.
  void word(std::string& bytes, std::size_t at) {
    const auto value = std::array{0xffffffffU, 0x7fffffffU, 0x80000000U, 0x10000U, 0U, 1U}[below(6)];
    for (std::size_t i = 0; i < 4 && at / 4 * 4 + i < bytes.size(); ++i)
      bytes[at / 4 * 4 + i] = static_cast<char>(value >> (8 * i));
  }

  /// The next number of a text.
  void digits(std::string& bytes, std::size_t at) {
    const std::size_t first = bytes.find_first_of("0123456789", at);
    if (first == std::string::npos) return;
    const std::size_t end = std::min(bytes.find_first_not_of("0123456789", first), bytes.size());
    const std::array<std::string, 8> numbers = {"0",
                                                "1",
                                                "-1",
                                                "65536",
                                                "2147483648",
                                                "99999999999999999999",
                                                std::to_string(below(4096)),
                                                std::to_string(below(20))};
    bytes.replace(first, end - first, numbers[below(numbers.size())]);
  }

  std::mt19937_64 random_;
};

std::int64_t most_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

double seconds_since(std::clock_t begin) {
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

/// The input at hand, written down where the process ends with it, however it does.
struct Kept {
  std::string file;
  std::string bytes;
} kept;

void keep() { std::ofstream(kept.file, std::ios::binary) << kept.bytes; }

void stop_hanging(int /*signal*/) {
  keep();
  fmt::print("more than {} s of the processor: see {}\n", kMostSeconds, kept.file);
  std::_Exit(1);
}

void keep_whatever_happens() {
  std::set_terminate([] {
    keep();
    std::abort();
  });
  (void)std::signal(SIGVTALRM, stop_hanging);
#ifdef SYNERGY_WITH_ADDRESS_SANITIZER
  __sanitizer_set_death_callback(keep);
#endif
}

void start_clock(int seconds) {
  const itimerval timer{{0, 0}, {seconds, 0}};
  setitimer(ITIMER_VIRTUAL, &timer, nullptr);
}

/// 0: all inputs ended in a network or an error.
int fuzz(const Target& target, std::uint64_t count, std::uint64_t seed) {
  const std::vector<std::string> seeds = target.seeds();
  for (const std::string& whole : seeds) target.read(whole);  // throws if a sound file is refused
  Damage damage(seed);
  std::uint64_t networks = 0;
  double slowest = 0;
  kept.file = fmt::format("fuzz-{}-{}", target.name, seed);
  keep_whatever_happens();
  for (std::uint64_t i = 0; i < count; ++i) {
    kept.bytes = damage.of(seeds[damage.below(seeds.size())]);
    start_clock(kMostSeconds);
    const std::clock_t begin = std::clock();
    try {
      target.read(kept.bytes);
      ++networks;
    } catch (const InputError&) {  // as it should be
    }
    slowest = std::max(slowest, seconds_since(begin));
    if (most_memory() <= kMostMemory) continue;
    keep();
    fmt::print("{}: {} KiB at input {}: see {}\n", target.name, most_memory(), i, kept.file);
    return 1;
  }
  start_clock(0);
  fmt::print("{}: {} inputs of seed {}: {} networks, {} errors; slowest {:.2f} s, at most {} KiB\n",
             target.name, count, seed, networks, count - networks, slowest, most_memory());
  return 0;
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0) {
    fmt::print(stderr, "import_fuzz: '{}' is no whole number from 1\n", text);
    std::exit(2);
  }
  return number;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  for (const Target& target : kTargets) {
    if (words.size() == 3 && words[0] == target.name)
      return fuzz(target, number_of(words[1]), number_of(words[2]));
  }
  fmt::print(stderr, "usage: import_fuzz cnn.c|yaml|checkpoint|tflite|onnx INPUTS SEED\n");
  return 2;
}
