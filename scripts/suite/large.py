"""Families in which size, memory or mixture is the question: paper, scale, heterogeneous, memory."""

from parts import SLOW, Device, Draw, Instance, app, wearable, wearables

LIGHT = ["convnet5", "kws", "simplenet", "ressimplenet", "widenet", "unet"]
W = {
    "w1": [app("convnet5", "haptic"), app("ressimplenet", "display"), app("unet", "display")],
    "w2": [app("kws", "haptic"), app("simplenet", "display"), app("widenet", "display")],
    "w3": [app("kws", "speaker"), app("efficientnetv2", "display"), app("convnet5", "haptic")],
    "w4": [app("mobilenetv2", "display"), app("kws", "haptic")],
    "w5": [app("convnet5", "haptic"), app("kws", "haptic"), app("simplenet", "display"), app("ressimplenet", "display"), app("widenet", "display")],
    "w6": [app("convnet5", "haptic"), app("kws", "haptic"), app("simplenet", "display"), app("ressimplenet", "display"), app("widenet", "display"),
           app("unet", "display"), app("efficientnetv2", "display"), app("mobilenetv2", "display")],
}


def workload(name: str) -> tuple:
    return wearables(8 if name == "w6" else 4), W[name]


def family_paper() -> list:
    def of(w, objective, asks):
        return Instance("paper", w if objective == "throughput" else f"{w}_{objective}", asks, *workload(w), {"objective": objective, "measurement": SLOW})

    return [
        of("w1", "throughput", "Vision only, with the largest activations (UNet)."),
        of("w2", "throughput", "Speech and two image classifiers."),
        of("w3", "throughput", "A model that does not fit one accelerator beside two small ones."),
        of("w4", "throughput", "A model that needs at least three accelerators beside a small one."),
        of("w5", "throughput", "Five small apps: apps must be placed together, one after the other loses a third."),
        of("w6", "throughput", "All eight models on eight devices, memory nearly full: can all links keep two slots?"),
        of("w1", "latency", "Does the best throughput of w1 cost latency?"),
        of("w2", "energy", "Does the least energy of w2 need another plan than its throughput?"),
        of("w3", "latency", "Where is a model cut that must be cut, when latency counts?"),
        of("w4", "energy", "A chain of three accelerators: which is the cheapest to keep awake?"),
        of("w5", "latency", "Five small apps, sum of latencies: nobody has to share."),
        of("w5", "energy", "Five small apps, energy of the whole body: static power times the round is most of it."),
        of("w6", "latency", "Eight models on eight devices by the sum of their latencies."),
    ]


def many(family: str, name: str, seed: int, devices: int, apps: int, asks: str, models=None, objective: str = "throughput", first=()) -> Instance:
    """Wearables of the four kinds in turn; the first models as given, the others drawn; sensors by nature, actuators drawn."""
    draw = Draw(seed)
    body = wearables(devices)
    shown = sorted({kind for device in body for kind in device.actuators})
    chosen = [app(model, "display") for model in first]
    while len(chosen) < apps:
        chosen.append(app(draw.pick(models or LIGHT), draw.pick(shown)))
    return Instance(family, name, asks, body, chosen, {"objective": objective, "measurement": {"warm_up": "20 s", "window": "120 s"}}, seed=seed)


