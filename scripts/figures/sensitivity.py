#!/usr/bin/env python3
"""Which uncertain profile numbers move the results, and how far (tornado)."""

import pathlib

import common

FAMILY = "sensitivity"


def figures(results: pathlib.Path) -> common.Figures:
    raise common.Skip(f"{results / 'sensitivity'} is not there")
    yield


if __name__ == "__main__":
    common.main(__name__)
