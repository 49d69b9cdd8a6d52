"""Families in which the body changes while it is used."""

from dataclasses import replace

from large import W
from parts import Instance, app, wearables


def family_dynamic() -> list:
    """Planners plan again at every change. Short, so that all planners on all instances take seconds."""
    short = {"warm_up": "2 s", "window": "38 s"}
    ble = {"kind": "ble", "supervision_timeout": "1 s"}
    lossy = ble | {"loss": {"model": "received_power", "shadowing_sigma_db": 0}}

    def of(name, asks, devices, apps, timeline, link=None, **keys):
        return Instance("dynamic", name, asks, devices, apps,
                        {"objective": "throughput"} | keys | {"link": link or ble} | ({"timeline": timeline} if timeline else {}) | {"measurement": short})

    def device(at, name, do, lasts=""):
        return {"at": at, "device": name, "do": do} | ({"for": lasts} if lasts else {})

    def pair(at, ends, do, lasts):
        return {"at": at, "link": ends, "do": do, "for": lasts}

    def body(*stored):
        """The four wearables, with what each stores, in turn: what does not fit 512 KiB of flash comes by radio."""
        devices = wearables(4)
        for i, each in enumerate(devices):
            each.stored = stored[i % len(stored)]
        return devices

    # Three models that fit a flash together, and w2, of which two do.
    light = (body("all"), [app("kws", "haptic"), app("simplenet", "display"), app("convnet5", "display")])
    w2 = (body(["kws", "simplenet"], ["simplenet", "widenet"], ["kws", "widenet"], ["kws", "simplenet"]), W["w2"])
    late = {"running": "false"}
    on_a_shoestring = [replace(each) for each in w2[0]]
    on_a_shoestring[3].battery = {"energy": "0.1 mWh", "at_charge": "40 %", "do": "sleep"}
    rates = [each | {"rate": "29 Hz"} for each in light[1]]
    return [
        of("ring_off", "The ring is taken off and put on again, announced: who finds the better plan for three devices?", *w2,
           [device("10 s", "ring", "leave"), device("25 s", "ring", "join")]),
        of("watch_lost", "The watch is lost without a word: who had most on it, and what is left for the others?", *w2,
           [device("10 s", "watch", "crash", "14 s")]),
        of("late_ring", "The ring comes when the apps run: is it worth moving weights to it?", *w2,
           [device("0 s", "ring", "leave"), device("12 s", "ring", "join")]),
        of("flicker", "The ring goes and comes every four seconds: a plan that needs it is a plan that stands still.", *w2,
           [device(f"{at} s", "ring", "leave" if i % 2 == 0 else "join") for i, at in enumerate(range(6, 38, 4))]),
        of("shadowed", "Glasses and watch lose sight of each other by 25 dB: whose tensors cross that pair?", *light,
           [pair("8 s", ["glasses", "watch"], {"path_loss_add": "25 dB"}, "20 s")], lossy),
        of("blocked", "Earbud and watch cannot reach each other for a while: plans that cross that pair serve one app less.", *light,
           [pair("8 s", ["earbud", "watch"], "block", "15 s")]),
        of("throttled", "The watch works at a quarter of its clock for half of the time: does what need not move stay?", *w2,
           [device("10 s", "watch", {"accelerator_clock": 0.25}, "20 s")]),
        of("one_by_one", "Four apps start one after the other: who leaves room for the next one? Nobody stores the last.", body(["convnet5", "kws", "simplenet"]),
           [app("convnet5", "display"), app("kws", "haptic", **late), app("simplenet", "display", **late), app("ressimplenet", "haptic", **late)],
           [{"at": at, "app": name, "do": "start"} for at, name in (("8 s", "kws"), ("16 s", "simplenet"), ("24 s", "ressimplenet"))]),
        of("large_one_stops", "A large app stops: do the others spread over what becomes free?", body(["kws", "convnet5"]), W["w3"],
           [{"at": "14 s", "app": W["w3"][1]["model"], "do": "stop"}]),
        of("low_ring", "The ring goes to sleep when its battery is low: plans that spare it have it for longer.", on_a_shoestring, w2[1], []),
        of("all_by_radio", "Nobody stores anything: what is the least that must move when the watch goes and comes?", body([]), W["w2"],
           [device("10 s", "watch", "leave"), device("25 s", "watch", "join")]),
        of("rates_lost", "Apps at 29 Hz, of 30 that are possible, and devices slow down and are lost: what is asked for meanwhile is gone.", light[0], rates,
           [device("12 s", "glasses", {"accelerator_clock": 0.5}, "8 s"), device("22 s", "ring", "crash", "6 s")],
           load={"regime": "periodic"}),
    ]
