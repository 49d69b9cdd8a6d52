#include "synergy/base/ensure.hpp"

#include <algorithm>

#include "body_run.hpp"

/// Plans on the body: which are in use, and what apps need to start under them.
namespace synergy::simulation {

Layout* BodyRun::lay_out(std::shared_ptr<const PlanInForce> plan) {
  // Plans that nobody uses any more go.
  std::erase_if(layouts_, [&](const std::unique_ptr<Layout>& other) {
    const bool used = other->in_flight > 0 || other.get() == layout_in_force_ ||
                      std::count(layout_of_.begin(), layout_of_.end(), other.get()) > 0;
    return !used;
  });
  auto layout = std::make_unique<Layout>();
  layout->steps.resize(body_.apps.size());
  layout->windows.resize(body_.apps.size(), 0);
  layout->devices.resize(body_.apps.size());
  layout->rate.resize(body_.apps.size(), 0);
  layout->latency.resize(body_.apps.size());
  const plan::CompiledPlan& compiled = *plan->compiled;
  for (std::size_t l = 0; l < compiled.links.size(); ++l) (void)parts_.place_of_link(*plan, l);
  for (const AppId w : compiled.apps.ids()) {
    const AppId a = plan->apps[w];
    layout->windows[a] = plan->windows[w.index()];
    layout->rate[a] = plan->estimate.app_inf_per_s[w.index()];
    layout->latency[a] = plan->estimate.latency[w.index()];
    const auto need = [&](DeviceId d) {
      auto& devices = layout->devices[a];
      if (std::find(devices.begin(), devices.end(), d) == devices.end()) devices.push_back(d);
    };
    int number = 0;
    for (const plan::Stage& stage : compiled.apps[w].stages) {
      BodyStep step;
      step.stage = &stage;
      if (stage.kind == plan::Stage::Kind::transfer) {
        step.link = parts_.place_of_link(*plan, stage.link);
        const link::Ends ends = parts_.ends_of_link(step.link);
        step.sender = stage.forward ? ends.first : ends.second;
        step.receiver = stage.forward ? ends.second : ends.first;
        step.unit = ledger_.result().link_units[step.link];
        need(step.sender);
        need(step.receiver);
      } else {
        const plan::Unit& unit = compiled.units[stage.unit];
        step.device = plan->devices[unit.device];
        step.unit = parts_.unit_named(unit.name);
        need(step.device);
      }
      if (stage.kind == plan::Stage::Kind::compute) {
        step.cpu = parts_.cpu_of(step.device);
        step.segment = parts_.segment(a, step.device, stage.segment.layers);
        step.clock = planned_clock_[step.device];
      }
      step.phase = ledger_.phases_of(a, number++, stage, step.unit);
      layout->steps[a].push_back(step);
    }
    layout->steps[a].emplace_back();
  }
  layout->plan = std::move(plan);
  return layouts_.emplace_back(std::move(layout)).get();
}

void BodyRun::switch_app(AppId a, Layout* layout) {
  layout_of_[a] = layout;
  if (layout != nullptr && layout->has(a)) {
    const BodyStep& sense = layout->steps[a].front();
    // An app that reads another sensor has its samples from then on; of the same one it has used what it has.
    if (!samples_[a] || sampled_on_[a] != sense.unit || samples_[a]->period() != sense.stage->sense.period) {
      const std::string& sensor = ledger_.result().units[sense.unit].name;
      RandomStream phase(
          stream_seed(body_.seed, static_cast<std::uint64_t>(replication_), "sensor/" + sensor));
      samples_[a].emplace(sense.stage->sense, body_.apps[a].sensing, phase.uniform());
      sampled_on_[a] = sense.unit;
    }
    constexpr int kHalf = 2;
    // As many results may come at once as are in flight.
    if (layout->rate[a] > 0)
      service_[a].longest = seconds(kHalf * std::max(1, layout->windows[a]) / layout->rate[a]);
  }
  refresh(a);
}

void BodyRun::open_links(Layout& layout, AppId a) {
  for (const BodyStep& step : layout.steps[a]) {
    if (step.stage == nullptr || step.stage->kind != plan::Stage::Kind::transfer) continue;
    if (!known_[step.sender] || !known_[step.receiver]) continue;
    if (!parts_.is_open(step.link) || &layout == layout_in_force_)
      parts_.open_link(step.link, layout.plan, step.stage->link, kernel_.now());
  }
}

void BodyRun::put_in_force(Layout* layout) {
  layout_in_force_ = layout;
  in_force_ = layout->plan;
  auto& plans = ledger_.result().plans;
  if (std::find(plans.begin(), plans.end(), in_force_) == plans.end()) plans.push_back(in_force_);
  std::vector<bool> used(parts_.link_count());
  for (const AppId a : body_.apps.ids()) {
    open_links(*layout, a);
    for (const BodyStep& step : layout->steps[a]) {
      if (step.stage != nullptr && step.stage->kind == plan::Stage::Kind::transfer) used[step.link] = true;
    }
  }
  // What still drains over a link keeps it; it is closed with the next plan.
  for (const Flow& flow : flows_) {
    if (!flow.live) continue;
    for (const BodyStep* step = flow.step; step->stage != nullptr; ++step) {
      if (step->stage->kind == plan::Stage::Kind::transfer) used[step->link] = true;
    }
  }
  for (std::size_t l = 0; l < used.size(); ++l) {
    if (!used[l]) parts_.close_link(l, kernel_.now());
  }
  keep_only(*layout);
  set_idle_all();
}

bool BodyRun::is_loaded(DeviceId d, int segment) const {
  return std::find(loaded_[d].begin(), loaded_[d].end(), segment) != loaded_[d].end();
}

void BodyRun::load(DeviceId d, int segment) {
  if (!is_loaded(d, segment)) loaded_[d].push_back(segment);
  std::erase(loading_[d], segment);
}

bool BodyRun::is_loading(DeviceId d, int segment) const {
  return std::find(loading_[d].begin(), loading_[d].end(), segment) != loading_[d].end();
}

void BodyRun::keep_only(const Layout& layout) {
  for (const DeviceId d : loaded_.ids()) {
    std::erase_if(loaded_[d], [&](int segment) {
      for (const auto& steps : layout.steps) {
        for (const BodyStep& step : steps) {
          if (step.stage != nullptr && step.segment == segment) return false;
        }
      }
      return true;
    });
  }
}

bool BodyRun::is_served(AppId a) const {
  const Layout* layout = layout_of_[a];
  if (!runs_[a] || layout == nullptr || !layout->has(a)) return false;
  const auto& needed = layout->devices[a];
  if (!std::all_of(needed.begin(), needed.end(), [&](DeviceId d) { return known_[d]; })) return false;
  return std::all_of(layout->steps[a].begin(), layout->steps[a].end(), [&](const BodyStep& step) {
    if (step.stage == nullptr) return true;
    if (step.stage->kind == plan::Stage::Kind::transfer) return parts_.is_open(step.link);
    return step.segment < 0 || is_loaded(step.device, step.segment);
  });
}

void BodyRun::refresh(AppId a) {
  // Without its sensor it cannot start, whether anybody knows or not.
  const bool starts = !paused_[a] && is_served(a) && linked_[layout_of_[a]->steps[a].front().device];
  admission_.set_window(a, starts ? layout_of_[a]->windows[a] : 0);
}

void BodyRun::refresh_all() {
  for (const AppId a : body_.apps.ids()) refresh(a);
  set_idle_all();
  if (begun_ && served() != ledger_.epoch().served)
    begin_epoch(ledger_.epoch().begin == kernel_.now() ? "" : "other apps are served");
  admit();
}

/// By what is there in truth.
IdVector<AppId, bool> BodyRun::served() const {
  IdVector<AppId, bool> served;
  for (const AppId a : body_.apps.ids()) {
    served.push_back(is_served(a) &&
                     std::all_of(layout_of_[a]->devices[a].begin(), layout_of_[a]->devices[a].end(),
                                 [&](DeviceId d) { return linked_[d]; }));
  }
  return served;
}

void BodyRun::pause(AppId a, bool paused) {
  paused_[a] = paused;
  refresh(a);
}

void BodyRun::begin_epoch(const std::string& cause) {
  ledger_.begin_epoch(kernel_.now(), cause);
  Epoch& epoch = ledger_.epoch();
  epoch.present = present_;
  epoch.running = runs_;
  epoch.served = served();
  epoch.plan.clear();
  epoch.predicted_inf_per_s = 0;
  epoch.predicted_latency = {};
  epoch.predicted_power = {};
  double latency_s = 0;
  for (const AppId a : body_.apps.ids()) {
    if (!epoch.served[a]) continue;
    epoch.predicted_inf_per_s += layout_of_[a]->rate[a];
    latency_s += layout_of_[a]->rate[a] * layout_of_[a]->latency[a].s();
  }
  if (epoch.predicted_inf_per_s > 0) epoch.predicted_latency = seconds(latency_s / epoch.predicted_inf_per_s);
  epoch.reasons = controller_.reasons();
  if (!in_force_) return;
  epoch.plan = plan::to_text(in_force_->compiled->plan, in_force_->problem->scenario());
  epoch.predicted_power = in_force_->estimate.mean_power;
}

}  // namespace synergy::simulation
