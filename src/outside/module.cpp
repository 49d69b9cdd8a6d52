#include "synergy/planner/module.hpp"

#include "synergy/base/hash.hpp"
#include "synergy/input/usage_error.hpp"
#include "synergy/outside/planners.hpp"
#include "synergy/quantities/checked.hpp"

#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <exception>
#include <fstream>
#include <iterator>
#include <link.h>
#include <string_view>

#include "add.hpp"
#include <fmt/format.h>

namespace synergy::outside {
namespace {

namespace fs = std::filesystem;
using planner::ModuleTable;

constexpr const char* kSymbol = "synergy_planner_module";

/// What the system's loader says of its last failure.
std::string loader_message() {
  const char* message = dlerror();
  return message == nullptr ? "unknown reason" : message;
}

/// Whether all that the loader would map of a file is in it: it does not look itself, and the program would
/// end with a signal as soon as it reads what is not there. A file that is no library of this machine is the
/// loader's to refuse.
bool is_cut_off(std::string_view file) {
  ElfW(Ehdr) head;
  if (file.size() < sizeof head || file.substr(0, SELFMAG) != ELFMAG) return false;
  std::memcpy(&head, file.data(), sizeof head);
  if (head.e_phentsize != sizeof(ElfW(Phdr))) return false;
  for (std::size_t i = 0; i < head.e_phnum; ++i) {
    ElfW(Phdr) part;
    const std::size_t at = head.e_phoff + i * sizeof part;
    if (at > file.size() || file.size() - at < sizeof part) return true;
    std::memcpy(&part, file.data() + at, sizeof part);
    if (part.p_type != PT_LOAD) continue;
    if (part.p_offset > file.size() || file.size() - part.p_offset < part.p_filesz) return true;
  }
  return false;
}

/// Why a table cannot be used; empty if it can. Looks at the first members first: of another version the rest
/// means nothing.
std::string problem_with(const ModuleTable* table) {
  if (table == nullptr) return fmt::format("{}() gives no table", kSymbol);
  constexpr std::string_view kAgain = "; build it against the installed synergy-sim";
  if (table->abi != planner::kModuleAbi)
    return fmt::format("it has planner ABI {}, this program {}{}", table->abi, planner::kModuleAbi, kAgain);
  if (table->size != sizeof(ModuleTable) || table->layout != planner::module_layout()) {
    return fmt::format("it was built from headers of another version, or with another standard library{}",
                       kAgain);
  }
  if (table->planners == nullptr || table->planner_count == 0) return "it has no planners";
  return {};
}

/// A planner whose mistakes end its planning and not the program.
planner::Planner guarded(planner::Planner planner) {
  if (!planner.plan) return planner;
  planner.plan = [plan = std::move(planner.plan),
                  name = planner.name](const planner::PlanningContext& context) -> planner::Planned {
    try {
      return plan(context);
    } catch (const OutOfRange&) {
      throw;  // of the scenario's numbers
    } catch (const std::exception& error) {
      return {.result = no_answer(fmt::format("planner {} failed: {}", name, error.what()))};
    } catch (...) {
      return {.result = no_answer(fmt::format("planner {} failed: it threw what is no exception", name))};
    }
  };
  return planner;
}

}  // namespace

Provenance add_module(planner::Registry& registry, const fs::path& file) {
  const auto refuse = [&](const std::string& why) {
    throw UsageError(fmt::format("planner module {}: {}", file.string(), why));
  };
  std::error_code error;
  if (!fs::is_regular_file(file, error)) refuse("is not a file");
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (is_cut_off(bytes)) refuse("cannot be loaded: the file is cut off");
  // An absolute path, since a bare name is looked for where libraries of the system lie. Never closed: its
  // planners are functions in it. All symbols now, so that what is missing is found before a run.
  void* library = dlopen(fs::absolute(file).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) refuse("cannot be loaded: " + loader_message());
  void* symbol = dlsym(library, kSymbol);
  if (symbol == nullptr) refuse(fmt::format("has no symbol {}: it is no planner module", kSymbol));
  const auto entry = reinterpret_cast<decltype(&synergy_planner_module)>(symbol);  // NOLINT: POSIX
  const ModuleTable* table = nullptr;
  try {
    table = entry();
  } catch (const std::exception& failure) {
    refuse(fmt::format("{}() failed: {}", kSymbol, failure.what()));
  }
  if (const std::string problem = problem_with(table); !problem.empty()) refuse(problem);
  for (std::size_t i = 0; i < table->planner_count; ++i)
    add_planner(registry, guarded(table->planners[i]), fmt::format("planner module {}", file.string()));
  return {{file.string(), hex_hash(bytes)}};
}

}  // namespace synergy::outside
