#include "synergy/outside/process.hpp"

#include "synergy/base/hash.hpp"
#include "synergy/input/usage_error.hpp"
#include "synergy/outside/planners.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "add.hpp"
#include "line_process.hpp"
#include <fmt/format.h>

namespace synergy::outside {
namespace {

/// The processes of one command: as many as threads ask at the same time. One that failed is asked no more,
/// so that it cannot spoil the next answer.
class Processes {
 public:
  Processes(std::string command, Duration time_out) : command_(std::move(command)), time_out_(time_out) {}

  [[nodiscard]] Answer ask(const std::string& question) {
    std::unique_ptr<LineProcess> process = take();
    Answer answer = process->ask(question, time_out_);
    if (answer.was_gone) {  // one that answers a question and ends: the next gets another
      process = std::make_unique<LineProcess>(command_);
      answer = process->ask(question, time_out_);
    }
    if (answer.problem.empty()) {
      const std::lock_guard lock(mutex_);
      idle_.push_back(std::move(process));
    }
    return answer;
  }

 private:
  [[nodiscard]] std::unique_ptr<LineProcess> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<LineProcess>(command_);
    std::unique_ptr<LineProcess> process = std::move(idle_.back());
    idle_.pop_back();
    return process;
  }

  std::string command_;
  Duration time_out_;
  std::mutex mutex_;  // of all below
  std::vector<std::unique_ptr<LineProcess>> idle_;
};

/// The words of a command, as far as quotes decide: nothing is expanded.
std::vector<std::string> words_of(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  char quote = 0;
  for (const char c : command) {
    if (quote != 0 ? c == quote : c == '\'' || c == '"') {
      quote = quote == 0 ? c : '\0';
    } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
      words.push_back(std::exchange(word, {}));
    } else {
      word += c;
    }
  }
  words.push_back(word);
  return words;
}

/// The command, and the files that it names: what its planner is made of, as far as can be seen from here.
Provenance provenance_of(const std::string& command, const std::string& planner) {
  Provenance all{{fmt::format("planner {}: {}", planner, command), hex_hash(command)}};
  for (const std::string& word : words_of(command)) {
    std::error_code error;
    constexpr std::uintmax_t kMost = std::uintmax_t{64} << 20;
    if (!std::filesystem::is_regular_file(word, error) || std::filesystem::file_size(word, error) > kMost)
      continue;
    std::ifstream stream(word, std::ios::binary);
    all.emplace_back(word, hex_hash(std::string{std::istreambuf_iterator<char>(stream), {}}));
  }
  return all;
}

}  // namespace

Provenance add_process(planner::Registry& registry, const std::string& command, Duration time_out) {
  const std::string whose = fmt::format("planner command '{}'", command);
  if (command.find_first_not_of(" \t\n") == std::string::npos)
    throw UsageError(fmt::format("{}: it is empty", whose));
  const auto processes = std::make_shared<Processes>(command, time_out);
  const Answer answer = processes->ask(describe_question());
  if (!answer.problem.empty()) throw UsageError(fmt::format("{}: it {}", whose, answer.problem));
  planner::Planner planner;
  try {
    planner = read_description(answer.line);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("{}: asked what it is: {}", whose, error.what()));
  }
  planner.takes_plan_in_force = true;
  const std::string name = planner.name;
  planner.plan = [processes, name, parameters = planner.parameters](
                     const planner::PlanningContext& context) -> planner::Planned {
    const Answer said = processes->ask(plan_question(context, parameters));
    if (!said.problem.empty()) return {.result = no_answer(fmt::format("planner {} {}", name, said.problem))};
    return read_plan_answer(said.line, name, context.problem);
  };
  add_planner(registry, std::move(planner), whose);
  return provenance_of(command, name);
}

}  // namespace synergy::outside
