#include "pickle.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "bytes.hpp"

namespace synergy::importer::ai8x {
namespace {

using Kind = PickleValue::Kind;

/// The stack machine of the format, with a table of what calls would be instead of calls.
class Machine {
 public:
  Machine(std::string_view bytes, std::size_t offset, std::string_view file)
      : in_(bytes, file, "pickle"), at_(offset), start_(offset) {}

  Pickle run() {
    while (!step()) {
    }
    pickle_.end = at_;
    return std::move(pickle_);
  }

 private:
  // ---- what every opcode needs
  [[noreturn]] void fail(std::string_view problem) const { in_.fail(start_, problem); }

  std::uint64_t take(std::size_t count) {
    const std::uint64_t value = in_.number(at_, count);
    at_ += count;
    return value;
  }
  std::string_view take_text(std::uint64_t size) {
    const std::string_view text = in_.view(at_, size);
    at_ += text.size();
    return text;
  }
  std::string_view take_line() {
    const std::string_view rest = in_.view(at_, in_.size() - at_);
    const std::size_t size = rest.find('\n');
    if (size == std::string_view::npos) fail("a name without an end");
    at_ += size + 1;
    return rest.substr(0, size);
  }

  PickleIndex add(PickleValue value) {
    if (pickle_.values.size() >= kMaxPickleValues) fail("more than a million values");
    pickle_.values.push_back(std::move(value));
    return static_cast<PickleIndex>(pickle_.values.size() - 1);
  }
  void push(PickleValue value) { stack_.push_back(add(std::move(value))); }
  void push_number(Kind kind, std::int64_t number) {
    PickleValue value;
    value.kind = kind;
    value.number = number;
    push(std::move(value));
  }
  void push_text(Kind kind, std::string_view text) {
    PickleValue value;
    value.kind = kind;
    value.text = text;
    push(std::move(value));
  }
  PickleIndex pop() {
    if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) fail("takes a value from an empty stack");
    const PickleIndex top = stack_.back();
    stack_.pop_back();
    return top;
  }
  PickleIndex top() {
    const PickleIndex value = pop();
    stack_.push_back(value);
    return value;
  }
  /// Everything above the last mark.
  std::vector<PickleIndex> pop_to_mark() {
    if (marks_.empty()) fail("no mark to go back to");
    const auto from = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<PickleIndex> items(from, stack_.end());
    stack_.erase(from, stack_.end());
    marks_.pop_back();
    return items;
  }
  /// References are counted: a pickle that appends one list to itself again and again must end, too.
  void append(PickleIndex to, const std::vector<PickleIndex>& items) {
    references_ += items.size();
    if (references_ > 2 * kMaxPickleValues) fail("more than two million references");
    std::vector<PickleIndex>& target = pickle_.values[to].items;
    target.insert(target.end(), items.begin(), items.end());
  }
  void push_items(Kind kind, const std::vector<PickleIndex>& items) {
    PickleValue value;
    value.kind = kind;
    push(std::move(value));
    append(stack_.back(), items);
  }
  void push_tuple(std::size_t count) {
    std::vector<PickleIndex> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    push_items(Kind::list, items);
  }

  void put(std::uint64_t slot) { memo_[slot] = top(); }
  void get(std::uint64_t slot) {
    const auto found = memo_.find(slot);
    if (found == memo_.end()) fail("refers to a value that is not there");
    stack_.push_back(found->second);
    if (stack_.size() > kMaxPickleValues) fail("more than a million values on the stack");
  }

  // ---- the opcodes that do more than push
  /// What is added to an object that is only named (a call) is left out.
  void set_items(const std::vector<PickleIndex>& items) {
    if (items.size() % 2 != 0) fail("a key without a value");
    const PickleIndex to = top();
    if (pickle_.at(to).kind == Kind::mapping) return append(to, items);
    if (pickle_.at(to).kind != Kind::call) fail("sets a key of something that has none");
  }
  void append_items(const std::vector<PickleIndex>& items) {
    const PickleIndex to = top();
    if (pickle_.at(to).kind == Kind::list) return append(to, items);
    if (pickle_.at(to).kind != Kind::call) fail("appends to something that is no list");
  }
  void reduce() {
    const PickleIndex arguments = pop();
    const PickleIndex callee = pop();
    // The one type that is read as what it is: a mapping.
    if (pickle_.at(callee).kind == Kind::global && pickle_.at(callee).text == "collections OrderedDict") {
      PickleValue mapping;
      mapping.kind = Kind::mapping;
      return push(std::move(mapping));
    }
    push_items(Kind::call, {callee, arguments});
  }
  void global() {
    const std::string_view module = take_line();
    const std::string_view name = take_line();
    if (module.size() > 200 || name.size() > 200) fail("a name of more than 200 bytes");
    push_text(Kind::global, known(fmt::format("{} {}", module, name)));
  }
  /// A name that lives as long as the program: of those that matter. Others are all "?".
  static std::string_view known(std::string_view name) {
    for (const std::string_view candidate :
         {"collections OrderedDict", "torch._utils _rebuild_tensor_v2", "torch._utils _rebuild_parameter",
          "torch FloatStorage", "torch DoubleStorage", "torch HalfStorage", "torch BFloat16Storage",
          "torch LongStorage", "torch IntStorage", "torch ShortStorage", "torch CharStorage",
          "torch ByteStorage", "torch BoolStorage"}) {
      if (name == candidate) return candidate;
    }
    return "?";
  }
  void long1() {
    const std::size_t size = take(1);
    const std::string_view raw = take_text(size);
    std::uint64_t value = 0;
    for (std::size_t i = std::min<std::size_t>(size, 8); i-- > 0;)
      value = value << 8 | static_cast<unsigned char>(raw[i]);
    if (size > 0 && size < 8 && (static_cast<unsigned char>(raw[size - 1]) & 0x80) != 0)
      value |= ~std::uint64_t{0} << (8 * size);
    push_number(Kind::integer, static_cast<std::int64_t>(value));
  }
  void floating() {
    std::uint64_t bits = 0;  // big-endian, unlike everything else
    for (const char c : take_text(8)) bits = bits << 8 | static_cast<unsigned char>(c);
    PickleValue value;
    value.kind = Kind::floating;
    value.real = std::bit_cast<double>(bits);
    push(std::move(value));
  }

