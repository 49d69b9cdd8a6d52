// Reads "KIND FILE" lines from standard input and prints "good" or "bad: MESSAGE" for each, as the project's
// loader sees the file. Used by tests/schemas.py to hold the JSON schemas against the loaders.
#include "synergy/device/load.hpp"
#include "synergy/families/families.hpp"
#include "synergy/input/error.hpp"
#include "synergy/link/kinds.hpp"
#include "synergy/model/load.hpp"
#include "synergy/network/load.hpp"
#include "synergy/scenario/body_channel.hpp"

#include <iostream>
#include <string>

using namespace synergy;

namespace {

void read(const std::string& kind, const input::Document& document) {
  if (kind == "model") return void(model::read_model(document));
  if (kind == "network") return void(network::read_network(document));
  if (kind == "accelerator") return void(families::built_in().read(document));
  if (kind == "radio") return void(device::read_radio(document));
  if (kind == "sensor") return void(device::read_sensor(document));
  if (kind == "actuator") return void(device::read_actuator(document));
  if (kind == "body_channel") return void(scenario::read_body_channel(document));
  if (const auto* links = link::link_kinds().of_profile(kind)) return void(links->read_profile(document));
  throw std::invalid_argument("unknown kind " + kind);
}

}  // namespace

int main() {
  std::string kind;
  std::string file;
  while (std::cin >> kind >> file) {
    try {
      read(kind, input::load(file));
      std::cout << "good\n";
    } catch (const InputError& error) {
      std::cout << "bad: " << to_text(error.problems().front()) << "\n";
    }
  }
}