def family_scale() -> list:
    def of(devices, apps, asks, objective="throughput", first=(), suffix="", models=None):
        return many("scale", f"{apps}_apps_{devices}_devices{suffix}", 100 * apps + devices, devices, apps, asks, models, objective, first)

    tiny = ["convnet5", "convnet5", "kws", "simplenet", "unet"]  # of these, two or more fit an accelerator

    return [
        of(4, 6, "Six apps on four devices: the smallest of this family, still to be proven."),
        of(6, 6, "Six apps on six devices."),
        of(8, 8, "Eight small apps, a device each if need be."),
        of(8, 10, "Ten apps share eight devices: which switch between them?"),
        of(12, 12, "Twelve apps on twelve devices: more cameras than apps on any of them."),
        of(16, 8, "Few apps, many devices: slots or sharing?"),
        of(16, 16, "Sixteen apps on sixteen devices: three spare slots decide."),
        of(16, 24, "Twenty-four apps on sixteen devices."),
        of(16, 32, "Thirty-two small apps on sixteen devices.", models=tiny),
        of(24, 16, "Sixteen apps on twenty-four devices."),
        of(32, 32, "Thirty-two apps on thirty-two devices: the largest."),
        of(16, 12, "Twelve apps, two of which need several accelerators.", first=("mobilenetv2", "efficientnetv2"), suffix="_split"),
        of(8, 8, "Eight apps by the sum of their latencies.", "latency", suffix="_latency"),
        of(16, 16, "Sixteen apps by the energy of the whole body.", "energy", suffix="_energy"),
    ]


def family_memory() -> list:
    def of(name, seed, devices, apps, asks, models=None, objective="throughput", first=()):
        return many("memory", name, seed, devices, apps, asks, models, objective, first)

    heavy = ["ressimplenet", "widenet", "unet", "efficientnetv2", "simplenet"]
    light = ["simplenet", "convnet5", "kws"]
    return [
        of("two_full", 7, 2, 3, "Three models on two MAX78000: one after the other is a dead end, there is a plan all the same.", heavy),
        of("three_full", 8, 3, 4, "Four models on three MAX78000, nearly full: Synergy finds none of the plans that there are.", heavy),
        of("three_roomy", 8, 3, 3, "The same with one model less: is the room used well?", heavy),
        of("four_full", 8, 4, 5, "Five models on four MAX78000: who is placed last finds holes.", heavy),
        of("four_full_latency", 3, 4, 4, "Four models on four MAX78000 by latency; one app after the other is a dead end.", heavy, "latency"),
        of("six_full", 2, 6, 8, "Eight models on six MAX78000: most planners find no plan.", heavy),
        of("six_tight", 6, 6, 7, "Seven models on six MAX78000: one fills what the others left.", heavy),
        of("eight_full", 1, 8, 9, "Nine models on eight MAX78000: whole ones or cut ones first?", heavy),
        of("split_two", 8, 4, 4, "Two models that must be cut and two that need not, on four MAX78000.", ["kws", "convnet5", "unet"],
           first=("efficientnetv2", "efficientnetv2")),
        of("mobilenet_holes", 7, 4, 4, "MobileNetV2 leaves holes in three accelerators: do three more models fit into them?",
           ["ressimplenet", "simplenet", "kws", "convnet5"], first=("mobilenetv2",)),
        of("biases", 7, 2, 6, "Six small models on two MAX78000: biases are scarcer than weights.", light),
        of("biases_all_hear", 8, 2, 6, "Six small models, most of them of one microphone.", light),
        of("many_small", 5, 4, 9, "Nine small models on four accelerators: bin packing.", light),
        of("many_small_full", 7, 4, 11, "Eleven small models on four accelerators: as many as fit.", light),
    ]


