#pragma once

#include <stdexcept>
#include <string>

#include "../tests/support/scenarios.hpp"

/// Scenarios that grow in one direction, for planning and for simulating.
namespace synergy::bench {

inline std::string app_line(int number, const std::string& model) {
  return "  - {name: a" + std::to_string(number) + ", model: " + model +
         ", sensor: " + (model == "kws" ? "microphone" : "camera") +
         ", interaction: " + (number % 2 == 0 ? "display" : "haptic") + "}\n";
}

/// Apps of the zoo on body16: models in turn whose weights its accelerators hold together, 32 of them. With
/// 32 apps it is the shipped scenario `stress`, but for the measurement.
inline scenario::Scenario with_apps(int count) {
  constexpr const char* kModels[] = {"convnet5", "kws",     "simplenet", "convnet5",
                                     "kws",      "widenet", "unet",      "convnet5"};
  std::string text = "body: body16\napps:\n";
  for (int a = 0; a < count; ++a) text += app_line(a, kModels[a % 8]);
  return test::from_yaml(text);
}

/// Devices that all have an accelerator, a camera and a display; three apps.
inline scenario::Scenario with_devices(int count) {
  return test::from_yaml(test::full_body(count) + "apps:\n" + app_line(0, "simplenet") +
                         app_line(1, "convnet5") + app_line(2, "unet"));
}

/// One app on body8, with the model of the zoo that has so many hardware layers. Throws if none has.
inline scenario::Scenario with_layers(int count) {
  constexpr const char* kModels[] = {"convnet5", "simplenet",      "ressimplenet",
                                     "unet",     "efficientnetv2", "mobilenetv2"};
  for (const char* model : kModels) {
    scenario::Scenario scenario = test::from_yaml("body: body8\napps:\n" + app_line(0, model));
    if (scenario.apps[scenario::AppId(0)].model->layer_count() == count) return scenario;
  }
  throw std::invalid_argument("no model has " + std::to_string(count) + " layers");
}

/// One app on eight MAX78002, which run up to 128 layers each, with a chain of so many small convolutions: as
/// many segments fit as can.
inline scenario::Scenario with_deep_network(int count) {
  std::string text = test::full_body(8);
  for (std::size_t at = 0; (at = text.find("max78000", at)) != std::string::npos;) text[at + 7] = '2';
  text +=
      "definitions:\n  models:\n    - schema_version: 1\n      name: deep\n"
      "      input: {channels: 64, height: 32, width: 32}\n      layers:\n";
  for (int i = 0; i < count; ++i) {
    text += "        - {name: c" + std::to_string(i) +
            ", operator: conv2d, out_channels: 64, kernel: 1, activation: relu}\n";
  }
  return test::from_yaml(text + "apps:\n" + app_line(0, "deep"));
}

}  // namespace synergy::bench
