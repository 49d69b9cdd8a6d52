#include "synergy/scenario/digest.hpp"

#include "synergy/base/hash.hpp"
#include "synergy/device/save.hpp"
#include "synergy/network/save.hpp"

#include <array>

#include "saved_parts.hpp"

namespace synergy::scenario {
namespace {

/// Objects remembered before all are forgotten. Sweeps over a number of a profile make one for every point,
/// which no other point uses.
constexpr std::size_t kMostKnown = 1024;

/// Low byte first, whatever the machine.
std::uint64_t hashed(std::uint64_t number, std::uint64_t hash) {
  std::array<char, 8> bytes{};
  for (char& byte : bytes) {
    byte = static_cast<char>(number & 0xff);
    number >>= 8;
  }
  return fnv1a({bytes.data(), bytes.size()}, hash);
}

/// With its length, so that two texts one after the other are not some other two.
std::uint64_t hashed(std::string_view text, std::uint64_t hash) {
  return fnv1a(text, hashed(static_cast<std::uint64_t>(text.size()), hash));
}

/// What a reader of the file would get to know. The layout is not part of it.
std::uint64_t hashed(const input::Yaml& value, std::uint64_t hash) {
  hash = hashed(static_cast<std::uint64_t>(value.kind()), hash);
  hash = hashed(std::string_view(value.scalar()), hash);
  hash = hashed(static_cast<std::uint64_t>(value.entries().size()), hash);
  for (const auto& [key, entry] : value.entries()) hash = hashed(entry, hashed(std::string_view(key), hash));
  return hash;
}

}  // namespace

class Digester::Sink {
 public:
  explicit Sink(Digester& digester) : digester_(digester) {}

  void text(std::string_view text) { hash_ = hashed(text, hash_); }
  void keys(const input::Yaml& mapping) { hash_ = hashed(mapping, hash_); }
  template <class Thing>
  void file(const std::shared_ptr<const Thing>& thing, int /*margin*/) {
    hash_ = hashed(hash_of_file(thing), hash_);
  }
  void link(const link::LinkSpec& spec, int /*margin*/) {
    hash_ = hashed(std::string_view(to_yaml(spec)), hash_);
  }

  [[nodiscard]] std::uint64_t hash() const { return hash_; }

 private:
  template <class Thing>
  [[nodiscard]] std::uint64_t hash_of_file(const std::shared_ptr<const Thing>& thing) {
    {
      const std::lock_guard lock(digester_.mutex_);
      const auto known = digester_.known_.find(thing.get());
      if (known != digester_.known_.end()) return known->second.hash;
    }
    // Without the lock: two threads may hash the same, to the same end.
    const std::uint64_t hash = fnv1a(as_file(*thing));
    const std::lock_guard lock(digester_.mutex_);
    if (digester_.known_.size() >= kMostKnown) digester_.known_.clear();
    digester_.known_.try_emplace(thing.get(), Known{thing, hash});
    return hash;
  }

  Digester& digester_;
  std::uint64_t hash_ = fnv1a("scenario");
};

std::uint64_t Digester::operator()(const Scenario& scenario) {
  Sink sink(*this);
  save_parts(scenario, sink);
  return sink.hash();
}

}  // namespace synergy::scenario
