// Prints what the loaders of input files take, from the lists of keys that the loaders read by:
//   describe_inputs schema scenario|body     the JSON schema
//   describe_inputs table NAME               the table of keys for a README
// Used by scripts/generate-docs, and by the test that what is committed is what it writes.
#include "synergy/scenario/describe.hpp"

#include <algorithm>
#include <iostream>
#include <string>

using namespace synergy;

int main(int count, char** arguments) {
  const std::string what = count == 3 ? arguments[1] : "";
  const std::string of = count == 3 ? arguments[2] : "";
  const auto& tables = scenario::key_tables();
  if (what == "schema" && of == "scenario")
    std::cout << input::to_json(scenario::scenario_schema());
  else if (what == "schema" && of == "body")
    std::cout << input::to_json(scenario::body_schema());
  else if (what == "table" && std::find(tables.begin(), tables.end(), of) != tables.end())
    std::cout << scenario::key_table(of);
  else {
    std::cerr << "usage: describe_inputs schema scenario|body, or table NAME\n";
    return 2;
  }
}
