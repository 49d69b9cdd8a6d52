"""Valid scenarios over all features, from a seed: the worlds of worlds.py."""

MODELS = {
    "kws": ("microphone", "audio"),
    "convnet5": ("camera", "image"),
    "simplenet": ("camera", "image"),
    "widenet": ("camera", "image"),
    "ressimplenet": ("camera", "image"),
    "mlperf_kws": ("microphone", "audio"),
    "mlperf_ic": ("camera", "image"),
    "mlperf_ad": ("microphone", "audio"),
}
STREAMS = {"microphone"}
SENSORS = {
    "microphone": ["microphone_sph0645"],
    "camera": ["camera_hm01b0", "camera_ovm7692_fthr"],
    "imu": ["imu_bmi160"],
}
ACTUATORS = {"display": "display_ls013b4dn04", "haptic": "haptic_lra", "speaker": "speaker_max98357a"}
ACCELERATORS = ["max78000"] * 5 + ["max78002"] * 3 + ["gap9_800mv_370mhz", "stm32u575", "ndp9120"]


def device(rng, name, last):
    parts = {"name": name, "radio": rng.choice(["nrf52840", "nrf52840", "nrf52832"])}
    if rng.random() < 0.9 or last:
        parts["accelerator"] = rng.choice(ACCELERATORS)
    sensors = [rng.choice(SENSORS[kind]) for kind in sorted(SENSORS) if rng.random() < 0.6 or last]
    actuators = [ACTUATORS[kind] for kind in sorted(ACTUATORS) if rng.random() < 0.6 or last]
    if sensors:
        parts["sensors"] = sensors
    if actuators:
        parts["interactions"] = actuators
    if rng.random() < 0.5:
        parts["battery"] = f"{rng.randint(50, 1200)} mWh"
    return parts


def link(rng, devices):
    draw = rng.random()
    if draw < 0.15:
        return {"kind": "wifi_tcp", "wifi": "esp32"}
    if draw < 0.35:
        spec = {"kind": "generic", "profile": rng.choice(["wi_r", "uwb", "nfmi_nxh2280", "ble_hdt"])}
        if rng.random() < 0.5:
            spec["packet_error_rate"] = rng.choice(["1 %", "5 %", "20 %"])
        return spec
    spec = {"connection_interval": rng.choice(["7.5 ms", "15 ms", "30 ms", "100 ms"]), "phy": rng.choice(["1M", "2M"])}
    if len(devices) > 3:
        spec["connection_interval"] = rng.choice(["30 ms", "60 ms", "100 ms"])
    if rng.random() < 0.3:
        spec["encrypted"] = rng.choice([True, False])
    if rng.random() < 0.3:
        spec["loss"] = {"model": "received_power", "shadowing_sigma_db": rng.randint(0, 8), "coherence_time": "50 ms"}
    return spec


def app(rng, number, regime):
    model = rng.choice(sorted(MODELS))
    sensor, _ = MODELS[model]
    spec = {"name": f"app{number}", "model": model, "sensor": sensor, "interaction": rng.choice(sorted(ACTUATORS))}
    if sensor in STREAMS and rng.random() < 0.5:
        spec["window"], spec["hop"] = "500 ms", rng.choice(["20 ms", "100 ms", "250 ms"])
    if rng.random() < 0.5:
        spec["sensing"] = rng.choice(["new_sample", "latest", "fresh"])
    if regime in ("periodic", "poisson") or rng.random() < 0.2:
        spec["rate"] = f"{rng.choice([0.3, 1, 2, 5, 20])} Hz"
    if rng.random() < 0.3:
        spec["deadline"] = f"{rng.choice([50, 200, 1000])} ms"
    if rng.random() < 0.3:
        spec["preprocess"] = rng.choice(["2 ms", "none"])
    if rng.random() < 0.3:
        spec["postprocess"] = rng.choice(["none", "1 ms"])
    if rng.random() < 0.2:
        spec["result_bytes"] = f"{rng.randint(1, 2000)} B"
    return spec


def timeline(rng, devices, apps, span_s):
    """Some things that happen to a body within so many seconds, each at its time and for a while."""
    lines = []
    for _ in range(rng.randint(1, 4)):
        line = {"at": f"{rng.randint(1, max(1, int(span_s * 900)))} ms"}
        kind = rng.choice(["app", "app", "device", "clock"])
        computing = [d["name"] for d in devices if "accelerator" in d]
        if kind == "app":
            line |= {"app": rng.choice(apps)["name"], "do": "stop"}
        elif kind == "device":
            line |= {"device": rng.choice(devices)["name"], "do": rng.choice(["leave", "crash", "sleep"])}
        else:
            line |= {"device": rng.choice(computing), "do": {"accelerator_clock": rng.choice([0.5, 0.8])}}
        line["for"] = f"{rng.randint(50, 2000)} ms"
        lines.append(line)
    return lines


def scenario(rng, name):
    """As a dictionary, which flow YAML (JSON) writes; every draw is from `rng`."""
    count = rng.randint(1, 5)
    devices = [device(rng, f"d{i}", i == count - 1) for i in range(count)]
    regime = rng.choice(["rounds", "saturated", "periodic", "poisson"])
    body = {"name": "drawn", "devices": devices}
    spec = link(rng, devices)
    if "loss" in spec:
        body["path_loss"] = [
            {"between": [f"d{a}", f"d{b}"], "loss_db": rng.randint(60, 84)}
            for a in range(count)
            for b in range(a + 1, count)
        ]
    made = {
        "schema_version": 1,
        "name": name,
        "body": body,
        "apps": [app(rng, i, regime) for i in range(rng.randint(1, 4))],
        "link": spec,
        "load": {"regime": regime, "queue_limit": rng.randint(0, 6), "drop": rng.choice(["drop_new", "drop_old"])},
        "measurement": {"warm_up": f"{rng.choice([0, 0.5, 3])} s", "window": f"{rng.choice([2, 5, 20])} s"},
        "residency": rng.choice(["retained", "retained", "reload"]),
        "cpu_sleep": rng.choice(["sleep", "always_active"]),
        "seed": rng.randint(1, 10_000),
    }
    if rng.random() < 0.2:
        made["replications"] = 2
    if rng.random() < 0.3:
        made["objective"] = rng.choice(["throughput", "latency", "energy"])
    if rng.random() < 0.2:
        made["multi_tensor_cuts"] = True
    if rng.random() < 0.15:
        made["knowledge"] = {"accelerator": "+20 %", "link": "-30 %"}
    if count > 1 and spec.get("kind") is None and rng.random() < 0.2:
        other = rng.choice([{"kind": "generic", "profile": "wi_r"}, {"kind": "generic", "profile": "uwb"},
                            {"kind": "wifi_tcp", "wifi": "esp32"}])
        made["more_links"] = [{"name": "body", "devices": ["d0", "d1"], "link": other}]
    if rng.random() < 0.15 and "knowledge" not in made:
        window = made["measurement"]
        span_s = float(window["warm_up"].split()[0]) + float(window["window"].split()[0])
        made["timeline"] = timeline(rng, devices, made["apps"], span_s)
    return made
