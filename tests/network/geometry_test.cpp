// The rules that general networks and hardware layers share, against counting by hand.
#include "synergy/network/geometry.hpp"

#include <catch2/catch.hpp>

using namespace synergy::network;

TEST_CASE("does a window fit as often as trying all places says?") {
  for (int in = 1; in <= 9; ++in) {
    for (int padding = 0; padding <= 3; ++padding) {
      for (int kernel = 1; kernel <= 4; ++kernel) {
        for (int stride = 1; stride <= 3; ++stride) {
          for (int dilation = 1; dilation <= 3; ++dilation) {
            int places = 0;
            for (int first = 0; first + dilation * (kernel - 1) < in + padding; first += stride) ++places;
            CAPTURE(in, padding, kernel, stride, dilation);
            CHECK(window_places(in, padding, kernel, stride, dilation) == places);
          }
        }
      }
    }
  }
}

TEST_CASE("does a transposed convolution undo the side of a convolution of its numbers?") {
  for (int out = 1; out <= 9; ++out) {
    for (int padding = 0; padding <= 2; ++padding) {
      for (int kernel = 1; kernel <= 3; ++kernel) {
        for (int stride = 1; stride <= 2; ++stride) {
          const auto side = transposed_side(out, padding, kernel, stride, 1, 0);
          if (side < 1) continue;
          CAPTURE(out, padding, kernel, stride);
          CHECK(window_places(side, padding, kernel, stride) == out);
        }
      }
    }
  }
}

TEST_CASE("does each boundary have the tensors that somebody behind it reads, copies as what they copy?") {
  // 0 enters and is read by layers 0 and 2; 1, of layer 0, is copied by layer 1 as 2, which layer 3 reads; 3,
  // of layer 2, leaves; 4, of layer 3, is the last.
  const std::vector<Travel> tensors{
      {0, 0, 3, false}, {1, 1, 2, false}, {1, 2, 4, false}, {3, 3, 3, true}, {4, 4, 4, true}};
  const auto cuts = crossing(tensors, 4);
  using Cut = std::vector<std::size_t>;
  REQUIRE(cuts.size() == 5);
  CHECK(cuts[0] == Cut{0});
  CHECK(cuts[1] == Cut{0, 1});
  CHECK(cuts[2] == Cut{0, 1});
  CHECK(cuts[3] == Cut{1, 3});
  CHECK(cuts[4].empty());  // everything has left
}
