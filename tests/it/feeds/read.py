"""What programs that are not ours make of a feed, as JSON.

`read.py places FILE` lists the elements and attributes of a document, each with the way to it.
`read.py feed ADDRESS` reads a feed with feedparser, twice: the second time with the tag of the first.
"""

import json
import sys
import xml.etree.ElementTree


def places(element, way=""):
    way = f"{way}/{element.tag}"
    found = {way, *(f"{way}@{name}" for name in element.attrib)}
    return found.union(*(places(child, way) for child in element))


def entry(entry):
    return {
        "title": entry.title,
        "id": entry.id,
        "link": entry.link,
        "summary": entry.get("summary"),
        "html": [content.value for content in entry.get("content", [])],
        "published": list(entry.published_parsed[:6]),
        "author": entry.author,
        "language": entry.get("language") or entry.get("dc_language"),
        "tags": [tag.term for tag in entry.get("tags", [])],
        "enclosures": [dict(file) for file in entry.enclosures],
        "media": [dict(file) for file in entry.get("media_content", [])],
        "thumbnails": [picture["url"] for picture in entry.get("media_thumbnail", [])],
    }


def feed(address):
    import feedparser

    read = feedparser.parse(address)
    again = feedparser.parse(address, etag=read.etag)
    return {
        "status": read.status,
        "version": read.version,
        "problem": str(read.bozo_exception) if read.bozo else None,
        "title": read.feed.title,
        "link": read.feed.link,
        "language": read.feed.get("language"),
        "entries": [entry(one) for one in read.entries],
        "again": {"status": again.status, "entries": len(again.entries)},
    }


what, of = sys.argv[1:]
if what == "places":
    answer = sorted(places(xml.etree.ElementTree.parse(of).getroot()))
else:
    answer = feed(of)
json.dump(answer, sys.stdout)
