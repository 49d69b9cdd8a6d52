#!/usr/bin/env python3
"""Does calibrating take the same memory, below 64 MiB, however long the recording is?

    memory.py SYNERGY_SIM [SAMPLES]

Recordings of a PPK2 with 1 and with 5 million samples, which is 24 and 120 MB of text. With SAMPLES, that recording alone, which may be long:
57,000,000 are ten minutes at 100,000 a second, 1.5 GB in a temporary folder.
"""

import pathlib
import subprocess
import sys
import tempfile

LIMIT = 64 << 20
PEAK = "import resource, subprocess, sys, time; began = time.monotonic(); code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL); " \
       "used = resource.getrusage(resource.RUSAGE_CHILDREN); " \
       "print(code, used.ru_maxrss * 1024, used.ru_utime + used.ru_stime, time.monotonic() - began)"
CALIBRATION = """\
schema_version: 1
device: max78000
rail: board
supply: "3.0 V"
traces:
  - {file: kws.csv, format: ppk2, marker: {column: D0, high: infer, low: idle}, network: kws, repeat: 10}
"""


def write(file: pathlib.Path, samples: int) -> None:
    """100,000 samples a second; 20 ms of work in every 50 ms."""
    with file.open("w", encoding="ascii", newline="\n") as out:
        out.write("Timestamp(ms),Current(uA),D0-D7\n")
        for begin in range(0, samples, 100_000):
            out.write("".join(f"{i / 100:.2f},{(10000 if i % 5000 >= 3000 else 1000) + i % 97}.125,{1 if i % 5000 >= 3000 else 0}0000000\n"
                              for i in range(begin, begin + 100_000)))


def main() -> None:
    problems = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "kws.yaml").write_text(CALIBRATION, encoding="utf-8")
        peaks = []
        for samples in [int(number) for number in sys.argv[2:]] or (1_000_000, 5_000_000):
            write(folder / "kws.csv", samples)
            ran = subprocess.run([sys.executable, "-c", PEAK, sys.argv[1], "-q", "calibrate", "kws.yaml", "--out", "out"], cwd=folder,
                                 capture_output=True, text=True, check=True)
            code, peak, used, took = map(float, ran.stdout.split())
            size = (folder / "kws.csv").stat().st_size
            print(f"{samples} samples, {size / 1e6:.0f} MB: {peak / 2**20:.1f} MiB, {used:.1f} s of processor time "
                  f"({size / 1e6 / used:.0f} MB/s), {took:.1f} s in all")
            peaks.append(peak)
            if code != 0:
                problems.append(f"{samples} samples: exit code {code}\n{ran.stderr}")
            if peak > LIMIT:
                problems.append(f"{samples} samples take {peak / 2**20:.1f} MiB")
        if max(peaks) > min(peaks) + (4 << 20):
            problems.append(f"memory grows with the recording: {peaks}")
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
