#include "synergy/device/save.hpp"

#include "synergy/network/save.hpp"
#include "synergy/scenario/load.hpp"

#include "saved_parts.hpp"

namespace synergy::scenario {
namespace {

/// Writes the parts one after the other.
class TextSink {
 public:
  void text(std::string_view text) { yaml_ += text; }
  void keys(const input::Yaml& mapping) { yaml_ += input::to_yaml(mapping); }
  template <class Thing>
  void file(const std::shared_ptr<const Thing>& thing, int margin) {
    yaml_ += input::indented(as_file(*thing), margin);
  }
  void link(const link::LinkSpec& spec, int margin) { yaml_ += input::indented(link::to_yaml(spec), margin); }

  [[nodiscard]] std::string take() { return std::move(yaml_); }

 private:
  std::string yaml_;
};

}  // namespace

std::string to_yaml(const Scenario& scenario) {
  TextSink sink;
  save_parts(scenario, sink);
  return sink.take();
}

}  // namespace synergy::scenario
