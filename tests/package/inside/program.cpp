#include "synergy/base/hash.hpp"

#include <iostream>

int main() {
  const int unused = 0;  // a warning of -Wall
  std::cout << synergy::hex_hash("text") << "\n";
}
