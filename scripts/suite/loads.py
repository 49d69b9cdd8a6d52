"""Families in which links, rates or energy are the question."""

from large import W, workload
from parts import SLOW, Device, Instance, app, wearable, wearables


def with_rates(apps: list, *rates: str) -> list:
    return [each | {"rate": rate} for each, rate in zip(apps, rates if len(rates) > 1 else rates * len(apps))]


def family_links() -> list:
    def of(name, w, asks, objective="throughput", path_loss=(), **keys):
        return Instance("links", name, asks, *workload(w), {"objective": objective} | keys | {"measurement": SLOW}, list(path_loss))

    ble = {"kind": "ble"}
    near = [{"between": pair, "loss_db": loss} for pair, loss in
            ((["earbud", "glasses"], 68), (["earbud", "watch"], 80), (["earbud", "ring"], 82), (["glasses", "watch"], 80),
             (["glasses", "ring"], 82), (["watch", "ring"], 65))]
    body = {"name": "body", "devices": ["glasses", "watch"], "link": {"kind": "generic", "profile": "wi_r"}}
    return [
        of("interval_7", "w2", "w2 at the shortest interval of Bluetooth LE: computing becomes the bottleneck.", link=ble | {"connection_interval": "7.5 ms"}),
        of("interval_60", "w2", "w2 at 60 ms: every transfer saved counts.", link=ble | {"connection_interval": "60 ms"}),
        of("interval_120_latency", "w5", "w5 at 120 ms by latency: an app that sends waits a tenth of a second.", "latency", link=ble | {"connection_interval": "120 ms"}),
        of("short_intervals", "w5", "w5 with the short intervals of Core 6.2 (3 ms): are links still what decides?", link=ble | {"stack": "core_6_2", "connection_interval": "3 ms"}),
        of("phy_1m", "w5", "w5 at half the bit rate.", link=ble | {"phy": "1M"}),
        of("phy_1m_split", "w4", "A chain of three accelerators at half the bit rate: cuts move to small tensors.", link=ble | {"phy": "1M"}),
        of("lossy", "w2", "Losses by position: the path over the near pair is longer, and better.",
           path_loss=near, link=ble | {"loss": {"model": "received_power", "shadowing_sigma_db": 6, "coherence_time": "50 ms"}}),
        of("lossy_split", "w3", "A model that must be cut, and links that lose packets.",
           path_loss=near, link=ble | {"loss": {"model": "received_power", "shadowing_sigma_db": 6, "coherence_time": "50 ms"}}),
        of("wifi", "w5", "w5 over Wi-Fi: one medium for all, no slots.", link={"kind": "wifi_tcp", "wifi": "esp32"}),
        of("body_wire", "w5", "w5 over the body as the wire: links cost nearly nothing.", link={"kind": "generic", "profile": "wi_r"}),
        of("near_field", "w3", "w3 over near-field magnetic induction, slow and shared.", link={"kind": "generic", "profile": "nfmi_nxh2280"}),
        of("fast_pair", "w5", "Bluetooth for all and a wire between glasses and watch: does a planner move apps to the fast pair?", more_links=[body]),
        of("two_islands", "w2", "The ring has no Bluetooth: it is reached from the watch alone.",
           link_devices=["earbud", "glasses", "watch"],
           more_links=[{"name": "near", "devices": ["watch", "ring"], "link": {"kind": "generic", "profile": "nfmi_nxh2280"}}]),
    ]


def family_rates() -> list:
    def of(name, w, asks, rates, objective="throughput", regime="periodic"):
        devices, apps = workload(w)
        return Instance("rates", name, asks, devices, with_rates(apps, *rates), {"objective": objective, "load": {"regime": regime}, "measurement": SLOW})

    return [
        of("w2_half", "w2", "Half of what w2 can do: which plan leaves most room?", ("15 Hz",)),
        of("w2_nine_tenths", "w2", "Nine tenths of what w2 can do.", ("27 Hz",)),
        of("w2_brim", "w2", "99 % of what w2 can do: one plan in many sustains it.", ("29.7 Hz",)),
        of("w5_between", "w5", "Sustained by the best plan of w5, and not by Synergy's.", ("25 Hz",)),
        of("w5_too_much", "w5", "More than any plan sustains: which comes closest?", ("40 Hz",)),
        of("w5_unequal", "w5", "One app asks for a hundred times what another does: a plan for equal rounds is wrong.",
           ("0.5 Hz", "50 Hz", "5 Hz", "20 Hz", "1 Hz")),
        of("w3_unequal", "w3", "The large model seldom, the small ones often.", ("20 Hz", "1 Hz", "20 Hz")),
        of("w4_unequal", "w4", "MobileNetV2 every two seconds beside keyword spotting at 20 Hz.", ("0.5 Hz", "20 Hz")),
        of("w1_energy", "w1", "w1 at a tenth of its rate: power, not speed, is the question.", ("2 Hz",), "energy"),
        of("w2_poisson", "w2", "Poisson arrivals at seven tenths: room is what keeps queues short.", ("20 Hz",), "throughput", "poisson"),
        of("w5_latency", "w5", "Periodic at half the best: the least latency among the plans that sustain it.", ("14 Hz",), "latency"),
        of("w6_sparse", "w6", "Eight models now and then on eight devices: the least busy unit.", ("0.2 Hz",)),
    ]


def family_energy() -> list:
    def of(name, devices, apps, asks, **keys):
        return Instance("energy", name, asks, devices, apps, {"objective": "energy"} | keys | {"measurement": SLOW})

    sparse = {"load": {"regime": "periodic"}}
    big = [wearable("glasses"), wearable("watch"), Device("pack", "max78000", [], [], "10 Wh")]
    return [
        of("w1", *workload("w1"), "The least energy of the whole body in a round of w1."),
        of("w3", *workload("w3"), "The least energy of w3: a second accelerator has to be kept awake."),
        of("w6", *workload("w6"), "The least energy of eight models on eight devices."),
        of("always_listening", wearables(4), with_rates([app("kws", "haptic"), app("simplenet", "display")], "4 Hz", "0.1 Hz"),
           "A keyword four times a second, an image every ten: how long do batteries last?", **sparse),
        of("once_a_minute", wearables(4), with_rates([app("efficientnetv2", "display"), app("unet", "display")], "0.02 Hz"),
           "Hardly ever: what idles is all that counts.", **sparse),
        of("ring_lasts", wearables(4), with_rates(W["w2"], "4 Hz"), "The ring's small battery must last half a day.",
           battery_life_floor={"ring": "6 h"}, **sparse),
        of("earbud_lasts", wearables(4), with_rates([app("kws", "haptic"), app("ressimplenet", "haptic")], "10 Hz"),
           "The earbud must last: it has the only microphone.", battery_life_floor={"earbud": "4 h"}, **sparse),
        of("floor_for_all", wearables(4), W["w2"], "Every battery must last two hours at full speed, by throughput.",
           **{"objective": "throughput", "battery_life_floor": "2 h"}),
        of("floor_for_all_split", wearables(4), W["w3"], "The same with a model that must be cut, by throughput.",
           **{"objective": "throughput", "battery_life_floor": "2 h"}),
        of("pack", big, [app("simplenet", "display"), app("widenet", "haptic"), app("ressimplenet", "display")],
           "A battery pack that only computes: is it worth sending everything there?"),
        of("weights", wearables(4), W["w5"], "Throughput, latency and energy in one sum.",
           objective={"round_per_ms": 1, "latency_per_ms": 0.2, "energy_per_mj": 2}),
    ]
