"""What the tests share that hold a JSON schema against its loader: the same files must be good, or bad, to both."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}; install python3-jsonschema and python3-yaml")
    sys.exit(77)

SCENARIOS = pathlib.Path(__file__).resolve().parents[1] / "scenarios"
Parts = list[tuple[dict, bool]]  # what is added to a good file (None: taken out), whether it is good then


def validator_of(schema: pathlib.Path) -> jsonschema.Draft7Validator:
    read = json.loads(schema.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(read)
    return jsonschema.Draft7Validator(read)


class Loader(yaml.SafeLoader):
    """YAML as the project reads it: null, true and false, decimal numbers, and text."""


Loader.yaml_implicit_resolvers = {}
for kind, pattern, first in (
    ("null", "^(~|null|)$", ["~", "n", ""]),
    ("bool", "^(true|false)$", ["t", "f"]),
    ("int", "^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", "^[-+]?[0-9]+\\.[0-9]*([eE][-+]?[0-9]+)?$", list("-+0123456789")),
):
    Loader.add_implicit_resolver("tag:yaml.org,2002:" + kind, re.compile(pattern), first)


def shipped(schema: pathlib.Path, files: list[pathlib.Path]) -> int:
    """How many of the shipped files do not name the schema in their first line or do not satisfy it."""
    validator = validator_of(schema)
    wrong = 0
    for file in files:
        text = file.read_text(encoding="utf-8")
        named = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
        if (file.parent / named).resolve() != schema.resolve():
            wrong += 1
            print(f"{file}: the first line does not lead to {schema.name}")
        for error in validator.iter_errors(yaml.load(text, Loader)):
            wrong += 1
            print(f"{file}: {error.message}")
    return wrong


def parts(program: str, schema: pathlib.Path, head: dict, variations: Parts) -> int:
    """How many variations of the good file `head` schema or loader judge otherwise than stated."""
    validator = validator_of(schema)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (part, is_good) in enumerate(variations):
            document = {key: value for key, value in {**head, **part}.items() if value is not None}
            path = pathlib.Path(folder) / f"{number}.yaml"
            path.write_text(json.dumps(document), encoding="utf-8")  # JSON is YAML
            done = subprocess.run([program, "validate", str(path)], capture_output=True, text=True, check=False)
            verdicts = {"loader": done.returncode == 0, "schema": validator.is_valid(document)}
            if set(verdicts.values()) != {is_good}:
                wrong += 1
                print(f"{part}: expected {is_good}, {verdicts} {done.stderr}")
    print(f"{schema.name}: {len(variations)} files, {wrong} judged wrongly")
    return wrong
