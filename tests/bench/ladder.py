"""The media worker beside ffmpeg, in CPU time; `encode.py` measures it and says how.

The ladder is 240, 480 and 720 lines from a film of 720p30 against one ffmpeg command that makes the same three
with the same encoder; SSIM is how far ours lies below. The copy is a film that fits as it is, against
`ffmpeg -c copy`, SHA-256 and a sync. Medians of interleaved pairs.
"""

import pathlib
import re
import subprocess
import sys

import running
from figures import Figure


def measure(quick: bool) -> list[Figure]:
    running.need("ffmpeg")
    options = ["--pairs", "3", "--seconds", "10"] if quick else []
    script = pathlib.Path(__file__).with_name("encode.py")
    done = subprocess.run([sys.executable, script, *options], capture_output=True, text=True)
    ratios = dict(re.findall(r"^(\w+): median ratio ([\d.]+)", done.stdout, re.MULTILINE))
    if set(ratios) != {"ladder", "copy"}:
        raise SystemExit(f"encode.py did not come to its end:\n{done.stdout}\n{done.stderr}")
    ranges = dict(re.findall(r"^(\w+): median ratio [\d.]+ \((.+)\)", done.stdout, re.MULTILINE))
    figures = [
        Figure("Ladder: CPU of the worker over ffmpeg's", float(ratios["ladder"]), "×", at_most=1.05, is_ratio=True,
               note=ranges["ladder"]),
        Figure("Copy: CPU of the worker over ffmpeg's, SHA-256's and the sync's", float(ratios["copy"]), "×",
               at_most=1.0, is_ratio=True, note=ranges["copy"]),
    ]
    for height, ours, theirs, note in re.findall(r"^(\d+)p: SSIM ([\d.]+) against ([\d.]+), (.+)$", done.stdout,
                                                 re.MULTILINE):
        figures.append(Figure(f"{height}p: SSIM below ffmpeg's", float(theirs) - float(ours), "", at_most=0.002,
                              is_ratio=True, note=f"{ours} against {theirs}; {note}"))
    return figures
