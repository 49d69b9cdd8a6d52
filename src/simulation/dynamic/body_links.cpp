#include "synergy/base/ensure.hpp"
#include "synergy/base/random.hpp"

#include <algorithm>
#include <limits>

#include "parts.hpp"

/// Links of a body that changes: opened, given other slots, and closed again, one object at a time for a
/// pair.
namespace synergy::simulation {

void Parts::collect_courses(std::span<const dynamics::Change> changes) {
  std::map<link::Ends, std::vector<link::PathLossCourse::Step>> steps;
  for (const dynamics::Change& change : changes) {
    if (const auto* loss = std::get_if<dynamics::LinkLoss>(&change.what))
      steps[loss->ends].push_back({change.at, loss->path_loss_db});
  }
  for (auto& [ends, course] : steps) {
    const double start = base_loss(ends).value_or(link::PathLossCourse::kOwn);
    courses_[ends] = std::make_shared<const link::PathLossCourse>(start, std::move(course));
  }
}

/// What the scenario says of a pair; nothing: its kind's own.
std::optional<double> Parts::base_loss(link::Ends ends) const {
  std::optional<double> db;
  for (const scenario::PathLoss& loss : body_.path_loss) {
    if (loss.between == ends) db = loss.db;
  }
  return db;
}

std::size_t Parts::place_of_link(const PlanInForce& plan, std::size_t l) {
  const plan::CompiledPlan& compiled = *plan.compiled;
  const auto [known, is_new] = link_names_.try_emplace(compiled.link_names[l], links_.size());
  if (!is_new) return known->second;
  const link::Ends ends{plan.devices[DeviceId(compiled.links[l].first)],
                        plan.devices[DeviceId(compiled.links[l].second)]};
  const plan::Unit& unit = compiled.units[compiled.link_units[l]];
  const auto [of_name, is_new_unit] = unit_names_.try_emplace(unit.name, UnitId::none());
  if (is_new_unit) {
    of_name->second = ledger_.add_unit({unit.kind, ends.first, static_cast<int>(links_.size()), unit.name});
    servers_.push_back({});
    cpus_.push_back({});
  }
  BodyLink link;
  link.name = compiled.link_names[l];
  link.unit = of_name->second;
  links_.push_back(std::move(link));
  ends_.push_back(ends);
  DynamicResult& result = ledger_.result();
  result.total.links.emplace_back();
  result.links.push_back(ends);
  result.link_names.push_back(links_.back().name);
  result.link_units.push_back(links_.back().unit);
  return known->second;
}

void Parts::open_link(std::size_t place, std::shared_ptr<const PlanInForce> plan, std::size_t l, Time now) {
  const plan::CompiledPlan& compiled = *plan->compiled;
  BodyLink& link = links_[place];
  link::LinkContext context = plan::context_of_link(*plan->problem, compiled, l);
  context.slot = compiled.slots.slot_of[link::LinkId(l)];
  if (link.link) {
    // With the same parameters it is the same link.
    const link::LinkContext before =
        plan::context_of_link(*link.plan->problem, *link.plan->compiled, link.number);
    const int slot = link.plan->compiled->slots.slot_of[link::LinkId(link.number)];
    if (slot == context.slot && before.slots == context.slots && before.first_links == context.first_links &&
        before.second_links == context.second_links)
      return;
    close_link(place, now);
  }
  const link::LinkKind& kind = *compiled.link_kind;
  context.path_loss_db = base_loss(ends_[place]);
  if (const auto course = courses_.find(ends_[place]); course != courses_.end())
    context.course = course->second;
  // Draws go on as if the link had never been closed only where it was not.
  std::string name = "link/" + link.name;
  if (link.openings > 0) name += "#" + std::to_string(link.openings);
  ++link.openings;
  context.seed = stream_seed(body_.seed, static_cast<std::uint64_t>(replication_), name);
  link.link = kind.open(context);
  link.on_medium = kind.use_of(compiled.links[l]).shares_medium;
  link.notice_after = kind.notice_after(compiled.links[l]);
  link.plan = std::move(plan);
  link.number = l;
  link.opened = now;
  link.ready_from = link.free_at;
  link.first_until = link.second_until = Time::max();
  link.events_before = ledger_.result().total.links[place].events_used;
  std::tie(link.first_idle, link.second_idle) = kind.idle_power(context);
  const auto none = link.link->idle_energy(Time(), seconds(100), 0);
  const auto one = link.link->idle_energy(Time(), seconds(100), 1);
  link.first_event = none.first - one.first;
  link.second_event = none.second - one.second;
}

void Parts::close_link(std::size_t place, Time now) {
  BodyLink& link = links_[place];
  if (!link.link) return;
  const Time begin = std::max(link.opened, ledger_.begin());
  const Time end = std::min(now, ledger_.end());
  if (end > begin) {
    const std::int64_t used = ledger_.result().total.links[place].events_used - link.events_before;
    auto [first, second] = link.link->idle_energy(begin, end, used);
    if (link.first_until < end)
      first = link.link->idle_energy(begin, std::max(begin, link.first_until), used).first;
    if (link.second_until < end)
      second = link.link->idle_energy(begin, std::max(begin, link.second_until), used).second;
    // What was used at an edge may be more than there was.
    ledger_.link_idle(ends_[place], std::max(Energy(), first), std::max(Energy(), second));
  }
  link.link.reset();
}

void Parts::end_gone(DeviceId d, Time now) {
  for (std::size_t l = 0; l < links_.size(); ++l) {
    if (ends_[l].first == d) links_[l].first_until = std::min(links_[l].first_until, now);
    if (ends_[l].second == d) links_[l].second_until = std::min(links_[l].second_until, now);
  }
}

Power Parts::links_power(DeviceId d) const {
  Power sum;
  for (std::size_t l = 0; l < links_.size(); ++l) {
    if (!links_[l].link) continue;
    if (ends_[l].first == d) sum += links_[l].first_idle;
    if (ends_[l].second == d) sum += links_[l].second_idle;
  }
  return sum;
}

Duration Parts::notice_after(DeviceId d) const {
  std::optional<Duration> least;
  for (std::size_t l = 0; l < links_.size(); ++l) {
    const bool ends_there = ends_[l].first == d || ends_[l].second == d;
    if (links_[l].link && ends_there)
      least = std::min(least.value_or(Duration::max()), links_[l].notice_after.value_or(Duration::max()));
  }
  return least.value_or(link::kUsualNotice);
}

Parts::Sent Parts::send_on(std::size_t place, UnitId unit, Time now, Bytes size, bool forward) {
  BodyLink& link = links_[place];
  ensure(link.link != nullptr, "a transfer has an open link");
  Server& server = servers_[unit];
  const Time begin = std::max(now, link.on_medium ? server.free_at : link.free_at);
  Time ready = link.on_medium ? begin : std::max(now, link.ready_from);
  link::TransferOutcome outcome;
  const auto course = courses_.find(ends_[place]);
  const bool asks = course != courses_.end() && !link.link->follows_course();
  const Time open = asks ? course->second->open_from(begin) : begin;
  const Duration patience = link.notice_after.value_or(link::kUsualNotice);
  if (open - begin >= patience) {
    outcome = link.link->try_in_vain(begin, begin + patience, size, forward);
  } else {
    if (open > begin) ready = open;
    outcome = link.link->transfer(ready, size, forward);
  }
  ensure(outcome.done >= begin && outcome.link_free >= begin, "a transfer ends after it began");
  server.free_at = link.free_at = outcome.link_free;
  return {{begin, outcome.link_free}, outcome};
}

Time Parts::transfer(Flow& flow, Time now) {
  const BodyStep& step = *flow.step;
  const Sent sent = send_on(step.link, step.unit, now, step.stage->size, step.stage->forward);
  flow.booked.span = sent.span;
  flow.booked.waited = sent.span.begin - now;
  flow.booked.outcome = sent.outcome;
  spare(flow);
  return sent.outcome.done;
}

/// The events that a transfer pays for would have been idle ones.
void Parts::spare(Flow& flow) const {
  const BodyLink& link = links_[flow.step->link];
  const auto events = static_cast<double>(flow.booked.outcome.events_used);
  flow.booked.first_spared = link.first_event * events;
  flow.booked.second_spared = link.second_event * events;
}

void Parts::try_in_vain(Flow& flow, Time now, Time until) {
  const BodyStep& step = *flow.step;
  const BodyLink& link = links_[step.link];
  ensure(link.link != nullptr, "a link stays open until its end is missed");
  flow.booked.in_vain = true;
  flow.booked.outcome = link.link->try_in_vain(now, until, step.stage->size, step.stage->forward);
  flow.booked.span = {now, std::max(now, flow.booked.outcome.link_free)};
  spare(flow);
  // The end that has gone spares nothing.
  (step.receiver == ends_[step.link].first ? flow.booked.first_spared : flow.booked.second_spared) = Energy();
}

std::optional<Parts::Sent> Parts::send(link::Ends ends, Time now, Bytes size, bool forward) {
  for (std::size_t l = 0; l < links_.size(); ++l) {
    if (!links_[l].link || ends_[l] != ends) continue;
    const Sent sent = send_on(l, links_[l].unit, now, size, forward);
    const auto events = static_cast<double>(sent.outcome.events_used);
    ledger_.refund(ends.first, links_[l].first_event * events);
    ledger_.refund(ends.second, links_[l].second_event * events);
    return sent;
  }
  return {};
}

void Parts::close(Time end) {
  for (std::size_t l = 0; l < links_.size(); ++l) close_link(l, end);
}

}  // namespace synergy::simulation
