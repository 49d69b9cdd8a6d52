#pragma once

#include "synergy/run/workload.hpp"

#include <string>

namespace synergy::cli {

/// The workload as it is at an instant ("30 s") of its first replication, by its timeline, processes and
/// traces; as it is given where `at` is empty. Says on stderr what is different then. Throws UsageError if
/// `at` is no time, or nothing runs then.
[[nodiscard]] run::Workload workload_at(const run::Workload& workload, const std::string& at);

}  // namespace synergy::cli
