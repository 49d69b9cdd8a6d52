#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Flatbuffers and TensorFlow Lite files as tests need them, put together by hand: what the reader is
/// compared with shares nothing with it.
namespace synergy::test {

struct FlatTable;
// A field: a number of so many bytes, a row of bytes (elements of `width`), a row of tables, or a table.
struct FlatNumber {
  std::int64_t value;
  std::size_t width;
};
struct FlatVector {
  std::string bytes;
  std::size_t width;
};
using FlatTables = std::vector<FlatTable>;
/// A row of tables whose last one is named so many times more.
struct FlatRepeated {
  FlatTables tables;
  std::size_t more = 0;
};
struct FlatChild {
  FlatTables table;  ///< one
};
using FlatField = std::variant<FlatNumber, FlatVector, FlatTables, FlatRepeated, FlatChild>;
struct FlatTable {
  std::map<int, FlatField> fields;
};

inline std::string flat_bytes(std::int64_t value, std::size_t width) {
  std::string bytes;
  for (std::size_t i = 0; i < width; ++i)
    bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff);
  return bytes;
}

inline FlatNumber i8(std::int64_t value) { return {value, 1}; }
inline FlatNumber i32(std::int64_t value) { return {value, 4}; }
inline FlatVector text(std::string_view s) { return {std::string(s), 1}; }
inline FlatVector int32s(const std::vector<int>& numbers) {
  FlatVector made{{}, 4};
  for (const int n : numbers) made.bytes += flat_bytes(n, 4);
  return made;
}

/// Writes tables in front of what they refer to; every offset leads forward.
class FlatWriter {
 public:
  static std::string file(const FlatTable& root, std::string_view identifier) {
    FlatWriter writer;
    writer.bytes_ = flat_bytes(0, 4) + std::string(identifier);
    writer.refer(0, writer.table(root));
    return std::move(writer.bytes_);
  }

 private:
  void align(std::size_t to) { bytes_.resize((bytes_.size() + to - 1) / to * to); }
  void put(std::size_t at, const std::string& bytes) { bytes_.replace(at, bytes.size(), bytes); }
  void refer(std::size_t from, std::size_t to) {
    put(from, flat_bytes(static_cast<std::int64_t>(to - from), 4));
  }

  std::size_t table(const FlatTable& made) {
    const int count = made.fields.empty() ? 0 : made.fields.rbegin()->first + 1;
    align(8);
    const std::size_t list = bytes_.size();
    bytes_.resize(list + 4 + 2 * static_cast<std::size_t>(count));
    align(8);
    const std::size_t at = bytes_.size();
    bytes_ += flat_bytes(static_cast<std::int64_t>(at - list), 4);
    std::vector<std::pair<std::size_t, const FlatField*>> later;
    const auto place = [&](int id, std::size_t width) {
      align(width);
      const std::size_t where = bytes_.size();
      bytes_.resize(where + width);
      put(list + 4 + 2 * static_cast<std::size_t>(id), flat_bytes(static_cast<std::int64_t>(where - at), 2));
      return where;
    };
    for (const auto& [id, field] : made.fields) {
      if (const auto* number = std::get_if<FlatNumber>(&field))
        put(place(id, number->width), flat_bytes(number->value, number->width));
      else
        later.emplace_back(place(id, 4), &field);
    }
    put(list, flat_bytes(4 + 2 * count, 2) + flat_bytes(static_cast<std::int64_t>(bytes_.size() - at), 2));
    for (const auto& [from, field] : later) {
      const auto* child = std::get_if<FlatChild>(field);
      refer(from, child != nullptr ? table(child->table.at(0)) : vector(*field));
    }
    return at;
  }

  std::size_t vector(const FlatField& field) {
    align(16);
    bytes_.resize(bytes_.size() + 12);  // so that 16-byte elements would be aligned, as buffers are
    const std::size_t at = bytes_.size();
    if (const auto* row = std::get_if<FlatVector>(&field)) {
      bytes_ += flat_bytes(static_cast<std::int64_t>(row->bytes.size() / row->width), 4) + row->bytes;
      return at;
    }
    const auto* repeated = std::get_if<FlatRepeated>(&field);
    const auto& tables = repeated != nullptr ? repeated->tables : std::get<FlatTables>(field);
    const std::size_t count = tables.size() + (repeated != nullptr ? repeated->more : 0);
    bytes_ += flat_bytes(static_cast<std::int64_t>(count), 4);
    bytes_.resize(bytes_.size() + 4 * count);
    std::size_t last = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i < tables.size()) last = table(tables[i]);
      refer(at + 4 + 4 * i, last);
    }
    return at;
  }

  std::string bytes_;
};

