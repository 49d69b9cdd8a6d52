// Why a plan is infeasible: every kind of reason from a plan made wrong on purpose, with its numbers.
#include "synergy/plan/compiled.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "../support/plans.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using plan::CollaborationPlan;
using plan::Reason;
using Kind = plan::Reason::Kind;
using synergy::test::from_yaml;
using synergy::test::full_body;

namespace {

std::string app(const std::string& name, const std::string& model, const std::string& more = "") {
  return "  - {name: " + name + ", model: " + model + ", sensor: camera, interaction: display" + more + "}\n";
}

std::vector<Reason> reasons(const scenario::Scenario& s, const CollaborationPlan& plan) {
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const auto compiled = plan::compile(problem, plan);
  if (const auto* infeasible = std::get_if<plan::Infeasible>(&compiled)) return infeasible->reasons;
  return {};
}

/// The only reason; its text is "kind: app: device: message".
std::string the_reason(const scenario::Scenario& s, const CollaborationPlan& plan) {
  const auto all = reasons(s, plan);
  if (all.empty()) return "feasible";
  for (const Reason& one : all) UNSCOPED_INFO(plan::to_text(one));
  CHECK(all.size() == 1);
  return std::string(to_text(all.front().kind)) + ": " + to_text(all.front());
}

/// The same layers-on-one-device plan for every app.
CollaborationPlan everything_on(const scenario::Scenario& s, int device) {
  CollaborationPlan plan;
  for (const scenario::App& one : s.apps)
    plan.apps.push_back(test::execution({device, {{device, one.model->all()}}, device}));
  return plan;
}

}  // namespace

TEST_CASE("is a plan of the wrong shape refused, with what is wrong?") {
  const scenario::Scenario s = from_yaml(full_body(3) + "apps:\n" + app("a", "kws") + app("b", "convnet5"));
  const test::PlanOf a{0, {{0, {0, 8}}}, 0};
  const test::PlanOf b{0, {{1, {0, 4}}}, 0};
  REQUIRE(reasons(s, test::plan_of({a, b})).empty());
  CHECK(the_reason(s, test::plan_of({a})) == "structure: the plan has 1 apps, the scenario 2");
  for (const std::vector<int>& deployment : {std::vector<int>{0}, {0, 0}, {0, 2}, {0, 1, 1}}) {
    CHECK(the_reason(s, test::plan_of({a, b}, deployment)) ==
          "structure: the deployment order must name every app once");
  }
  CHECK(the_reason(s, test::plan_of({{0, {{3, {0, 8}}}, 0}, b})) ==
        "structure: a: a device of the plan is not on the body");
  CHECK(the_reason(s, test::plan_of({{-1, {{0, {0, 8}}}, 0}, b})) ==
        "structure: a: a device of the plan is not on the body");
  CHECK(the_reason(s, test::plan_of({{0, {{0, {0, 5}}}, 0}, b})) ==
        "structure: a: layers 6-8 are placed nowhere");
  CHECK(the_reason(s, test::plan_of({{0, {}, 0}, b})) == "structure: a: layers 0-8 are placed nowhere");
  CHECK(the_reason(s, test::plan_of({{0, {{0, {1, 8}}}, 0}, b})) ==
        "structure: a: d0: segments must cover layers 0-8 in order; found 1-8 where 0 comes next");
  CHECK(the_reason(s, test::plan_of({{0, {{0, {0, 3}}, {1, {5, 8}}}, 0}, b})) ==
        "structure: a: d1: segments must cover layers 0-8 in order; found 5-8 where 4 comes next");
  CHECK(the_reason(s, test::plan_of({{0, {{0, {0, 3}}, {1, {3, 8}}}, 0}, b})) ==
        "structure: a: d1: segments must cover layers 0-8 in order; found 3-8 where 4 comes next");
  CHECK(the_reason(s, test::plan_of({{0, {{0, {0, 9}}}, 0}, b})) ==
        "structure: a: d0: segments must cover layers 0-8 in order; found 0-9 where 0 comes next");
  CHECK(the_reason(s, test::plan_of({{0, {{0, {0, 3}}, {0, {4, 8}}}, 0}, b})) ==
        "structure: a: d0: two segments of one app on the same device");
}

