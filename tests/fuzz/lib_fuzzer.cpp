// The same kinds of input for clang's libFuzzer, which looks for inputs that take new ways through the code:
//   input_libfuzzer KIND [options of libFuzzer] CORPUS
// KIND `seeds` FOLDER writes the sound examples of every kind there, a folder for each, to begin with.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "kinds.hpp"
#include <fmt/format.h>

using namespace synergy;

namespace {

// libFuzzer calls free functions: what they share has no other place.
const fuzz::Kind* chosen = nullptr;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void write_seeds(const std::filesystem::path& folder) {
  for (const fuzz::Kind& kind : fuzz::kinds()) {
    const std::filesystem::path own = folder / kind.name;
    std::filesystem::create_directories(own);
    int number = 0;
    for (const std::string& seed : kind.seeds())
      std::ofstream(own / fmt::format("seed-{}", number++), std::ios::binary) << seed;
  }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  const std::string word = *argc > 1 ? (*argv)[1] : "";
  if (word == "seeds" && *argc > 2) {
    write_seeds((*argv)[2]);
    std::exit(0);
  }
  chosen = fuzz::find_kind(word);
  if (chosen == nullptr) {
    fmt::print(stderr, "input_libfuzzer: the first word is a kind (input_fuzz --kinds), or seeds\n");
    std::exit(2);
  }
  // libFuzzer need not know it.
  (*argv)[1] = (*argv)[0];
  ++*argv;
  --*argc;
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)fuzz::accepts(*chosen, std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  // Its own changes find what ours do not think of, such as bytes that comparisons ask for.
  if (seed % 3 == 0) return LLVMFuzzerMutate(data, size, max_size);
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::string changed = fuzz::mutated(bytes, bytes, seed, max_size);
  std::copy(changed.begin(), changed.end(), data);
  return changed.size();
}
