#pragma once

// Under its name of before, for readers that are being written.
#include "synergy/import/build.hpp"