TEST_CASE("is a device without the sensor, the interaction or the accelerator refused?") {
  const scenario::Scenario s = from_yaml(
      "body:\n  devices:\n"
      "    - {name: d0, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645]}\n"
      "    - {name: d1, accelerator: max78000, radio: nrf52840, interactions: [haptic_lra]}\n"
      "    - {name: d2, radio: nrf52840, sensors: [microphone_sph0645], interactions: [haptic_lra]}\n"
      "apps:\n  - {name: a, model: kws, sensor: microphone, interaction: haptic}\n");
  REQUIRE(reasons(s, test::plan_of({{0, {{0, {0, 8}}}, 1}})).empty());
  CHECK(the_reason(s, test::plan_of({{1, {{0, {0, 8}}}, 1}})) == "sensor: a: d1: has no microphone");
  CHECK(the_reason(s, test::plan_of({{0, {{0, {0, 8}}}, 0}})) == "actuator: a: d0: has no haptic");
  CHECK(the_reason(s, test::plan_of({{2, {{2, {0, 8}}}, 2}})) == "placement: a: d2: has no accelerator");
  CHECK(reasons(s, test::plan_of({{1, {{2, {0, 8}}}, 0}})).size() == 3);
}

TEST_CASE("is a device other than the one an app is pinned to refused?") {
  const scenario::Scenario s =
      from_yaml(full_body(2) + "apps:\n" + app("a", "kws", ", source_device: d0, target_device: d1"));
  REQUIRE(reasons(s, test::plan_of({{0, {{0, {0, 8}}}, 1}})).empty());
  CHECK(the_reason(s, test::plan_of({{1, {{0, {0, 8}}}, 1}})) ==
        "placement: a: d1: the app is pinned to sense on d0");
  CHECK(the_reason(s, test::plan_of({{0, {{0, {0, 8}}}, 0}})) ==
        "placement: a: d0: the app is pinned to interact on d1");
}

TEST_CASE("is a cut that several tensors cross refused unless the scenario allows it?") {
  const std::string yaml = full_body(2) + "apps:\n" + app("a", "efficientnetv2");
  // Layers 0-18 and 19-28: the residual of layer 16 crosses beside the output of layer 18.
  const CollaborationPlan in_a_residual = test::plan_of({{0, {{0, {0, 18}}, {1, {19, 28}}}, 0}});
  const CollaborationPlan after_it = test::plan_of({{0, {{0, {0, 19}}, {1, {20, 28}}}, 0}});
  CHECK(the_reason(from_yaml(yaml), in_a_residual) ==
        "cut: a: d0: cut after layer 18 ('res21:mb_conv7.project_conv') is crossed by 2 tensors, 1 allowed "
        "(multi_tensor_cuts: false)");
  CHECK(the_reason(from_yaml(yaml), after_it) == "feasible");
  CHECK(the_reason(from_yaml("multi_tensor_cuts: true\n" + yaml), in_a_residual) == "feasible");
}

TEST_CASE("does a model that is too large for the memory name the layer and the numbers?") {
  const scenario::Scenario s = from_yaml(full_body(1) + "apps:\n" + app("a", "efficientnetv2"));
  const auto all = reasons(s, everything_on(s, 0));
  REQUIRE(all.size() == 2);  // 1362 of 768 words, and 3252 bytes of biases for 4 x 512
  CHECK(all[0].kind == Kind::weights);
  CHECK(all[0].app == "a");
  CHECK(all[0].device == "d0");
  CHECK_THAT(all[0].message, Catch::Contains("'mb_conv3.expand_conv'") &&
                                 Catch::Contains("needs 128 consecutive words") &&
                                 Catch::Contains("at most 36 are free") && Catch::Contains("which has 768"));
  CHECK(all[1].kind == Kind::bias);
  CHECK_THAT(all[1].message, Catch::Contains("3252 bytes") && Catch::Contains("of 512 are free"));
}