  /// One opcode. True: it was the last.
  bool step() {
    start_ = at_;
    const auto opcode = static_cast<unsigned char>(take(1));
    switch (opcode) {
      case 0x80:  // PROTO
        if (const std::uint64_t version = take(1); version < 2 || version > 3)
          fail(fmt::format("protocol {}; torch.save writes 2", version));
        return false;
      case '}':
        push_items(Kind::mapping, {});
        return false;  // EMPTY_DICT
      case ']':        // EMPTY_LIST
      case ')':
        push_items(Kind::list, {});
        return false;  // EMPTY_TUPLE
      case '(':
        marks_.push_back(stack_.size());
        return check_marks();  // MARK
      case 'q':
        put(take(1));
        return false;  // BINPUT
      case 'r':
        put(take(4));
        return false;  // LONG_BINPUT
      case 'h':
        get(take(1));
        return false;  // BINGET
      case 'j':
        get(take(4));
        return false;  // LONG_BINGET
      case 'X':
        push_text(Kind::text, take_text(take(4)));
        return false;  // BINUNICODE
      case 'J':
        push_number(Kind::integer, static_cast<std::int32_t>(take(4)));
        return false;  // BININT
      case 'K':
        push_number(Kind::integer, static_cast<std::int64_t>(take(1)));
        return false;  // BININT1
      case 'M':
        push_number(Kind::integer, static_cast<std::int64_t>(take(2)));
        return false;  // BININT2
      case 0x8a:
        long1();
        return false;  // LONG1
      case 'G':
        floating();
        return false;  // BINFLOAT
      case 'N':
        push_number(Kind::none, 0);
        return false;  // NONE
      case 0x88:
        push_number(Kind::boolean, 1);
        return false;  // NEWTRUE
      case 0x89:
        push_number(Kind::boolean, 0);
        return false;  // NEWFALSE
      case 'c':
        global();
        return false;  // GLOBAL
      case 'R':
        reduce();
        return false;  // REDUCE
      case 'b':
        pop();
        top();
        return false;  // BUILD: its state is left out
      case 'Q':
        push_items(Kind::outside, {pop()});
        return false;  // BINPERSID
      case 't':
        push_items(Kind::list, pop_to_mark());
        return false;  // TUPLE
      case 0x85:
        push_tuple(1);
        return false;  // TUPLE1
      case 0x86:
        push_tuple(2);
        return false;  // TUPLE2
      case 0x87:
        push_tuple(3);
        return false;  // TUPLE3
      case 'a': {      // APPEND
        const PickleIndex item = pop();
        append_items({item});
        return false;
      }
      case 'e':
        append_items(pop_to_mark());
        return false;  // APPENDS
      case 's': {      // SETITEM
        const PickleIndex value = pop();
        const PickleIndex key = pop();
        set_items({key, value});
        return false;
      }
      case 'u':
        set_items(pop_to_mark());
        return false;  // SETITEMS
      case '.':
        pickle_.root = pop();
        return true;  // STOP
      default:
        fail(fmt::format("opcode 0x{:02x} is none that torch.save writes; nothing of the file was executed",
                         opcode));
    }
  }
  [[nodiscard]] bool check_marks() const {
    if (marks_.size() > kMaxPickleValues) fail("more than a million marks");
    return false;
  }

  Bytes in_;
  std::size_t at_;
  std::size_t start_;  // of the opcode at hand, for messages
  Pickle pickle_;
  std::vector<PickleIndex> stack_;
  std::vector<std::size_t> marks_;
  std::map<std::uint64_t, PickleIndex> memo_;
  std::size_t references_ = 0;
};

}  // namespace

const PickleValue* Pickle::find(const PickleValue& mapping, std::string_view key) const {
  if (mapping.kind != Kind::mapping) return nullptr;
  // Keys that are set twice: the last counts.
  for (std::size_t i = mapping.items.size(); i >= 2; i -= 2) {
    const PickleValue& candidate = values[mapping.items[i - 2]];
    if (candidate.kind == Kind::text && candidate.text == key) return &values[mapping.items[i - 1]];
  }
  return nullptr;
}

Pickle read_pickle(std::string_view bytes, std::size_t offset, std::string_view file) {
  return Machine(bytes, offset, file).run();
}

}  // namespace synergy::importer::ai8x
