#include "synergy/attack/findings.hpp"

#include "synergy/input/error.hpp"
#include "synergy/input/write.hpp"
#include "synergy/results/dictionary.hpp"
#include "synergy/results/write.hpp"
#include "synergy/scenario/load.hpp"
#include "synergy/sweep/workers.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <system_error>

#include "nodes.hpp"
#include <fmt/format.h>

namespace synergy::attack {
namespace {

constexpr double kWorthIt = 1 + 1e-6;  // parts of a value are rounded one by one
constexpr std::string_view kFolder = "findings";

using input::Yaml;

/// As people write scenarios: every device, app and link in a line of its own.
Yaml laid_out(const Node& node, int depth) {
  constexpr int kBlocks = 2;  // the root and the body
  if (node.kind == Node::Kind::sequence) {
    const bool maps = std::any_of(node.items.begin(), node.items.end(),
                                  [](const Node& item) { return item.kind == Node::Kind::mapping; });
    Yaml list = Yaml::sequence(maps ? Yaml::Style::block : Yaml::Style::flow);
    for (const Node& item : node.items) list.add(laid_out(item, depth + kBlocks));
    return list;
  }
  if (node.kind != Node::Kind::mapping) return Yaml(node);
  const bool body = find(node, "devices") != nullptr && depth < kBlocks;
  Yaml mapping = Yaml::mapping(depth == 0 || body ? Yaml::Style::block : Yaml::Style::flow);
  for (const Node::Entry& entry : node.entries) mapping.put(entry.key, laid_out(entry.value, depth + 1));
  return mapping;
}

/// "539 inf/s"
std::string amount(double value, const std::string& metric) {
  const auto& names = names_of(Metric{});
  const auto at = std::find(names.begin(), names.end(), metric) - names.begin();
  const std::string_view unit = unit_of(static_cast<Metric>(at));
  return fmt::format("{:.4g}{}{}", value, unit.empty() ? "" : " ", unit);
}

/// What the file is about, as a comment.
std::string head_of(const results::AttackFinding& row, const Case& left) {
  std::string text =
      fmt::format("# {} by {}: {}, {}: {}", row.metric, row.planner, amount(row.planner_value, row.metric),
                  row.against == "truth" ? "simulated" : row.against, amount(row.against_value, row.metric));
  text += fmt::format(". {:.4g} times apart.\n", row.ratio);
  text += fmt::format(
      "# Found by restart {} of synergy-sim attack at {:.4g} times, then shrunk: {} pieces taken out.\n",
      row.restart, row.found_ratio, row.removed_count);
  for (const auto& [path, si] : left.numbers)
    text += fmt::format("# Profile number moved: {} = {} in its SI unit.\n", path, results::to_text(si));
  return text;
}

std::string text_of_case(const Campaign& campaign, const Case& left, scenario::Library& library) {
  if (left.numbers.empty()) return input::to_yaml(laid_out(left.root, 0));
  // With profiles written out: a scenario file says a profile's number nowhere else.
  return scenario::to_yaml(scenario_of(left, campaign.space.base_file, library));
}

/// Whether the search found something there.
bool is_worth(const results::AttackRow& row) {
  return row.status == "failed" || (row.best_ratio && *row.best_ratio > kWorthIt);
}

/// Of every question the rows to shrink, the largest loss first.
std::vector<const results::AttackRow*> chosen(const Campaign& campaign,
                                              const std::vector<results::AttackRow>& rows, int count) {
  std::vector<const results::AttackRow*> all;
  for (auto first = rows.begin(); first != rows.end(); first += campaign.restarts) {
    std::vector<const results::AttackRow*> of_question;
    for (auto row = first; row != first + campaign.restarts; ++row) {
      if (is_worth(*row)) of_question.push_back(&*row);
    }
    // Failures first: they are mistakes of the program.
    std::stable_sort(of_question.begin(), of_question.end(), [](const auto* a, const auto* b) {
      if ((a->status == "failed") != (b->status == "failed")) return a->status == "failed";
      return a->best_ratio.value_or(0) > b->best_ratio.value_or(0);
    });
    const auto most = std::min<std::size_t>(of_question.size(), static_cast<std::size_t>(count));
    all.insert(all.end(), of_question.begin(), of_question.begin() + static_cast<std::ptrdiff_t>(most));
  }
  return all;
}

const Question& question_of(const Campaign& campaign, const std::vector<results::AttackRow>& rows,
                            const results::AttackRow& row) {
  return campaign
      .questions[static_cast<std::size_t>(&row - rows.data()) / static_cast<std::size_t>(campaign.restarts)];
}

/// A finding before it has its number, with its scenario.
struct Candidate {
  results::AttackFinding row;
  Case left;
};

Candidate shrunk_row(const Campaign& campaign, const Question& question, const results::AttackRow& row,
                     scenario::Library& library) {
  Candidate made;
  made.row.planner = row.planner;
  made.row.against = row.against;
  made.row.metric = row.metric;
  made.row.restart = row.restart;
  made.left = case_from(row.scenario);
  if (row.status != "failed") {
    const Judge judge(question, campaign.conditions, campaign.node_budget, campaign.space.base_file, library);
    const Verdict verdict = judge(made.left);
    Shrunk shrunk = shrink(made.left, verdict, kept(verdict.ratio), judge);
    made.row.found_ratio = verdict.ratio;
    made.row.ratio = shrunk.verdict.ratio;
    made.row.planner_value = shrunk.verdict.planner_value;
    made.row.against_value = shrunk.verdict.against_value;
    made.row.removed_count = shrunk.removed;
    made.row.shrink_evaluations = shrunk.evaluations;
    made.left = std::move(shrunk.left);
  }
  made.row.app_count = static_cast<std::int64_t>(app_count(made.left.root));
  made.row.device_count = static_cast<std::int64_t>(device_count(made.left.root));
  made.row.number_count = static_cast<std::int64_t>(made.left.numbers.size());
  return made;
}

/// A name that starts with the number, so that files are in order.
std::string file_of(std::int64_t number, const results::AttackFinding& row) {
  std::string name = fmt::format("{:03}_{}", number, row.planner);
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (!plain) c = '_';
  }
  return fmt::format("{}/{}.yaml", kFolder, name);
}

}  // namespace

