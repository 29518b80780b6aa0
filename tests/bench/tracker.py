"""The tracker: announcements a second in the swarms alone and over real WebSockets, and the memory of many viewers.

The swarms alone are held on one core: 10,000 viewers in 40 swarms who announce themselves again in random order, first
with nothing else, then each with five offers of 1,200 bytes for others, as texts are read and written too. Over WebSockets
the server is held on one core and the viewers on the other: 2,000 connections, each from an address of its own, ask
again as soon as they are answered; the rate for a CPU second of the server hardly depends on what else the machine does.
Memory is PSS with 10,000 connections of one viewer each, who are all in swarms, against the same server before them.
"""

import json
import re
import subprocess
import urllib.request

import running
from figures import Figure

VIEWERS = 10_000


def measure(quick: bool) -> list[Figure]:
    running.need("taskset")
    program = build()
    seconds = 2 if quick else 10
    alone = ask(program, running.SERVER_CORE, "swarms", seconds)
    with running.Lucarne() as server:
        server.wait()
        name = swarm(server)
        ask(program, running.CLIENT_CORES, "sockets", 1, server.port, name)
        before = server.cpu_seconds()
        sockets = ask(program, running.CLIENT_CORES, "sockets", seconds, server.port, name)
        used = server.cpu_seconds() - before
    with running.Lucarne() as server:
        server.wait()
        empty = server.pss_megabytes()
        with subprocess.Popen([*held(running.CLIENT_CORES), program, "crowd", str(VIEWERS), str(server.port), name],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as crowd:
            there = int(crowd.stdout.readline())
            full = server.pss_megabytes()
            crowd.stdin.close()
    assert there == VIEWERS, f"{there} viewers came"
    per_cpu = sockets["announces"] / max(used, 0.01)
    return [
        Figure("Announcements in the swarms alone, on one core", alone["plain"], "a second", at_least=100_000),
        Figure("… read from their text and answered in text", alone["text"], "a second"),
        Figure("… each with five offers that are passed on", alone["offers"], "a second"),
        Figure("Announcements over WebSockets for each CPU second of the server", per_cpu, "a second", at_least=20_000,
               note=f"{sockets['announces'] / sockets['seconds']:,.0f} a second by the clock"),
        Figure(f"Memory with {VIEWERS:,} viewers on the line", full, "MB", at_most=150,
               note=f"{empty:.1f} MB before, {(full - empty) * 1024 / VIEWERS:.1f} kB for each"),
    ]


def held(cores: str) -> list[str]:
    return ["taskset", "-c", cores]


def build() -> str:
    """The program that stands in for viewers; a part of the house, so that it speaks what the house speaks."""
    made = subprocess.run(["cargo", "build", "--release", "--locked", "--bench", "tracker", "--message-format=json"],
                          cwd=running.ROOT, check=True, capture_output=True, text=True)
    for line in made.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == "tracker":
            return message["executable"]
    raise SystemExit("cargo built no bench of the tracker")


def ask(program: str, cores: str, *words) -> dict:
    done = subprocess.run([*held(cores), program, *map(str, words)], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def swarm(server) -> str:
    """The name of a swarm of a film that is there, as hexadecimal."""
    uuid = re.search(r"hls/([0-9a-f-]{36})/", server.film_path())[1]
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/api/v1/videos/{uuid}") as answer:
        playlist = json.load(answer)["streamingPlaylists"][0]["playlistUrl"]
    done = subprocess.run([build(), "name", playlist], check=True, capture_output=True, text=True)
    return done.stdout.strip()
