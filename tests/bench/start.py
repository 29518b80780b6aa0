"""From the start of the process to the first good answer, with 10,000 films; the size of the programs.

The process is new each time and its files are in the memory of the system; the median of nine starts, asked
for every millisecond. Sizes are those of the programs as built and without their symbols, as the package has them.
"""

import shutil
import statistics
import subprocess

import running
from figures import Figure

STARTS = 9


def measure(quick: bool) -> list[Figure]:
    running.need("strip")
    starts = {path: [one_start(path) for _ in range(3 if quick else STARTS)] for path in ("/api/v1/ping", "/")}
    return [
        *(Figure(f"Start to the first answer of `{path}`", statistics.median(seconds), "s", at_most=0.2,
                 note=f"from {min(seconds):.3f} to {max(seconds):.3f} s")
          for path, seconds in starts.items()),
        *(Figure(f"`{name}` without symbols", stripped(name), "MB") for name in ("lucarne", "lucarne-media")),
    ]


def one_start(path: str) -> float:
    with running.Lucarne() as server:
        return server.wait(path, every=0.001)


def stripped(name: str) -> float:
    copy = running.OUT / name
    shutil.copy(running.LUCARNE.parent / name, copy)
    subprocess.run(["strip", copy], check=True)
    return copy.stat().st_size / 1e6
