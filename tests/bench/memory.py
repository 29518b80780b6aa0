"""Memory of the server with 10,000 films, 1,000 members and 100,000 comments: PSS, as /proc/<pid>/smaps_rollup counts it.

Idle is after ten minutes without a request (20 seconds with --quick), following a minute of ordinary use: lists,
searches, pages and some ranges. Watchers are 32 connections that each take one segment of 4 s (2.5 Mbit/s) in
real time, for a minute; the figure is the most that was seen. An hour of requests is 180,000 of them (50 a second),
all lists of the API, the pages and searches in random order over 8 connections, as fast as they are answered.
"""

import http.client
import random
import threading
import time

import full_site
import lists
import rates
import running
from figures import Figure
from ranges import Highest

WATCHERS = 32
SEGMENT_SECONDS = 4
HOUR = 180_000
SEGMENT = SEGMENT_SECONDS * 2_500_000 // 8


def measure(quick: bool) -> list[Figure]:
    use_seconds, idle_seconds, watch_seconds = (5, 20, 16) if quick else (60, 600, 60)
    with running.Lucarne(is_held=False) as server:
        server.wait()
        fresh = server.pss_megabytes()
        use(server, use_seconds)
        used = server.pss_megabytes()
        time.sleep(idle_seconds)
        idle = server.pss_megabytes()
        with Highest(server) as highest:
            late = watch(server, watch_seconds)
    with running.Lucarne(is_held=False) as server:
        server.wait()
        count = 5_000 if quick else HOUR
        with Highest(server) as busiest:
            mixed(server, count)
        mixed_after = server.pss_megabytes()
    return [
        Figure(f"Idle for {idle_seconds} s after use", idle, "MB", at_most=40,
               note=f"{fresh:.1f} MB after the start, {used:.1f} MB at the end of the use"),
        Figure("With 32 watchers", highest.megabytes, "MB", at_most=60,
               note=f"every segment of {SEGMENT_SECONDS} s there in at most {late * 1000:.0f} ms"),
        Figure(f"After {count:,} mixed requests", mixed_after, "MB", at_most=60,
               note=f"{busiest.megabytes:.1f} MB at the most"),
    ]


def use(server: running.Lucarne, seconds: float):
    """What visitors ask for in a while: everything once in a while, 50 requests a second."""
    chance = random.Random(full_site.SEED)
    lists, searches = rates.lists(), rates.searches()
    watch_path = server.watch_path()
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        path = chance.choice(["/", "/videos/browse", watch_path, chance.choice(lists),
                              chance.choice(searches), server.film_path()])
        headers = {"Accept-Encoding": "gzip"}
        if path == server.film_path():
            first = chance.randrange(full_site.LONG_FILE - SEGMENT)
            headers["Range"] = f"bytes={first}-{first + SEGMENT - 1}"
        fetch(connection, path, headers)
        time.sleep(0.02)


def mixed(server: running.Lucarne, count: int):
    """So many requests of every kind, as a member."""
    paths = ["/", "/videos/browse", "/videos/overview", server.watch_path(), *rates.lists(), *rates.searches()]
    for some in lists.kinds(server.film).values():
        paths += some
    headers = {"Authorization": f"Bearer {server.token()}"}
    answers = 0
    while answers < count:
        answers += running.load(server, paths, 5, 8, headers=headers)["answers"]


def watch(server: running.Lucarne, seconds: float) -> float:
    """The longest that a watcher waited for a segment, in seconds."""
    slowest = [0.0] * WATCHERS

    def one(number: int):
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        time.sleep(number * SEGMENT_SECONDS / WATCHERS)
        for turn in range(int(seconds / SEGMENT_SECONDS)):
            first = (number * 25 + turn) * SEGMENT
            begin = time.monotonic()
            fetch(connection, server.film_path(), {"Range": f"bytes={first}-{first + SEGMENT - 1}"})
            took = time.monotonic() - begin
            slowest[number] = max(slowest[number], took)
            time.sleep(max(0.0, SEGMENT_SECONDS - took))

    watchers = [threading.Thread(target=one, args=(number,)) for number in range(WATCHERS)]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join()
    return max(slowest)


def fetch(connection: http.client.HTTPConnection, path: str, headers: dict):
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    while answer.read(65536):
        pass
    if answer.status not in (200, 206):
        raise SystemExit(f"{path}: {answer.status}")