TEST_CASE("do apps that share an accelerator exhaust its weight and its bias memory?") {
  // ResSimpleNet takes 764 of 768 words; KWS finds no room beside it, and the reason is the second app's.
  const scenario::Scenario weights =
      from_yaml(full_body(1) + "apps:\n" + app("a", "ressimplenet") + app("b", "kws"));
  CHECK_THAT(the_reason(weights, everything_on(weights, 0)), Catch::StartsWith("weights: b: d0: layer "));
  CollaborationPlan other_order = everything_on(weights, 0);
  other_order.deployment = test::ids<plan::AppId>({1, 0});
  CHECK_THAT(the_reason(weights, other_order), Catch::StartsWith("weights: a: d0: layer "));
  // SimpleNet twice: 2 x 318 words fit, 2 x 1220 bytes of biases in 4 x 512 do not.
  const scenario::Scenario bias =
      from_yaml(full_body(1) + "apps:\n" + app("a", "simplenet") + app("b", "simplenet"));
  const std::string reason = the_reason(bias, everything_on(bias, 0));
  CHECK_THAT(reason, Catch::StartsWith("bias: b: d0: layer ") && Catch::Contains("1220 bytes"));
  // With reload only the segment that runs must fit.
  const scenario::Scenario reload =
      from_yaml("residency: reload\n" + full_body(1) + "apps:\n" + app("a", "ressimplenet") +
                app("b", "simplenet") + app("c", "simplenet"));
  CHECK(the_reason(reload, everything_on(reload, 0)) == "feasible");
}

TEST_CASE("does a model with too many layers, too much data or an unknown operator say so?") {
  const scenario::Scenario layers = from_yaml(full_body(1) + "apps:\n" + app("a", "mobilenetv2"));
  CHECK_THAT(the_reason(layers, everything_on(layers, 0)),
             Catch::StartsWith("layer_count: a: d0: ") &&
                 Catch::Contains("56 hardware layers; the max78000 has 32"));

  scenario::Scenario data = from_yaml(full_body(1) + "apps:\n" + app("a", "kws"));
  // KWS reads 128 x 128 bytes: two passes of 4 x 128 per bank.
  data.devices[scenario::DeviceId(0)].accelerator = test::edited(
      *data.devices[scenario::DeviceId(0)].accelerator, "data_bank: \"32 KiB\"", "data_bank: \"1023 B\"");
  const auto problems = reasons(data, everything_on(data, 0));
  REQUIRE(!problems.empty());
  CHECK(problems[0].kind == Kind::data);
  CHECK_THAT(problems[0].message, Catch::Contains("needs 1024 bytes") && Catch::Contains("has 1023"));

  const scenario::Scenario depthwise = from_yaml(full_body(1) + "apps:\n" + app("a", "mobilenetv2_max78002"));
  const auto refused = reasons(depthwise, everything_on(depthwise, 0));
  CHECK(std::any_of(refused.begin(), refused.end(), [](const Reason& one) {
    return one.kind == Kind::unsupported && one.message.find("depthwise") != std::string::npos;
  }));
}

TEST_CASE("are slots too short for one packet refused, with the time they would need?") {
  // Four links meet in d0. LE 2M: 44 + 4 x 255 us for a full packet, 44 us for its answer, 2 x 150 us
  // between, 825 us kept free by the stack: 2.233 ms. Four slots of 3.75 ms hold that, four of 1.875 ms do
  // not.
  const auto star = [](const std::string& interval) {
    return from_yaml("link: {connection_interval: " + interval + "}\n" + full_body(5) + "apps:\n" +
                     app("a", "convnet5") + app("b", "convnet5") + app("c", "convnet5") +
                     app("d", "convnet5"));
  };
  CollaborationPlan plan;
  for (int target = 1; target <= 4; ++target)
    plan.apps.push_back(test::execution({0, {{0, {0, 4}}}, target}));
  CHECK(the_reason(star("15 ms"), plan) == "feasible");
  CHECK_THAT(the_reason(star("7.5 ms"), plan),
             Catch::StartsWith("link: a connection event of 1.875 ms (4 slots in 7.5 ms)") &&
                 Catch::EndsWith("needs 2.233 ms"));
  plan.apps.back().target = plan::DeviceId(3);  // three slots of 2.5 ms
  CHECK(the_reason(star("7.5 ms"), plan) == "feasible");
}

