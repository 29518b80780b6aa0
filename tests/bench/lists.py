"""The lists of the API with 10,000 films, 1,000 members and 100,000 comments, and a thread of 1,000 comments.

p99 is of one connection that asks 300 different questions of each kind in random order, the server held on one core,
while the title of a film changes every second. "Over bare SQL" is the CPU time of the server over that of SQLite alone
for the same questions: the server tells its statements with their values (`--log lucarne::sql=trace`, told in a run of
its own), and they are run again, prepared beforehand, by Python's sqlite3 with all rows fetched; the median of pairs
that take turns.
"""

import gc
import http.client
import math
import pathlib
import random
import sqlite3
import statistics
import time
import urllib.parse

import full_site
import rates
import running
from figures import Figure

QUESTIONS = 300
THREAD = "A thread of 1,000 comments"


def kinds(film: dict) -> dict[str, list[str]]:
    """What is asked for, by its name in the results: paths of the API."""
    chance = random.Random(full_site.SEED)
    start = lambda step, end: step * int(min(chance.expovariate(1 / 10), end))
    channel = lambda: f"chaine{chance.randrange(full_site.CHANNELS - 1)}"
    person = lambda: f"personne{chance.randrange(1, full_site.ACCOUNTS)}"
    sort = lambda: chance.choice(rates.SORTS)
    word = lambda: urllib.parse.quote(full_site.sentence(chance, 1).lower())
    several = lambda make: [make() for _ in range(QUESTIONS)]
    of_lists, of_searches = rates.lists(), rates.searches()
    return {
        "Films": chance.sample(of_lists, QUESTIONS),
        "Search of films": chance.sample(of_searches, QUESTIONS),
        "Films of a channel": several(
            lambda: f"/api/v1/video-channels/{channel()}/videos?count=15&start={start(15, 4)}&sort={sort()}"),
        "Films of an account": several(
            lambda: f"/api/v1/accounts/{person()}/videos?count=15&start={start(15, 40)}&sort={sort()}"),
        "Channels": several(lambda: f"/api/v1/video-channels?count=15&start={start(15, 5)}"),
        "Search of channels": several(lambda: f"/api/v1/search/video-channels?count=15&search={word()}"),
        "Threads under a film": several(
            lambda: f"/api/v1/videos/{int(full_site.FILMS ** chance.random())}/comment-threads"
                    f"?count=10&start={start(10, 3)}"),
        "Members": several(lambda: f"/api/v1/users?count=10&start={start(10, 90)}"),
        "Films of what is followed": several(
            lambda: f"/api/v1/users/me/subscriptions/videos?count=15&start={start(15, 40)}"),
        "History": several(lambda: f"/api/v1/users/me/history/videos?count=15&start={start(15, 2)}"),
        "One's own films": several(lambda: f"/api/v1/users/me/videos?count=15&start={start(15, 40)}"),
        THREAD: [f"/api/v1/videos/{film['id']}/comment-threads/{film['thread']}"],
    }


def measure(quick: bool) -> list[Figure]:
    running.need("wrk", "taskset")
    seconds, pairs = (2, 3) if quick else (10, 7)
    figures = []
    with running.Lucarne() as server:
        server.wait()
        asked = kinds(server.film)
        headers = {"Authorization": f"Bearer {server.token()}"}
        with running.Changes(server):
            for name, paths in asked.items():
                running.load(server, paths, 1, 1, headers=headers)
                found = running.load(server, paths, seconds, 1, headers=headers)
                figures.append(Figure(f"{name}: p99", found["p99"], "ms", at_most=20 if name == THREAD else 5,
                                      note=f"p50 {found['p50']:.2f} ms, worst {found['worst']:.1f} ms"))
    statements = traced(asked)
    with running.Lucarne() as server:
        server.wait()
        headers = {"Authorization": f"Bearer {server.token()}"}
        for name, paths in asked.items():
            figures.append(over_bare_sql(server, name, paths, statements[name], headers, pairs))
    return figures


def traced(asked: dict[str, list[str]]) -> dict[str, list[str]]:
    """The statements of each kind of question, once everything that a reader remembers is remembered."""
    log = running.OUT / "statements.log"
    log.unlink(missing_ok=True)
    found = {}
    with running.Lucarne("--log", "lucarne::sql=trace", log=log) as server:
        server.wait()
        headers = {"Authorization": f"Bearer {server.token()}"}
        for name, paths in asked.items():
            ask(server, paths, headers)
            ask(server, paths, headers)
            begin = log.stat().st_size
            ask(server, paths, headers)
            time.sleep(0.2)
            with log.open("rb") as file:
                file.seek(begin)
                lines = file.read().decode().splitlines()
            told = [line.partition("TRACE ")[2] for line in lines]
            # What the second hand of the house asks in between is its own.
            found[name] = [sql for sql in told if sql.startswith(("SELECT", "WITH"))]
            if len(found[name]) < len(paths):
                raise SystemExit(f"{name}: the log told {len(found[name])} statements of {len(paths)} questions")
    return found


def over_bare_sql(server, name: str, paths: list[str], statements: list[str], headers: dict, pairs: int) -> Figure:
    bare = Bare(server.folder / "lucarne.db", statements)
    rounds = max(1, math.ceil(0.5 / max(bare.seconds(1), 1e-4)))
    ask(server, paths, headers)
    ratios = []
    for _ in range(pairs):
        before = server.cpu_seconds()
        for _ in range(rounds):
            ask(server, paths, headers)
        ratios.append((server.cpu_seconds() - before) / bare.seconds(rounds))
    each = bare.seconds(1) / len(paths) * 1e6
    return Figure(f"{name}: CPU over bare SQL", statistics.median(ratios), "×", at_most=3, is_ratio=True,
                  note=f"{len(statements) / len(paths):.1f} statements and {each:,.0f} µs of SQL for each answer")


class Bare:
    """The same statements, by SQLite alone."""

    def __init__(self, path: pathlib.Path, statements: list[str]):
        self.statements = statements
        self.connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None,
                                          cached_statements=len(statements) + 10)
        self.connection.execute("PRAGMA cache_size = -16384")
        self.seconds(1)

    def seconds(self, rounds: int) -> float:
        """CPU time for all of them, so many times."""
        gc.disable()
        begin = time.process_time()
        for _ in range(rounds):
            for sql in self.statements:
                self.connection.execute(sql).fetchall()
        took = time.process_time() - begin
        gc.enable()
        return took


def ask(server, paths: list[str], headers: dict):
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    for path in paths:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body.decode()}")
