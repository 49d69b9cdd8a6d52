"""The environment: the shape of Gymnasium, the rewards of the runs, the same every time."""

import unittest

import synergy_sim as ss
from common import SHORT, short


class Environments(unittest.TestCase):
    def test_is_a_scenario_that_does_not_change_one_step_with_its_throughput_as_reward(self) -> None:
        env = ss.gym_env("w2", ["synergy", "min_dev"])
        observation, info = env.reset(seed=1, options={"measurement": SHORT})
        self.assertTrue(env.observation_space.contains(observation))
        self.assertEqual((len(observation), info), (4 + 3, {}))
        rewards = []
        for action in (0, 1):
            env.reset()
            observation, reward, terminated, truncated, info = env.step(action)
            self.assertEqual((terminated, truncated, info["throughput_inf_per_s"]), (True, False, reward))
            rewards.append(reward)
        expected = ss.run(short("w2"), ["synergy", "min_dev"], policy="adaptive").runs
        self.assertEqual(rewards, list(expected["throughput_inf_per_s"]))

    def test_may_an_action_be_a_plan_and_is_one_that_cannot_run_worth_nothing(self) -> None:
        env = ss.gym_env(short("w1"), ["synergy"])
        env.reset()
        plan = ss.plan("w1", "max_dev")
        self.assertEqual(env.step(plan)[1], ss.run(short("w1"), plan, policy="adaptive").runs["throughput_inf_per_s"][0])
        env.reset()
        app = plan.apps[0]
        nowhere = {a.app: (a.source, [("ring", s.first, s.last) for s in a.segments], a.target) for a in plan.apps}
        nowhere[app.app] = (app.source, [("ring", 0, 0)], app.target)
        self.assertEqual(env.step(nowhere)[1:3], (0.0, True))

    def test_is_an_episode_the_same_every_time(self) -> None:
        busy = short("w2").set({"load.regime": "poisson", "apps.*.rate": "9 Hz"})
        env = ss.gym_env(busy, ["synergy", "min_dev"])

        def play(seed: int) -> float:
            env.reset(seed=seed)
            return env.step(1)[1]

        self.assertEqual(play(1), play(1))
        self.assertNotEqual(play(1), play(2))

    def test_does_a_body_that_changes_take_a_step_for_each_body_and_do_rewards_add_up(self) -> None:
        env = ss.gym_env("ring_off", ["synergy", "min_dev"], "adaptive")
        bodies, total, done = [env.reset()[0]], 0.0, False
        while not done:
            body, reward, done, _, info = env.step(0)
            bodies.append(body)
            total += reward
        self.assertGreater(len(set(bodies)), 1)
        self.assertIn(0, [body[env.names.index("ring")] for body in bodies])
        self.assertAlmostEqual(total, info["throughput_inf_per_s"])
        expected = ss.run("ring_off", "synergy", "adaptive", replications=1).runs["throughput_inf_per_s"][0]
        self.assertEqual(info["throughput_inf_per_s"], expected)

    def test_are_actions_drawn_from_the_space(self) -> None:
        space = ss.gym_env("w1", ["synergy", "min_dev", "max_dev"]).action_space
        space.seed(3)
        self.assertEqual({space.sample() for _ in range(50)}, {0, 1, 2})
        self.assertFalse(space.contains(3))


if __name__ == "__main__":
    unittest.main()
