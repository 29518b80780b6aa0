"""A figure with its target, and the machine and the conditions that it was measured under."""

import dataclasses
import os
import pathlib
import platform
import re
import subprocess


@dataclasses.dataclass
class Figure:
    what: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    # A ratio is compared with something measured in the same run, so it may fail the bench; an absolute figure
    # depends on the machine and is written down.
    is_ratio: bool = False
    note: str = ""

    def is_met(self) -> bool | None:
        if self.at_most is not None:
            return self.value <= self.at_most
        return self.value >= self.at_least if self.at_least is not None else None

    def row(self) -> str:
        bound = ""
        if self.at_most is not None:
            bound = f"at most {text(self.at_most)}"
        if self.at_least is not None:
            bound = f"at least {text(self.at_least)}"
        met = {None: "", True: "yes", False: "**no**"}[self.is_met()]
        return f"| {self.what} | {text(self.value)} {self.unit}".rstrip() + f" | {bound} | {met} | {self.note} |"


HEAD = "| What | Measured | Target | Met | |\n|---|---|---|---|---|"


def text(number: float) -> str:
    if abs(number) >= 100 or number == int(number):
        return f"{number:,.0f}"
    if abs(number) >= 10:
        return f"{number:.1f}"
    return f"{number:.2f}" if abs(number) >= 0.1 else f"{number:.3f}"


def machine() -> list[str]:
    """Lines that say what it was measured on."""
    processor = re.search(r"^(?:model name|Model)\s*:\s*(.+)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())[1]) / 1024 / 1024
    system = re.search(r'^PRETTY_NAME="(.+)"', pathlib.Path("/etc/os-release").read_text(), re.MULTILINE)
    versions = [first_line(command) for command in (["nginx", "-v"], ["wrk", "-v"], ["openssl", "version"])]
    return [
        f"{processor[1] if processor else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB",
        f"{system[1]}, Linux {platform.release()}, {platform.machine()}",
        "; ".join(version for version in versions if version),
    ]


def waiting() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def first_line(command: list[str]) -> str:
    said = subprocess.run(command, capture_output=True, text=True)
    return (said.stdout + said.stderr).splitlines()[0].split("Copyright")[0].strip()
