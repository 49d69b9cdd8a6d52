#include <random>

#include "../support/tries.hpp"
#include "yaml_support.hpp"

using namespace synergy;

namespace {

struct Ends {
  int errors = 0;
  int networks = 0;
};

/// What becomes of copies of a good file with one to three small damages each.
Ends ends_of(int files) {
  const std::string whole = test::kManyKeys;
  std::mt19937 random(13);
  const auto below = [&random](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::string letters = "0123456789abcdefx_-.,:[]{}#\"'\n \t&*!|>%@`";
  Ends ends;
  for (int i = 0; i < files; ++i) {
    std::string text = whole;
    for (std::size_t n = 1 + below(3); n-- > 0;) {
      const std::size_t at = below(text.size());
      switch (below(4)) {
        case 0:
          text.erase(at, below(20));
          break;
        case 1:
          text.insert(at, text.substr(below(text.size()), below(30)));
          break;
        case 2:
          text[at] = letters[below(letters.size())];
          break;
        default:
          // A digit: a number that is still one.
          for (std::size_t k = at; k < text.size(); ++k) {
            if (text[k] < '0' || text[k] > '9') continue;
            text[k] = static_cast<char>('0' + below(10));
            break;
          }
      }
      if (text.empty()) text = "\n";
    }
    try {
      (void)test::imported_yaml(text);
      ++ends.networks;
    } catch (const InputError&) {
      ++ends.errors;
    }
  }
  return ends;
}

}  // namespace

TEST_CASE("do 10,000 damaged network files end in a network or an error?") {
  const Ends ends = ends_of(synergy::test::tries(10'000));
  CHECK(ends.errors > synergy::test::tries(5'000));
  CHECK(ends.networks > synergy::test::tries(100));
}

TEST_CASE("do a million damaged network files end in a network or an error?", "[.long]") {
  const Ends ends = ends_of(1'000'000);
  CHECK(ends.errors > 500'000);
  CHECK(ends.networks > 10'000);
}

TEST_CASE("do files that are large in every direction end soon?") {
  std::string deep = "arch: a\ndataset: mnist\nlayers: ";
  for (int i = 0; i < 100'000; ++i) deep += '[';
  CHECK(test::error_of(deep) != "no error");
  // 1024 layers, each the sum of 16 open ones.
  std::string wide = "arch: a\ndataset: cifar10\nlayers:\n";
  for (int i = 0; i < 1024; ++i) {
    wide += "- {processors: " + std::string(i == 0 ? "7" : "0xffffffffffffffff") + ", op: conv2d";
    if (i > 16) {
      wide += ", in_sequences: [" + std::to_string(i - 16);
      for (int k = i - 15; k < i; ++k) wide += "," + std::to_string(k);
      wide += "]";
    }
    wide += "}\n";
  }
  CHECK(test::error_of(wide) != "no error");
  std::string many = "arch: a\ndataset: mnist\nlayers:\n";
  for (int i = 0; i < 5000; ++i) many += "- {processors: 1}\n";
  CHECK(test::says(test::error_of(many), "more than 1024 layers"));
}
