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
/// different Things do not mix, and none is a number: arithmetic goes through value().
///
/// Default: the first place. kNone stands for no place.
template <class Thing>
class Id {
 public:
  constexpr Id() = default;
  template <std::integral Number>
  constexpr Id(Number value) : value_(static_cast<int>(value)) {}

  [[nodiscard]] constexpr int value() const { return value_; }
  /// Pre: value() >= 0.
  [[nodiscard]] constexpr std::size_t index() const { return static_cast<std::size_t>(value_); }
  constexpr operator int() const { return value_; }

  constexpr Id& operator++() {
    ++value_;
    return *this;
  }
  template <std::same_as<Id> Left, std::same_as<Id> Right>
  friend constexpr bool operator==(const Left& x, const Right& y) {
    return x.value() == y.value();
  }
  template <std::same_as<Id> Left, std::same_as<Id> Right>
  friend constexpr std::strong_ordering operator<=>(const Left& x, const Right& y) {
    return x.value() <=> y.value();
  }

 private:
  int value_ = 0;
};

/// The Ids from the first place up to, but not including, `end`, in ascending order.
template <class IdType>
class IdRange {
 public:
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

  constexpr explicit IdRange(IdType end) : end_(end) {}
  [[nodiscard]] constexpr Iterator begin() const { return Iterator(IdType(0)); }
  [[nodiscard]] constexpr Iterator end() const { return Iterator(end_); }

 private:
  IdType end_;
};

/// A vector whose places are Ids: v[id], and ids() to go through them.
template <class IdType, class Value>
class IdVector {
 public:
  using value_type = Value;
  using Storage = std::vector<Value>;

  IdVector() = default;
  explicit IdVector(std::size_t size) : values_(size) {}
  IdVector(std::size_t size, const Value& value) : values_(size, value) {}
  IdVector(std::initializer_list<Value> values) : values_(values) {}
  explicit IdVector(Storage values) : values_(std::move(values)) {}

  [[nodiscard]] decltype(auto) operator[](IdType id) { return values_[id.index()]; }
  [[nodiscard]] decltype(auto) operator[](IdType id) const { return values_[id.index()]; }
  [[nodiscard]] decltype(auto) at(IdType id) { return values_.at(id.index()); }
  [[nodiscard]] decltype(auto) at(IdType id) const { return values_.at(id.index()); }
  [[nodiscard]] IdRange<IdType> ids() const { return IdRange<IdType>(end_id()); }
  [[nodiscard]] IdType end_id() const { return IdType(values_.size()); }

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
  void resize(std::size_t size) { values_.resize(size); }
  void resize(std::size_t size, const Value& value) { values_.resize(size, value); }
  void assign(std::size_t size, const Value& value) { values_.assign(size, value); }
  void push_back(Value value) { values_.push_back(std::move(value)); }
  template <class... Arguments>
  decltype(auto) emplace_back(Arguments&&... arguments) {
    return values_.emplace_back(std::forward<Arguments>(arguments)...);
  }

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
