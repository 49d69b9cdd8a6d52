#pragma once

#include "synergy/model/model.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace synergy::test {

namespace model = synergy::model;

/// How the comments of generated projects look: as of now, as of 2021 (other words, no activations), or as of
/// now with lines broken at 60 characters, as formatters do.
enum class CStyle { now, old, wrapped };

/// Where a layer's data lie, bytes in a bank.
struct CPlace {
  int in_offset = 0;
  int out_offset = 0;
};

namespace c_writer {

inline std::string sides(const model::Shape& s, bool flat) {
  return flat ? fmt::format("{}x{}", s.channels, s.height)
              : fmt::format("{}x{}x{}", s.channels, s.height, s.width);
}

inline std::string pooling(const model::Layer& l, bool flat, bool old) {
  if (!l.has_pool()) return "no pooling";
  const std::string window =
      flat ? fmt::format("{}", l.pool.height) : fmt::format("{}x{}", l.pool.height, l.pool.width);
  const std::string stride = flat ? fmt::format("{}", l.pool.stride_height)
                                  : fmt::format("{}/{}", l.pool.stride_height, l.pool.stride_width);
  const char* type = l.pool.type == model::PoolType::average ? "avg" : "max";
  return old ? fmt::format("{} {} pool with stride {}", window, type, stride)
             : fmt::format("{} pool {} with stride {}", type, window, stride);
}

inline std::string operation(const model::Layer& l, bool old) {
  using model::Operator;
  if (!l.has_weights()) return ", no convolution, ";
  const char* activation = l.activation == model::Activation::relu  ? "ReLU, "
                           : l.activation == model::Activation::abs ? "Abs, "
                                                                    : "no activation, ";
  if (old) activation = "";
  if (l.op == Operator::linear)
    return old ? ", conv2d with kernel size 1x1, stride 1/1, pad 0/0, "
               : fmt::format(", linear, {}", activation);
  if (l.op == Operator::conv1d) {
    return fmt::format(", conv1d with kernel size {}, stride 1, pad {}, {}{}", l.kernel_height, l.pad_height,
                       activation, l.dilation > 1 ? fmt::format("dilation {}, ", l.dilation) : "");
  }
  const bool transposed = l.op == Operator::conv_transpose2d;
  return fmt::format(", {} with kernel size {}x{}, stride {}, pad {}/{}, {}",
                     transposed ? "convtranspose2d" : "conv2d", l.kernel_height, l.kernel_width,
                     transposed ? "2/2" : "1/1", l.pad_height, l.pad_width, activation);
}

inline std::string record(const model::Layer& l, std::size_t index, bool old) {
  const bool flat = l.in.width == 1 && l.op != model::Operator::linear;
  static constexpr const char* kWords[] = {"", "add", "sub", "or", "xor"};
  const std::string combined =
      fmt::format("{}-element {}", l.operands, kWords[static_cast<std::size_t>(l.eltwise)]);
  std::string text = fmt::format("Layer {}: {}{}", index,
                                 l.operands > 1 ? fmt::format("{}x", l.operands) : "", sides(l.in, flat));
  if (old) {
    text += l.flatten ? " (flattened HWC data)" : " (HWC data)";
  } else if (l.flatten) {
    text += fmt::format(" flattened to {}x1x1", l.in.elements());
  }
  text += ", ";
  if (l.operands > 1 && !l.pool.before_eltwise) text += combined + ", ";
  text += pooling(l, flat, old);
  if (l.operands > 1 && l.pool.before_eltwise) text += ", " + combined;
  const bool flat_out = flat && l.out.width == 1;
  return text + operation(l, old) + sides(l.out, flat_out) + " output";
}

inline std::string wrapped(const std::string& text) {
  std::string result = "//";
  std::size_t column = 2;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (column + 1 + end - at > 60) {
      result += "\n//";
      column = 2;
    }
    result += " " + text.substr(at, end - at);
    column += 1 + end - at;
    at = end + 1;
  }
  return result + "\n";
}

