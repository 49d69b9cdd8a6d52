#pragma once

#include "synergy/base/random.hpp"
#include "synergy/kernel/kernel.hpp"

#include <functional>
#include <memory>
#include <vector>

#include "admission.hpp"
#include "controller.hpp"
#include "energy_watch.hpp"
#include "layout.hpp"
#include "ledger.hpp"
#include "parts.hpp"

namespace synergy::simulation {

/// One run of a body that changes: inferences on their way, changes that hit them, and what the controller
/// answers. World's counterpart: there one plan and one body, here any number of plans, one after the other,
/// on parts that come and go.
class BodyRun {
 public:
  BodyRun(const scenario::Scenario& body, scenario::Policy policy, int replication,
          std::span<const dynamics::Change> changes, const Replanner& replanner, const Options& options);
  DynamicResult run();

  // What the controller and the energy watch need of it.
  [[nodiscard]] const scenario::Scenario& body() const { return body_; }
  [[nodiscard]] Time now() const { return kernel_.now(); }
  [[nodiscard]] Parts& parts() { return parts_; }
  [[nodiscard]] Ledger& ledger() { return ledger_; }
  [[nodiscard]] EnergyWatch& energy() { return energy_; }
  /// Rare things: once, at that time.
  void later(Time at, std::function<void()> what);
  /// What is known: by everybody who has a link, at once, but for crashes and joins.
  [[nodiscard]] bool is_known(DeviceId d) const { return known_[d]; }
  [[nodiscard]] bool is_present(DeviceId d) const { return present_[d]; }
  /// Whether its links work, known or not: from when it is connected until it goes.
  [[nodiscard]] bool is_linked(DeviceId d) const { return linked_[d]; }
  [[nodiscard]] bool runs(AppId a) const { return runs_[a]; }
  /// The body as it is known.
  [[nodiscard]] dynamics::World known_world();

  /// Lays a plan out; it is kept as long as it is used.
  Layout* lay_out(std::shared_ptr<const PlanInForce> plan);
  /// New inferences of the app go this way; null: nowhere.
  void switch_app(AppId a, Layout* layout);
  [[nodiscard]] Layout* layout_of(AppId a) const { return layout_of_[a]; }
  /// The plan that was put in force last; null: none yet.
  [[nodiscard]] const std::shared_ptr<const PlanInForce>& in_force() const { return in_force_; }
  /// All its apps have been switched: its links alone stay, sensors that it does not use are off.
  void put_in_force(Layout* layout);
  /// Whether an app may start inferences apart from everything else: not while its parts are being made
  /// ready.
  void pause(AppId a, bool paused);
  [[nodiscard]] bool is_paused(AppId a) const { return paused_[a]; }
  [[nodiscard]] int in_flight(AppId a) const { return admission_.in_flight(a); }
  void open_links(Layout& layout, AppId a);
  /// Weights in an accelerator.
  [[nodiscard]] bool is_loaded(DeviceId d, int segment) const;
  void load(DeviceId d, int segment);
  /// On their way there.
  [[nodiscard]] bool is_loading(DeviceId d, int segment) const;
  void set_loading(DeviceId d, int segment) { loading_[d].push_back(segment); }
  void keep_only(const Layout& layout);
  /// Whether an app may start: it runs, and all that its plan needs is known to be there and ready.
  [[nodiscard]] bool is_served(AppId a) const;
  void refresh(AppId a);
  void refresh_all();
  [[nodiscard]] IdVector<AppId, bool> served() const;
  void begin_epoch(const std::string& cause);

  /// A device goes for a reason of its own (its battery), or comes.
  void change_presence(DeviceId d, dynamics::DevicePresence::Kind kind, Duration connected_after,
                       const std::string& what, bool lasting);
  [[nodiscard]] double exogenous_clock(DeviceId d) const { return truth_.accelerator_clock[d]; }
  /// Calls with every span of work that has been booked on a device and not settled, and its energy.
  void for_each_work(DeviceId d, const std::function<void(Span, Energy)>& work) const;
  std::size_t note_change(const std::string& what);

 private:
  // The way of inferences (body_run.cpp).
  void admit();
  void sense(std::uint64_t id);
  void join(std::uint64_t id);
  void stage_done(std::uint64_t id);
  void finish(std::uint64_t id);
  void drop(std::uint64_t id, Drop why);
  void release(std::uint64_t id);
  void doom(AppId a, Drop why);
  void arrive(AppId a);
  void schedule_arrival(AppId a);
  void schedule(Flow& flow, Time at);
  void event(std::uint64_t tagged);
  std::uint64_t new_flow();
  void book(Flow& flow);
  void tell(const Flow& flow) const;
  void completed(AppId a);
  void close();

  // Changes (body_changes.cpp).
  void schedule_changes(std::span<const dynamics::Change> changes);
  void apply(const dynamics::Change& change);
  void start_app(AppId a, bool runs, const std::string& what, bool lasting);
  void set_rate(AppId a, Frequency rate);
  void lose(DeviceId d, dynamics::DevicePresence::Kind kind);
  void lose_flows(DeviceId d, bool unnoticed);
  void notice_loss(DeviceId d);
  void connected(DeviceId d);
  void set_idle(DeviceId d);
  void set_idle_all();
  void answer(std::size_t change, bool lasting);
  [[nodiscard]] std::vector<DeviceId> parts_of(DeviceId d) const;

  const scenario::Scenario& body_;
  const int replication_;
  const std::span<const dynamics::Change> changes_;
  bool begun_ = false;  // what is at time 0 is there already
  kernel::Kernel kernel_;
  Ledger ledger_;
  Parts parts_;
  Admission admission_;
  EnergyWatch energy_;
  Controller controller_;
  std::vector<Flow> flows_;
  std::vector<std::uint64_t> free_;
  std::vector<std::function<void()>> tasks_;
  std::vector<std::uint64_t> free_tasks_;

  // The body in truth and as it is known.
  IdVector<DeviceId, bool> present_, known_, linked_, asleep_;
  IdVector<DeviceId, Time> noticed_at_;
  IdVector<DeviceId, std::uint32_t> presence_turn_;
  IdVector<DeviceId, double> planned_clock_;  // that the last question said
  dynamics::World truth_;                     // of presence and apps the vectors here count
  IdVector<AppId, bool> runs_;
  IdVector<AppId, Frequency> rate_;

  // Plans.
  std::vector<std::unique_ptr<Layout>> layouts_;
  IdVector<AppId, Layout*> layout_of_;
  IdVector<AppId, bool> paused_;
  std::shared_ptr<const PlanInForce> in_force_;
  Layout* layout_in_force_ = nullptr;
  IdVector<DeviceId, std::vector<int>> loaded_, loading_;

  // Samples and arrivals of apps.
  IdVector<AppId, std::optional<AppSamples>> samples_;
  IdVector<AppId, UnitId> sampled_on_;
  IdVector<AppId, RandomStream> arrivals_;
  IdVector<AppId, std::uint32_t> arrival_turn_;
  IdVector<AppId, Time> arrivals_since_;
  IdVector<AppId, std::int64_t> arrived_;

  // Availability.
  struct Service {
    Time since;        // the last result, or when the app was asked for
    Duration longest;  // gap at half of its steady rate; zero: no plan ever promised one
  };
  IdVector<AppId, Service> service_;
  void count_service(AppId a, Time until);
};

}  // namespace synergy::simulation
