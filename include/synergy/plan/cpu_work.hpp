#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/scenario/scenario.hpp"

namespace synergy::plan {

/// Time that CpuWork takes on a chip's CPU when it handles `size` bytes: its input before the model, its
/// output after it.
///
/// `by_model`, by what the model puts out: one pixel is a classifier, whose outputs go through a soft-max
/// (Cpu::softmax per byte); a map is a segmentation, whose classes are the largest channels of
/// each pixel (Cpu::argmax per byte).
[[nodiscard]] inline Duration cpu_time(const scenario::CpuWork& work, Bytes size,
                                       const device::Network& model, const device::Accelerator& chip) {
  using Kind = scenario::CpuWork::Kind;
  switch (work.kind) {
    case Kind::none:
      break;
    case Kind::time:
      return work.time;
    case Kind::cycles_per_byte:
      return nanoseconds_rounded(work.cycles_per_byte * static_cast<double>(size.count()) /
                                 chip.cpu().clock.si() * 1e9);
    case Kind::by_model: {
      const auto& out = model.layer(model.layer_count() - 1).out;
      return (out.height * out.width == 1 ? chip.cpu().softmax : chip.cpu().argmax) * size;
    }
  }
  return {};
}

[[nodiscard]] inline Duration preprocess_time(const scenario::App& app, const device::Accelerator& chip) {
  return cpu_time(app.preprocess, app.model->input_bytes(), *app.model, chip);
}
[[nodiscard]] inline Duration postprocess_time(const scenario::App& app, const device::Accelerator& chip) {
  return cpu_time(app.postprocess, app.model->layer(app.model->layer_count() - 1).output_bytes(), *app.model,
                  chip);
}

/// What an active CPU draws more than one that waits, under the scenario's sleep policy.
[[nodiscard]] inline Power cpu_above_idle(const scenario::Scenario& scenario,
                                          const device::Accelerator& chip) {
  return scenario.cpu_sleep == scenario::CpuSleep::sleep ? chip.cpu().active - chip.cpu().asleep : Power();
}

}  // namespace synergy::plan
