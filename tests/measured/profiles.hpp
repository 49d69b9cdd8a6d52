#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/device/lowered.hpp"
#include "synergy/input/document.hpp"
#include "synergy/measured/family.hpp"
#include "synergy/measured/load.hpp"
#include "synergy/network/load.hpp"

#include <memory>
#include <string>

/// Small profiles and networks whose times and energies are computed by hand.
namespace synergy::test {

inline const std::string kTail = R"(
cpu_clock: {value: "100 MHz", source: made up, class: estimate}
softmax: {value: "1 us/B", source: made up, class: estimate}
argmax: {value: "10 ns/B", source: made up, class: estimate}
)";

/// One clock, one voltage: 10 mW waiting, 30 mW inferring, 25 mW with the CPU at work.
inline const std::string kPoint = R"(operating_point: slow
operating_points:
  - name: slow
    clock: {value: "100 MHz", source: made up, class: estimate}
    voltage: {value: "1 V", source: made up, class: estimate}
    idle: {value: "10 mW", source: made up, class: estimate}
    infer: {value: "30 mW", source: made up, class: estimate}
    cpu_active: {value: "25 mW", source: made up, class: estimate}
)";

/// Another one, without powers of its own: twice the clock at 1.5 times the voltage.
inline const std::string kFast = R"(  - name: fast
    clock: {value: "200 MHz", source: made up, class: estimate}
    voltage: {value: "1.5 V", source: made up, class: estimate}
)";

inline std::string head(const std::string& infers_on, const std::string& times) {
  return "schema_version: 1\nkind: accelerator\nname: made_up\nfamily: measured\ninfers_on: " + infers_on +
         "\nrail: board\ntimes: " + times + "\nweight_memory: \"2 kB\"\nactivation_memory: \"1 kB\"\n";
}

/// conv: 100 us + 10 ns/MAC + 1 ns/B; linear: 20 ns/MAC; nothing for other kinds.
inline const std::string kLaws = R"(laws:
  - operator: conv
    fixed: {value: "100 us", source: made up, class: estimate}
    per_mac: {value: "10 ns/MAC", source: made up, class: estimate}
    per_byte: {value: "1 ns/B", source: made up, class: estimate}
  - operator: linear
    per_mac: {value: "20 ns/MAC", source: made up, class: estimate}
)";

inline std::string laws_profile(const std::string& infers_on, const std::string& more = "") {
  return head(infers_on, "laws") + kLaws + more + kTail + kPoint;
}

inline std::string row(const std::string& network, const std::string& layers, const std::string& time,
                       const std::string& energy = "") {
  return "  - network: " + network + "\n" + (layers.empty() ? "" : "    layers: " + layers + "\n") +
         "    time: {value: \"" + time + "\", source: made up, class: measured}\n" +
         (energy.empty() ? ""
                         : "    energy: {value: \"" + energy + "\", source: made up, class: measured}\n");
}

inline std::string table_profile(const std::string& rows) {
  return head("accelerator", "table") + "table:\n" + rows + kTail + kPoint;
}

/// A convolution (4 x 2 x 3 x 3 weights on 6 x 6 pixels: 2,592 MACs, 216 bytes in and out), a relu that is
/// fused, a flattening that costs nothing, a linear one (144 x 5: 720 MACs), soft-max that is host work.
inline const std::string kNetwork = R"(schema_version: 1
form: network
name: small
inputs: [{name: input, channels: 2, height: 6, width: 6}]
operators:
  - {name: conv, operator: conv2d, out_channels: 4, kernel: 3, padding: 1, bias: true}
  - {name: relu, operator: relu}
  - {name: flat, operator: flatten}
  - {name: fc, operator: linear, out_channels: 5}
  - {name: out, operator: softmax}
)";

inline std::shared_ptr<const device::Network> small(const std::string& text = kNetwork) {
  return std::make_shared<const device::Network>(network::read_network(input::parse(text, "network.yaml")));
}

inline measured::Profile profile(const std::string& text) {
  return measured::read_profile(input::parse(text, "profile.yaml"));
}

inline std::shared_ptr<const device::Accelerator> accelerator(const std::string& text) {
  return measured::make_accelerator(profile(text));
}

}  // namespace synergy::test
