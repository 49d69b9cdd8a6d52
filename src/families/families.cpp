#include "synergy/families/families.hpp"

#include "synergy/max7800x/family.hpp"

namespace synergy::families {

const device::Families& built_in() {
  static const device::Families families({
      &max7800x::family(),  // first: that of profile files without a key `family`
  });
  return families;
}

}  // namespace synergy::families