inline std::string with_commas(std::int64_t number) {
  std::string text = std::to_string(number);
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

/// The writes of one layer that readers need, with the layer's quadrants.
inline std::string registers(const model::Layer& l, std::size_t index, const CPlace& place,
                             unsigned bank_shift) {
  std::string text;
  for (unsigned quadrant = 0; quadrant < 4; ++quadrant) {
    const auto enabled = static_cast<unsigned>(l.input_map >> (16 * quadrant) & 0xffff);
    if (enabled == 0) continue;
    const unsigned base = 0x50100000 + 0x400000 * quadrant;
    const auto at = static_cast<unsigned>(4 * index);
    const auto write = [&](unsigned offset, unsigned value, const char* comment) {
      if (value == 0) return;
      text += fmt::format("  *((volatile uint32_t *) 0x{:08x}) = 0x{:08x}; // {}\n", base + offset + at,
                          value, comment);
    };
    text += fmt::format("  // Layer {} quadrant {}\n", index, quadrant);
    write(0x10, static_cast<unsigned>(l.in.height - 1), "Rows");
    const auto bank = static_cast<unsigned>(std::countr_zero(l.output_map) / 4);
    write(0x310, static_cast<unsigned>(place.out_offset / 4) | bank << bank_shift, "SRAM write ptr");
    if (l.has_weights()) write(0x410, 1u << bank_shift, "Write ptr mask offs");
    write(0x510, static_cast<unsigned>(place.in_offset / 4), "SRAM read ptr");
    write(0x590,
          0x920u | (l.activation == model::Activation::relu ? 0x200u : 0) |
              (l.output_bits == 32 ? 0x10000u : 0),
          "Layer control");
    if (l.has_weights()) {
      const unsigned width = l.weight_bits == 8 ? 0 : l.weight_bits == 4 ? 3 : l.weight_bits == 2 ? 2 : 1;
      const bool first = (l.input_map & ~(~std::uint64_t{0} << (16 * quadrant))) == 0;
      write(0x790,
            width << 22 | (l.bias && first ? 1u << 12 : 0) |
                (l.activation == model::Activation::abs ? 1u << 26 : 0) | (l.groups > 1 ? 1u << 30 : 0),
            "Post processing register");
    }
    write(0x710, l.has_weights() ? enabled << 16 | enabled : enabled, "Mask and processor enables");
    text += "\n";
  }
  return text;
}

}  // namespace c_writer

/// A file like cnn.c of a generated project, of the same network: written by the tests from the grammar of
/// its comments. With `places`, one for each layer, it has the register writes, too.
/// Banks are 2^bank_shift words apart: 13 on the MAX78000, 15 on the MAX78002.
inline std::string c_project(const model::Model& model, CStyle style = CStyle::now,
                             const std::vector<CPlace>& places = {}, unsigned bank_shift = 13) {
  const bool old = style == CStyle::old;
  std::int64_t macs = 0;
  for (const model::Layer& l : model.layers()) macs += l.macs;
  std::string text =
      fmt::format("// {}\n// This file was @generated by the tests --device MAX78000\n\n", model.name());
  std::string block = fmt::format("Configuring {} layers", model.layer_count());
  if (!old)
    block += model.data_format() == model::DataFormat::chw ? "\nInput data: CHW" : "\nInput data: HWC";
  for (std::size_t i = 0; i < model.layers().size(); ++i)
    block += "\n" + c_writer::record(model.layers()[i], i, old);
  if (style == CStyle::wrapped) {
    std::replace(block.begin(), block.end(), '\n', ' ');
    text += c_writer::wrapped(block);
  } else {
    block.insert(0, "// ");
    for (std::size_t at = block.find('\n'); at != std::string::npos; at = block.find('\n', at + 1))
      block.insert(at + 1, "// ");
    text += block + "\n";
  }
  text += "\n#include <stdint.h>\n\nint cnn_configure(void)\n{\n";
  for (std::size_t i = 0; i < places.size(); ++i)
    text += c_writer::registers(model.layers()[i], i, places[i], bank_shift);
  text += "  return 1;\n}\n\n/*\n  SUMMARY OF OPS\n";
  text += fmt::format("  Hardware: {} ops ({} macc; 0 comp; 0 add; 0 mul; 0 bitwise)\n\n  RESOURCE USAGE\n",
                      c_writer::with_commas(2 * macs), c_writer::with_commas(macs));
  text += fmt::format("  Weight memory: {} bytes out of 442,368 bytes total (38.3%)\n",
                      c_writer::with_commas(model.weight_bytes(model.all()).count()));
  text += fmt::format("  Bias memory:   {} bytes out of 2,048 bytes total (0.0%)\n*/\n",
                      c_writer::with_commas(model.bias_bytes(model.all()).count()));
  return text;
}

}  // namespace synergy::test
