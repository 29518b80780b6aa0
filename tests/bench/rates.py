"""Answers a second: the list of films of the API, the home page, search.

The server is held on one core, wrk on the other; 1,000 different requests in random order over 10,000 films
while the title of a film changes every second through the API. No answer is kept: each reads the database. No
compression is asked for. Each figure is that of the middle one of three rounds; the rate for a CPU second of
the server hardly depends on what else the machine does.
"""

import random
import urllib.parse

import full_site
import running
from figures import Figure

SORTS = ["-publishedAt", "publishedAt", "-views", "views", "-trending", "name", "-name", "-duration", "duration"]
CONNECTIONS = 32


def lists() -> list[str]:
    """1,000 different pages: every order, starts of which most are near the beginning, and in one of five a filter."""
    chance = random.Random(full_site.SEED)
    paths = set()
    while len(paths) < 1000:
        start = 15 * int(min(chance.expovariate(1 / 40), 600))
        path = f"/api/v1/videos?count=15&start={start}&sort={chance.choice(SORTS)}"
        narrow = chance.randrange(10)
        if narrow == 0:
            path += f"&categoryOneOf={chance.randrange(1, 19)}"
        if narrow == 1:
            path += f"&languageOneOf={chance.choice(['fr', 'en', 'oc'])}"
        paths.add(path)
    return sorted(paths)


def searches() -> list[str]:
    """1,000 different searches: words as often as titles have them, half of them only begun (3 letters or more)."""
    chance = random.Random(full_site.SEED)
    asked = set()
    while len(asked) < 1000:
        word = full_site.sentence(chance, 1).lower()
        is_begun = chance.random() < 0.5 and len(word) > 3
        asked.add(word[: chance.randrange(3, len(word))] if is_begun else word)
    return [f"/api/v1/search/videos?count=15&search={urllib.parse.quote(word)}" for word in sorted(asked)]


def measure(quick: bool) -> list[Figure]:
    running.need("wrk", "taskset", "curl")
    seconds = 4 if quick else 15
    rounds = 1 if quick else 3
    middle = lambda paths, connections=CONNECTIONS: sorted(
        (running.load(server, paths, seconds, connections) for _ in range(rounds)),
        key=lambda one: one["rate"])[rounds // 2]
    with running.Lucarne() as server:
        server.wait()
        with running.Changes(server):
            running.load(server, lists(), 2, CONNECTIONS)
            of_list = middle(lists())
            of_first = middle(["/api/v1/videos?count=15"])
            of_home = middle(["/"])
            of_search = middle(searches(), 4)
            of_one_search = middle(searches(), 1)
    note = lambda one: f"{one['rate_of_cpu']:,.0f} for each CPU second of the server; p99 {one['p99']:.1f} ms"
    return [
        Figure("`GET /api/v1/videos?count=15`, 1,000 different queries", of_list["rate"], "answers/s",
               at_least=5000, note=note(of_list)),
        Figure("… the first page alone", of_first["rate"], "answers/s", note=note(of_first)),
        Figure("Home page", of_home["rate"], "answers/s", at_least=1500, note=note(of_home)),
        Figure("Search, 1,000 different words and beginnings, four at once without a pause: p99", of_search["p99"],
               "ms", at_most=10, note=f"p50 {of_search['p50']:.1f} ms, {note(of_search)}"),
        Figure("… one after the other: p99", of_one_search["p99"], "ms",
               note=f"p50 {of_one_search['p50']:.1f} ms, worst {of_one_search['worst']:.1f} ms"),
    ]
