#include "synergy/run/workload.hpp"

namespace synergy::run {

Workload::Workload(scenario::Scenario scenario, std::shared_ptr<plan::TableCache> tables)
    : tables_(std::move(tables)), state_(std::make_shared<const State>(std::move(scenario), *tables_)) {}

}  // namespace synergy::run
