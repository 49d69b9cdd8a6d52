"""Do the shell scripts parse, run, explain themselves, and satisfy shellcheck where it is installed?"""

import os
import pathlib
import shutil
import subprocess

import tree


def output(*command: str | os.PathLike[str]) -> tuple[int, str]:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout.strip()


def is_shell(path: pathlib.Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as script:
        return path.suffix == ".sh" or script.readline().rstrip().endswith("sh")


def check(root: pathlib.Path) -> list[str]:
    problems = []
    scripts = [path for path in tree.files(root) if path.parts[0] in ("scripts", ".ci") and is_shell(root / path)]
    for required in ("scripts/test", "scripts/reproduce", ".ci/run"):
        if pathlib.PurePosixPath(required) not in scripts:
            problems.append(f"{required}: is missing")
    for path in scripts:
        code, said = output("bash", "-n", root / path)
        if code != 0:
            problems.append(f"{path}: {said}")
            continue
        if path.suffix == ".sh":  # sourced, not run
            continue
        if not os.access(root / path, os.X_OK):
            problems.append(f"{path}: has no executable bit")
        elif path.parts[0] == "scripts":
            code, said = output(root / path, "-h")
            if code != 0 or path.name not in said:
                problems.append(f"{path}: -h does not explain it")
            code, said = output(root / path, "--no-such-option")
            if code != 2 or len(said.splitlines()) != 1:
                problems.append(f"{path}: an unknown option must end with one line and exit code 2")
    if shutil.which("shellcheck"):
        code, said = output("shellcheck", "-x", "-P", "SCRIPTDIR", *(root / path for path in scripts))
        if code != 0:
            problems.append(said)
    return problems


if __name__ == "__main__":
    tree.report(check)
