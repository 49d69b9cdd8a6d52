"""Families whose optimum can be proven, and those that break rules of planners: small, adversarial."""

from parts import Device, Draw, Instance, app, wearable, wearables

MODELS = ["convnet5", "kws", "simplenet", "ressimplenet", "widenet", "unet", "efficientnetv2"]
LIGHT = MODELS[:6]


def drawn(family: str, name: str, seed: int, devices: int, apps: int, asks: str, objective: str = "throughput") -> Instance:
    """Devices with and without an accelerator, any sensors and actuators, any order: nothing that a designer would have thought of.

    Odd seeds draw from models that need two accelerators, too.
    """
    draw = Draw(seed)
    chosen = []
    for _ in range(apps):
        model = draw.pick(MODELS if seed % 2 else LIGHT)
        chosen.append(app(model, draw.pick(["display", "haptic"]), "" if draw.chance(80) else draw.pick(["camera", "microphone"])))
    body = []
    for i in range(devices):
        body.append(Device(f"d{i}", "max78000" if draw.chance(75) else "", draw.some(["camera", "microphone"], 40),
                           draw.some(["display", "haptic"], 40), draw.pick(["75 mWh", "300 mWh", "1 Wh"])))
    if not any(device.accelerator for device in body):
        body[draw.below(devices)].accelerator = "max78000"
    for kind in sorted({each["sensor"] for each in chosen}):
        if not any(kind in device.sensors for device in body):
            body[draw.below(devices)].sensors.append(kind)
    for kind in sorted({each["interaction"] for each in chosen}):
        if not any(kind in device.actuators for device in body):
            body[draw.below(devices)].actuators.append(kind)
    interval = draw.pick(["7.5 ms", "15 ms", "30 ms", "60 ms"])
    keys = {"objective": objective, "link": {"kind": "ble", "phy": "2M", "connection_interval": interval}}
    return Instance(family, name, asks, body, chosen, keys, seed=seed)


def family_small() -> list:
    f = "small"

    def hand(name, asks, devices, apps, **keys):
        return Instance(f, name, asks, devices, apps, keys)

    far = [Device("eye", "", ["camera"]), Device("brain"), Device("hand", "", [], ["haptic"])]
    return [
        hand("one_app_two_devices", "Is a single app computed where it senses or where it shows, when both could?",
             [wearable("glasses"), wearable("watch")], [app("simplenet", "haptic")]),
        hand("between", "Sensor, accelerator and actuator on three devices: does a planner count both transfers?", far, [app("widenet", "haptic")]),
        hand("two_between", "Two apps share the only accelerator and its two links: which of the three is the bottleneck?",
             far, [app("widenet", "haptic"), app("convnet5", "haptic")]),
        hand("must_split", "EfficientNetV2 does not fit one MAX78000: where is it cut, when two are there?",
             [wearable("glasses"), wearable("watch")], [app("efficientnetv2", "display")]),
        hand("must_split_latency", "The same cut when latency counts: one more transfer is dear.",
             [wearable("glasses"), wearable("watch")], [app("efficientnetv2", "display")], objective="latency"),
        hand("three_for_mobilenet", "MobileNetV2 needs three MAX78000 in a chain: which order, which cuts?",
             wearables(4)[:3] + [wearable("ring")], [app("mobilenetv2", "display")]),
        hand("does_not_fit", "MobileNetV2 on two MAX78000: the answer is that there is no plan.",
             [wearable("glasses"), wearable("watch")], [app("mobilenetv2", "display")]),
        hand("no_room_for_both", "Two EfficientNetV2 on two MAX78000: each would fit alone; the answer is that there is no plan.",
             [wearable("glasses"), wearable("watch")], [app("efficientnetv2", "display"), app("efficientnetv2", "haptic")]),
        hand("twins", "Two equal apps, two equal cameras: does each get its own?",
             [Device("left", "max78000", ["camera"], ["haptic"]), Device("right", "max78000", ["camera"], ["haptic"])],
             [app("ressimplenet", "haptic"), app("ressimplenet", "haptic")]),
        hand("share_or_send", "Two apps of one accelerator switch between them for every inference: is sending one away better?",
             [Device("glasses", "max78000", ["camera"], ["display"]), Device("pocket")], [app("simplenet", "display"), app("convnet5", "display")]),
        hand("limit_on_latency", "A latency limit that the plan of the highest throughput breaks: does a planner know constraints?",
             wearables(4), [app("kws", "haptic", latency_limit="60 ms"), app("unet", "display"), app("ressimplenet", "haptic")]),
        drawn(f, "drawn_2x2", 101, 2, 2, "Drawn: two apps, two devices; the first guess is half as good as the best plan."),
        drawn(f, "drawn_2x2_latency", 152, 2, 2, "Drawn: two apps, two devices, sum of latencies.", "latency"),
        drawn(f, "drawn_3x2_energy", 101, 3, 2, "Drawn: two apps, three devices, energy of the whole body.", "energy"),
        drawn(f, "drawn_3x3", 103, 3, 3, "Drawn: three apps, three devices; a planner that looks at each app alone finds the best plan."),
        drawn(f, "drawn_4x3", 142, 4, 3, "Drawn: three apps, four devices; each single move of an app helps, and the best plan needs several."),
        drawn(f, "drawn_4x3_latency", 155, 4, 3, "Drawn: three apps, four devices, sum of latencies.", "latency"),
        drawn(f, "drawn_4x4", 158, 4, 4, "Drawn: four apps, four devices."),
        drawn(f, "drawn_4x4_energy", 111, 4, 4, "Drawn: four apps, four devices, energy of the whole body.", "energy"),
    ]