TEST_CASE("are the reasons of all apps told at once, what one leaves without meaning left out?") {
  const scenario::Scenario s =
      from_yaml(full_body(3) + "apps:\n" + app("gap", "kws") + app("big", "efficientnetv2") +
                app("fine", "convnet5") + app("deep", "mobilenetv2", ", forbidden_devices: [d1]"));
  const CollaborationPlan plan =
      test::plan_of({{0, {{0, {0, 3}}}, 0},                               // five layers are missing
                     {0, {{1, s.apps[plan::AppId(1)].model->all()}}, 0},  // does not fit
                     {0, {{0, {0, 4}}}, 0},
                     {0, {{1, s.apps[plan::AppId(3)].model->all()}}, 0}},  // nor this, and must not
                    {});
  std::map<std::string, std::set<Kind>> kinds;
  for (const Reason& reason : reasons(s, plan)) kinds[reason.app].insert(reason.kind);
  CHECK(kinds.size() == 3);
  CHECK(kinds["gap"] == std::set<Kind>{Kind::structure});
  CHECK(kinds["big"] == std::set<Kind>{Kind::weights, Kind::bias});
  CHECK(kinds["deep"].count(Kind::placement) == 1);
  CHECK(kinds["deep"].count(Kind::layer_count) == 1);
}

TEST_CASE("are a plan's links the distinct pairs it sends data between, ascending?") {
  scenario::Devices devices(4);
  CHECK(plan::links_of(test::plan_of({{0, {{0, {0, 8}}}, 0}}), devices).empty());
  const CollaborationPlan chain = test::plan_of({{3, {{1, {0, 3}}, {0, {4, 8}}}, 3}, {1, {{3, {0, 4}}}, 3}});
  CHECK(plan::links_of(chain, devices) ==
        std::vector<link::Ends>{test::ends(0, 1), test::ends(0, 3), test::ends(1, 3)});
  // 1 is a further accelerator of 0: what 3 sends it goes to 0, whose radio it is; between the two are wires.
  devices[plan::DeviceId(1)].part_of = plan::DeviceId(0);
  CHECK(plan::links_of(chain, devices) == std::vector<link::Ends>{test::ends(0, 1), test::ends(0, 3)});
}

TEST_CASE("does a plan become the stages of an inference, on the right units?") {
  plan::TableCache cache;
  const scenario::Scenario s = from_yaml(full_body(3) + "apps:\n" + app("a", "kws") + app("b", "convnet5"));
  const plan::PlanningProblem problem(s, cache);
  const CollaborationPlan plan = test::plan_of({{2, {{2, {0, 3}}, {0, {4, 8}}}, 1}, {1, {{1, {0, 4}}}, 1}});
  const auto result = plan::compile(problem, plan);
  REQUIRE(std::holds_alternative<plan::CompiledPlan>(result));
  const auto& compiled = std::get<plan::CompiledPlan>(result);
  std::vector<std::string> names;
  for (const plan::Stage& stage : compiled.apps[plan::AppId(0)].stages)
    names.push_back(compiled.units[stage.unit].name);
  CHECK(names == std::vector<std::string>{"d2.camera", "d2.accelerator", "d0-d2", "d0.accelerator", "d0-d1",
                                          "d1.display"});
  // KWS puts out 48 x 61 bytes after layer 3; the result is 4 bytes.
  CHECK(compiled.apps[plan::AppId(0)].stages[2].size == Bytes(2'928));
  CHECK(!compiled.apps[plan::AppId(0)].stages[2].forward);  // from d2 to d0
  CHECK(compiled.apps[plan::AppId(0)].stages[4].size == Bytes(4));
  CHECK(compiled.apps[plan::AppId(0)].stages[4].forward);
  CHECK(compiled.apps[plan::AppId(1)].stages.size() == 3);
  CHECK(compiled.links == std::vector<link::Ends>{test::ends(0, 1), test::ends(0, 2)});
  CHECK(compiled.slots.slots == 2);  // both meet in d0
  CHECK(std::set<int>(compiled.slots.slot_of.begin(), compiled.slots.slot_of.end()) == std::set<int>{0, 1});
  CHECK(compiled.segments_on == IdVector<plan::DeviceId, int>{1, 1, 1});
  CHECK(compiled.apps[plan::AppId(0)].stages[3].segment_id == 1);
  CHECK(compiled.apps[plan::AppId(1)].stages[1].segment_id == 2);
}
