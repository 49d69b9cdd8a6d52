#include "synergy/families/families.hpp"

#include "synergy/max7800x/family.hpp"
#include "synergy/measured/family.hpp"
#include "synergy/ne16/family.hpp"

namespace synergy::families {

/// Made at the first call and not as a global: the rows of other files may not be there before `main`.
const device::Families& built_in() {
  static const device::Families families({
      &max7800x::family(),  // first: that of profile files without a key `family`
      &measured::family(),
      &ne16::family(),
  });
  return families;
}

}  // namespace synergy::families
