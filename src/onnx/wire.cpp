#include "wire.hpp"

#include "synergy/input/error.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

namespace synergy::importer::onnx {
namespace {

/// How protocol buffers write a field's value. Groups (3, 4) are from before ONNX.
enum Wire : std::uint32_t { kVarint = 0, kEightBytes = 1, kCounted = 2, kFourBytes = 5 };

/// The messages that are looked into; whatever else they hold is copied as it is.
enum class Message : std::uint8_t { model, graph, node, attribute, tensor };

/// What to do with a counted field. Numbers are those of the standard's onnx.proto.
struct Treatment {
  Message in;
  std::uint32_t field;
  std::optional<Message> look_into;  ///< none: left out
};
constexpr std::array kTreatments = {
    Treatment{Message::model, 6, {}},  // doc_string
    Treatment{Message::model, 7, Message::graph},
    Treatment{Message::model, 14, {}},  // metadata_props
    Treatment{Message::model, 20, {}},  // training_info
    Treatment{Message::graph, 1, Message::node},
    Treatment{Message::graph, 5, Message::tensor},
    Treatment{Message::graph, 10, {}},  // doc_string
    Treatment{Message::node, 5, Message::attribute},
    Treatment{Message::node, 6, {}},  // doc_string
    Treatment{Message::attribute, 5, Message::tensor},
    Treatment{Message::attribute, 13, {}},  // doc_string
    Treatment{Message::tensor, 12, {}},     // doc_string
    Treatment{Message::tensor, 13, {}},     // external_data: never opened, so nobody needs to know where
};
/// float_data, int32_data, string_data, int64_data, raw_data, double_data, uint64_data.
constexpr std::array kNumbers = {4u, 5u, 6u, 7u, 9u, 10u, 11u};

class Copier {
 public:
  Copier(std::string_view bytes, std::string_view file) : bytes_(bytes), file_(file) {}

  std::string copy() { return copy(Message::model, 0, bytes_.size()); }

 private:
  [[noreturn]] void fail(std::size_t at, std::string_view problem) const {
    throw InputError({std::string(file_)}, fmt::format("byte {}: {}", at, problem));
  }

  std::uint64_t read_varint(std::size_t& at, std::size_t end) const {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
      if (at >= end) fail(at, "the model ends in the middle of a number: is the file complete?");
      const auto byte = static_cast<unsigned char>(bytes_[at++]);
      value |= shift < 64 ? std::uint64_t{byte & 0x7Fu} << shift : 0;
      if ((byte & 0x80u) == 0) return value;
    }
    fail(at, "a number of more than ten bytes: this is no ONNX model");
  }

  void append(std::string& out, std::size_t from, std::size_t to) const {
    out.append(bytes_.substr(from, to - from));
    if (out.size() > kMaxStructureBytes)
      fail(from, fmt::format("more than {} MiB beside the weights: no network for devices of this kind needs "
                             "that",
                             kMaxStructureBytes >> 20));
  }

  /// Depth is bounded by that of the treatments: model, graph, node, attribute, tensor.
  std::string copy(Message message, std::size_t at, std::size_t end) const {  // NOLINT(misc-no-recursion)
    std::string out;
    while (at < end) {
      const std::size_t begin = at;
      const std::uint64_t tag = read_varint(at, end);
      const auto field = static_cast<std::uint32_t>(tag >> 3);
      std::uint64_t size = 0;
      switch (tag & 7u) {
        case Wire::kVarint:
          (void)read_varint(at, end);
          break;
        case Wire::kEightBytes:
          size = 8;
          break;
        case Wire::kFourBytes:
          size = 4;
          break;
        case Wire::kCounted:
          size = read_varint(at, end);
          break;
        default:
          fail(begin, fmt::format("a field of kind {}, which ONNX has not", tag & 7u));
      }
      if (field == 0 || (tag >> 3) > 0x1FFFFFFF)
        fail(begin, "a field without a number: this is no ONNX model");
      if (size > end - at)
        fail(begin, fmt::format("a field of {} bytes, of which {} are there: is the file complete?", size,
                                end - at));
      const std::size_t behind = at + static_cast<std::size_t>(size);
      if ((tag & 7u) == Wire::kCounted)
        treat(message, field, begin, at, behind, out);
      else
        append(out, begin, behind);
      at = behind;
    }
    return out;
  }

  void treat(Message message, std::uint32_t field, std::size_t begin, std::size_t content, std::size_t end,
             std::string& out) const {  // NOLINT(misc-no-recursion)
    const auto treatment = std::find_if(kTreatments.begin(), kTreatments.end(), [&](const Treatment& each) {
      return each.in == message && each.field == field;
    });
    if (treatment != kTreatments.end()) {
      if (!treatment->look_into) return;
      const std::string inner = copy(*treatment->look_into, content, end);
      write_varint(out, (std::uint64_t{field} << 3) | Wire::kCounted);
      write_varint(out, inner.size());
      out += inner;
      if (out.size() > kMaxStructureBytes) append(out, begin, begin);
      return;
    }
    const bool weights = message == Message::tensor && end - content > kMaxNumberBytes &&
                         std::find(kNumbers.begin(), kNumbers.end(), field) != kNumbers.end();
    if (!weights) append(out, begin, end);
  }

  static void write_varint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7F) | 0x80);
    out += static_cast<char>(value);
  }

  std::string_view bytes_;
  std::string_view file_;
};

}  // namespace

bool looks_like_model(std::string_view bytes) {
  // ir_version of 1 to 127 comes first, since writers keep the order of numbers; then any of producer_name,
  // producer_version, domain, model_version, doc_string, graph, opset_import.
  constexpr std::string_view kNext = "\x12\x1a\x22\x28\x32\x3a\x42";
  return bytes.size() > 2 && bytes[0] == '\x08' && bytes[1] > 0 &&
         kNext.find(bytes[2]) != std::string_view::npos;
}

std::string structure_of(std::string_view bytes, std::string_view file) { return Copier(bytes, file).copy(); }

}  // namespace synergy::importer::onnx
