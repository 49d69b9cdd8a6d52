#include "progress.hpp"

#include <cmath>
#include <unistd.h>

#include <fmt/format.h>

namespace synergy::cli {
namespace {

constexpr auto kLineEvery = std::chrono::seconds(5);
constexpr int kBarWidth = 30;

std::string text_of(const sweep::Progress& progress, double elapsed_s) {
  const std::int64_t done = progress.skipped + progress.ran;
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
  if (quiet_) return;
  const auto now = Clock::now();
  const std::string text = text_of(progress, std::chrono::duration<double>(now - begin_).count());
  if (terminal_) {
    const std::int64_t done = progress.skipped + progress.ran;
    const auto filled = static_cast<std::size_t>(progress.total > 0 ? done * kBarWidth / progress.total : 0);
    fmt::print(stderr, "\r\x1b[K[{:<{}}] {}", std::string(filled, '#'), kBarWidth, text);
    std::fflush(stderr);
  } else if (now - last_line_ >= kLineEvery) {
    fmt::print(stderr, "{}\n", text);
    last_line_ = now;
  }
}

void ProgressDisplay::finish(const sweep::Progress& progress) {
  if (quiet_) return;
  if (terminal_) fmt::print(stderr, "\r\x1b[K");
  const double elapsed_s = std::chrono::duration<double>(Clock::now() - begin_).count();
  if (progress.ran > 0) {
    fmt::print(stderr, "ran {} points in {:.1f} s, {:.0f}/s\n", progress.ran, elapsed_s,
               static_cast<double>(progress.ran) / elapsed_s);
  }
}

}  // namespace synergy::cli
