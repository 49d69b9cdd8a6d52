#pragma once

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "../support/folder.hpp"
#include <catch2/catch.hpp>

namespace synergy::test {

/// What became of one call of synergy-sim.
struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
};

using Environment = std::map<std::string, std::string>;

/// Runs the built program with these arguments in `folder`, and checks what holds for every call: it ends by
/// itself, and says nothing that only a programmer understands. `binary`: a copy of the program elsewhere.
inline Outcome run_in(const std::filesystem::path& folder, const std::vector<std::string>& arguments,
                      const Environment& environment = {}, std::string binary = SYNERGY_SIM_BINARY) {
  const Folder scratch;
  const std::string out = (scratch.path() / "out").string();
  const std::string err = (scratch.path() / "err").string();
  std::vector<std::string> words = arguments;
  std::vector<char*> argv{binary.data()};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const int out_file = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int err_file = open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    if (dup2(out_file, 1) < 0 || dup2(err_file, 2) < 0 || chdir(folder.c_str()) != 0) _exit(126);
    execv(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  Outcome outcome{WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(out), read(err)};
  UNSCOPED_INFO("stdout: " << outcome.out.substr(0, 2000) << "\nstderr: " << outcome.err);
  CHECK(WIFEXITED(status));
  for (const char* unfit :
       {"terminate called", "what():", "Aborted", "Segmentation", "Assertion", "backtrace", "runtime error",
        "yaml-cpp", "nlohmann", "std::", "internal error"}) {
    CHECK_THAT(outcome.err, !Catch::Contains(unfit));
  }
  return outcome;
}

inline Outcome run(const std::vector<std::string>& arguments) {
  return run_in(std::filesystem::temp_directory_path(), arguments);
}

/// Whether a call failed as it should: the code, nothing on stdout, and on stderr every one of `parts`.
inline void check_fails(const Outcome& outcome, int code, const std::vector<std::string>& parts) {
  CHECK(outcome.code == code);
  CHECK(outcome.out == "");
  CHECK_THAT(outcome.err, Catch::EndsWith("\n"));
  for (const std::string& part : parts) CHECK_THAT(outcome.err, Catch::Contains(part));
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// A scenario that runs in a moment: KWS on one device, and `more` at the end.
inline std::string small_scenario(const std::string& more = "") {
  return "schema_version: 1\n"
         "name: small\n"
         "body:\n"
         "  devices:\n"
         "    - name: wrist\n"
         "      accelerator: max78000\n"
         "      radio: nrf52840\n"
         "      sensors: [microphone_sph0645, camera_hm01b0]\n"
         "      interactions: [haptic_lra]\n"
         "apps:\n"
         "  - {model: kws, sensor: microphone, interaction: haptic}\n"
         "measurement: {warm_up: 0.1 s, window: 1 s}\n" +
         more;
}

/// small_scenario with the first `from` replaced.
inline std::string small_with(const std::string& from, const std::string& to) {
  std::string text = small_scenario();
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace synergy::test
