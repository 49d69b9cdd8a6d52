#include "progress.hpp"

#include <cmath>
#include <unistd.h>

#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

/// Often enough to see life in the log of a CI run, seldom enough not to fill it.
constexpr auto kLineEvery = std::chrono::seconds(5);
constexpr int kBarWidth = 30;

std::string text_of(const sweep::Progress& progress, double elapsed_s) {
  const std::int64_t done = progress.skipped + progress.ran;
  // Points that an earlier call did took no time of this one.
  const double rate = elapsed_s > 0 ? static_cast<double>(progress.ran) / elapsed_s : 0;
  std::string text = fmt::format("{}/{} points", done, progress.total);
  if (progress.failed > 0) text += fmt::format(", {} failed", progress.failed);
  if (rate > 0) {
    const double left_s = static_cast<double>(progress.total - done) / rate;
    text += fmt::format(", {:.0f}/s, {} left", rate, for_people(std::chrono::seconds(std::llround(left_s))));
  }
  return text;
}

}  // namespace

std::string for_people(std::chrono::seconds duration) {
  const auto seconds = duration.count();
  if (seconds >= 3600) return fmt::format("{}h {:02}m", seconds / 3600, seconds / 60 % 60);
  if (seconds >= 60) return fmt::format("{}m {:02}s", seconds / 60, seconds % 60);
  return fmt::format("{}s", seconds);
}

ProgressDisplay::ProgressDisplay(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0) {}

void ProgressDisplay::show(const sweep::Progress& progress) {
  const double elapsed_s = std::chrono::duration<double>(Clock::now() - begin_).count();
  show(progress.skipped + progress.ran, progress.total, text_of(progress, elapsed_s));
}

void ProgressDisplay::show(const planner::FrontProgress& progress) {
  const bool searching = progress.stage == "front search";  // over partial plans; else a planner is asked
  show(progress.done, progress.total,
       fmt::format("{}: {} of {}{} {}, {} plans so far", progress.stage, progress.done,
                   searching ? "at most " : "", progress.total,
                   searching ? "partial plans" : "planners asked", progress.plans));
}

void ProgressDisplay::show(std::int64_t done, std::int64_t total, const std::string& text) {
  if (quiet_) return;
  const auto now = Clock::now();
  if (terminal_) {
    const double share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0;
    const auto filled = static_cast<std::size_t>(share * kBarWidth);
    // Back to the line's beginning and clear: a shorter text would leave the end of a longer one.
    raw_to_stderr(fmt::format("\r\x1b[K[{:<{}}] {}", std::string(filled, '#'), kBarWidth, text));
  } else if (now - last_line_ >= kLineEvery) {
    to_stderr("{}\n", text);
    last_line_ = now;
  }
}

void ProgressDisplay::clear() const {
  if (terminal_ && !quiet_) raw_to_stderr("\r\x1b[K");
}

void ProgressDisplay::finish(const sweep::Progress& progress) {
  clear();
  if (quiet_) return;
  const double elapsed_s = std::chrono::duration<double>(Clock::now() - begin_).count();
  if (progress.ran > 0) {
    to_stderr("ran {} points in {:.1f} s, {:.0f}/s\n", progress.ran, elapsed_s,
              static_cast<double>(progress.ran) / elapsed_s);
  }
  if (progress.threads_missing > 0)
    to_stderr("{} of the threads asked for could not be started; the others did their work\n",
              progress.threads_missing);
}

}  // namespace synergy::cli
