#!/usr/bin/env python3
"""Do the JSON schemas and the loaders accept and refuse the same files?

Every shipped model and profile must pass both. Then one of each kind is damaged in many small ways (a key left out, an unknown key, another type,
another unit, another word), and both must give the same verdict on every damaged copy. What a schema cannot say (names that lead
nowhere, shapes that do not fit, low above value) is left to the C++ tests.

Usage: schemas.py CHECK_INPUTS (the executable built from tests/tools/check_inputs.cpp)
"""
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from judged import Loader, jsonschema, yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
DAMAGED = ["convnet5", "max78000", "nrf52840", "camera_hm01b0", "display_ls013b4dn04", "nordic_s132", "esp32",
           "wi_r", "ndp9120", "gap9_650mv_240mhz", "body_2g4"]  # one of each kind
KINDS = {"model_zoo": "model", "networks": "network"}  # of files that do not state theirs
SCHEMAS = {  # by the folder of the files, accelerators by their family if it is not the first
    "model_zoo": "model_zoo/model.schema.json",
    "networks": "model_zoo/network.schema.json",
    "device_profiles": "device_profiles/profile.schema.json",
    "measured": "device_profiles/measured.schema.json",
    "ne16": "device_profiles/ne16.schema.json",
    "ble_stacks": "device_profiles/ble_stacks/ble_stack.schema.json",
    "wifi": "device_profiles/wifi/wifi.schema.json",
    "generic_links": "device_profiles/generic_links/generic_link.schema.json",
    "body_channels": "device_profiles/body_channels/body_channel.schema.json",
}
WRONG_VALUES = ["", "word", "5 parsec", "5 us", "5 mW", "5", -1, 0, 3, 70000, 2.5, True, None, [], ["word"], {"key": 1}]


def damaged(value, path=()):
    """Copies of a parsed file with one thing wrong, or at least different; yields (what, copy)."""

    def at(change):
        whole = copy.deepcopy(value)
        place = whole
        for step in path[:-1]:
            place = place[step]
        change(place, path[-1])
        return whole

    def walk(node, here):
        if isinstance(node, dict):
            for key in list(node):
                yield from sub(node[key], here + (key,))
            yield here + ("no_such_key",), lambda place, key: place.__setitem__(key, 1)
        elif isinstance(node, list):
            # Two items stand for all.
            for index in range(min(2, len(node))):
                yield from sub(node[index], here + (index,))

    def sub(node, here):
        yield here, lambda place, key: place.pop(key)
        for wrong in WRONG_VALUES:
            yield here, lambda place, key, wrong=wrong: place.__setitem__(key, copy.deepcopy(wrong))
        yield from walk(node, here)

    for path, change in walk(value, ()):
        yield path, at(change)


def comparable(kind, path, document):
    """False for damage that only the loader can judge."""
    changed = at_path(document, path)
    if kind in ("model", "network"):
        # A changed layer or input can break later layers; whether one layer is readable is for MODELS and NETWORKS below.
        return path[0] not in ("layers", "input", "operators", "inputs") or len(path) == 1 and path[0] not in ("layers", "operators")
    if changed is not None and not isinstance(changed, (list, dict)) and changed != "":
        # Names that lead nowhere, ends in the wrong order.
        if path[:1] == ("operating_point",) or path[0] == "operating_points" and path[-1] == "name" or path[:2] == ("calibrated", "macs"):
            return False
    if (path[-1] in ("name", "type", "source", "network") or path[:2] == ("calibrated", "networks") or path[-2:-1] == ("between",)) and isinstance(changed, (bool, int, float)):
        return False  # text without quotes to the loader; an editor had better ask
    if kind == "body_channel" and changed == "5 us":
        return False  # shorter than its times may be
    if path[-1] in ("low", "high"):
        return changed is None or changed == "word" or isinstance(changed, (list, dict))
    if path[-1] == "value":
        if path[-2] in ("idle", "infer", "cpu_active") and changed == "5 mW":
            return False  # powers are compared with each other
        number = at_path(document, path[:-1])
        number.pop("low", None)
        number.pop("high", None)
        return isinstance(changed, bool) or not isinstance(changed, (int, float)) and changed != "5"
    # At least as many words on a quadrant's first processor as on the others.
    return path != ("words_per_processor",) or changed != 70000


def at_path(document, path):
    try:
        for step in path:
            document = document[step]
        return document
    except (KeyError, IndexError, TypeError):
        return None


