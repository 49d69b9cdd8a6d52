"""What instances of the suite are made of: devices, apps, and the text of a scenario file."""

from dataclasses import dataclass, field

WIDE = 140  # where a line of a file ends at the latest, if it can be broken


class Draw:
    """Random numbers that are the same in every version of Python: splitmix64 (Steele, Lea and Flood, 2014)."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def next(self) -> int:
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def below(self, count: int) -> int:
        return self.next() % count

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def pick(self, values):
        return values[self.below(len(values))]

    def some(self, values, percent: int) -> list:
        """Each of them with this chance, in their order."""
        return [value for value in values if self.chance(percent)]


SENSORS = {"camera": "camera_hm01b0", "microphone": "microphone_sph0645", "imu": "imu_bmi160", "ppg": "ppg_max30102"}
ACTUATORS = {"display": "display_ls013b4dn04", "haptic": "haptic_lra", "speaker": "speaker_max98357a"}


@dataclass
class Device:
    name: str
    accelerator: str = "max78000"  # empty: none
    sensors: list = field(default_factory=list)  # types
    actuators: list = field(default_factory=list)
    battery: str | dict = ""
    radio: str = "nrf52840"
    stored: list | str | None = None  # models in its flash, or all; None: nothing is said

    def line(self) -> str:
        parts = [f"name: {self.name}"]
        if self.accelerator:
            parts.append(f"accelerator: {self.accelerator}")
        parts.append(f"radio: {self.radio}")
        if self.sensors:
            parts.append(f"sensors: [{', '.join(SENSORS[kind] for kind in self.sensors)}]")
        if self.actuators:
            parts.append(f"interactions: [{', '.join(ACTUATORS[kind] for kind in self.actuators)}]")
        if self.battery:
            parts.append(f"battery: {flow(self.battery)}" if isinstance(self.battery, dict) else f'battery: "{self.battery}"')
        if self.stored is not None:
            parts.append(f"stored_models: {flow(self.stored)}")
        return "{" + ", ".join(parts) + "}"


# The four wearables of the reproduction (scenarios/bodies/body4.yaml), copied so that instances depend on no other scenario file.
KINDS = {
    "earbud": (["microphone"], ["speaker"], "93 mWh"),
    "glasses": (["camera"], ["display"], "960 mWh"),
    "watch": (["imu", "ppg"], ["display", "haptic"], "1139 mWh"),
    "ring": (["imu"], ["haptic"], "75 mWh"),
}


def wearable(kind: str, name: str = "", accelerator: str = "max78000") -> Device:
    sensors, actuators, battery = KINDS[kind]
    return Device(name or kind, accelerator, list(sensors), list(actuators), battery)


def wearables(count: int) -> list:
    """The four kinds in turn: earbud, glasses, watch, ring, earbud2, ..."""
    kinds = list(KINDS)
    return [wearable(kinds[i % 4], kinds[i % 4] + ("" if i < 4 else str(i // 4 + 1))) for i in range(count)]


# What a model reads by nature, and what apps of it say beside.
HEARS = {"kws": ("1.024 s", "8 ms"), "mlperf_kws": ("1 s", "20 ms"), "ds_cnn_l": ("1 s", "20 ms"), "mlperf_ad": ("1 s", "100 ms")}
RESULTS = {"unet": "2304 B", "unet_88x88": "7744 B"}  # maps of classes


def app(model: str, interaction: str, sensor: str = "", name: str = "", **more) -> dict:
    sensor = sensor or ("microphone" if model in HEARS else "camera")
    made = {"name": name} if name else {}
    made |= {"model": model, "sensor": sensor}
    if sensor == "microphone" and model in HEARS:
        made |= {"window": HEARS[model][0], "hop": HEARS[model][1]}
    made["interaction"] = interaction
    if model in RESULTS:
        made["result_bytes"] = RESULTS[model]
    return made | more


def named(apps: list) -> list:
    """With names where a model comes twice."""
    models = [each["model"] for each in apps]
    return [each if models.count(each["model"]) == 1 or "name" in each else {"name": f"{each['model']}_{i}"} | each
            for i, each in enumerate(apps)]


def flow(value) -> str:
    """YAML in flow style. Texts with blanks in quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    if isinstance(value, str):
        return value if value.replace("_", "").replace(".", "").replace("@", "").isalnum() and not value[0].isdigit() else f'"{value}"'
    return str(value)


@dataclass
class Instance:
    family: str
    name: str
    asks: str  # why it is there, one sentence
    devices: list
    apps: list
    keys: dict = field(default_factory=dict)  # of the scenario, but for body and apps
    path_loss: list = field(default_factory=list)
    seed: int = -1  # of the drawing; -1: written by hand

    @property
    def id(self) -> str:
        return f"{self.family}/{self.name}"

    def text(self) -> str:
        made = f"drawn with seed {self.seed}" if self.seed >= 0 else "chosen by hand"
        lines = ["# yaml-language-server: $schema=../../scenario.schema.json", f"# Asks: {self.asks}",
                 f"# Frozen. scripts/make-suite wrote it, family {self.family}, {made}.",
                 "schema_version: 1", f"name: {self.id}", "body:", f"  name: {self.name}", "  devices:"]
        lines += [f"    - {device.line()}" for device in self.devices]
        if self.path_loss:
            lines.append("  path_loss:")
            lines += [f"    - {flow(loss)}" for loss in self.path_loss]
        lines.append("apps:")
        lines += [f"  - {flow(each)}" for each in named(self.apps)]
        keys = {"objective": "throughput"} | self.keys
        keys.setdefault("measurement", {"warm_up": "10 s", "window": "60 s"})
        for key, value in keys.items():
            if key in ("more_links", "timeline"):
                lines.append(f"{key}:")
                lines += [f"  - {flow(each)}" for each in value]
            else:
                lines.append(f"{key}: {flow(value)}")
        return "\n".join(lines) + "\n"


SLOW = {"warm_up": "60 s", "window": "600 s"}  # for plans that need many seconds for a round
