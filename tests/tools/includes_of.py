#!/usr/bin/env python3
"""What a few sources include, as one header.

Tests of a concept are compiled by the dozen (SYNERGY_UNITY_BUILD), each in a namespace of its own, since tests of two files often
call their helpers the same. Headers must not be read inside those namespaces, so a unit reads this one first: then all others
have been read.

Usage: includes_of.py HEADER SOURCE...   writes HEADER unless it is there with the same text
"""
import pathlib
import re
import sys


def place(source, name):
    """Sources name what lies beside them by its path from there."""
    beside = source.parent / name.strip('"')
    return f'"{beside.resolve()}"' if name[0] == '"' and beside.exists() else name


def main(header, sources):
    names = {}  # in the order of the sources, each once
    for source in map(pathlib.Path, sources):
        for name in re.findall(r'^#include (<.+>|".+")', source.read_text(), re.MULTILINE):
            names[place(source, name)] = None
    text = "#pragma once\n" + "".join(f"#include {name}\n" for name in names)
    if not header.exists() or header.read_text() != text:
        header.write_text(text)


main(pathlib.Path(sys.argv[1]), sys.argv[2:])
