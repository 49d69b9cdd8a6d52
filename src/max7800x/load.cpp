#include "synergy/max7800x/load.hpp"

#include "synergy/max7800x/fields.hpp"

namespace synergy::max7800x {

using input::Value;
using input::Yaml;

namespace {

/// False after a problem: one is enough for a value.
bool read_count(const Value& value, int& to) {
  const std::size_t problems = value.problems().count();
  kCount.read(value, to);
  return value.problems().count() == problems;
}

}  // namespace

void Processors::read(const Value& value, int& to) const {
  if (read_count(value, to) && to != 64) value.fail("'processors' must be 64");
}
Yaml Processors::schema() const {
  Yaml schema = Yaml::mapping();
  return schema.put("const", Yaml::plain("64"));
}

void Words::read(const Value& value, int& to) const {
  if (read_count(value, to) && to % 4 != 0) value.fail("weight words come in multiples of 4");
}
Yaml Words::schema() const {
  Yaml schema = kCount.schema();
  return schema.put("multipleOf", Yaml::plain("4"));
}

void check(const input::Loader& loader, const Profile& p) {
  if (loader.is_good("words_per_processor") && p.words_of_quadrant_head < p.words_per_processor)
    loader.fail("words_of_quadrant_head",
                "'words_of_quadrant_head' must not be less than 'words_per_processor'");
  const std::string problem = contradiction(p);
  if (loader.is_good("cpu_active") && !problem.empty()) loader.fail("cpu_asleep", problem);
}

std::string contradiction(const Profile& p) {
  return p.cpu_asleep.value > p.cpu_active.value ? "'cpu_asleep' must not be above 'cpu_active'" : "";
}

Profile read_profile(const input::Document& document) { return device::read_profile_file<Profile>(document); }

std::string to_yaml(const Profile& profile) { return device::profile_file(profile); }

}  // namespace synergy::max7800x
