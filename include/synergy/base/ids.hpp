#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <utility>
#include <vector>

namespace synergy {

/// The place of a Thing in the list that owns it: a device of a scenario, a unit of a plan. Places of
/// different Things do not mix: each is a type of its own, so that an app's number never indexes devices by
/// mistake. An int in size and cost.
///
/// Default: the first place. A place says nothing of which list is meant: it is valid only beside its list,
/// and while that keeps its order. Numbers become places, and places numbers, only where the code says so.
template <class Thing>
class Id {
 public:
  constexpr Id() = default;
  /// From a whole number, without a check. Pre: it fits in an int.
  template <std::integral Number>
  constexpr explicit Id(Number value) : value_(static_cast<int>(value)) {}

  /// No place, for lists that have such a thing; comes before all places.
  [[nodiscard]] static constexpr Id none() { return Id(-1); }

  /// The number itself, from 0; what tables and messages show. -1 for none().
  [[nodiscard]] constexpr int value() const { return value_; }
  /// Pre: not none().
  [[nodiscard]] constexpr std::size_t index() const { return static_cast<std::size_t>(value_); }

  /// To the next place, for loops; there is no check for the end of a list.
  constexpr Id& operator++() {
    ++value_;
    return *this;
  }
  /// By their order in the list.
  constexpr auto operator<=>(const Id&) const = default;

 private:
  int value_ = 0;
};

/// The Ids from the first place up to, but not including, `end`, in ascending order: what a loop over a list
/// runs over when it needs the places and not just the things. Holds no reference to a list, so it stays
/// valid when that grows, with the end that it was made with.
template <class IdType>
class IdRange {
 public:
  /// Gives Ids by value. An iterator of C++17's input kind and not a view of the standard library: clang++ 14
  /// does not compile those of libstdc++.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = IdType;
    using difference_type = std::ptrdiff_t;
    using pointer = const IdType*;
    using reference = IdType;

    constexpr Iterator() = default;
    constexpr explicit Iterator(IdType id) : id_(id) {}
    constexpr IdType operator*() const { return id_; }
    /// Pre: not at the end, as for every iterator.
    constexpr Iterator& operator++() {
      ++id_;
      return *this;
    }
    constexpr Iterator operator++(int) {
      const Iterator before = *this;
      ++id_;
      return before;
    }
    constexpr bool operator==(const Iterator& other) const { return id_ == other.id_; }

   private:
    IdType id_;
  };

  /// Pre: end >= 0, else the range never ends.
  constexpr explicit IdRange(IdType end) : end_(end) {}
  [[nodiscard]] constexpr Iterator begin() const { return Iterator(IdType(0)); }
  [[nodiscard]] constexpr Iterator end() const { return Iterator(end_); }

 private:
  IdType end_;
};

/// A vector whose places are Ids: v[id], and ids() to go through them. What it does is what std::vector does,
/// with its costs, its rules for when references stay valid and its exceptions; only the index has a type.
/// Not thread-safe for writing, as the vector is not.
template <class IdType, class Value>
class IdVector {
 public:
  using value_type = Value;
  using Storage = std::vector<Value>;

  IdVector() = default;
  /// So many values, each by its default, or each a copy of `value`.
  explicit IdVector(std::size_t size) : values_(size) {}
  IdVector(std::size_t size, const Value& value) : values_(size, value) {}
  IdVector(std::initializer_list<Value> values) : values_(values) {}
  /// Takes over a plain vector; its order becomes the places.
  explicit IdVector(Storage values) : values_(std::move(values)) {}

  /// Pre: the id is one of ids(); nothing checks it.
  [[nodiscard]] decltype(auto) operator[](IdType id) { return values_[id.index()]; }
  [[nodiscard]] decltype(auto) operator[](IdType id) const { return values_[id.index()]; }
  /// The same with a check. Throws std::out_of_range, also for -1.
  [[nodiscard]] decltype(auto) at(IdType id) { return values_.at(id.index()); }
  [[nodiscard]] decltype(auto) at(IdType id) const { return values_.at(id.index()); }
  /// All places, for `for (const AppId a : v.ids())`.
  [[nodiscard]] IdRange<IdType> ids() const { return IdRange<IdType>(end_id()); }
  /// The place behind the last, which the next push_back() fills.
  [[nodiscard]] IdType end_id() const { return IdType(values_.size()); }

  /// The rest is std::vector's own, under the same names. Iterating gives the values; ids() gives the places.
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] bool empty() const { return values_.empty(); }
  [[nodiscard]] auto begin() { return values_.begin(); }
  [[nodiscard]] auto end() { return values_.end(); }
  [[nodiscard]] auto begin() const { return values_.begin(); }
  [[nodiscard]] auto end() const { return values_.end(); }
  [[nodiscard]] decltype(auto) front() { return values_.front(); }
  [[nodiscard]] decltype(auto) front() const { return values_.front(); }
  [[nodiscard]] decltype(auto) back() { return values_.back(); }
  [[nodiscard]] decltype(auto) back() const { return values_.back(); }

  void clear() { values_.clear(); }
  void reserve(std::size_t size) { values_.reserve(size); }
  /// New values are default ones, or copies of `value`; places that go beyond the new size are no longer
  /// valid.
  void resize(std::size_t size) { values_.resize(size); }
  void resize(std::size_t size, const Value& value) { values_.resize(size, value); }
  /// Forgets what there was: `size` copies of `value`.
  void assign(std::size_t size, const Value& value) { values_.assign(size, value); }
  /// Appends; the new place is what end_id() was before.
  void push_back(Value value) { values_.push_back(std::move(value)); }
  template <class... Arguments>
  decltype(auto) emplace_back(Arguments&&... arguments) {
    return values_.emplace_back(std::forward<Arguments>(arguments)...);
  }

  /// As vectors compare: by the values in turn, then by size.
  auto operator<=>(const IdVector&) const = default;
  bool operator==(const IdVector&) const = default;

 private:
  Storage values_;
};

}  // namespace synergy

template <class Thing>
struct std::hash<synergy::Id<Thing>> {
  std::size_t operator()(synergy::Id<Thing> id) const noexcept { return std::hash<int>()(id.value()); }
};
