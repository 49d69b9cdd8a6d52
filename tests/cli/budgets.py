#!/usr/bin/env python3
"""Does every planner answer soon, and in little memory, however many devices, apps and layers there are?

    budgets.py SYNERGY_SIM

Bodies at the ends of what scenarios may hold, for which version 1 took minutes and gigabytes, or did not end. Limits are
of processor time, for optimised builds, and of address space: several times what each takes, so that only what grows
without bound breaks them.
"""
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
PARTS = {"radio": "nrf52840", "sensors": ["microphone_sph0645", "camera_hm01b0"], "interactions": ["haptic_lra", "display_ls013b4dn04"]}
SHORT = {"warm_up": "1 s", "window": "2 s"}
ALL = ["synergy", "min_dev", "max_dev", "pri_min_dev", "pri_max_dev", "ind_model", "ind_e2e", "joint_model", "refine", "lns", "random"]
problems = []


def body(count):
    return {"name": "b", "devices": [{"name": f"d{i}", "accelerator": "max78000", **PARTS} for i in range(count)]}


def app(name, model, **more):
    return {"name": name, "model": model, "sensor": "microphone" if model == "kws" else "camera", "interaction": "haptic", **more}


def run(folder, question, scenario, planner, seconds, megabytes, codes=(0, 4), more=()):
    file = folder / "scenario.yaml"
    file.write_text(json.dumps(scenario), encoding="utf-8")

    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    command = [PROGRAM, "-q", "run", str(file), "--planner", planner, "--format", "csv", *more]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, preexec_fn=limit)
    took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    answered = done.returncode in codes
    print(f"{'yes' if answered else 'NO '}  {question}, {planner}: {took:.1f} s", flush=True)
    if not answered:
        problems.append(f"{question}, {planner}: exit code {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        scenario = {"schema_version": 1, "name": "s", "measurement": SHORT}
        # C4: plans of one app on equal devices, whose links are scheduled in millions of ways.
        one = {**scenario, "body": body(64), "apps": [app("a", "mobilenetv2")]}
        for planner in ("synergy", "lns"):
            told = run(folder, "one app that must be cut, on 64 equal devices", one, planner, 40, 600)
            if "infeasible" in told:
                problems.append(f"{planner} found no plan on 64 equal devices: {told}")
        # C5: choices of devices, and bounds of every app on every device.
        many = {**scenario, "body": body(64), "apps": [app(f"a{i}", ["convnet5", "kws", "simplenet"][i % 3]) for i in range(64)]}
        for planner in ALL:
            run(folder, "64 apps on 64 devices", many, planner, 40, 600)
        run(folder, "64 apps on 64 devices", many, "optimal", 60, 800)
        # C6: ranges of layers go with the square of their number.
        layers = [{"name": f"l{i}", "operator": "conv1d", "out_channels": 16, "kernel": 3, "padding": 1} for i in range(500)]
        (folder / "long.yaml").write_text(json.dumps({"schema_version": 1, "name": "long", "input": {"channels": 16, "height": 64},
                                                      "layers": layers}), encoding="utf-8")
        deep = {**scenario, "body": body(8), "apps": [{**app("a", "kws"), "model": "long.yaml"}]}
        for planner in ("synergy", "optimal"):
            run(folder, "500 layers on 8 devices", deep, planner, 40, 1500)
        layers *= 2
        (folder / "long.yaml").write_text(json.dumps({"schema_version": 1, "name": "long", "input": {"channels": 16, "height": 64},
                                                      "layers": [{**layer, "name": f"l{i}"} for i, layer in enumerate(layers)]}), encoding="utf-8")
        run(folder, "1000 layers on 64 devices, refused", {**deep, "body": body(64)}, "synergy", 5, 300, codes=(3,))
        # C9: queues take what waits in them, not what might.
        waiting = {**scenario, "body": body(4), "apps": [app(f"a{i}", "kws", rate="0.1 Hz") for i in range(200)], "residency": "reload",
                   "load": {"regime": "poisson", "queue_limit": 100_000}}
        run(folder, "200 queues of 100,000", waiting, "min_dev", 20, 200)
        # C8: a timeline is kept until it is written.
        run(folder, "a timeline of 2,000,000 events", {**scenario, "body": body(1), "apps": [app("a", "kws")],
            "measurement": {"warm_up": "0 s", "window": "2000 s"}}, "synergy", 40, 2600,
            more=("--trace", "trace.json", "--trace-max-events", "2000000"))
        # C10: a dry run of a million points.
        (folder / "sweep.yaml").write_text("schema_version: 1\nname: s\nscenarios: w1\nplanners: [min_dev]\nreplications: 10000\n"
                                           "axes:\n  link.att_mtu: {from: 23, to: 122, step: 1}\n", encoding="utf-8")

        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (30, 35))
            resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))

        done = subprocess.run([PROGRAM, "sweep", "sweep.yaml", "--dry-run", "--format", "csv"], cwd=folder, preexec_fn=limit,
                              stdout=subprocess.PIPE, text=True)
        if done.returncode != 0 or done.stdout.count("\n") != 1_000_001:
            problems.append(f"a dry run of a million points: exit code {done.returncode}, {done.stdout.count(chr(10))} lines")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
