// What paths of --set stand for beyond the keys of the scenario's file.
#include <algorithm>

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using scenario::Override;
using scenario::Scenario;
using scenario::Sensing;
using synergy::test::library;
using synergy::test::shipped;

namespace {

std::string error_of(const std::vector<Override>& settings) {
  try {
    (void)shipped("w2", settings);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("does apps.* set a key of every app, and NAME* one of those whose names begin so?") {
  const Scenario fresh = shipped("w2", {{"apps.*.sensing", "fresh"}});
  CHECK(std::all_of(fresh.apps.begin(), fresh.apps.end(),
                    [](const scenario::App& app) { return app.sensing == Sensing::fresh; }));
  // kws, simplenet, widenet
  const Scenario one = shipped("w2", {{"apps.kws*.hop", "1 s"}, {"apps.wide*.sensing", "latest"}});
  CHECK(one.apps[scenario::AppId(0)].hop == seconds(1));
  CHECK(one.apps[scenario::AppId(1)].sensing == Sensing::new_sample);
  CHECK(one.apps[scenario::AppId(2)].sensing == Sensing::latest);
  // It is the same as setting them one by one.
  CHECK(to_yaml(shipped("w2", {{"apps.*.deadline", "40 ms"}})) ==
        to_yaml(shipped("w2", {{"apps.0.deadline", "40 ms"},
                               {"apps.1.deadline", "40 ms"},
                               {"apps.widenet.deadline", "40 ms"}})));
}

TEST_CASE("does a pattern that fits no app change nothing, while a name that fits none is an error?") {
  CHECK(to_yaml(shipped("w1", {{"apps.kws*.hop", "1 s"}})) == to_yaml(shipped("w1")));
  CHECK_THAT(error_of({{"apps.nobody.hop", "1 s"}}), Catch::Contains("no list item 'nobody'"));
  CHECK_THAT(error_of({{"apps.*.hop", "soon"}}), Catch::Contains("soon"));
}

TEST_CASE("is a star behind an app that is named already an unknown key, and not a pattern?") {
  CHECK_THAT(error_of({{"apps.0.name*.x", "1"}}), Catch::Contains("unknown key 'name*'"));
  CHECK_THAT(error_of({{"apps.kws.name*.x", "1"}}), Catch::Contains("unknown key 'name*'"));
  CHECK(error_of({{"apps.zzz.name*.x", "1"}}) == "no error");  // fits no app
}

TEST_CASE("is a path that goes on below a single value an error, and the value still there?") {
  CHECK_THAT(error_of({{"link.phy", "1M"}, {"link.phy.x", "1"}}),
             Catch::Contains("'x' lies below the single value '1M'"));
}

TEST_CASE("does link_profile change a value of the profile that the link names, and of no other scenario?") {
  const Scenario base = shipped("w2");
  const Scenario late = shipped("w2", {{"link_profile.late_data.value", "next_event"}});
  CHECK(to_yaml(late) != to_yaml(base));
  CHECK(to_yaml(shipped("w2", {{"link_profile.late_data.value", "same_event"}})) ==
        to_yaml(base));  // as the profile says
  CHECK(to_yaml(shipped("w2")) == to_yaml(base));
  // Of the stack that is named by then.
  const Scenario other = shipped("w2", {{"link.stack", "nimble"}, {"link_profile.guard.value", "1 ms"}});
  CHECK(other.link.profile() == "nimble");
  CHECK(to_yaml(other) != to_yaml(shipped("w2", {{"link.stack", "nimble"}})));
  CHECK_THAT(error_of({{"link_profile.no_such_key.value", "1"}}), Catch::Contains("no_such_key"));
}
