// Prints what the loaders of input files take, from the lists of keys that the loaders read by:
//   describe_inputs schemas       the paths of all JSON schemas, a line each
//   describe_inputs schema PATH   one of them
//   describe_inputs table NAME    a table of keys for a README
// Used by scripts/generate-docs, and by the test that what is committed is what it writes.
#include "synergy/attack/describe.hpp"
#include "synergy/scenario/describe.hpp"
#include "synergy/sweep/describe.hpp"

#include <iostream>
#include <string>
#include <utility>
#include <vector>

using namespace synergy;

int main(int count, char** arguments) {
  const std::string what = count > 1 ? arguments[1] : "";
  const std::string of = count > 2 ? arguments[2] : "";
  bool known = false;
  if (what == "schemas" || what == "schema") {
    std::vector<scenario::SchemaFile> files = scenario::schema_files();
    files.push_back(sweep::schema_file());
    for (scenario::SchemaFile& file : attack::schema_files()) files.push_back(std::move(file));
    for (const scenario::SchemaFile& file : files) {
      if (what == "schemas") std::cout << file.path << "\n";
      if (what == "schema" && file.path == of) std::cout << input::to_json(file.schema);
      known = known || what == "schemas" || file.path == of;
    }
  }
  if (what == "table") {
    auto table = of == "sweep" ? sweep::key_table() : scenario::key_table(of);
    if (!table) table = attack::key_table(of);
    known = table.has_value();
    if (table) std::cout << *table;
  }
  if (!known) std::cerr << "usage: describe_inputs schemas | schema PATH | table NAME\n";
  return known ? 0 : 2;
}
