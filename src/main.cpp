#include "synergy/cli/app.hpp"

int main(int argc, char** argv) { return synergy::cli::run(argc, argv); }