def main():
    checker = sys.argv[1]
    models = sorted((ROOT / "model_zoo").glob("*.yaml")) + sorted((ROOT / "tests" / "data" / "networks").glob("*.yaml"))
    # Examples are calibrations and what is made with them (calibrate/schema.py).
    profiles = sorted(file for file in (ROOT / "device_profiles").glob("**/*.yaml") if file.parent.name != "examples")
    schemas = {}
    for folder, name in SCHEMAS.items():
        schema = json.loads((ROOT / name).read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        schemas[folder] = jsonschema.Draft7Validator(schema)

    cases = []  # what, kind, document, must be good
    for file in models + profiles:
        first = file.read_text().splitlines()[0]
        folder = file.parent.name
        if folder == "model_zoo" and "\nform: network\n" in file.read_text():
            folder = "networks"  # in general form
        family = re.search("^family: (\\w+)$", file.read_text(), re.MULTILINE)
        folder = family[1] if family else folder
        schema_name = SCHEMAS[folder].split("/")[-1]
        assert re.fullmatch(f"# yaml-language-server: \\$schema=([a-z_./]*/)?{schema_name}", first), f"{file}: first line"
        document = yaml.load(file.read_text(), Loader)
        kind = KINDS.get(folder) or document["kind"]
        cases.append((str(file.name), kind, folder, document, True))
        if file.stem in DAMAGED:
            for path, copy_ in damaged(document):
                if comparable(kind, path, copy_):
                    cases.append((f"{file.name} {path} = {at_path(copy_, path)!r}", kind, folder, copy_, False))
    for name, text in MODELS:
        cases.append((name, "model", "model_zoo", yaml.load(text, Loader), False))
    for name, text in NETWORKS:
        cases.append((name, "network", "networks", yaml.load(text, Loader), False))

    with tempfile.TemporaryDirectory() as folder_name:
        lines = []
        for number, (_, kind, _, document, _) in enumerate(cases):
            path = pathlib.Path(folder_name) / f"{number}.yaml"
            path.write_text(json.dumps(document))  # JSON is YAML, and quick to write
            lines.append(f"{kind} {path}")
        answers = subprocess.run([checker], input="\n".join(lines), text=True, capture_output=True, check=True).stdout
    verdicts = answers.splitlines()
    assert len(verdicts) == len(cases), "the checker stopped early"
    wrong = 0
    good = 0
    for (what, _, folder, document, must_be_good), verdict in zip(cases, verdicts):
        by_loader = verdict == "good"
        by_schema = schemas[folder].is_valid(document)  # ends at the first error, which the best of all does not
        good += by_loader
        if by_loader != by_schema or (must_be_good and not by_loader):
            wrong += 1
            error = jsonschema.exceptions.best_match(schemas[folder].iter_errors(document))
            print(f"{what}\n  loader: {verdict}\n  schema: {'good' if error is None else 'bad: ' + error.message}")
    print(f"{len(cases)} files, {good} good to both, {wrong} judged differently")
    return 1 if wrong or good < len(models) + len(profiles) else 0


HEAD = "schema_version: 1\nname: m\ninput: {channels: 4, height: 8, width: 8}\nlayers:\n"


def one(layer):
    return layer, HEAD + f"  - {{name: a, {layer}}}\n"


# One-layer models, good and bad: the loader must judge each as the schema does.
MODELS = [
    one(layer)
    for layer in (
        "operator: conv2d, out_channels: 8, kernel: 3",
        "operator: conv2d, out_channels: 8, kernel: 3, padding: 2",
        "operator: conv2d, out_channels: 8, kernel: 3, padding: 3",
        "operator: conv2d, out_channels: 8, kernel: 5",
        "operator: conv2d, out_channels: 8",
        "operator: conv2d, kernel: 3",
        "operator: conv2d, out_channels: 0, kernel: 3",
        "operator: conv2d, out_channels: 5000, kernel: 3",
        "operator: conv2d, out_channels: 8, kernel: 3, dilation: 2",
        "operator: conv2d, out_channels: 8, kernel: 3, flatten: true",
        "operator: conv2d, out_channels: 8, kernel: 3, bias: 1",
        "operator: conv2d, out_channels: 8, kernel: 3, bias: true",
        "operator: conv2d, out_channels: 8, kernel: 3, weight_bits: 3",
        "operator: conv2d, out_channels: 8, kernel: 3, weight_bits: 4",
        "operator: conv2d, out_channels: 8, kernel: 3, output_bits: 16",
        "operator: conv2d, out_channels: 8, kernel: 3, output_bits: 32",
        "operator: conv2d, out_channels: 8, kernel: 3, activation: relu",
        "operator: conv2d, out_channels: 8, kernel: 3, activation: ReLU",
        "operator: conv2d, out_channels: 8, kernel: 3, inputs: input",
        "operator: conv2d, out_channels: 8, kernel: 3, inputs: [input]",
        "operator: conv2d, out_channels: 8, kernel: 3, inputs: []",
        "operator: conv2d, out_channels: 8, kernel: 3, inputs: [input, input]",
        "operator: conv2d, out_channels: 8, kernel: 3, inputs: [input, input], eltwise: add",
        "operator: conv2d, out_channels: 8, kernel: 3, inputs: [input, input], eltwise: mul",
        "operator: conv2d, out_channels: 8, kernel: 3, processors: '0xf'",
        "operator: conv2d, out_channels: 8, kernel: 3, processors: '0xg'",
        "operator: conv2d, out_channels: 8, kernel: 3, processors: 15",
        "operator: conv2d, out_channels: 8, kernel: 3, processors: '15'",
        "operator: conv2d, out_channels: 8, kernel: 3, processors: 0",
        "operator: conv2d, out_channels: 8, kernel: 3, processors: -15",
        "operator: conv2d, out_channels: 8, kernel: 3, processors: 18446744073709551616",
        "operator: conv2d, out_channels: 8, kernel: 3, reshape: [4, 16]",
        "operator: conv2d, out_channels: 8, kernel: 3, reshape: [4, 16, 1]",
        "operator: conv2d, out_channels: 8, kernel: 3, reshape: 64",
        "operator: passthrough, reshape: [64, 1]",
        "operator: passthrough, weights_of: a",
        "operator: conv2d, out_channels: 8, kernel: 3, pool: {type: max, window: 2}",
        "operator: conv2d, out_channels: 8, kernel: 3, pool: {type: max, window: [2, 1], stride: [1, 2]}",
        "operator: conv2d, out_channels: 8, kernel: 3, pool: {type: max, window: [2]}",
        "operator: conv2d, out_channels: 8, kernel: 3, pool: {type: max}",
        "operator: conv2d, out_channels: 8, kernel: 3, pool: {type: none, window: 2}",
        "operator: conv2d, out_channels: 8, kernel: 3, pool: {type: max, window: 0}",
        "operator: conv2d, out_channels: 8, kernel: 3, pool: {type: max, window: 2, size: 2}",
        "operator: conv2d, out_channels: 8, kernel: 3, streaming: true",
        "operator: conv2d, out_channels: 8, kernel: 3, groups: 0",
        "operator: conv2d, out_channels: 4, kernel: 3, groups: 4",
        "operator: conv_transpose2d, out_channels: 8, kernel: 3, padding: 1",
        "operator: conv_transpose2d, out_channels: 8, kernel: 1",
        "operator: conv_transpose2d, out_channels: 8, kernel: 3, groups: 4",
        "operator: linear, out_channels: 8, flatten: true",
        "operator: linear, out_channels: 8, flatten: true, kernel: 1",
        "operator: linear, flatten: true",
        "operator: passthrough",
        "operator: passthrough, pool: {type: average, window: 2}",
        "operator: passthrough, out_channels: 4",
        "operator: passthrough, activation: relu",
        "operator: passthrough, inputs: [input, input], eltwise: add",
        "operator: eltwise, inputs: [input, input], eltwise: xor",
        "operator: eltwise, inputs: [input, input]",
        "operator: conv3d",
        "out_channels: 8, kernel: 3",
    )
] + [
    ("conv1d", "schema_version: 1\nname: m\ninput: {channels: 4, height: 80}\nlayers:\n  - {name: a, operator: conv1d, " + rest + "}\n")
    for rest in ("out_channels: 8, kernel: 9", "out_channels: 8, kernel: 10", "out_channels: 8, kernel: 3, dilation: 4",
                 "out_channels: 8, kernel: 3, dilation: 0", "out_channels: 8, kernel: 3, padding: 1, groups: 1")
] + [
    ("name input", HEAD + "  - {name: input, operator: passthrough}\n"),
    ("no layers", HEAD.replace("layers:\n", "layers: []\n")),
    ("shared weights", HEAD + "".join(f"  - {{name: {n}, operator: conv2d, out_channels: 4, kernel: 1{more}}}\n" for n, more in (("a", ""), ("b", ", weights_of: a")))),
] + [
    (f"ends {ends}", HEAD.replace("layers:\n", ends + "\nlayers:\n") + "  - {name: a, operator: passthrough, inputs: [input]}\n")
    for ends in ("outputs: [a]", "outputs: []", "outputs: [a, a]", "outputs: a", "data_format: chw", "data_format: nchw",
                 "host_inputs: [{name: b, channels: 1, height: 2}]", "host_inputs: [{name: input, channels: 1, height: 2}]",
                 "host_inputs: [{channels: 1, height: 2}]", "host_inputs: []", "host_inputs: b",
                 "host_inputs: [{name: b, channels: 0, height: 2}]", "host_inputs: [{name: b, channels: 1, height: 2, size: 3}]")
] + [
    ("no name", HEAD + "  - {operator: passthrough}\n"),
]

NETWORK = "schema_version: 1\nform: network\nname: m\ninputs: [{name: x, channels: 4, height: 8, width: 8}]\noperators:\n"
SOUND = NETWORK.replace(", width: 8", "")


def operator(text, head=NETWORK):
    return text, head + f"  - {{name: a, operator: {text}}}\n"


# Networks of one operator, good and bad, and what surrounds operators.
NETWORKS = [
    operator(text)
    for text in (
        "conv2d, out_channels: 8, kernel: 3",
        "conv2d, out_channels: 8, kernel: [3, 1], stride: [1, 2], dilation: 2, padding: [1, 0]",
        "conv2d, out_channels: 8, kernel: 3, padding: [1, 0, 2, 1], groups: 4, weight_bits: 5, bias: true, output_bits: 16",
        "conv2d, out_channels: 8, kernel: 3, padding: [1]",
        "conv2d, out_channels: 8, kernel: 3, padding: [1, 2, 3]",
        "conv2d, out_channels: 8, kernel: [3]",
        "conv2d, out_channels: 8, kernel: 0",
        "conv2d, out_channels: 8, kernel: 3, stride: 0",
        "conv2d, out_channels: 8, kernel: 3, stride: 1025",
        "conv2d, out_channels: 8, kernel: 3, padding: -1",
        "conv2d, out_channels: 8, kernel: 3, weight_bits: 33",
        "conv2d, out_channels: 8, kernel: 3, output_bits: 0",
        "conv2d, out_channels: 8, kernel: 3, activation: relu",
        "conv2d, out_channels: 8, kernel: 3, output_padding: 1",
        "conv2d, out_channels: 8, kernel: 3, weights_of: [x]",
        "conv2d, out_channels: 65537, kernel: 3",
        "conv2d, kernel: 3",
        "conv2d, out_channels: 8",
        "conv_transpose2d, out_channels: 8, kernel: 3, stride: 2, output_padding: 1",
        "conv_transpose2d, out_channels: 8, kernel: 3, stride: [2, 2], output_padding: [1, 0], padding: 1",
        "conv_transpose2d, out_channels: 8, kernel: 3, stride: 2, output_padding: [1]",
        "max_pool2d, kernel: 2",
        "avg_pool2d, kernel: [2, 4], stride: 1, padding: [0, 1]",
        "max_pool2d, kernel: 2, dilation: 1",
        "max_pool2d, window: 2",
        "max_pool2d",
        "global_avg_pool",
        "global_avg_pool, kernel: 8",
        "flatten",
        "flatten, output_bits: 8",
        "reshape, to: {channels: 16, height: 4, width: 4}",
        "reshape, to: {channels: 256}",
        "reshape, to: {height: 256}",
        "reshape, to: {channels: 256, size: 1}",
        "reshape, to: 256",
        "reshape",
        "add, inputs: [x, x]",
        "mul, inputs: [x, x], output_bits: 8",
        "concat, inputs: []",
        "concat, inputs: x",
        "relu, layer: l, hints: {max7800x: {processors: '0xf'}, other: {n: 1}}",
        "relu, layer: ''",
        "relu, layer: [l]",
        "relu, hints: {max7800x: 1}",
        "relu, hints: [max7800x]",
        "relu, hints: {max7800x: {processors: [1]}}",
        "hard_swish",
        "softmax, axis: 1",
        "ReLU",
        "linear",
    )
] + [
    operator(text, SOUND)
    for text in ("conv1d, out_channels: 8, kernel: 3, padding: [2, 0]", "conv1d, out_channels: 8, kernel: [3, 1]",
                 "conv1d, out_channels: 8, kernel: 3, padding: [0, 0, 0, 0]", "max_pool1d, kernel: 2, stride: 1",
                 "conv_transpose1d, out_channels: 8, kernel: 3, stride: 2, output_padding: 1", "max_pool1d, kernel: [2, 1]")
] + [
    (f"ends {ends}", NETWORK.replace("operators:\n", ends + "\noperators:\n") + "  - {name: a, operator: relu}\n")
    for ends in ("outputs: [a]", "outputs: []", "outputs: [a, a]", "outputs: a", "hints: {f: {k: v}}", "hints: {f: v}")
] + [
    (f"inputs {inputs}", NETWORK.replace("[{name: x, channels: 4, height: 8, width: 8}]", inputs) + "  - {name: a, operator: relu}\n")
    for inputs in ("[]", "x", "[{name: x, channels: 4}]", "[{name: x, height: 4}]", "[{channels: 4}]", "[{name: x, channels: 4, bits: 16}]",
                   "[{name: x, channels: 4, bits: 0}]", "[{name: x, channels: 4, by_host: true}]", "[{name: x, channels: 4, by_host: 1}]",
                   "[{name: x, channels: 0}]", "[{name: x, channels: 4, size: 1}]")
] + [("no operators", NETWORK.replace("operators:\n", "operators: []\n")), ("no form", NETWORK.replace("form: network\n", "") + "  - {name: a, operator: relu}\n")]

if __name__ == "__main__":
    sys.exit(main())