def family_heterogeneous() -> list:
    f = "heterogeneous"
    pendant = Device("pendant", "max78002", ["camera", "microphone"], [], "960 mWh")
    gap = "gap9_650mv_240mhz"
    fast_gap = "gap9_800mv_370mhz"

    def of(name, asks, devices, apps, **keys):
        return Instance(f, name, asks, devices, apps, keys)

    w6_small = [each for each in W["w6"] if each["model"] != "mobilenetv2"]
    three = [wearable("earbud"), wearable("glasses", accelerator=gap), wearable("watch", accelerator="stm32u575")]
    return [
        of("pendant_w2", "One MAX78002 beside four MAX78000: is the faster chip worth a transfer?", [*wearables(4), pendant], W["w2"], measurement=SLOW),
        of("pendant_w4", "MobileNetV2 fits one MAX78002 whole, and needs three MAX78000: which is faster?", [*wearables(4), pendant], W["w4"], measurement=SLOW),
        of("pendant_w5", "Five apps, one chip faster than the others: it must not get them all.", [*wearables(4), pendant], W["w5"], measurement=SLOW),
        of("pendant_w5_energy", "The same by energy of the whole body.", [*wearables(4), pendant], W["w5"], objective="energy", measurement=SLOW),
        of("pendant_w6", "Seven models on five devices with a MAX78002.", [*wearables(4), pendant], w6_small, measurement=SLOW),
        of("three_families", "A MAX78000, a GAP9 and a microcontroller: some models run on one of them alone.", three,
           [app("mlperf_kws", "haptic"), app("kws", "speaker"), app("simplenet", "display")]),
        of("three_families_latency", "The same by latency: cycles of another family are not comparable by number.", three,
           [app("mlperf_kws", "haptic"), app("kws", "speaker"), app("simplenet", "display")], objective="latency"),
        of("gap9_glasses", "A GAP9 with more memory than a MAX78000 and slower: what should it get?",
           [wearable("earbud"), wearable("glasses", accelerator=fast_gap), wearable("watch"), wearable("ring")],
           [app("efficientnetv2", "display"), app("mlperf_vww", "haptic", "camera"), app("kws", "haptic")]),
        of("gap9_pair", "Two GAP9 at two operating points: the slower one is cheaper.",
           [wearable("glasses", accelerator=fast_gap), Device("watch", gap, ["microphone"], ["haptic"], "1139 mWh")],
           [app("mobilenetv2_max78002", "display"), app("ds_cnn_l", "haptic"), app("mlperf_ic", "display")], objective="energy"),
        of("microcontrollers", "Three microcontrollers and no accelerator chip: milliseconds become hundreds.",
           [wearable("earbud", accelerator="stm32u575"), wearable("glasses", accelerator="stm32h7a3"), wearable("watch", accelerator="stm32l4r5")],
           [app("mlperf_kws", "haptic"), app("mlperf_vww", "display", "camera"), app("mlperf_ad", "speaker")], measurement=SLOW),
        of("npu_behind_spi", "A second chip of the watch behind a board link, which runs whole networks only.",
           [Device("watch", "max78000", ["microphone"], ["haptic"], "1139 mWh"), Device("watch_npu", "ndp9120"), Device("earbud", "", [], ["speaker"], "93 mWh")],
           [app("mlperf_kws", "haptic"), app("kws", "speaker")], link_devices=["watch", "earbud"],
           more_links=[{"name": "board", "devices": ["watch", "watch_npu"], "link": {"kind": "generic", "profile": "board_spi"}}]),
        of("few_accelerators", "Eight devices, two accelerators: most can only sense and show.",
           [wearable(kind, kind + suffix, "max78000" if (kind, suffix) in {("watch", ""), ("glasses", "2")} else "")
            for suffix in ("", "2") for kind in ("earbud", "glasses", "watch", "ring")],
           [app("kws", "haptic"), app("simplenet", "display"), app("convnet5", "haptic"), app("kws", "speaker")]),
        of("all_kinds", "Six devices, five kinds of chips, two kinds of links, six apps.",
           [wearable("earbud"), wearable("glasses", accelerator=gap), wearable("watch"), wearable("ring", accelerator=""), pendant, wearable("watch", "hub", "stm32h7a3")],
           [app("kws", "haptic"), app("mlperf_kws", "speaker"), app("mlperf_vww", "display", "camera"), app("simplenet", "display"),
            app("efficientnetv2", "display"), app("convnet5", "haptic")],
           more_links=[{"name": "body", "devices": ["glasses", "pendant", "watch"], "link": {"kind": "generic", "profile": "wi_r"}}], measurement=SLOW),
    ]
