// What nearly every source includes, compiled once per build (CMakeLists.txt). Sources name what they use all
// the same: tests/hygiene builds some of them without.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <compare>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
