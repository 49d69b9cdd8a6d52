#include "synergy/cli/app.hpp"

#include <csignal>

int main(int argc, char** argv) {
  // Beyond a limit on the size of files (ulimit -f) a write then fails as on a full disk, with message and
  // exit code, instead of ending the process.
  std::signal(SIGXFSZ, SIG_IGN);
  return synergy::cli::run(argc, argv);
}
