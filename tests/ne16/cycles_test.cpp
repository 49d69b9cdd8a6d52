// The formula of the accelerator, against what a hand computes (device_profiles/ne16.md, "Cycles of a
// layer").
#include "synergy/ne16/cycles.hpp"

#include <random>

#include <catch2/catch.hpp>

using namespace synergy::ne16;

namespace {

Job job(Kernel kernel, int in, int out, int side, int stride = 1) {
  return {kernel, in, out, side, side, stride, 8, 8};
}

}  // namespace

TEST_CASE("are layers of each kind counted as by hand?") {
  // One tile, one block, one step: 31 + 6 + (6 + 32 x 8) + 2, then 9 + 32, then 13.
  CHECK(job_cycles(job(Kernel::dense3x3, 16, 32, 3)) == 301 + 41 + 13);
  // 17 input channels take two steps, and 4x4 outputs four tiles.
  CHECK(job_cycles(job(Kernel::dense3x3, 17, 32, 3)) == 2 * 301 + 54);
  CHECK(job_cycles(job(Kernel::dense3x3, 16, 32, 4)) == 4 * 355);
  // 40 output channels: a block of 32 and one of 8, 31 + 6 + 70 + 2 and 17 + 13.
  CHECK(job_cycles(job(Kernel::dense3x3, 16, 40, 3)) == 355 + 109 + 30);
  // Stride 2: 4x4 outputs are four tiles of 2x2, 3x3 as well.
  CHECK(job_cycles(job(Kernel::dense3x3, 16, 32, 4, 2)) == 4 * 355);
  CHECK(job_cycles(job(Kernel::dense3x3, 16, 32, 3, 2)) == 4 * 355);
  // 19 + 6 + (6 + 32) + 2, then 41 + 13.
  CHECK(job_cycles(job(Kernel::dense1x1, 16, 32, 3)) == 65 + 54);
  // A linear layer of 640 to 128: 40 steps, four blocks.
  CHECK(job_cycles(job(Kernel::dense1x1, 640, 128, 1)) == 4 * (40 * 65 + 54));
  // 31 + (6 + 16) + (6 + 128) + 2, then 9 + 16 and 13; 24 channels are 16 and 8: 31 + 14 + 70 + 2 + 17 + 13.
  CHECK(job_cycles(job(Kernel::depthwise3x3, 16, 16, 3)) == 227);
  CHECK(job_cycles(job(Kernel::depthwise3x3, 24, 24, 3)) == 227 + 147);
}

TEST_CASE("do bits of weights and outputs take what is written down?") {
  Job narrow = job(Kernel::dense3x3, 16, 32, 3);
  narrow.weight_bits = 2;
  CHECK(job_cycles(narrow) == 355 - 32 * 6);
  Job point = job(Kernel::dense1x1, 16, 32, 3);
  point.weight_bits = 2;
  CHECK(job_cycles(point) == 119);
  point.output_bits = 32;  // 4 words for each of 9 pixels instead of one
  CHECK(job_cycles(point) == 119 + 27);
  Job depthwise = job(Kernel::depthwise3x3, 16, 16, 3);
  depthwise.output_bits = 32;  // of 16 channels two words
  CHECK(job_cycles(depthwise) == 227 + 9);
}

TEST_CASE("is the peak what is published: 138, 71 and 5.7 multiply-accumulates per cycle?") {
  // Many input channels, so that finishing a tile does not count.
  const auto rate = [](Kernel kernel, int in, int out, double per_output) {
    return 9.0 * out * per_output / static_cast<double>(job_cycles(job(kernel, in, out, 3)));
  };
  CHECK(rate(Kernel::dense3x3, 16'000, 32, 16'000 * 9) == Approx(9.0 * 32 * 16 * 9 / 301).epsilon(0.01));
  CHECK(rate(Kernel::dense3x3, 16'000, 32, 16'000 * 9) == Approx(138).epsilon(0.01));
  CHECK(rate(Kernel::dense1x1, 16'000, 32, 16'000) == Approx(71).epsilon(0.01));
  CHECK(rate(Kernel::depthwise3x3, 16, 16, 9) == Approx(5.7).epsilon(0.01));
}

TEST_CASE("do more channels, rows or bits never take less, and are weights stored in whole groups?") {
  std::mt19937 random(1);
  const auto upto = [&](int most) { return 1 + static_cast<int>(random() % static_cast<unsigned>(most)); };
  for (int round = 0; round < 500; ++round) {
    Job j{
        static_cast<Kernel>(random() % 3), upto(200), upto(200), upto(40), upto(40), upto(2), 1 + upto(7), 8};
    const auto cycles = job_cycles(j);
    const auto more = [&](int Job::*field) {
      Job larger = j;
      ++(larger.*field);
      return job_cycles(larger);
    };
    CHECK(more(&Job::in_channels) >= cycles);
    CHECK(more(&Job::out_channels) > cycles);
    CHECK(more(&Job::out_rows) >= cycles);
    CHECK(more(&Job::out_columns) >= cycles);
    if (j.weight_bits < 8) CHECK(more(&Job::weight_bits) >= cycles);
  }
  CHECK(stored_weight_bytes(job(Kernel::dense3x3, 3, 8, 4)) == 16 * 8 * 9);
  CHECK(stored_weight_bytes(job(Kernel::dense1x1, 64, 64, 4)) == 64 * 64);
  CHECK(stored_weight_bytes(job(Kernel::depthwise3x3, 8, 8, 4)) == 16 * 9);
}
