#include "synergy/network/rewrite.hpp"

#include <algorithm>
#include <optional>

namespace synergy::network {
namespace {

/// More of them for one operator than there are attributes to be rid of would be a search, not a rewrite.
constexpr int kMaxRules = 3;

struct Candidate {
  Network network;
  std::vector<const RewriteRule*> rules;
};

std::optional<OperatorId> operator_called(const Network& network, const std::string& name) {
  for (const OperatorId id : network.operators().ids()) {
    if (network.at(id).name == name) return id;
  }
  return {};
}

/// The operator and what was made for it.
bool is_part_of(const std::string& operator_name, const std::string& name) {
  return operator_name == name || operator_name.starts_with(name + "/");
}

bool supports(const std::set<std::string>& unsupported, const std::string& name) {
  return std::none_of(unsupported.begin(), unsupported.end(),
                      [&](const std::string& other) { return is_part_of(other, name); });
}

/// What one more rule makes of each candidate: rules in the order of the table, none twice.
std::vector<Candidate> with_one_more(const std::vector<Candidate>& candidates, const std::string& name) {
  std::vector<Candidate> more;
  for (const Candidate& candidate : candidates) {
    const std::optional<OperatorId> at = operator_called(candidate.network, name);
    if (!at) continue;
    for (const RewriteRule& rule : rewrite_rules()) {
      if (!candidate.rules.empty() && &rule <= candidate.rules.back()) continue;
      std::optional<Network> network = rule.apply(candidate.network, *at);
      if (!network) continue;
      more.push_back({std::move(*network), candidate.rules});
      more.back().rules.push_back(&rule);
    }
  }
  return more;
}

/// The cheapest that makes the operator supported; none: no rules do.
std::optional<Candidate> best_for(const Network& network, const std::string& name,
                                  const Unsupported& unsupported) {
  std::vector<Candidate> candidates{{network, {}}};
  std::optional<Candidate> best;
  for (int rules = 1; rules <= kMaxRules && !candidates.empty(); ++rules) {
    candidates = with_one_more(candidates, name);
    for (const Candidate& candidate : candidates) {
      const std::int64_t macs = candidate.network.macs(candidate.network.all());
      if (best && best->network.macs(best->network.all()) <= macs) continue;
      if (supports(unsupported(candidate.network), name)) best = candidate;
    }
  }
  return best;
}

Rewrite described(const Network& before, const std::string& name, const Candidate& made) {
  Rewrite rewrite;
  rewrite.name = name;
  rewrite.macs_before = before.at(*operator_called(before, name)).macs;
  rewrite.macs_after =
      rewrite.macs_before + made.network.macs(made.network.all()) - before.macs(before.all());
  for (const RewriteRule* rule : made.rules) {
    rewrite.rule += (rewrite.rule.empty() ? "" : "+") + std::string(rule->name);
    rewrite.what += (rewrite.what.empty() ? "" : "; ") + std::string(rule->what);
  }
  return rewrite;
}

}  // namespace

Rewritten rewrite(const Network& network, const Unsupported& unsupported) {
  Rewritten result{network, {}};
  std::set<std::string> given_up;
  for (;;) {
    const std::set<std::string> wrong = unsupported(result.network);
    // In the order of running: what comes first decides what is behind it.
    const auto& operators = result.network.operators();
    const auto next = std::find_if(operators.begin(), operators.end(), [&](const Operator& op) {
      return wrong.count(op.name) > 0 && given_up.count(op.name) == 0;
    });
    if (next == operators.end()) return result;
    const std::string name = next->name;
    given_up.insert(name);  // also one that is rewritten: a second time would not help
    auto best = best_for(result.network, name, unsupported);
    if (!best) continue;
    result.done.push_back(described(result.network, name, *best));
    result.network = std::move(best->network);
  }
}

}  // namespace synergy::network
