// Measured transfers beside what this program's model says of the same link.
#include "synergy/calibrate/least_squares.hpp"
#include "synergy/device/load.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/link/kinds.hpp"
#include "synergy/link/link.hpp"

#include <filesystem>

#include "profile.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

/// A row as a time: of a throughput, the time that the bytes take at it.
double time_of(const LinkRow& row) {
  return row.time ? row.time->s() : static_cast<double>(row.bytes.count()) / row.rate->si();
}

void fit_link(const LinkRows& link, Calibration& to) {
  std::vector<LawPoint> points;
  for (std::size_t i = 0; i < link.rows.size(); ++i) {
    const LinkRow& row = link.rows[i];
    // Set-up is over where a throughput is measured.
    points.push_back(
        {std::to_string(i), {static_cast<double>(row.bytes.count()), row.time ? 1.0 : 0.0}, time_of(row)});
  }
  const bool offset = link.rows.size() >= 3;
  if (!offset) {
    for (LawPoint& point : points) point.features.resize(1);
    to.notes.push_back(fmt::format("link {}: fewer than 3 rows, so no set-up time is fitted", link.name));
  }
  const Law law = fit_law(points);
  LawReport report;
  report.of = "link " + link.name;
  report.text = offset ? "time of a transfer = set-up + bytes / rate" : "time of a transfer = bytes / rate";
  report.robust = law.robust;
  report.coefficients.emplace_back("s_per_byte", Estimate{law.coefficients[0], law.low[0], law.high[0]});
  if (offset)
    report.coefficients.emplace_back("setup_s", Estimate{law.coefficients[1], law.low[1], law.high[1]});
  std::vector<double> said;
  std::vector<double> seen;
  const auto predicted = leave_one_out(points);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::string name = fmt::format("{} B", link.rows[i].bytes.count());
    to.residuals.push_back(
        {"transfer", link.name, name, points[i].measured, predict(law, points[i].features), "fit"});
    if (!predicted[i] || points.size() <= points.front().features.size()) continue;
    said.push_back(*predicted[i]);
    seen.push_back(points[i].measured);
  }
  if (!seen.empty()) report.left_out = errors_of(said, seen);
  to.laws.push_back(std::move(report));
}

void ask_model(const Making& making, const LinkRows& link) {
  Calibration& to = *making.to;
  input::Problems problems(making.file->name);
  const link::LinkSpec spec = making.library->link_kinds().read(input::Value(*link.section, problems));
  for (const link::SpecProblem& problem : spec.problems())
    problems.add(link.section->line, link.section->column, problem.message);
  problems.throw_if_any();
  const std::filesystem::path base = std::filesystem::path(making.file->name).parent_path();
  const auto kind = spec.make(*making.library->link_profile(spec, base));
  input::Node radio_name;
  radio_name.kind = input::Node::Kind::scalar;
  radio_name.scalar = "nrf52840";  // the radio's energy is not asked for
  const auto radio = making.library->radio(input::Value(radio_name, problems), base);
  problems.throw_if_any();
  link::LinkContext context;
  context.ends = {link::DeviceId(0), link::DeviceId(1)};
  context.first = radio.get();
  context.second = radio.get();
  if (const std::string why = kind->why_infeasible(1); !why.empty())
    throw InputError({making.file->name, link.section->line, link.section->column}, why);
  std::vector<double> said;
  std::vector<double> seen;
  for (const LinkRow& row : link.rows) {
    const link::TransferEstimate estimate = kind->estimate(row.bytes, true, context);
    said.push_back((row.time ? estimate.latency : estimate.occupancy).s());
    seen.push_back(time_of(row));
    to.residuals.push_back(
        {"transfer", link.name, fmt::format("{} B", row.bytes.count()), seen.back(), said.back(), "model"});
  }
  LawReport report;
  report.of = "model of link " + link.name;
  report.text = "this program's model of the link; nothing is fitted";
  report.holdout = errors_of(said, seen);
  to.laws.push_back(std::move(report));
}

}  // namespace

void compare_links(const Making& making) {
  for (const LinkRows& link : making.file->links) {
    fit_link(link, *making.to);
    if (link.section) ask_model(making, link);
  }
}

}  // namespace synergy::calibrate
