// What nearly every test includes, compiled once per build.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "../src/precompiled.hpp"
#include <catch2/catch.hpp>
