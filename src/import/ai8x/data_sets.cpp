#include "data_sets.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace synergy::importer::ai8x {
namespace {

struct Sample {
  std::string_view name;  ///< lower case, letters and digits alone
  model::Shape shape;
};

// One-dimensional data have one column. The two reduced sets are 48x48 cut-outs of the larger ones.
constexpr std::array kSamples = {Sample{"aisegment352", {48, 88, 88}},
                                 Sample{"aisegment352reduced", {48, 48, 48}},
                                 Sample{"camvids352c3", {48, 88, 88}},
                                 Sample{"camvids352c3reduced", {48, 48, 48}},
                                 Sample{"catsvsdogs", {3, 128, 128}},
                                 Sample{"cifar10", {3, 32, 32}},
                                 Sample{"cifar100", {3, 32, 32}},
                                 Sample{"dotprodtest", {64, 1, 1}},
                                 Sample{"faceid", {3, 160, 120}},
                                 Sample{"fashionmnist", {1, 28, 28}},
                                 Sample{"imagenet", {3, 112, 112}},
                                 Sample{"kinetics400", {96, 60, 60}},
                                 Sample{"kws20", {128, 128, 1}},
                                 Sample{"mnist", {1, 28, 28}},
                                 Sample{"motordatalimerickfortrain", {256, 3, 1}},
                                 Sample{"pascalvoc256320", {3, 256, 320}},
                                 Sample{"qrcode160120kptsext", {3, 120, 160}},
                                 Sample{"speechcom", {1, 64, 64}},
                                 Sample{"speechcomfolded1d20", {128, 128, 1}},
                                 Sample{"svhn74", {3, 74, 74}},
                                 Sample{"vggface2facedetection", {3, 224, 168}},
                                 Sample{"vggface2faceid", {3, 112, 112}}};

/// What export calls the sample of a segment: "segment_kws_3_8_96x63x1".
std::optional<model::Shape> exported_shape(std::string_view name) {
  if (!name.starts_with("segment_")) return {};
  name.remove_prefix(name.rfind('_') + 1);
  std::array<int, 3> sides{};
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), sides[i]);
    if (error != std::errc() || sides[i] < 1) return {};
    name.remove_prefix(static_cast<std::size_t>(end - name.data()));
    if (i + 1 == sides.size()) break;
    if (!name.starts_with('x')) return {};
    name.remove_prefix(1);
  }
  if (!name.empty()) return {};
  return model::Shape{sides[0], sides[1], sides[2]};
}

}  // namespace

std::optional<model::Shape> sample_shape(std::string_view data_set) {
  if (const auto exported = exported_shape(data_set)) return exported;
  std::string name;
  for (const char c : data_set) {
    if (c >= 'A' && c <= 'Z') name += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) name += c;
  }
  const auto found =
      std::find_if(kSamples.begin(), kSamples.end(), [&name](const Sample& s) { return s.name == name; });
  if (found == kSamples.end()) return {};
  return found->shape;
}

}  // namespace synergy::importer::ai8x
