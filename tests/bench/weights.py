"""Bytes that a browser loads for a page before any film plays, compressed as the server sends them.

The page itself and everything of the site's own that it leads to: scripts and what they import, styles and what
they name (fonts, pictures), icons, the manifest. Left out are the pictures of the films, which are content, and
the film. Everything counts in full, as on a first visit with an empty cache; headers are not counted.
"""

import gzip
import html.parser
import re
import urllib.error
import urllib.parse
import urllib.request

import running
from figures import Figure


MISSING = "/no-such-page"


class Links(html.parser.HTMLParser):
    """What a page loads by itself."""

    def __init__(self, page: str):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        kinds = set((attributes.get("rel") or "").split())
        if tag == "link" and kinds & {"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"}:
            self.found.append(attributes["href"])
        if tag in ("script", "img", "source", "track") and attributes.get("src"):
            self.found.append(attributes["src"])


def measure(quick: bool) -> list[Figure]:
    with running.Lucarne() as server:
        server.wait()
        watch = weigh(server, server.watch_path())
        pages = {path: weigh(server, path) for path in
                 ("/", "/videos/browse", "/search?search=concert", "/c/chaine0/videos", "/a/maud", "/about", "/login",
                  MISSING)}
        embed = weigh(server, f"/videos/embed/{server.film['uuid']}")
    heaviest = max(pages, key=lambda path: sum(pages[path].values()))
    return [
        Figure("Watch page", total(watch), "KB", at_most=200, note=largest(watch)),
        Figure("Embedded player", total(embed), "KB", at_most=200, note=largest(embed)),
        *(Figure(f"`{path}`" + (" (the heaviest)" if path == heaviest else ""), total(loaded), "KB", at_most=60,
                 note=largest(loaded)) for path, loaded in pages.items()),
    ]


def weigh(server: running.Lucarne, path: str) -> dict[str, int]:
    """The bytes of everything that the page at this path loads, by address."""
    loaded, waiting = {}, [path]
    while waiting:
        address = urllib.parse.urldefrag(waiting.pop())[0]
        is_content = address.startswith(("/lazy-static/", "/static/", "data:"))
        if address in loaded or is_content:
            continue
        size, kind, text = fetch(server, address)
        loaded[address] = size
        if kind == "text/html" and address == path:
            found = Links(text).found
        elif kind == "text/css":
            found = re.findall(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""", text)
        elif kind == "text/javascript":
            found = re.findall(r"""(?:\bfrom|\bimport\s*\(|\bimport)\s*["']([^"']+\.js[^"']*)["']""", text)
        else:
            found = []
        waiting += [urllib.parse.urljoin(address, link) for link in found if not link.startswith("data:")]
    return loaded


def fetch(server: running.Lucarne, address: str) -> tuple[int, str, str]:
    """The bytes on the wire, the type, and the text of one address."""
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}{address}", headers={"Accept-Encoding": "gzip"})
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        if error.code != 404 or address != MISSING:
            raise SystemExit(f"{address}: {error.code}")
        answer = error
    sent = answer.read()
    is_packed = answer.headers.get("Content-Encoding") == "gzip"
    text = (gzip.decompress(sent) if is_packed else sent).decode("utf-8", "replace")
    return len(sent), answer.headers.get_content_type(), text


def total(loaded: dict[str, int]) -> float:
    return sum(loaded.values()) / 1000


def largest(loaded: dict[str, int]) -> str:
    parts = sorted(loaded.items(), key=lambda part: -part[1])[:4]
    return ", ".join(f"{path.split('?')[0]} {size / 1000:.1f}" for path, size in parts)
