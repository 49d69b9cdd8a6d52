#pragma once

#include "synergy/quantities/duration.hpp"

#include <string>
#include <string_view>
#include <sys/types.h>

namespace synergy::outside {

/// What came of a question: a line, or why there is none.
struct Answer {
  std::string line;
  std::string problem;  ///< "did not answer within 60 s"; empty: `line` is the answer
  /// The process had ended before it said anything: another one may answer.
  bool was_gone = false;
};

/// A process that is asked in lines on its standard input and answers each with a line on its standard
/// output. Its messages go where ours go. Never blocks for longer than a time-out, whatever the process does.
class LineProcess {
 public:
  /// A longer answer is none: nobody's plan is, and memory is not endless.
  static constexpr std::size_t kMostBytes = std::size_t{16} << 20;

  /// Starts `command` in a shell, in a process group of its own. A command that does not exist is found out
  /// when it is asked.
  explicit LineProcess(const std::string& command);
  LineProcess(const LineProcess&) = delete;
  LineProcess& operator=(const LineProcess&) = delete;
  /// Closes its input, waits a moment, and then ends it with all its children.
  ~LineProcess();

  /// `question` has no line feed. After an answer with a problem it is asked no more.
  [[nodiscard]] Answer ask(std::string_view question, Duration time_out);

 private:
  [[nodiscard]] Answer gone();
  void end_it();

  pid_t child_ = -1;
  int to_ = -1, from_ = -1;  // our ends of the two pipes
  bool has_answered_ = false;
};

}  // namespace synergy::outside