def family_adversarial() -> list:
    f = "adversarial"
    a = [Device("d0", "", [], ["haptic"]), Device("d1", "max78000", ["microphone", "camera"]), Device("d2", "max78000", ["camera"])]
    apps = [app("kws", "haptic", name="a0"), app("ressimplenet", "haptic", name="a1")]
    del apps[0]["window"], apps[0]["hop"]
    fast = {"link": {"kind": "ble", "phy": "2M", "connection_interval": "7.5 ms"}}
    return [
        Instance(f, "device_order", "A tie between two accelerators falls to the first listed, which takes the memory beside the only microphone."
                 " Neither app can move alone, so moving one app at a time repairs nothing.", a, apps, fast),
        Instance(f, "device_order_mended", "The same with one device listed earlier: Synergy's plan is optimal."
                 " A planner that depends on the order is judged by luck.", [a[0], a[2], a[1]], apps, fast),
        drawn(f, "two_keywords", 1244, 4, 3, "Two keyword models sense at two devices, and both inputs travel."
              " The best plan sends the image instead, and leaves the microphone's accelerator to them."),
        drawn(f, "microphone_taken", 1058, 3, 3, "By latency the image app takes the accelerator beside the only microphone."
              " Each app for itself, blind to the others, finds the best plan.", "latency"),
        drawn(f, "tail", 1154, 3, 2, "Both apps sense at one device whose memory holds one model and a half."
              " The best plan cuts off the last layers of the image model, where tensors are small; whole models look better one at a time."),
        drawn(f, "tail_latency", 1176, 2, 2, "A cut adds a transfer to one app and saves a large one of the other: the sum of latencies falls to a fifth."
              " Who weighs apps one after the other never cuts a model that fits.", "latency"),
        drawn(f, "tail_energy", 1184, 2, 2, "The same by energy: sending a microphone's window costs more than anything that is computed."
              " The best plan sends the image model's last tensor.", "energy"),
        drawn(f, "tail_mirrored", 1168, 3, 2, "The apps of the cut tail, the keyword listed first."
              " Planner ind_e2e, blind to the other app, finds the best plan; Synergy is 6.7 times off."),
        drawn(f, "exchange", 1090, 3, 2, "Two apps hold each other's best accelerator."
              " Only if both move at once is anything gained: 6.4 times."),
        drawn(f, "exchange_of_three", 1084, 4, 3, "A keyword is sent to a third device because its own accelerator holds an image model."
              " Exchanging the two gains five times."),
        drawn(f, "two_tails", 1030, 3, 3, "The best plan cuts two models of three."
              " Moves of one app at a time get half of the way."),
        drawn(f, "single_move", 1024, 3, 3, "Two models cut, and at bad places: the first layers' tensors travel."
              " Moving one app at a time repairs all of it, four times."),
        drawn(f, "third_link", 1059, 3, 2, "The second half of a model goes to the first accelerator with room, over a link that nobody else needs."
              " One link more takes slots from all: over the link that is there it is 3.9 times faster."),
        drawn(f, "dead_end", 1003, 3, 3, "Synergy places the large models well and has no room for the last one."
              " There is a plan: a large model in three pieces leaves holes that fit."),
        drawn(f, "dead_end_of_two", 1105, 4, 3, "Two accelerators, three models: whole ones first is a dead end."
              " The same model twice, cut once, leaves room for the third."),
        drawn(f, "dead_end_split", 1209, 4, 3, "All three accelerators are nearly full, and one link lies between most of them."
              " The only plans cut a keyword model of nine layers into three pieces."),
        drawn(f, "blind_to_others", 1147, 4, 3, "Planner ind_e2e gives each app what is best for it alone, and the last one gets what is left: 35 times off."
              " Synergy's plan is optimal."),
        drawn(f, "largest_first", 1196, 3, 2, "Largest model first, as pri_min_dev does, moves UNet's picture away from the camera: 70 times off."
              " Synergy's plan is optimal."),
        drawn(f, "one_microphone", 136, 3, 3, "Three apps hear one microphone: the one with the smaller input should leave."
              " Data intensity says otherwise, and Synergy is ten times off."),
        drawn(f, "keyword_tails", 140, 4, 4, "Three keyword apps and one microphone: two of them are cut behind the fifth layer, none is sent whole."
              " The first two take the room of the third."),
        drawn(f, "dear_input", 1108, 4, 3, "By energy two apps leave the camera's accelerator, since the third is placed first."
              " One that leaves instead costs a quarter.", "energy"),
    ]
