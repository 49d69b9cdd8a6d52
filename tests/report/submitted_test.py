#!/usr/bin/env python3
"""Does the section about submitted results say the errors of rows that no profile was made from, and all rows there are?

    submitted_test.py SYNERGY_SIM

Skipped (exit code 77) without pandas.
"""

import csv
import io
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts" / "figures"), str(ROOT / "scripts" / "report")]
try:
    import submitted
except ImportError as error:
    print(f"skipped: {error} (Debian: python3-pandas)")
    sys.exit(77)

HEADER = ("round,submitter,system,network,profile,used,software,submitted_ms,ours_ms,time_error_percent,submitted_uj,ours_uj,"
          "energy_error_percent,energy_error_at_submitted_time_percent,problem\n")
# Times of a profile that was made from times say nothing, powers of one made from powers neither.
MADE_UP = HEADER + """\
v1.0,A,a,kws,one,times,same,1,1,50,1,1,0,-4,
v1.0,B,b,kws,one@fast,no,same,1,1,10,1,1,0,2,
v1.0,B,b,ic,one,powers,same,1,1,-20,1,1,0,90,
v1.1,C,c,ic,two,no,other,1,1,30,,,,,
v1.1,C,c,ad,two,no,other,1,,,,,,,no room <here>
"""
problems: list[str] = []


def expect(good: bool, problem: str) -> None:
    if not good:
        problems.append(problem)


def section_of(text: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        results = pathlib.Path(folder)
        expect("submitted.csv is not there" in submitted.section(results), "a missing table is not told")
        (results / "submitted.csv").write_text(text, encoding="utf-8")
        return submitted.section(results).replace("\u00a0", " ")


def made_up() -> None:
    section = section_of(MADE_UP)
    head = section.split("<table")[0]
    expect("5 results of MLPerf Tiny" in head, f"rows: {head}")
    expect("was made with: time 15.0 % (2 rows), energy, given the submitted time 3.0 % (2 rows)" in head, f"same software: {head}")
    expect("other software: time 30.0 % (1 rows)" in head, f"other software: {head}")
    expect("1 of them our profile cannot run" in head, f"refused: {head}")
    expect("no room &lt;here&gt;" in section and "<here>" not in section, "the reason is not there, or not escaped")


def shipped(program: str) -> None:
    text = subprocess.run([program, "submitted", "--format", "csv"], capture_output=True, check=True, text=True).stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    section = section_of(text)
    expect(len(rows) > 100 and f"{len(rows)} results of MLPerf Tiny" in section, f"{len(rows)} rows")
    for software in ("same", "other"):
        errors = [abs(float(row["time_error_percent"])) for row in rows
                  if row["software"] == software and row["used"] in ("no", "powers") and row["time_error_percent"]]
        said = f"time {sum(errors) / len(errors):.1f} % ({len(errors)} rows)"
        expect(said in section, f"'{said}' of {software} software is not said")
    for system in {row["system"] for row in rows}:
        expect(re.escape(system) and system.replace("&", "&amp;") in section, f"no row of {system}")


made_up()
shipped(sys.argv[1])
for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
