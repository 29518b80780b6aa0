"""Servers under measurement: started, watched by what the kernel counts of them, ended.

CPU time is user and system time of the process from /proc (proc(5), fields 14 and 15 of stat); memory is PSS
from smaps_rollup. The server is held on the first core and everything that asks it on the others.
"""

import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse

import full_site

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "target/bench"
LUCARNE = ROOT / "target/release/lucarne"
TICKS = os.sysconf("SC_CLK_TCK")

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE = str(CORES[0])
CLIENT_CORES = ",".join(str(core) for core in CORES[1:]) or SERVER_CORE


class Process:
    """A server, with its children where it has some."""

    def __init__(self, command: list, port: int, log: pathlib.Path, is_held: bool = True):
        self.port = port
        self.started = time.monotonic()
        held = ["taskset", "-c", SERVER_CORE] if is_held else []
        self.process = subprocess.Popen([*held, *map(str, command)], stdout=log.open("ab"), stderr=subprocess.STDOUT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)

    def pids(self) -> list[int]:
        """The process and what it has started."""
        known = [self.process.pid]
        for pid in known:
            children = pathlib.Path(f"/proc/{pid}/task/{pid}/children")
            known += [int(child) for child in children.read_text().split()]
        return known

    def cpu_seconds(self) -> float:
        ticks = 0
        for pid in self.pids():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def pss_megabytes(self) -> float:
        kilobytes = 0
        for pid in self.pids():
            rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
            kilobytes += int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)[1])
        return kilobytes / 1024

    def wait(self, path: str = "/api/v1/ping", every: float = 0.01, seconds: float = 30) -> float:
        """Seconds from the start of the process to its first good answer."""
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        while time.monotonic() < self.started + seconds:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 5) as connection:
                    connection.sendall(request)
                    if connection.recv(64).startswith(b"HTTP/1.1 200"):
                        return time.monotonic() - self.started
            except ConnectionError:
                if self.process.poll() is not None:
                    raise SystemExit(f"the server ended at once: {self.process.args}")
            time.sleep(every)
        raise SystemExit(f"no good answer for {path} within {seconds} s")


class Lucarne(Process):
    """A Lucarne on the full site."""

    def __init__(self, *flags, data: pathlib.Path | None = None, is_held: bool = True,
                 log: pathlib.Path = OUT / "lucarne.log"):
        folder, self.film = full_site.make(LUCARNE, OUT)
        self.folder = data or folder
        port = free_port()
        super().__init__([LUCARNE, "serve", "--data", self.folder, "--listen", f"127.0.0.1:{port}",
                          "--url", f"http://localhost:{port}", *(() if "--log" in flags else ("--log", "warn")), *flags],
                         port, log, is_held)

    def film_path(self) -> str:
        return f"/static/streaming-playlists/hls/{self.film['uuid']}/{self.film['file']}"

    def watch_path(self) -> str:
        return f"/w/{self.ask('GET', '/api/v1/videos/' + self.film['uuid'])['shortUUID']}"

    def token(self) -> str:
        """Signs the administrator in."""
        client = self.ask("GET", "/api/v1/oauth-clients/local")
        form = {"client_id": client["client_id"], "client_secret": client["client_secret"],
                "grant_type": "password", "username": "maud", "password": full_site.PASSWORD}
        return self.ask("POST", "/api/v1/users/token", form)["access_token"]

    def ask(self, method: str, path: str, form: dict | None = None) -> dict:
        """What the API answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, form and urllib.parse.urlencode(form), headers if form else {})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{method} {path}: {answer.status} {body.decode()}")
        return json.loads(body)


class Changes:
    """One person who changes a film's title every second, through the API, until the end."""

    def __init__(self, server: Lucarne):
        self.server = server
        token = server.token()
        path = f"/api/v1/videos/{server.film['id']}"
        script = (f"n=0; while sleep 1; do n=$((n+1)); curl -sfo /dev/null -X PUT -H 'Authorization: Bearer {token}'"
                  f" -d name=Film+$n http://127.0.0.1:{server.port}{path} || exit 1; done")
        self.script = subprocess.Popen(["taskset", "-c", CLIENT_CORES, "bash", "-c", script], start_new_session=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        has_failed = self.script.poll() is not None
        if not has_failed:
            os.killpg(self.script.pid, 15)
            self.script.wait()
        if has_failed:
            raise SystemExit("a film could not be changed while the server was under load")


def load(server: Process, requests: list[str], seconds: float, connections: int, scheme: str = "http",
         headers: dict | None = None) -> dict:
    """Asks for these paths in random order, each line `path` or `path<TAB>range`; what wrk and the kernel count."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(requests))
        file.flush()
        cpu, begin = server.cpu_seconds(), time.monotonic()
        command = ["taskset", "-c", CLIENT_CORES, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
                   *(f"-H{name}: {value}" for name, value in (headers or {}).items()), "-s", ROOT / "tests/bench/requests.lua", f"{scheme}://127.0.0.1:{server.port}", "--", file.name]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        wall = time.monotonic() - begin
        cpu = server.cpu_seconds() - cpu
    counted = json.loads(said.rpartition("\n{")[2].join(["{", ""]))
    if counted["failed"] or not counted["answers"]:
        raise SystemExit(f"{counted['failed']} answers were not good:\n{said}")
    return {**counted, "cpu": cpu, "wall": wall, "rate": counted["answers"] / counted["seconds"],
            "rate_of_cpu": counted["answers"] / cpu}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def need(*programs: str):
    """Ends in words when a program is missing."""
    missing = [program for program in programs if not shutil.which(program)]
    if missing:
        raise SystemExit(f"missing: {', '.join(missing)} (image/debian/need test bench installs them)")
