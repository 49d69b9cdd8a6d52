#!/usr/bin/env python3
"""Writes how many inputs scripts/fuzz has tried, by its log, into the table of a README."""
import pathlib
import re
import sys

BEGIN, END = "<!-- counts: scripts/fuzz --count -->\n", "<!-- to here -->"


def main(log, readme):
    kinds = {}
    for line in pathlib.Path(log).read_text(encoding="utf-8").splitlines():
        tried = re.match(r"(\S+) (\d+) inputs (of round|guided)", line)
        if not tried:
            continue
        row = kinds.setdefault(tried[1], {"fuzz": 0, "asan-ubsan": 0, "release": 0, "guided": 0, "slowest": 0.0, "memory": 0})
        preset = re.search(r"\((\S+)\)$", line)
        row["guided" if tried[3] == "guided" else preset[1] if preset else "release"] += int(tried[2])
        if found := re.search(r"slowest ([\d.]+) s, at most (\d+) KiB", line):
            row["slowest"] = max(row["slowest"], float(found[1]))
            row["memory"] = max(row["memory"], int(found[2]))
    table = "\n| kind | inputs with sanitizers | without | of libFuzzer | slowest | memory |\n|---|---|---|---|---|---|\n"
    for kind, row in kinds.items():
        table += (f"| `{kind}` | {row['fuzz'] + row['asan-ubsan']:,} | {row['release']:,} | {row['guided']:,} | {row['slowest']:.2f} s "
                  f"| {row['memory'] // 1024} MiB |\n")
    text = pathlib.Path(readme).read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest[rest.index(END):]
    pathlib.Path(readme).write_text(before + BEGIN + table + "\n" + after, encoding="utf-8")


main(*sys.argv[1:])