std::vector<Finding> findings_of(const Campaign& campaign, const std::vector<results::AttackRow>& rows,
                                 int count, scenario::Library& library, const sweep::RunOptions& options) {
  const std::vector<const results::AttackRow*> best = chosen(campaign, rows, count);
  std::vector<Candidate> candidates(best.size());
  sweep::Tickets tickets;
  std::atomic<bool> stopped = false;
  const auto work = [&] {
    tickets.serve(best.size(), [&](std::size_t i) {
      stopped = stopped || options.stop();
      if (stopped) return false;
      candidates[i] = shrunk_row(campaign, question_of(campaign, rows, *best[i]), *best[i], library);
      return true;
    });
  };
  sweep::work_on_threads(options.threads, work, [](int) {});
  if (stopped) return {};
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.row.ratio > b.row.ratio; });
  std::vector<Finding> findings;
  std::map<std::string, bool> seen;  // scenarios, with who is attacked
  for (Candidate& candidate : candidates) {
    Node unnamed = candidate.left.root;
    remove(unnamed, "name");
    const std::string what = fmt::format("{} {} {}", candidate.row.planner, candidate.row.against,
                                         to_line({unnamed, candidate.left.numbers}));
    if (!seen.emplace(what, true).second) continue;
    candidate.row.number = static_cast<std::int64_t>(findings.size()) + 1;
    candidate.row.file = file_of(candidate.row.number, candidate.row);
    put(candidate.left.root, "name", text_node(std::filesystem::path(candidate.row.file).stem().string()));
    const std::string text = text_of_case(campaign, candidate.left, library);
    findings.push_back({candidate.row, head_of(candidate.row, candidate.left) + text});
  }
  return findings;
}

void write_findings(const std::filesystem::path& folder, const std::vector<results::AttackPair>& pairs,
                    const std::vector<Finding>& findings) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<results::AttackFinding> rows;
  for (const Finding& finding : findings) rows.push_back(finding.row);
  // Only what is named as ours: 001_synergy.yaml.
  if (fs::is_directory(folder / kFolder, error)) {
    for (const auto& entry : fs::directory_iterator(folder / kFolder, error)) {
      const std::string name = entry.path().filename().string();
      const bool ours =
          name.size() > 4 && name[3] == '_' && entry.path().extension() == ".yaml" &&
          std::all_of(name.begin(), name.begin() + 3, [](char c) { return c >= '0' && c <= '9'; });
      if (ours) fs::remove(entry.path(), error);
    }
  }
  if (!findings.empty()) results::make_folder(folder / kFolder);
  for (const Finding& finding : findings) results::write_file(folder / finding.row.file, finding.text);
  const results::Table of_pairs = results::attack_pairs_table(pairs);
  const results::Table of_findings = results::attack_findings_table(rows);
  results::write_file(folder / "pairs.csv", to_csv(of_pairs));
  results::write_file(folder / "findings.csv", to_csv(of_findings));
  results::write_file(
      folder / "datapackage.json",
      results::with_other_csv(
          results::data_package({results::attack_restarts_table({}), of_pairs, of_findings}), folder));
}

}  // namespace synergy::attack
