#include "line_process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX has it in no header

namespace synergy::outside {
namespace {

using Clock = std::chrono::steady_clock;

/// While it lives, writing into a pipe that nobody reads is an error of write() and no signal of this thread.
class NoBrokenPipe {
 public:
  NoBrokenPipe() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoBrokenPipe() {
    // One that came meanwhile is taken away, unless the caller had blocked it, whose it then is.
    if (sigismember(&before_, SIGPIPE) == 0) {
      const timespec now{};
      while (sigtimedwait(&pipe_, nullptr, &now) < 0 && errno == EINTR) continue;
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  NoBrokenPipe(const NoBrokenPipe&) = delete;
  NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;

 private:
  sigset_t pipe_{}, before_{};
};

void close_end(int& end) {
  if (end >= 0) close(end);
  end = -1;
}

/// In a group of its own, so that it can be ended with its children, and as if no signal were blocked.
pid_t spawn(const std::string& command, int input, int output) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  sigset_t signals;
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  sigaddset(&signals, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  std::string shell = "sh", option = "-c", text = command;
  const std::array<char*, 4> words{shell.data(), option.data(), text.data(), nullptr};
  pid_t child = -1;
  const int error = posix_spawn(&child, "/bin/sh", &files, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error == 0 ? child : -1;
}

/// What a shell says by an exit code that is its own.
std::string meaning_of(int code) {
  constexpr int kCannotRun = 126, kNotThere = 127, kSignals = 128;
  if (code == kCannotRun) return " (it cannot be run)";
  if (code == kNotThere) return " (there is no such command)";
  return code > kSignals ? fmt::format(" (signal {})", code - kSignals) : "";
}

}  // namespace

LineProcess::LineProcess(const std::string& command) {
  std::array<int, 2> input{-1, -1}, output{-1, -1};
  if (pipe2(input.data(), O_CLOEXEC) == 0 && pipe2(output.data(), O_CLOEXEC) == 0)
    child_ = spawn(command, input[0], output[1]);
  close_end(input[0]);
  close_end(output[1]);
  to_ = input[1];
  from_ = output[0];
  for (const int end : {to_, from_}) {
    if (end >= 0) fcntl(end, F_SETFL, O_NONBLOCK);
  }
}

LineProcess::~LineProcess() {
  close_end(to_);
  using std::chrono::milliseconds;
  const auto last = Clock::now() + milliseconds(500);
  while (child_ > 0 && Clock::now() < last) {
    if (waitpid(child_, nullptr, WNOHANG) == child_) {
      child_ = -1;
      break;
    }
    std::this_thread::sleep_for(milliseconds(2));
  }
  end_it();
  close_end(from_);
}

void LineProcess::end_it() {
  if (child_ <= 0) return;
  kill(-child_, SIGKILL);
  while (waitpid(child_, nullptr, 0) < 0 && errno == EINTR) continue;
  child_ = -1;
}

Answer LineProcess::gone() {
  if (child_ <= 0) return {"", "cannot be started", false};
  // Its output is closed; that it has ended is likely but not certain.
  int status = 0;
  pid_t ended = 0;
  for (int i = 0; i < 100 && ended == 0; ++i) {
    ended = waitpid(child_, &status, WNOHANG);
    if (ended == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  if (ended != child_) {
    end_it();
    return {"", "closed its output", false};
  }
  child_ = -1;
  if (WIFSIGNALED(status))
    return {"", fmt::format("was ended by signal {} before it answered", WTERMSIG(status)), false};
  const int code = WEXITSTATUS(status);
  return {"", fmt::format("ended with exit code {}{} before it answered", code, meaning_of(code)),
          has_answered_ && code == 0};
}

Answer LineProcess::ask(std::string_view question, Duration time_out) {
  if (child_ <= 0 || to_ < 0 || from_ < 0) return {"", "cannot be started", false};
  const NoBrokenPipe guard;
  const auto last = Clock::now() + std::chrono::nanoseconds(time_out.ns());
  // What it said unasked would be taken for the answer. Not of the first question: one that always says the
  // same may do so before it is asked, or behind that, as it happens.
  pollfd unasked{from_, POLLIN, 0};
  if (has_answered_ && poll(&unasked, 1, 0) > 0 && (unasked.revents & POLLIN) != 0)
    return {"", "said more than one line", false};
  std::string rest = std::string(question) + "\n", answer;
  std::array<char, 65536> bytes{};
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(last - Clock::now()).count();
    if (left <= 0) {
      end_it();
      return {"", fmt::format("did not answer within {:g} s", time_out.s()), false};
    }
    constexpr std::int64_t kLongestWait = 1000;  // so that no time-out is too long for poll()
    std::array<pollfd, 2> ends{{{from_, POLLIN, 0}, {rest.empty() ? -1 : to_, POLLOUT, 0}}};
    if (poll(ends.data(), ends.size(), static_cast<int>(std::min<std::int64_t>(left, kLongestWait) + 1)) < 0)
      continue;  // a signal of ours
    if (ends[1].revents != 0) {
      const ssize_t written = write(to_, rest.data(), rest.size());
      if (written > 0) rest.erase(0, static_cast<std::size_t>(written));
      // It reads no more; what it has said already may still be an answer.
      if (written < 0 && errno != EAGAIN && errno != EINTR) rest.clear();
    }
    if (ends[0].revents == 0) continue;
    const ssize_t got = read(from_, bytes.data(), bytes.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) return gone();
    answer.append(bytes.data(), static_cast<std::size_t>(got));
    const std::size_t end = answer.find('\n');
    if (end == std::string::npos && answer.size() <= kMostBytes) continue;
    if (end == std::string::npos) return {"", "answered with a line that does not end", false};
    // A second answer would be taken for that of the next question.
    if (end + 1 != answer.size()) return {"", "said more than one line", false};
    has_answered_ = true;
    answer.pop_back();
    return {std::move(answer), "", false};
  }
}

}  // namespace synergy::outside