/// Types of elements, by the format's numbers.
enum : int {
  kFloat32 = 0,
  kFloat16 = 1,
  kInt32 = 2,
  kUint8 = 3,
  kInt64 = 4,
  kInt16 = 7,
  kInt8 = 9,
  kInt4 = 17
};

/// A TensorFlow Lite file in the making. Members may be changed before bytes().
class TfliteFile {
 public:
  using Options = std::map<int, FlatField>;
  std::vector<int> inputs;
  std::vector<int> outputs;
  FlatTables tensors;
  FlatTables operators;
  FlatTables codes;
  FlatTables buffers = FlatTables(1);  // the first stands for none
  std::size_t graphs = 1;
  std::size_t more_tensors = 0;    ///< of the last one, all in one place
  std::size_t more_operators = 0;  ///< of the last one, all in one place
  int version = 3;

  /// One that is computed.
  int tensor(const std::vector<int>& dims, int type = kInt8, std::string name = {}) {
    if (name.empty()) name = "t" + std::to_string(tensors.size());
    tensors.push_back(FlatTable{{{0, int32s(dims)}, {1, i8(type)}, {3, text(name)}}});
    return static_cast<int>(tensors.size()) - 1;
  }
  int input(const std::vector<int>& dims, int type = kInt8) {
    inputs.push_back(tensor(dims, type));
    return inputs.back();
  }
  /// A constant of these bytes.
  int constant(const std::vector<int>& dims, int type, std::string bytes) {
    const int made = tensor(dims, type);
    tensors.back().fields[2] = i32(static_cast<std::int64_t>(buffers.size()));
    buffers.push_back(FlatTable{{{0, FlatVector{std::move(bytes), 1}}}});
    return made;
  }
  /// Weights or biases: zeros of the right number.
  int weights(const std::vector<int>& dims, int type = kInt8) {
    const auto bits = type == kInt4                     ? 4
                      : type == kInt8 || type == kUint8 ? 8
                      : type == kInt16                  ? 16
                      : type == kFloat16                ? 16
                                                        : 32;
    const auto count = std::accumulate(dims.begin(), dims.end(), std::size_t{1}, [](std::size_t n, int side) {
      return n * static_cast<std::size_t>(side);
    });
    return constant(dims, type, std::string((count * static_cast<std::size_t>(bits) + 7) / 8, '\0'));
  }
  int numbers(const std::vector<int>& values) {
    return constant({static_cast<int>(values.size())}, kInt32, int32s(values).bytes);
  }
  /// Gives the tensor that it writes, of these sides.
  int op(int code, const std::vector<int>& in, const std::vector<int>& out_dims, const Options& options = {},
         int type = kInt8) {
    const int out = tensor(out_dims, type);
    add_op(code, in, {out}, options);
    return out;
  }
  void add_op(int code, const std::vector<int>& in, const std::vector<int>& out,
              const Options& options = {}) {
    const auto kind = static_cast<std::int64_t>(codes.size());
    codes.push_back(FlatTable{{{0, i8(std::min(code, 127))}, {3, i32(code)}}});
    operators.push_back(FlatTable{{{0, i32(kind)}, {1, int32s(in)}, {2, int32s(out)}}});
    if (!options.empty()) operators.back().fields[4] = FlatChild{{FlatTable{options}}};
  }

  [[nodiscard]] std::string bytes() const {
    const FlatTable graph{{{0, FlatRepeated{tensors, more_tensors}},
                           {1, int32s(inputs)},
                           {2, int32s(outputs)},
                           {3, FlatRepeated{operators, more_operators}}}};
    const FlatTable model{{{0, i32(version)},
                           {1, codes},
                           {2, FlatTables(graphs, graph)},
                           {3, text("made by a test")},
                           {4, buffers}}};
    return FlatWriter::file(model, "TFL3");
  }
};

}  // namespace synergy::test
